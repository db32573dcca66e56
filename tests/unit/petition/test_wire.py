"""Answers of every form, and hostile ones: read right, or refused within time and memory."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from itertools import chain, repeat
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Petition
from chalicelib.petition.fetch import Fetcher, FetchFailed, Limits
from chalicelib.petition.model import Answer
from chalicelib.petition.open_data import OpenData
from chalicelib.petition.wire import Deadline, Reply, Unusable
from tests.unit.petition.platform import (
    MIB,
    Asked,
    Platform,
    Script,
    Trust,
    always,
    answer,
    bomb,
    chunk,
    head,
    self_made,
    zeros,
)
from tests.unit.petition.test_fetch import CONTACT, HOST, HOSTS, NOW, Net, asking

PAGE = b"<p>194 921</p>" * 100
PACKED = gzip.compress(PAGE, mtime=0)  # no second of today in the names of tests
GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"
TEN_GB = 10 * 1024 * MIB
MOST_MEMORY = 40 * MIB


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return self_made(tmp_path_factory.mktemp("tls"), HOST)


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


# Read right


@pytest.mark.parametrize(
    "raw",
    [
        answer(200, PAGE),
        answer(200, PAGE, "Content-Encoding: identity"),
        answer(200, PACKED, GZIP),
        answer(200, PACKED, "Content-Encoding: X-Gzip"),
        answer(200, PAGE) + b"what follows the length is not read",
        head(200) + PAGE,
        head(200, GZIP) + PACKED,
        head(200, CHUNKED) + chunk(PAGE[:7]) + chunk(PAGE[7:]) + chunk(b""),
        head(200, CHUNKED) + chunk(PAGE) + b"0\r\nChecksum: 1\r\n\r\n",
        head(200, "Transfer-Encoding: Chunked")
        + b"".join(chunk(PAGE[i : i + 1]) for i in range(len(PAGE)))
        + chunk(b""),
        head(200, CHUNKED, GZIP) + chunk(PACKED[:5]) + chunk(PACKED[5:]) + chunk(b""),
        head(200, CHUNKED) + b"%x;note=1\r\n" % len(PAGE) + PAGE + b"\r\n" + chunk(b""),
        head(100) + head(100, "X: 1") + answer(200, PAGE),
        answer(200, PAGE).replace(b"HTTP/1.1", b"HTTP/1.0"),
        answer(200, PAGE).replace(b"\r\n", b"\n"),
    ],
)
def test_a_body_is_read_in_every_form_that_http_has(raw: bytes) -> None:
    got = fetched(always(raw))
    assert (got.status, got.body) == (200, PAGE)


@pytest.mark.parametrize(
    "raw",
    [
        answer(200),
        answer(200, b"", GZIP),
        head(200, CHUNKED, GZIP) + chunk(b""),
        head(204, "Content-Length: 5"),
        head(204, CHUNKED),
    ],
)
def test_an_answer_may_have_no_body(raw: bytes) -> None:
    assert fetched(always(raw)).body == b""


def test_an_answer_may_come_byte_by_byte() -> None:
    raw = answer(200, PACKED, GZIP)
    assert fetched(always(*(raw[i : i + 1] for i in range(len(raw))))).body == PAGE


@given(st.binary(max_size=2000), st.lists(st.integers(1, 500), max_size=8), st.booleans())
def test_what_is_sent_is_what_is_read(body: bytes, sizes: list[int], packed: bool) -> None:
    sent = gzip.compress(body) if packed else body
    pieces = []
    for size in sizes:
        pieces.append(sent[:size])
        sent = sent[size:]
    chunks = b"".join(chunk(piece) for piece in [*pieces, sent] if piece)
    raw = head(200, CHUNKED, *([GZIP] if packed else [])) + chunks + chunk(b"")
    assert read(raw) == body


FRAGMENTS = [
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 100 ",
    b"HTTP/1.1 304",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b" ",
    b":",
    b"Content-Length: 7",
    b"Content-Length: 70000",
    b"Transfer-Encoding: chunked",
    b"Content-Encoding: gzip",
    b"Content-Type: multipart/mixed; boundary=a",
    b"From me",
    b"0\r\n\r\n",
    b"-1\r\n",
    b"-7\r\n",
    b"7;\r\n",
    b"ffffffffffffffffffff\r\n",
    gzip.compress(b"page", mtime=0),
    gzip.compress(b"page", mtime=0)[:12],
]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=20)).map(b"".join))
def test_whatever_is_sent_is_read_or_refused(raw: bytes) -> None:
    for start in (b"", b"HTTP/1.1 200 OK\r\n", head(200, CHUNKED), head(200, GZIP)):
        with suppress(Unusable, OSError, HTTPException):
            assert len(read(start + raw)) <= Limits().most_decoded


def read(raw: bytes) -> bytes:
    """The body of an answer that is already there, connection ended."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(raw)
        with closing(Reply(ours, "GET", Limits(), Deadline(10.0, lambda: 0.0))) as reply:
            return b"".join(reply.pieces())


def test_headers_are_joined_and_unfolded() -> None:
    got = fetched(
        always(answer(200, b"", "Vary: A", "vary: B", "X-Long: one \r\n\ttwo \t", "X-E:"))
    )
    assert got.headers == {"content-length": "0", "vary": "A, B", "x-long": "one two", "x-e": ""}


