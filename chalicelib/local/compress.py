"""Text leaves one machine compressed, as API Gateway sends it in production.

Left as it is: what is small, what is no text, what another site's script could measure to guess
a secret (answers to who brings a cookie: the BREACH attack), and all that says something of
counting, which are redirects and previews: a click waits for nothing here.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.local.events import Environ, Start

Application = Callable[[Environ, Start], Iterable[bytes]]

LEAST_BYTES = 1024
"""Less than that fits into one packet anyway; `deploy.api` tells API Gateway the same."""
LEVEL = 6
KINDS = frozenset(
    "text/html text/css text/javascript text/plain text/csv application/json image/svg+xml"
    " application/manifest+json application/manifest".split()
)


def compressed(application: Application) -> Application:
    """The same application, whose text is sent with gzip to clients that take it."""

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        status, headers, body = _held(application, environ)
        if status.startswith("3") or not isinstance(body, list) or not _is_text(headers):
            start(status, headers)
            return body
        headers = _varied(headers)
        if _takes_gzip(environ) and _is_worth_it(headers):
            headers, body = _pressed(application, environ, headers, body)
        start(status, headers)
        return body

    return answer


def _held(
    application: Application, environ: Environ
) -> tuple[str, list[tuple[str, str]], Iterable[bytes]]:
    told: list[Any] = []
    body = application(environ, lambda status, headers: told.extend((status, headers)))
    return told[0], told[1], body


def _varied(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    before = [value for name, value in headers if name == "Vary"]
    others = [(name, value) for name, value in headers if name != "Vary"]
    return [*others, ("Vary", ", ".join([*before, "Accept-Encoding"]))]


def _is_text(headers: list[tuple[str, str]]) -> bool:
    named = {name.lower(): value for name, value in headers}
    kind = named.get("content-type", "").partition(";")[0].strip().lower()
    return kind in KINDS and "x-porte-voix" not in named and "content-encoding" not in named


def _is_worth_it(headers: list[tuple[str, str]]) -> bool:
    length = next((value for name, value in headers if name == "Content-Length"), "0")
    return int(length) >= LEAST_BYTES


def _takes_gzip(environ: Environ) -> bool:
    """Whether the client names gzip, or everything, and does not weigh it nothing."""
    if "HTTP_COOKIE" in environ:
        return False
    weights = {}
    for one in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        coding, _, weight = one.replace(" ", "").partition(";q=")
        weights[coding] = weight.rstrip("0.") if weight else "1"
    return bool(weights.get("gzip", weights.get("*")))


def _pressed(
    application: Application,
    environ: Environ,
    headers: list[tuple[str, str]],
    body: Iterable[bytes],
) -> tuple[list[tuple[str, str]], list[bytes]]:
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    if is_head:
        # It says how long GET's answer is (RFC 9110, 8.6), which only making it tells.
        body = _held(application, {**environ, "REQUEST_METHOD": "GET"})[2]
    small = gzip.compress(b"".join(body), LEVEL, mtime=0)
    kept = [(name, _weakened(name, value)) for name, value in headers if name != "Content-Length"]
    sent = [("Content-Encoding", "gzip"), ("Content-Length", str(len(small)))]
    return [*kept, *sent], [] if is_head else [small]


def _weakened(name: str, value: str) -> str:
    # The bytes are others than those that the tag names; what they say is the same.
    return f"W/{value}" if name == "ETag" and not value.startswith("W/") else value
