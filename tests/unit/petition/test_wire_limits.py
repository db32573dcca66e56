"""What is refused since it is too large or too slow."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from threading import Event

import pytest

from chalicelib.campaign.model import Petition
from chalicelib.petition.fetch import Fetcher, FetchFailed, Limits
from chalicelib.petition.open_data import OpenData
from tests.unit.petition.net import (
    CHUNKED,
    CONTACT,
    GZIP,
    HOST,
    HOSTS,
    NOW,
    Net,
    asking,
    fetched,
    why,
)
from tests.unit.petition.platform import (
    MIB,
    Asked,
    Platform,
    Trust,
    always,
    answer,
    bomb,
    chunk,
    head,
    zeros,
)

TEN_GB = 10 * 1024 * MIB
MOST_MEMORY = 40 * MIB


@contextmanager
def little_memory(most: int = MOST_MEMORY) -> Iterator[None]:
    """What runs in it, the platform of the test included, takes less than `most` bytes."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most, peak


# Refused: too large


SMALL = Limits(most_head=200, most_bytes=1000, most_decoded=2000)


def test_limits_are_exact() -> None:
    length = 1000 - len(answer(200, b"", "Content-Length: 900")) + len("Content-Length: 0\r\n")
    assert len(fits := answer(200, b"a" * length)) == 1000
    assert len(fetched(always(fits), SMALL).body) == length
    assert why(always(answer(200, b"a" * (length + 1))), SMALL) == (
        "its answer is larger than 1000 bytes"
    )
    assert len(fetched(always(answer(200, gzip.compress(bytes(2000)), GZIP)), SMALL).body) == 2000
    assert why(always(answer(200, gzip.compress(bytes(2001)), GZIP)), SMALL) == (
        "its answer is larger than 2000 bytes once decompressed"
    )
    padding = "X: " + "a" * (200 - len(answer(200, b"", "X: ")))
    assert len(whole := answer(200, b"", padding)) == 200
    assert fetched(always(whole), SMALL).status == 200
    assert why(always(answer(200, b"", padding + "a")), SMALL) == (
        "the head of its answer is larger than 200 bytes"
    )


def test_what_is_not_compressed_keeps_to_the_limit_of_what_is() -> None:
    limits = Limits(most_decoded=99)
    assert why(always(answer(200, b"a" * 100)), limits) == (
        "its answer is larger than 99 bytes once decompressed"
    )


@pytest.mark.parametrize(
    "start",
    [head(200), head(200, f"Content-Length: {TEN_GB}"), head(200, CHUNKED) + b"280000000\r\n"],
)
def test_ten_gigabytes_are_cut_off(start: bytes) -> None:
    with Platform(lambda asked: chain([start], zeros(TEN_GB))) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local)
        with little_memory(), pytest.raises(FetchFailed) as failure:
            fetcher(asking())
    assert (
        str(failure.value) == f"{HOST} could not be read: its answer is larger than 2097152 bytes"
    )
    # What it could send beyond the limit is what the system keeps for a socket.
    assert platform.sent < 64 * MIB


def test_ten_gigabytes_over_tls_are_cut_off(trust: Trust) -> None:
    with Platform(lambda asked: chain([head(200)], zeros(TEN_GB)), trust.server) as platform:
        fetcher = Net(platform.port).fetcher(trust.client)
        with little_memory(), pytest.raises(FetchFailed, match="larger than 2097152 bytes"):
            fetcher(asking())
    assert platform.sent < 64 * MIB


def test_ten_gigabytes_in_ten_megabytes_are_not_unpacked() -> None:
    packed = bomb(TEN_GB)
    assert 9 * MIB < len(packed) < 12 * MIB
    limits = Limits(most_bytes=16 * MIB)
    for raw in (answer(200, packed, GZIP), head(200, GZIP) + packed):
        with Platform(always(raw)) as platform:
            fetcher = Fetcher(HOSTS, CONTACT, platform.local, limits=limits)
            with little_memory(), pytest.raises(FetchFailed) as failure:
                fetcher(asking())
        assert str(failure.value) == (
            f"{HOST} could not be read: its answer is larger than 8388608 bytes once decompressed"
        )
    assert why(always(answer(200, packed, GZIP))) == "its answer is larger than 2097152 bytes"