# Refused: not to be understood in one way only


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "it ended the connection before its answer was whole"),
        (b"\r\n\r\n", "its answer is malformed (BadStatusLine)"),
        (b"<p>hello</p>", "its answer is malformed (BadStatusLine)"),
        (b"HTTP/1.1 2OO OK\r\n\r\n", "its answer is malformed (BadStatusLine)"),
        (b"HTTP/2 200 OK\r\n\r\n", "its answer is malformed (UnknownProtocol)"),
        (head(101, "Upgrade: h2c"), "it answered in another protocol than was asked for"),
        (head(200, "no colon", "X: 1"), "the headers of its answer are malformed"),
        (head(200, "X : 1"), "the headers of its answer are malformed"),
        (head(200, "X: a\0b"), "the headers of its answer are malformed"),
        (head(200, "X: a\x1bb"), "the headers of its answer are malformed"),
        (head(200, CHUNKED)[:-2], "the head of its answer ends early"),
        (head(200, "Content-Le")[:-4], "the head of its answer ends early"),
    ],
)
def test_a_head_that_is_not_http_is_refused(raw: bytes, reason: str) -> None:
    assert why(always(raw)) == reason


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (["Content-Length: 1", "Content-Length: 1"], "its answer gives its length more than once"),
        (["Content-Length: 1", CHUNKED], "its answer gives its length more than once"),
        (["Content-Length: 1, 1"], "the length of its answer is malformed"),
        (["Content-Length: +1"], "the length of its answer is malformed"),
        (["Content-Length: -1"], "the length of its answer is malformed"),
        (["Content-Length: 1_0"], "the length of its answer is malformed"),
        (["Content-Length:"], "the length of its answer is malformed"),
        (["Content-Length: " + "9" * 5000], "the length of its answer is malformed"),
        (["Transfer-Encoding: gzip"], "its answer is sent in a way that was not asked for"),
        ([CHUNKED, CHUNKED], "its answer is sent in a way that was not asked for"),
        (
            ["Transfer-Encoding: gzip, chunked"],
            "its answer is sent in a way that was not asked for",
        ),
        (["Content-Encoding: br"], "its answer is in a coding that was not asked for"),
        (["Content-Encoding: deflate"], "its answer is in a coding that was not asked for"),
        (["Content-Encoding: gzip, gzip"], "its answer is in a coding that was not asked for"),
    ],
)
def test_a_body_of_doubtful_length_or_coding_is_refused(headers: list[str], reason: str) -> None:
    assert why(always(head(200, *headers) + b"a")) == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (head(200, "Content-Length: 9") + b"short", "its answer ends early"),
        (head(200, "Content-Length: 9"), "its answer ends early"),
        (head(200, CHUNKED) + chunk(PAGE), "its answer is malformed (IncompleteRead)"),
        (head(200, CHUNKED) + b"9\r\nshort", "its answer is malformed (IncompleteRead)"),
        (head(200, CHUNKED) + chunk(PAGE) + b"0", "its answer ends early"),
        (head(200, CHUNKED) + chunk(PAGE) + b"0\r\n", "its answer ends early"),
        (head(200, CHUNKED) + b"nine\r\n", "its answer is malformed (IncompleteRead)"),
        (head(200, CHUNKED) + b"-5\r\n" + PAGE, "the chunks of its answer are malformed"),
        (head(200, CHUNKED) + b"-1\r\n" + PAGE, "its answer is malformed (IncompleteRead)"),
        (head(200, GZIP) + PACKED[:-9], "its compressed answer ends early"),
        (head(200, GZIP) + PACKED[:-1], "its compressed answer ends early"),
        (answer(200, PACKED[:20], GZIP), "its compressed answer ends early"),
        (answer(200, PAGE, GZIP), "its compressed answer is malformed"),
        (answer(200, zlib.compress(PAGE), GZIP), "its compressed answer is malformed"),
        (answer(200, PACKED[:-8] + bytes(8), GZIP), "its compressed answer is malformed"),
        (answer(200, PACKED + b"x", GZIP), "something follows the end of its compressed answer"),
        (answer(200, PACKED * 2, GZIP), "something follows the end of its compressed answer"),
    ],
)
def test_a_body_that_is_cut_or_broken_is_refused(raw: bytes, reason: str) -> None:
    assert why(always(raw)) == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (answer(200, PAGE), ""),
        (head(200, CHUNKED) + chunk(PAGE) + chunk(b""), ""),
        (head(200) + PAGE, "it ended the connection before its answer was whole"),
        (head(200, CHUNKED) + chunk(PAGE), "it ended the connection before its answer was whole"),
    ],
)
def test_over_tls_only_an_end_that_is_announced_is_one(
    raw: bytes, reason: str, trust: Trust
) -> None:
    # Some versions of Python set it by themselves, 3.11.2 among them.
    trust.client.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    with Platform(always(raw), trust.server, cut=True) as platform:
        fetcher = Net(platform.port).fetcher(trust.client)
        if reason:
            with pytest.raises(FetchFailed, match=reason):
                fetcher(asking())
        else:
            assert fetcher(asking()).body == PAGE


def test_over_tls_an_announced_end_is_one(trust: Trust) -> None:
    with Platform(always(head(200) + PAGE), trust.server) as platform:
        assert Net(platform.port).fetcher(trust.client)(asking()).body == PAGE


def test_messages_repeat_nothing_that_a_platform_sent() -> None:
    for raw in (b"EVIL\r\n\r\n", head(200, "EVIL"), head(200, CHUNKED) + b"EVIL\r\n"):
        assert "EVIL" not in why(always(raw))


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
