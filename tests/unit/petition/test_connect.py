"""Which addresses are dialled, and whose certificates are believed."""

from __future__ import annotations

import socket
from threading import Event
from typing import Any

import pytest

from chalicelib.petition.fetch import Fetcher, Limits
from tests.unit.petition.net import (
    ALSO_PUBLIC,
    CONTACT,
    HOST,
    HOSTS,
    NOBODY,
    OTHER,
    PUBLIC,
    Net,
    asking,
    refused,
)
from tests.unit.petition.platform import Platform, Trust, always, answer, self_made


@pytest.mark.parametrize(
    "addresses",
    [
        ["169.254.169.254"],
        ["10.0.0.1"],
        ["127.0.0.1"],
        ["::1"],
        ["fd00:ec2::254"],
        ["::ffff:169.254.169.254"],
        ["64:ff9b::a9fe:a9fe"],
        [PUBLIC, "192.168.1.1"],
    ],
)
def test_a_name_that_leads_inside_is_not_dialled(addresses: list[str]) -> None:
    net = Net(0, [addresses])
    why = refused(net.fetcher(NOBODY))
    assert why == f"its name leads to {addresses[-1]}, which is not a public address"
    assert net.dialled == []


def test_the_address_that_was_checked_is_the_one_that_is_dialled(trust: Trust) -> None:
    with Platform(always(answer()), trust.server) as platform:
        net = Net(platform.port, [[PUBLIC], ["127.0.0.1"]])
        assert net.fetcher(trust.client)(asking()).status == 200
    assert net.looked_up == [HOST]
    assert net.dialled == [(PUBLIC, 443)]


def test_the_address_is_checked_again_when_a_redirect_looks_it_up_again(trust: Trust) -> None:
    with Platform(always(answer(302, b"", "Location: /2")), trust.server) as platform:
        net = Net(platform.port, [[PUBLIC], ["169.254.169.254"]])
        why = refused(net.fetcher(trust.client))
    assert why == "its name leads to 169.254.169.254, which is not a public address"
    assert net.dialled == [(PUBLIC, 443)]


def test_the_next_address_is_tried_with_what_time_is_left(trust: Trust) -> None:
    with Platform(always(answer()), trust.server) as platform:
        net = Net(platform.port, [[ALSO_PUBLIC, PUBLIC]], frozenset({ALSO_PUBLIC}))
        assert net.fetcher(trust.client, monotonic=lambda: 0.0)(asking()).status == 200
    assert net.dialled == [(ALSO_PUBLIC, 443), (PUBLIC, 443)]
    assert net.shares == [5.0, 10.0]


def test_no_address_that_answers_is_said_so() -> None:
    net = Net(0, [[ALSO_PUBLIC, PUBLIC]], frozenset({ALSO_PUBLIC, PUBLIC}))
    why = refused(net.fetcher(NOBODY))
    assert why == "the connection failed: Connection refused"
    assert len(net.dialled) == 2


def test_a_name_that_is_not_known_is_said_so() -> None:
    def unknown(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fetcher = Net(0).fetcher(NOBODY, resolve=unknown)
    assert refused(fetcher) == "its name could not be looked up: Name or service not known"
    assert refused(Net(0, [[]]).fetcher(NOBODY)) == ("its name leads to no address")


def test_a_look_up_that_does_not_end_ends_with_the_time() -> None:
    given_up = Event()
    waited_for = []

    def stuck(*_: object, **__: object) -> list[tuple[Any, ...]]:
        waited_for.append(not given_up.wait(5.0))
        return []

    limits = Limits(seconds=0.05)
    fetcher = Net(0).fetcher(NOBODY, resolve=stuck, limits=limits, monotonic=lambda: 0.0)
    assert refused(fetcher) == "no whole answer came within 0.05 s"
    assert waited_for == []
    given_up.set()


def test_a_connection_that_comes_too_late_is_closed() -> None:
    seconds = 0.0
    ours, theirs = socket.socketpair()

    def dial(*_: object) -> socket.socket:
        nonlocal seconds
        seconds = 11.0
        return ours

    fetcher = Net(0).fetcher(NOBODY, dial=dial, monotonic=lambda: seconds)
    with theirs:
        assert refused(fetcher) == "no whole answer came within 10 s"
    assert ours.fileno() == -1


@pytest.mark.parametrize(
    ("names", "days", "trusted", "why"),
    [
        ([HOST], 1, False, "self-signed certificate"),
        ([OTHER], 1, True, f"Hostname mismatch, certificate is not valid for '{HOST}'."),
        ([HOST], -1, True, "certificate has expired"),
    ],
)
def test_a_certificate_must_be_valid_for_the_host(
    names: list[str], days: int, trusted: bool, why: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    trust = self_made(tmp_path_factory.mktemp("tls"), *names, days=days)
    with Platform(always(answer()), trust.server) as platform:
        net = Net(platform.port)
        # Who hands no context in gets one that checks certificates.
        usual = Fetcher(HOSTS, CONTACT, resolve=net.resolve, dial=net.dial)
        message = refused(net.fetcher(trust.client) if trusted else usual)
    assert message == f"its certificate is not valid: {why}"
    assert platform.asked == []


def test_a_host_that_speaks_no_tls_is_not_asked_without() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(answer())
    fetcher = Net(0).fetcher(NOBODY, dial=lambda *_: ours)
    with theirs:
        assert refused(fetcher).startswith("its TLS failed: ")
        assert b"GET" not in theirs.recv(65536)
    assert ours.fileno() == -1
