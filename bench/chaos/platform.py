"""A petition platform in memory, which answers as a plan says: in time or never, whole or cut, with
its count or with what is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum

from bench.chaos.faults import Outside
from chalicelib.petition.fetch import Fetcher

HOST = "petitions.assemblee-nationale.fr"
BUSY_SECONDS = 1800
DOWN_SECONDS = 600
STALE = timedelta(hours=1)
MISREAD = 300
"""How many times the count a page says that is wrong; each next time fewer by `MISREAD_LESS`, so
that none is what confirms another."""
MISREAD_LESS = 10
FIRST = "platform first page"
"""The call before anything is known, when there is nothing to hold a number against."""


class PlatformFault(StrEnum):
    """What happens to a question."""

    REFUSED = "refused"
    SILENT = "silent"
    """No answer within the time that a reader waits."""
    CUT = "cut"
    """Half of the answer, and the connection ends."""
    HALF = "half, then silent"
    BUSY = "429"
    """With Retry-After in seconds."""
    DOWN = "503"
    """With Retry-After as a date."""
    ERROR = "500"
    HOME = "sent home"
    """The platform's way to say that there is no such petition."""
    GONE = "404"
    GARBAGE = "garbage"
    OTHER = "another petition"
    EMPTY = "no number"
    CLOSED = "closed"
    """A page in repair says that the petition is over."""
    MISREAD = "wrong number"
    STALE = "stale"
    """What was true an hour ago, from some cache."""
    TWICE = "sent twice"
    LATE = "the answer before"
    """What was asked before is answered now."""


@dataclass(frozen=True, slots=True)
class Said:
    """One question, and what the platform told to be its count; None for nothing."""

    at: datetime
    count: int | None
    wait: int = 0
    """How many seconds it asked to be left alone."""


class Platform:
    """Truth by the clock: `truth` says how many had signed at a moment."""

    def __init__(
        self, outside: Outside, now: Callable[[], datetime], truth: Callable[[datetime], int]
    ) -> None:
        self.asked: list[Said] = []
        self.truth = truth
        self._outside = outside
        self._now = now
        self._before = b""

    def fetcher(self) -> Fetcher:
        """What production asks through, with this in place of a connection."""
        return Fetcher(
            frozenset((HOST,)),
            "https://qr.exemple.fr",
            "127.0.0.1:1",
            dial=lambda address, port, seconds: _Line(self),  # type: ignore[arg-type,return-value]
            now=self._now,
        )

    def answer(self, request: bytes) -> bytes:
        """The bytes that answer a request; an `OSError` where the line fails."""
        if not request.startswith(b"GET /initiatives/"):
            return _whole("<h1>Home</h1>")
        etag = re.search(rb"If-None-Match: (\S+)", request)
        known = etag[1].decode() if etag else ""
        work: Callable[[], bytes] = lambda: self._told(self.truth(self._now()), known)  # noqa: E731
        answer: bytes = self._outside.call(self._name(), work, self._broken)
        self._before = answer
        return answer

    def _told(self, count: int, known: str = "", times: int = 1) -> bytes:
        self.asked.append(Said(self._now(), count))
        if known == f'"{count}"':
            return _head("304 Not Modified", ("ETag", known))
        return _whole(_page(count), ("ETag", f'"{count}"')) * times

    def _broken(self, fault: PlatformFault, name: str, work: Callable[[], bytes]) -> bytes:
        match fault:
            case PlatformFault.STALE:
                return self._told(self.truth(self._now() - STALE))
            case PlatformFault.TWICE:
                return self._told(self.truth(self._now()), times=2)
            case PlatformFault.CUT | PlatformFault.HALF:
                whole = self._told(self.truth(self._now()))
                return whole[: len(whole) // 2] + (_HANG if fault is PlatformFault.HALF else b"")
        wait = {PlatformFault.BUSY: BUSY_SECONDS, PlatformFault.DOWN: DOWN_SECONDS}.get(fault, 0)
        self.asked.append(Said(self._now(), None, wait))
        if fault is PlatformFault.REFUSED:
            raise ConnectionRefusedError(111, "Connection refused")
        if fault is PlatformFault.LATE:
            return self._before or _HANG
        return self._odd(fault)

    def _odd(self, fault: PlatformFault) -> bytes:
        """What it answers to whom it does not tell the count."""
        until = format_datetime(self._now() + timedelta(seconds=DOWN_SECONDS), usegmt=True)
        times = MISREAD - MISREAD_LESS * sum(said.count is None for said in self.asked)
        return {
            PlatformFault.SILENT: _HANG,
            PlatformFault.BUSY: _head("429 Too Many Requests", ("Retry-After", str(BUSY_SECONDS))),
            PlatformFault.DOWN: _head("503 Service Unavailable", ("Retry-After", until)),
            PlatformFault.ERROR: _whole("<h1>We're sorry</h1>", status="500 Oh"),
            PlatformFault.HOME: _head("302 Found", ("Location", "/")),
            PlatformFault.GONE: _whole("<h1>404</h1>", status="404 Not Found"),
            PlatformFault.GARBAGE: b"\x16\x03\x01\x00 4242 signatures\r\n\r\n\xff\xfe",
            PlatformFault.OTHER: _whole(_page(7000, "2")),
            PlatformFault.EMPTY: _whole(_page(None)),
            PlatformFault.CLOSED: _whole(_page(None, closed=True)),
            PlatformFault.MISREAD: _whole(_page(max(20, times) * self.truth(self._now()))),
        }[fault]

    def _name(self) -> str:
        known = any(said.count is not None for said in self.asked)
        return "platform page" if known else FIRST


_HANG = b"\0hang"
"""In place of bytes: nothing more comes, and the line stays open."""


class _Line:
    """What the fetcher takes for a socket: what is sent is answered from memory."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._left = b""
        self._hangs = False

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *problem: object) -> None:
        return None

    def settimeout(self, seconds: float) -> None:
        """Nothing here takes time."""

    def sendall(self, request: bytes) -> None:
        """The question; the answer is there at once."""
        answer, hang, _ = self._platform.answer(request).partition(_HANG)
        self._left, self._hangs = answer, bool(hang)

    def recv_into(self, buffer: memoryview, room: int) -> int:
        """Some of the answer, 0 at its end."""
        if not self._left and self._hangs:
            raise TimeoutError("timed out")
        piece, self._left = self._left[:room], self._left[room:]
        buffer[: len(piece)] = piece
        return len(piece)


def _page(count: int | None, petition: str = "1", *, closed: bool = False) -> str:
    number = f'<span class="progress__bar__number">{count}</span>' if count is not None else ""
    bar = f'<div id="initiative-{petition}-votes-count">{number}</div>'
    label = '<span class="initiative-status alert">Close</span>' if closed else ""
    return f"<!DOCTYPE html><html><body><h2>Pour essai</h2>{label}{bar}</body></html>"


def _head(status: str, *headers: tuple[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    if not status.startswith("304"):
        lines.append("Content-Length: 0")
    return "\r\n".join([*lines, "", ""]).encode()


def _whole(page: str, *headers: tuple[str, str], status: str = "200 OK") -> bytes:
    body = page.encode()
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: text/html"]
    head += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*head, "", ""]).encode() + body
