"""The only way out to a platform: what may be asked, of whom, and what becomes of the answer.

https alone, on hosts that the configuration names. `petition/connect` dials public addresses
only, `petition/wire` reads what comes back, within limits.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

from chalicelib.errors import PorteVoixError
from chalicelib.petition.connect import Connect, Dial, Local, Public, Resolve
from chalicelib.petition.model import Answer, Request
from chalicelib.petition.wire import FIELD_VALUE, Deadline, Limits, Reply, Unusable

__all__ = ["FetchFailed", "Fetcher", "Limits", "retry_after"]

REDIRECTS = (301, 302, 303, 307, 308)
REDIRECTS_TO_GET = (301, 302, 303)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label starts with a letter, so that no way to write an IPv4 address is a name.
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z]){_LABEL}")
_PLAIN = re.compile(r"[!-~]+")
_CONTACT = re.compile(r"[!-'*-~]+")


class FetchFailed(PorteVoixError):
    """There is no answer that could be used.

    `retry_after` is in seconds, when the platform said so before its answer went wrong.
    """

    status = 502
    code = "fetch_failed"

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Fetcher:
    """Asks platforms, one connection a request. `Limits` hold for a whole call.

    The weekly open data are larger than a page: they have a `Fetcher` of their own.
    """

    def __init__(
        self,
        hosts: frozenset[str],
        contact: str,
        local: str = "",
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        resolve: Resolve = socket.getaddrinfo,
        dial: Dial = lambda address, port, seconds: socket.create_connection(
            (address, port), seconds
        ),
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`hosts` are those that may be asked, `contact` an address that platforms can turn to.

        `local` is "", or a loopback address and port, as "127.0.0.1:8123": a source on this
        machine, which stands for every host and is asked without TLS. `context` is called for
        each connection: who never fetches does not wait for the authorities' certificates.
        `ValueError` when one of them cannot be used.
        """
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"{host!r} is not the name of a host, in lower case, without port")
        if not _CONTACT.fullmatch(contact):
            raise ValueError(
                f"{contact!r} cannot stand in a User-Agent: give an address, without spaces"
            )
        self._hosts = hosts
        self._agent = f"Porte-voix (+{contact})"
        self._connect: Connect = Local(local, dial) if local else Public(resolve, dial, context)
        self._limits = limits
        self._monotonic = monotonic
        self._now = now

    def __call__(self, request: Request) -> Answer:
        """The answer, whatever its status: a 404, a 304 and a 503 are answers.

        Redirects are followed to the same host, and to those of `request.hosts` that may be
        asked; one that leads elsewhere is the answer itself. `FetchFailed` when none came that
        can be used.
        """
        deadline = Deadline(self._limits.seconds, self._monotonic)
        url, body = request.url, request.body
        hosts = request.hosts | {self._place(url)[0]}
        for _ in range(1 + self._limits.redirects):
            host, target = self._place(url)
            answer = self._asked(url, host, target, body, request, deadline)
            onward = self._onward(answer, hosts)
            if not onward:
                return answer
            url = onward
            if answer.status in REDIRECTS_TO_GET:
                body = b""
        raise FetchFailed(
            f"{host} could not be read: it redirects more than {self._limits.redirects} times"
        )

    def _place(self, url: str) -> tuple[str, str]:
        """The host and what to ask of it; `FetchFailed` when it may not be asked."""
        place = _parsed(url)
        if place is None:
            raise FetchFailed(
                f"{url[:200]!r} could not be read: it must start with https://, a host in"
                " letters, and hold neither user, nor port, nor spaces"
            )
        if place[0] not in self._hosts:
            allowed = ", ".join(sorted(self._hosts)) or "none"
            raise FetchFailed(
                f"{place[0]} could not be read: it is not a host that may be asked"
                f" (these are: {allowed})"
            )
        return place

    def _onward(self, answer: Answer, hosts: frozenset[str]) -> str:
        """Where a redirect leads, if it may be followed; else ""."""
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return ""
        try:
            url = urljoin(answer.url, answer.headers["location"])
        except ValueError:
            return ""
        place = _parsed(url)
        return url if place and place[0] in hosts & self._hosts else ""

    def _asked(
        self, url: str, host: str, target: str, body: bytes, request: Request, deadline: Deadline
    ) -> Answer:
        """One request on a connection of its own."""
        wait = None
        try:
            message = self._message(host, target, body, request)
            with self._connect(host, deadline) as connection:
                connection.settimeout(deadline.left())
                connection.sendall(message)
                method = "POST" if body else "GET"
                with closing(Reply(connection, method, self._limits, deadline)) as reply:
                    if reply.status in BUSY:
                        wait = retry_after(reply.headers, self._now())
                    if request.sift and reply.status == HTTPStatus.OK:
                        kept = request.sift(reply.headers, reply.pieces())
                    else:
                        kept = b"".join(reply.pieces())
                    return Answer(reply.status, reply.headers, kept, url)
        except (Unusable, OSError, HTTPException) as error:
            why = _why(error, self._limits.seconds)
            raise FetchFailed(f"{host} could not be read: {why}", wait) from error

    def _message(self, host: str, target: str, body: bytes, request: Request) -> bytes:
        fields = {
            "Host": host,
            "User-Agent": self._agent,
            "Accept": request.accept,
            "Accept-Encoding": "gzip",
            "If-None-Match": request.validators.etag,
            "If-Modified-Since": request.validators.last_modified,
            "Content-Type": "application/json" if body else "",
            "Content-Length": str(len(body)) if body else "",
            "Connection": "close",
        }
        lines = [f"{'POST' if body else 'GET'} {target} HTTP/1.1"]
        for name, value in fields.items():
            if not FIELD_VALUE.fullmatch(value):
                raise Unusable(f"{name} would hold what no header may")
            if value:
                lines.append(f"{name}: {value}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait that Retry-After asks for, as a number or a date; None without a sane one."""
    text = headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]+", text):
        return float(text)
    try:
        moment = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
    return max(0.0, (moment - now).total_seconds())


def _parsed(url: str) -> tuple[str, str] | None:
    """The host and what to ask of it; None for what is not plain https on the default port."""
    if not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.lower().removesuffix(":443")
    if parts.scheme != "https" or not _HOST.fullmatch(host):
        return None
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _why(error: Exception, seconds: float) -> str:
    """In words of our own: what a platform sent does not go into messages."""
    match error:
        case Unusable():
            return str(error)
        case TimeoutError():
            return f"no whole answer came within {seconds:g} s"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid: {error.verify_message}"
        # Versions of Python that have no class for it name the reason (3.11.2).
        case (
            ssl.SSLEOFError()
            | ssl.SSLError(reason="UNEXPECTED_EOF_WHILE_READING")
            | ConnectionResetError()
            | BrokenPipeError()
        ):
            return "it ended the connection before its answer was whole"
        case ssl.SSLError():
            return f"its TLS failed: {error.reason or 'malformed'}"
        case socket.gaierror():
            return f"its name could not be looked up: {error.strerror}"
        case OSError():
            return f"the connection failed: {error.strerror or 'unknown reason'}"
        case _ if type(error) is HTTPException:  # raised for this alone
            return "the headers of its answer are too many"
        case _:
            return f"its answer is malformed ({type(error).__name__})"
