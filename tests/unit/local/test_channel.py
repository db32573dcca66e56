"""The local server's connections: who sends, and when its loop is woken for it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any, cast

import pytest
from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer

from chalicelib.local.channel import Channel


class Server:
    """What a connection asks of its server."""

    def __init__(self) -> None:
        self.active_channels: dict[int, Any] = {}
        self.woken = 0

    def pull_trigger(self) -> None:
        """Wakes the loop."""
        self.woken += 1


class Socket:
    """Takes `room` bytes, and asks on each `send` whether the loop would be woken for it."""

    def __init__(self, beneath: socket.socket, room: int) -> None:
        self._beneath = beneath
        self.room = room
        self.channel: Channel | None = None
        self.woken_for: list[bool] = []
        self.fails = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._beneath, name)

    def send(self, data: bytes) -> int:
        """How many bytes were taken."""
        assert self.channel is not None
        self.woken_for.append(self.channel.writable())
        if self.fails:
            raise OSError("the network is down")
        taken = min(len(data), self.room)
        self.room -= taken
        if not taken:
            raise BlockingIOError(11, "would block")
        return taken


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        yield ours, theirs


def opened(ours: socket.socket, room: int) -> tuple[Channel, Socket, Server]:
    """A connection whose socket takes so many bytes."""
    server, beneath = Server(), Socket(ours, room)
    channel = Channel(
        cast(BaseWSGIServer, server), cast(socket.socket, beneath), ("127.0.0.1", 1),
        Adjustments(), map={},
    )  # fmt: skip
    beneath.channel = channel
    return channel, beneath, server


def test_the_loop_has_nothing_to_send_while_a_thread_sends(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    channel, beneath, server = opened(pair[0], room=1000)
    channel.write_soon(b"x" * 1000)
    assert beneath.woken_for == [False]
    assert not channel.writable()
    assert server.woken == 0


def test_what_a_thread_could_not_send_is_the_loops(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    channel, beneath, server = opened(pair[0], room=600)
    channel.write_soon(b"x" * 1000)
    assert server.woken == 1
    assert channel.writable()
    beneath.room = 400
    channel.handle_write()
    assert beneath.room == 0
    # The loop's own sending is nobody else's to wait for.
    assert beneath.woken_for == [False, False, True]
    assert not channel.writable()


def test_a_failure_is_the_loops_to_close(pair: tuple[socket.socket, socket.socket]) -> None:
    channel, beneath, server = opened(pair[0], room=1000)
    channel.adj.log_socket_errors = False
    beneath.fails = True
    channel.write_soon(b"x" * 1000)
    assert server.woken == 1
    assert channel.writable()
    channel.handle_write()
    assert not channel.connected
