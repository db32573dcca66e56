"""One HTTP answer read from a socket, whatever the other side sends, within limits.

`http.client` reads lines, headers and chunks; what it lets through is bounded here: the bytes
taken from the socket, the time, what a compressed body grows to, and whether all of it came.
"""

from __future__ import annotations

import io
import re
import socket
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPMessage, HTTPResponse
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_FOLD = re.compile(r"[\r\n\t ]+")
FIELD_VALUE = re.compile(r"[ -~\x80-\xff]*")
"""What may stand in a header, sent or received: visible, or a byte above ASCII."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a fetch takes.

    seconds       for everything: looking the name up, connecting, redirects, the last byte
    most_head     bytes of status line and headers; `http.client` adds 100 headers at most
    most_bytes    bytes of an answer as it is sent: head, compressed body, chunks' framing
    most_decoded  bytes of its body once decompressed
    redirects     that are followed

    They fit a page or an answer in JSON. What is larger, as the weekly open data, has a
    `Fetcher` of its own with larger limits.
    """

    seconds: float = 10.0
    most_head: int = 64 * 1024
    most_bytes: int = 2 * 1024 * 1024
    most_decoded: int = 8 * 1024 * 1024
    redirects: int = 3


class Unusable(Exception):
    """Why there is no answer, as the end of a sentence about its host."""


class Deadline:
    """When all must be done, on a clock that never goes back."""

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, more than 0; `TimeoutError` when there are none."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Reply:
    """An answer whose head was read; its body can be read once.

    `Unusable`, `OSError` or `http.client.HTTPException` when it is too large, too slow, cut
    off or not to be understood in one way only.
    """

    def __init__(self, sock: socket.socket, method: str, limits: Limits, end: Deadline) -> None:
        self._limits = limits
        self._wire = _Wire(sock, end, limits.most_head, "the head of its answer")
        # HTTPResponse asks nothing of a socket but `makefile`.
        self._response = HTTPResponse(cast(socket.socket, self._wire), method=method)
        try:
            self._response.begin()
            self._wire.must_go_on()
            _check_head(self._response.status, self._response.headers)
        except BaseException:
            self.close()
            raise
        self._wire.widen(limits.most_bytes, "its answer")
        self.status: int = self._response.status
        self.headers: dict[str, str] = _headers(self._response.headers)

    def close(self) -> None:
        """Lets go of the socket, which stays open for whoever opened it to close."""
        self._response.close()

    def pieces(self) -> Iterator[bytes]:
        """The body, decompressed, as it comes: in pieces of no more than 64 KiB."""
        if self.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            return  # whatever the headers say of a body (RFC 9112, 6.3)
        if (self._response.length or 0) > self._limits.most_bytes:
            raise Unusable(f"its answer is larger than {self._limits.most_bytes} bytes")
        coding = self.headers.get("content-encoding", "identity").lower()
        if coding not in ("identity", "gzip", "x-gzip"):
            raise Unusable("its answer is in a coding that was not asked for")
        ends_with_connection = self._response.length is None and not self._response.chunked
        raw = iter(self._piece, b"")
        most, size = self._limits.most_decoded, 0
        for piece in raw if coding == "identity" else _decompressed(raw):
            size += len(piece)
            if size > most:
                raise Unusable(f"its answer is larger than {most} bytes once decompressed")
            yield piece
        if not ends_with_connection:
            self._wire.must_go_on()

    def _piece(self) -> bytes:
        try:
            return self._response.read(_PIECE)
        except ValueError:  # a chunk of less than nothing
            raise Unusable("the chunks of its answer are malformed") from None


class _Wire(io.RawIOBase):
    """Reads a socket until the deadline, and no more than `most` bytes."""

    def __init__(self, sock: socket.socket, deadline: Deadline, most: int, what: str) -> None:
        self._sock = sock
        self._deadline = deadline
        self._taken = 0
        self._ended = False
        self.widen(most, what)

    def widen(self, most: int, what: str) -> None:
        """From now on `most` bytes in all; `what` they are, for the message."""
        self._most = most
        self._what = what

    def must_go_on(self) -> None:
        """Who saw the end of the connection looked for bytes that never came."""
        if self._ended:
            raise Unusable(f"{self._what} ends early")

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = min(memoryview(buffer).nbytes, self._most - self._taken)
        if room <= 0:
            raise Unusable(f"{self._what} is larger than {self._most} bytes")
        self._sock.settimeout(self._deadline.left())
        count = self._sock.recv_into(buffer, room)
        self._taken += count
        self._ended = count == 0
        return count


def _headers(message: HTTPMessage) -> dict[str, str]:
    """Under lower-case names, folded lines unfolded, several of a name joined (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, raw in message.items():
        value = _FOLD.sub(" ", raw).strip(" ")
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


def _check_head(status: int, message: HTTPMessage) -> None:
    """Refuses what `http.client` reads in a way that another reader would not."""
    if status < 200:
        raise Unusable("it answered in another protocol than was asked for")
    if message.defects or not all(
        FIELD_VALUE.fullmatch(_FOLD.sub(" ", value)) for value in message.values()
    ):
        raise Unusable("the headers of its answer are malformed")
    lengths = message.get_all("content-length", [])
    codings = [value.strip().lower() for value in message.get_all("transfer-encoding", [])]
    if codings not in ([], ["chunked"]):
        raise Unusable("its answer is sent in a way that was not asked for")
    if len(lengths) + len(codings) > 1:
        raise Unusable("its answer gives its length more than once")
    if lengths and not re.fullmatch(r"[0-9]{1,15}", lengths[0].strip()):
        raise Unusable("the length of its answer is malformed")


def _decompressed(raw: Iterator[bytes]) -> Iterator[bytes]:
    """Never more than a piece at a time: what is sent may be a thousand times as large inside."""
    decoder, piece = zlib.decompressobj(_GZIP), b""
    for piece in raw:
        left, more = piece, True
        while more:
            try:
                decoded = decoder.decompress(left, _PIECE)
            except zlib.error:
                raise Unusable("its compressed answer is malformed") from None
            if decoder.unused_data:
                raise Unusable("something follows the end of its compressed answer")
            if decoded:
                yield decoded
            # A full piece may not have been all that the decoder holds.
            left = decoder.unconsumed_tail
            more = bool(left) or len(decoded) == _PIECE
    if piece and not decoder.eof:
        raise Unusable("its compressed answer ends early")