def test_a_large_file_is_sifted_as_it_comes() -> None:
    row = b'7;ouverte;1;"' + b"x" * 99_000 + b'"\n'
    rows = b"nb_votes;statut;identifiant;texte\n" + row * 600 + b"8.0;ouverte;2410;\n"
    packed = gzip.compress(rows, 1)
    limits = Limits(most_decoded=128 * MIB)
    hosts = frozenset({"www.data.gouv.fr"})
    del rows
    with Platform(lambda asked: [head(200, GZIP), packed]) as platform:
        fetcher = Fetcher(hosts, CONTACT, platform.local, limits=limits)
        with little_memory(10 * MIB):
            reading = OpenData().find(Petition("data-gouv", "2410"), "", fetcher, NOW)
    assert reading.count == 8


def test_a_small_bomb_unpacks_as_it_should() -> None:
    # So that the large one is refused for its size, and not for its form: all but the
    # checksum, which it has no use for, is right.
    unpacked = zlib.decompressobj(31).decompress(bomb(3 * MIB)[:-8])
    assert unpacked == bytes(3 * MIB)


@pytest.mark.parametrize(
    ("start", "again", "reason"),
    [
        (b"", b"a" * 1000, "the head of its answer is larger than 65536 bytes"),
        (b"HTTP/1.1 200 ", b"a" * 1000, "the head of its answer is larger than 65536 bytes"),
        (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", "the headers of its answer are too many"),
        (
            b"HTTP/1.1 200 OK\r\n",
            b"X: " + b"a" * 1000 + b"\r\n",
            "the head of its answer is larger than 65536 bytes",
        ),
        (
            b"HTTP/1.1 200 OK\r\nX: ",
            b"a" * 1000,
            "the head of its answer is larger than 65536 bytes",
        ),
        (b"", head(100), "the head of its answer is larger than 65536 bytes"),
        (head(200, CHUNKED) + b"1;", b"a" * 1000, "its answer is malformed (LineTooLong)"),
        (head(200, CHUNKED) + b"0\r\n", b"X: 1\r\n", "its answer is larger than 200000 bytes"),
        (head(200, CHUNKED), b"1\r\na\r\n" * 1000, "its answer is larger than 200000 bytes"),
        (
            head(200, CHUNKED),
            b"1;" + b"a" * 9000 + b"\r\na\r\n",
            "its answer is larger than 200000 bytes",
        ),
    ],
)
def test_what_never_ends_is_cut_off(start: bytes, again: bytes, reason: str) -> None:
    with little_memory():
        limits = Limits(most_bytes=200_000)
        assert why(lambda asked: chain([start], repeat(again)), limits) == reason


# Refused: too slow. Where the clock stands still, each wait has all the time there is.


def test_a_slow_drip_ends_with_the_time() -> None:
    # Whole after three seconds, and no wait for a byte is long: only the sum is.
    for raw in (answer(200, b"a" * 300), head(200, CHUNKED) + chunk(b"a") * 60 + chunk(b"")):

        def drip(_: Asked, raw: bytes = raw) -> Iterable[bytes]:
            for byte in raw:
                time.sleep(0.01)
                yield bytes([byte])

        reason = why(drip, Limits(seconds=0.15), time.monotonic)
        assert reason == "no whole answer came within 0.15 s"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200", head(200, "Content-Length: 5") + b"a"])
def test_silence_ends_with_the_time(start: bytes) -> None:
    over = Event()

    def silent(_: Asked) -> Iterable[bytes]:
        yield start
        over.wait()

    with Platform(silent) as platform:
        limits = Limits(seconds=0.05)
        fetcher = Fetcher(HOSTS, CONTACT, platform.local, limits=limits, monotonic=lambda: 0.0)
        try:
            with pytest.raises(FetchFailed, match=r"no whole answer came within 0\.05 s"):
                fetcher(asking())
        finally:
            over.set()


def test_a_platform_that_does_not_read_is_not_waited_for() -> None:
    ours, theirs = socket.socketpair()
    fetcher = Fetcher(
        HOSTS,
        CONTACT,
        "127.0.0.1:1",
        dial=lambda *_: ours,
        limits=Limits(seconds=0.05),
        monotonic=lambda: 0.0,
    )
    with theirs, pytest.raises(FetchFailed, match=r"no whole answer came within 0\.05 s"):
        fetcher(asking(body=bytes(8 * MIB)))
    assert ours.fileno() == -1
