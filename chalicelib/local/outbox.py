"""Letters on one machine: printed where the server prints, and shown to who sits at it.

Whoever reads a letter signs in with it. So the page is for the machine itself: for requests from
it, to it by a name that is its own, of a server that is not published under another. A proxy in
front makes strangers look like the machine; `BASE_URL` or `X-Forwarded-For` then say so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from chalicelib.access.letter import Letter
from chalicelib.local.events import Environ, Start
from chalicelib.web.answers import SECURITY_HEADERS
from chalicelib.web.render import render
from chalicelib.wiring import House

PATH = "/space/outbox"
MOST = 20
"""Letters that are kept, the latest ones, until the server stops."""


class Outbox:
    """`signin.Mailer` that sends nothing."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._letters: deque[tuple[str, Letter]] = deque(maxlen=MOST)
        self._changing = Lock()

    def send(self, to: str, letter: Letter) -> None:
        """Prints the letter, without whom it is to, and keeps it for the page."""
        with self._changing:
            self._letters.appendleft((to, letter))
        self._write(f"{letter.subject}\n\n{letter.text}")

    def letters(self) -> list[tuple[str, Letter]]:
        """To whom, and what; the latest first."""
        with self._changing:
            return list(self._letters)


def asked_for(environ: Environ, house: House) -> Outbox | None:
    """The outbox, for a request that may see it; None for every other request."""
    path = environ["PATH_INFO"]
    if path != PATH or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    outbox = house.outbox
    return outbox if isinstance(outbox, Outbox) and _at_the_machine(environ, house) else None


def outbox_wsgi(outbox: Outbox, environ: Environ, start: Start) -> list[bytes]:
    """The page with the letters."""
    asked = parse_qs(environ["REQUEST_URI"].partition("?")[2]).get("lang", ["fr"])[0]
    body = render("outbox.html", asked, letters=outbox.letters()).encode()
    headers = {
        **SECURITY_HEADERS,
        "Cache-Control": "no-store",
        "Content-Length": str(len(body)),
        "Content-Type": "text/html; charset=utf-8",
    }
    start("200 OK", list(headers.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _at_the_machine(environ: Environ, house: House) -> bool:
    # A page of another site can have its own name lead to this machine, and read the answer
    # (DNS rebinding): the name that the browser asked for gives it away.
    asked = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname
    public = urlsplit(house.settings.base_url).hostname
    return (
        _is_loopback(environ["REMOTE_ADDR"])
        and _is_loopback(asked)
        and _is_loopback(public)
        and "HTTP_X_FORWARDED_FOR" not in environ
        and "HTTP_FORWARDED" not in environ
    )


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
