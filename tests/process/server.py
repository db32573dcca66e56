"""Servers whose outputs and limits a test holds in its hands, and connections byte by byte."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import IO

from tests.fault.server import Place

Output = int | IO[str]


@contextlib.contextmanager
def launched(
    place: Place,
    before: Sequence[str] = (),
    stdout: Output = subprocess.PIPE,
    stderr: Output = subprocess.PIPE,
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server on a port that the system chose, once it says where; killed at the end.

    `before` is put in front of its command; the outputs are `subprocess.Popen`'s.
    """
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "chalicelib", "serve", "--port", "0"],
        cwd=place.folder,
        env=place.env,
        stdout=stdout,
        stderr=stderr,
        encoding="utf-8",
    )
    try:
        spoken = process.stdout or process.stderr
        assert spoken is not None
        yield process, int(json.loads(spoken.readline())["address"].rpartition(":")[2])
    finally:
        process.kill()
        process.wait(30)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@dataclass(frozen=True)
class Answer:
    """One answer as it came."""

    status: int
    headers: Message
    body: bytes


class Wire:
    """One connection, on which bytes are sent as they are and answers are read in turn."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 30, (source, 0))
        self._stream = self._socket.makefile("rb")

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stream.close()
        self._socket.close()

    def send(self, raw: bytes) -> None:
        """Sends bytes."""
        self._socket.sendall(raw)

    def answer(self, head: bool = False) -> Answer:
        """Reads one answer and nothing of the next; `head` when it was HEAD that was asked."""
        status = int(self._stream.readline().split()[1])
        headers = http.client.parse_headers(self._stream)
        bare = head or status in (100, 304)
        length = 0 if bare else int(headers["Content-Length"])
        return Answer(status, headers, self._stream.read(length))

    def ends(self) -> bool:
        """Whether the server sends nothing more and closes."""
        try:
            return self._stream.read(1) == b""
        except ConnectionResetError:
            # It closed with bytes of ours unread.
            return True


def request(target: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    """A request without a body, of Latin-1 text."""
    lines = (f"{method} {target} HTTP/{version}", "Host: x", *headers)
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")
