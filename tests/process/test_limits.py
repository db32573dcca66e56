"""What a connection may carry: bodies and lengths that two parties could read in two ways,
targets of every kind, and more connections than files may be open.
"""

from __future__ import annotations

import resource
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.answers import SECURITY_HEADERS
from tests.fault.server import PHONE, Place, Server, click
from tests.process.server import Answer, Wire, launched, request

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
NEXT = request("/robots.txt")
CHUNKED = "Transfer-Encoding: chunked"
LAST = b"0\r\n\r\n"

REFUSED = {
    "two ways to end a body": (request("/health", "Content-Length: 5", CHUNKED) + LAST, 400),
    "the same in the other order": (request("/health", CHUNKED, "Content-Length: 5") + LAST, 400),
    "two lengths": (request("/health", "Content-Length: 5", "Content-Length: 6"), 400),
    "a length twice": (request("/health", "Content-Length: 5", "Content-Length: 5"), 400),
    "a signed length": (request("/health", "Content-Length: +5"), 400),
    "a length that no machine reads": (request("/health", "Content-Length: " + "9" * 5000), 400),
    "chunks before HTTP/1.1": (request("/health", CHUNKED, version="1.0"), 400),
    "chunks before HTTP/1.1, kept": (
        request("/health", CHUNKED, "Connection: keep-alive", version="1.0"),
        400,
    ),
    "a coding that hides another": (request("/health", CHUNKED, "Transfer-Encoding: x"), 501),
    "a coding behind a control sign": (request("/health", "Transfer-Encoding: \x0bchunked"), 400),
    "a chunk without a size": (request("/health", CHUNKED) + b"zz\r\n", 400),
    "a bare line feed": (b"GET /health HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
    "line feeds alone": (b"GET /health HTTP/1.1\nHost: x\n\n\r\n\r\n", 400),
    "a bare carriage return": (b"GET /health HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", 400),
    "a host that is none": (request("http://[::1/health"), 400),
    "a space in the path": (request("/a b"), 400),
    "a body that is announced and too long": (
        request("/health", "Expect: 100-continue", "Content-Length: 99999999", method="POST"),
        413,
    ),
}


@pytest.mark.parametrize(("raw", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_what_can_be_read_in_two_ways_is_refused_with_all_that_follows(
    served: tuple[Server, str], raw: bytes, status: int
) -> None:
    with Wire(served[0].port) as wire:
        wire.send(raw + NEXT)
        answer = wire.answer()
        assert (answer.status, wire.ends()) == (status, True)
    assert hardened(answer)


IN_STEP = {
    "chunks": request("/health", CHUNKED, method="POST") + b"3\r\nabc\r\n" + LAST,
    "a body that nobody wants": request("/", "Content-Length: 3", method="POST") + b"abc",
    "a body on GET": request("/health", "Content-Length: 3") + b"abc",
    "a body that looks like a request": request("/nobody", f"Content-Length: {len(NEXT)}") + NEXT,
    "empty lines before it": b"\r\n\r\n" + request("/health"),
    "a kept connection of HTTP/1.0": request("/health", "Connection: keep-alive", version="1.0"),
    "an unknown method": request("/health", method="BREW"),
    "a method that echoes": request("/health", method="TRACE"),
    "another host's address": request("https://evil.example/health"),
}


@pytest.mark.parametrize("raw", IN_STEP.values(), ids=IN_STEP.keys())
def test_the_request_after_it_gets_its_own_answer(served: tuple[Server, str], raw: bytes) -> None:
    with Wire(served[0].port) as wire:
        wire.send(raw + NEXT)
        first, second = wire.answer(), wire.answer()
    assert first.status in (200, 404, 405)
    assert hardened(first)
    assert (second.status, second.body[:11]) == (200, b"User-agent:")


@pytest.mark.parametrize(
    "last", [request("/health", "Connection: close"), request("/health", version="1.0")]
)
def test_a_client_that_wants_one_answer_gets_one(served: tuple[Server, str], last: bytes) -> None:
    with Wire(served[0].port) as wire:
        wire.send(last + NEXT)
        assert (wire.answer().status, wire.ends()) == (200, True)


def test_answers_without_a_body_leave_a_pipeline_in_step(served: tuple[Server, str]) -> None:
    server, code = served
    picture = f"/{code}/qr.png"
    with Wire(server.port) as wire:
        asked = [
            (request(picture, method="HEAD"), True, 200),
            (request("/nobody", method="HEAD"), True, 404),
            (request(picture), False, 200),
            (request(f"/{code}", f"User-Agent: {PHONE}", method="HEAD"), True, 302),
            (request(f"/{code}", method="POST"), False, 405),
        ]
        wire.send(b"".join(raw for raw, _, _ in asked * 3))
        for _, head, status in asked * 3:
            answer = wire.answer(head)
            assert answer.status == status
            assert hardened(answer)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_a_client_has_already_is_not_sent_again(
    served: tuple[Server, str], method: str
) -> None:
    server, code = served
    with Wire(server.port) as wire:
        wire.send(request(f"/{code}/qr.png"))
        tag = wire.answer().headers["ETag"]
        has = (f"If-None-Match: W/{tag}", "Connection: close")
        wire.send(request(f"/{code}/qr.png", *has, method=method))
        answer = wire.answer()
        assert (answer.status, answer.headers["ETag"], wire.ends()) == (304, tag, True)
    assert hardened(answer)


def test_who_asks_before_sending_is_told_to_go_on(served: tuple[Server, str]) -> None:
    with Wire(served[0].port) as wire:
        asking = request("/health", "Expect: 100-continue", "Content-Length: 3", method="POST")
        wire.send(asking)
        assert wire.answer().status == 100
        wire.send(b"abc" + NEXT)
        assert [wire.answer().status for _ in range(2)] == [405, 200]


PIECES = st.sampled_from(
    [
        *"/ // .. . % %2 %00 %2F %2e %ff %C3%A9 \\ ? # + %2B * @ : [ ] ; & =".split(),
        *"Q/ q/ c/ enfants v1/links/ static/ /qr.svg /qr.png /card.png evil.example".split(),
        *"http:// HTTPS:// size= limit= cursor= CODE é ÿ \x00 \x7f".split(" "),
        "\t",
        "9" * 30,
        "a" * 300,
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_target_makes_the_server_fail_or_leads_elsewhere(
    served: tuple[Server, str], target: str
) -> None:
    server, code = served
    with Wire(server.port) as wire:
        wire.send(request(target.replace("CODE", code), "Connection: close"))
        answer = wire.answer()
    assert answer.status < 500
    assert answer.headers["Location"] in (None, PETITION)
    assert hardened(answer)


def test_a_link_may_be_asked_for_by_its_whole_address(served: tuple[Server, str]) -> None:
    server, code = served
    with Wire(server.port, "127.0.9.1") as wire:
        wire.send(request(f"HTTP://X:{server.port}/Q/{code}", f"User-Agent: {PHONE}"))
        answer = wire.answer()
    assert (answer.status, answer.headers["Location"]) == (302, PETITION)
    assert answer.headers["X-Porte-Voix"] == "counted"


def test_more_connections_than_select_knows(place: Place) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 4096 if hard < 0 else min(hard, 4096)
    if 0 <= soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        code = place.codes()[0]
        with place.serving() as server, ExitStack() as open_ones:
            crowd = [
                open_ones.enter_context(Wire(server.port)) for _ in range(min(1100, most // 2))
            ]
            for wire in crowd:
                wire.send(b"GET /heal")
            assert click(server.client(0), f"/{code}", PHONE) == (302, "counted")
            for wire in crowd:
                wire.send(b"th HTTP/1.1\r\nHost: x\r\n\r\n")
            assert {wire.answer().status for wire in crowd} == {200}
            assert server.stop() == 0
        assert server.errors == ""
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_more_connections_than_files_may_be_open_wait_their_turn(place: Place) -> None:
    few = ("sh", "-c", 'ulimit -n 300 && exec "$@"', "sh")
    with launched(place, few) as (process, port):
        with ExitStack() as open_ones:
            crowd = [open_ones.enter_context(Wire(port)) for _ in range(400)]
            for wire in crowd:
                wire.send(b"GET /health HTTP/1.1\r\n")
            for wire in crowd:
                wire.send(b"Host: x\r\nConnection: close\r\n\r\n")
            # Each that was answered is closed and makes room for one that waits.
            assert {wire.answer().status for wire in crowd} == {200}
        process.terminate()
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def hardened(answer: Answer) -> bool:
    """Whether it carries our security headers, each once."""
    return all(answer.headers.get_all(name) == [value] for name, value in SECURITY_HEADERS.items())
