"""Names and addresses of the tests, and who fetches over them."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.petition.fetch import Fetcher, FetchFailed, Limits
from chalicelib.petition.model import Answer, Request
from tests.unit.petition.platform import Platform, Script

HOST = "petitions.example"
OTHER = "data.example"
HOSTS = frozenset({HOST, OTHER})
URL = f"https://{HOST}/initiatives/i-1?page=2"
CONTACT = "https://porte-voix.example/contact"
PUBLIC = "93.184.216.34"
ALSO_PUBLIC = "2606:2800:220:1:248:1893:25c8:1946"

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody's certificate."""

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

PAGE = b"<p>194 921</p>" * 100
GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"


@dataclass
class Net:
    """Names and addresses of the tests: every address that is not `dead` is the platform's.

    `answers` are those of the look-ups, one after the other; the last one stays.
    """

    port: int
    answers: list[list[str]] = field(default_factory=lambda: [[PUBLIC]])
    dead: frozenset[str] = frozenset()
    looked_up: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def resolve(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        found = self.answers[min(len(self.looked_up), len(self.answers) - 1)]
        self.looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        self.shares.append(seconds)
        if address in self.dead:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def fetcher(self, context: ssl.SSLContext, **settings: Any) -> Fetcher:
        settings = {"resolve": self.resolve, "dial": self.dial} | settings
        return Fetcher(HOSTS, CONTACT, context=lambda: context, **settings)


def asking(url: str = URL, **fields: Any) -> Request:
    return Request(url, "text/html", **fields)


def refused(fetcher: Fetcher, request: Request | None = None) -> str:
    """Why there is no answer, after the name of the host."""
    with pytest.raises(FetchFailed) as failure:
        fetcher(request or asking())
    message = str(failure.value)
    assert "\n" not in message
    start = f"{HOST} could not be read: "
    assert message.startswith(start), message
    return message.removeprefix(start)


def fetched(
    script: Script,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    monotonic: Callable[[], float] = lambda: 0.0,
) -> Answer:
    """What the script's answer becomes; time stands still unless it is handed in."""
    with Platform(script) as platform:
        return Fetcher(HOSTS, CONTACT, platform.local, limits=limits, monotonic=monotonic)(asking())


def why(script: Script, *rest: Any) -> str:
    """Why the fetch failed, after the name of the host."""
    with pytest.raises(FetchFailed) as failure:
        fetched(script, *rest)
    start = f"{HOST} could not be read: "
    assert str(failure.value).startswith(start)
    return str(failure.value).removeprefix(start)
