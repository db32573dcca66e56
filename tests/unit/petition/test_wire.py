"""What is read from a platform, and what is refused since it could be read in two ways."""

from __future__ import annotations

import gzip
import socket
import ssl
import zlib
from contextlib import closing, suppress
from http.client import HTTPException

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.fetch import FetchFailed, Limits
from chalicelib.petition.wire import Deadline, Reply, Unusable
from tests.unit.petition.net import CHUNKED, GZIP, PAGE, Net, asking, fetched, why
from tests.unit.petition.platform import (
    Platform,
    Trust,
    always,
    answer,
    chunk,
    head,
)

PACKED = gzip.compress(PAGE, mtime=0)  # no second of today in the names of tests


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
