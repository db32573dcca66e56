"""A connection to a host: its name looked up once, every address checked, one of them dialled."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from chalicelib.petition.addresses import is_public
from chalicelib.petition.wire import Deadline, Unusable

Connect = Callable[[str, Deadline], socket.socket]
"""A connection to this host; `Unusable` or `OSError` when there is none in time."""
Resolve = Callable[..., Sequence[tuple[Any, ...]]]
"""As `socket.getaddrinfo`."""
Dial = Callable[[str, int, float], socket.socket]
"""A connection to an address and port, made within seconds; `OSError` when there is none."""


class Public:
    """Connects by TLS, at public addresses alone."""

    def __init__(self, resolve: Resolve, dial: Dial, context: Callable[[], ssl.SSLContext]) -> None:
        self._resolve = resolve
        self._dial = dial
        self._context = context

    def __call__(self, host: str, deadline: Deadline) -> socket.socket:
        """As `Connect`. The name is not looked up again between the check and the call."""
        addresses = self._resolved(host, deadline)
        for address in addresses:
            # One is enough: a name that mixes them is made to be dialled until it hits.
            if not is_public(address):
                raise Unusable(f"its name leads to {address}, which is not a public address")
        raw = self._dialled(addresses, deadline)
        try:
            raw.settimeout(deadline.left())
            # An end that TLS did not announce may be a cut: it must not look like the end, as it
            # does by what some versions of Python set by themselves (3.11.2).
            context = self._context()
            context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
            return context.wrap_socket(raw, server_hostname=host, suppress_ragged_eofs=False)
        except BaseException:
            raw.close()
            raise

    def _resolved(self, host: str, deadline: Deadline) -> list[str]:
        """Every address of the name. Looked up in a thread, as `getaddrinfo` knows no time-out."""
        found: Future[Sequence[tuple[Any, ...]]] = Future()

        def look_up() -> None:
            try:
                found.set_result(self._resolve(host, 443, type=socket.SOCK_STREAM))
            except Exception as error:
                found.set_exception(error)

        Thread(target=look_up, daemon=True).start()
        addresses = [str(entry[4][0]) for entry in found.result(deadline.left())]
        if not addresses:
            raise Unusable("its name leads to no address")
        return addresses

    def _dialled(self, addresses: list[str], deadline: Deadline) -> socket.socket:
        """The first that answers; each may take an equal share of the time that is left."""
        for others, address in zip(reversed(range(len(addresses))), addresses, strict=True):
            try:
                return self._dial(address, 443, deadline.left() / (others + 1))
            except OSError:
                if not others:
                    raise
        raise AssertionError("there is at least one address")


class Local:
    """Connects to a source on this machine, whatever the host, without TLS."""

    def __init__(self, local: str, dial: Dial) -> None:
        """`local` is a loopback address and port; `ValueError` otherwise."""
        self._address, self._port = _loopback(local)
        self._dial = dial

    def __call__(self, host: str, deadline: Deadline) -> socket.socket:
        """As `Connect`."""
        return self._dial(self._address, self._port, deadline.left())


def _loopback(local: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{local}")
        address, port = ip_address(parts.hostname or ""), parts.port
    except ValueError:
        address, port = None, None
    if address is None or not address.is_loopback or not port or "@" in local or parts.path:
        raise ValueError(f"{local!r} is not a loopback address and port, as 127.0.0.1:8123")
    return str(address), port
