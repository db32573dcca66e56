"""Text is sent small to who takes it so, and a click is left alone."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from chalicelib.local.compress import LEAST_BYTES, compressed
from chalicelib.local.events import Environ, Start
from deploy import api

PAGE = b"<p>Une visite n'est pas une signature.</p>" * 100
HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}


class Inner:
    """An application that answers one thing, and keeps the methods that it was asked with."""

    def __init__(
        self, body: bytes = PAGE, headers: dict[str, str] = HTML, status: str = "200 OK"
    ) -> None:
        self.body, self.status = body, status
        self.headers = headers | {"Content-Length": str(len(body))}
        self.methods: list[str] = []

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        self.methods.append(environ["REQUEST_METHOD"])
        start(self.status, list(self.headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


def ask(
    inner: Inner, method: str = "GET", takes: str = "gzip, deflate, br", **more: str
) -> tuple[dict[str, str], bytes]:
    told: list[Any] = []
    asked = {"REQUEST_METHOD": method, "HTTP_ACCEPT_ENCODING": takes, **more}
    body = b"".join(compressed(inner)(asked, lambda *args: told.extend(args)))
    assert told[0] == inner.status
    assert len(dict(told[1])) == len(told[1])
    return dict(told[1]), body


def test_text_is_sent_small_and_says_so() -> None:
    headers, body = ask(Inner())
    assert gzip.decompress(body) == PAGE
    assert len(body) < len(PAGE) / 4
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Encoding"
    assert headers.items() >= HTML.items()


@pytest.mark.parametrize(
    ("takes", "whether"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_only_to_who_takes_it(takes: str, whether: bool) -> None:
    headers, body = ask(Inner(), takes=takes)
    assert ("Content-Encoding" in headers) is whether
    assert headers["Vary"] == "Accept-Encoding"
    assert (body == PAGE) is not whether


@pytest.mark.parametrize(
    "inner",
    [
        Inner(bytes(5000), {"Content-Type": "image/png"}),
        Inner(b"x" * (LEAST_BYTES - 1)),
        Inner(headers=HTML | {"X-Porte-Voix": "not-counted; reason=preview"}),
        Inner(headers=HTML | {"Content-Encoding": "br"}),
        Inner(
            b"", HTML | {"Location": "https://a.example/", "X-Porte-Voix": "counted"}, "302 Found"
        ),
        Inner(b"", HTML | {"ETag": '"a"'}, "304 Not Modified"),
    ],
    ids=["picture", "small", "preview", "encoded", "redirect", "not modified"],
)
def test_the_rest_is_sent_as_it_is(inner: Inner) -> None:
    headers, body = ask(inner)
    assert body == inner.body
    assert headers.items() >= inner.headers.items()


def test_who_brings_a_cookie_gets_nothing_whose_length_tells_of_secrets() -> None:
    headers, body = ask(Inner(), HTTP_COOKIE="__Host-session=a")
    assert body == PAGE
    assert "Content-Encoding" not in headers


def test_head_says_as_much_and_sends_nothing() -> None:
    (headers, body), (head, nothing) = ask(Inner()), ask(inner := Inner(), "HEAD")
    assert nothing == b""
    assert head == headers
    assert head["Content-Length"] == str(len(body))
    assert inner.methods == ["HEAD", "GET"]


def test_head_of_a_click_is_asked_once() -> None:
    inner = Inner(headers=HTML | {"X-Porte-Voix": "not-counted; reason=head"})
    ask(inner, "HEAD")
    assert inner.methods == ["HEAD"]


def test_a_tag_that_named_other_bytes_is_weak() -> None:
    assert ask(Inner(headers=HTML | {"ETag": '"a"'}))[0]["ETag"] == 'W/"a"'
    assert ask(Inner(headers=HTML | {"ETag": '"a"'}), takes="")[0]["ETag"] == '"a"'


def test_what_else_an_answer_varies_with_stays() -> None:
    assert ask(Inner(headers=HTML | {"Vary": "Cookie"}))[0]["Vary"] == "Cookie, Accept-Encoding"


def test_both_ways_of_running_it_leave_the_same_alone() -> None:
    assert api.LEAST_BYTES == LEAST_BYTES
