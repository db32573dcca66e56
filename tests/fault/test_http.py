"""What a server meets in the street: odd requests, forged headers, clients that dawdle."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.server import PHONE, Place, Server, click

HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[str]]]:
    """One server for requests that leave no trace on each other."""
    place = Place(Path(tmp_path_factory.mktemp("http")))
    with place.serving() as server:
        yield server, place.codes()


def raw(server: Server, request: bytes) -> http.client.HTTPResponse:
    """The answer to bytes as they are, read to its end."""
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer


ODD = {
    "no HTTP": (b"NONSENSE\r\n\r\n", 400),
    "a huge header": (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    "a huge body": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
    "a negative length": (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    "an unknown coding": (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n", 501),
    "a space before the colon": (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
    "bytes beyond ASCII in the path": (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a zero byte": (b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "an escaped zero byte": (b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "half an escape": (b"GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "no UTF-8": (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "dots": (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "another host as a path": (b"GET //evil.example HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "a long path": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    "a star": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "a tunnel": (b"CONNECT example.org:80 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
}


@pytest.mark.parametrize(("request_bytes", "status"), ODD.values(), ids=ODD.keys())
def test_an_odd_request_gets_an_answer_with_our_headers(
    busy: tuple[Server, list[str]], request_bytes: bytes, status: int
) -> None:
    answer = raw(busy[0], request_bytes)
    assert answer.status == status
    assert [name for name in HEADERS if not answer.headers.get(name)] == []


def test_an_agent_of_any_bytes_is_a_visitor(busy: tuple[Server, list[str]]) -> None:
    server, codes = busy
    request = f"GET /{codes[0]} HTTP/1.1\r\nHost: x\r\nUser-Agent: Android \xff\xfe\r\n\r\n"
    answer = raw(server, request.encode("latin-1"))
    assert (answer.status, answer.headers["X-Porte-Voix"]) == (302, "counted")


def test_a_kept_connection_stays_in_step(busy: tuple[Server, list[str]]) -> None:
    server, codes = busy
    client = server.client(200)
    client.connect()
    kept = client.sock
    asked = (
        ("GET", f"/{codes[1]}", None, 302),
        ("HEAD", "/", None, 200),
        ("GET", "/nobody", None, 404),
        ("POST", f"/{codes[1]}", b"a body that nobody wants", 405),
        ("HEAD", f"/{codes[1]}/qr.png", None, 200),
        ("GET", f"/{codes[1]}/qr.png", None, 200),
        ("GET", "/health", None, 200),
    )
    for method, path, body, status in asked * 5:
        client.request(method, path, body, {"User-Agent": PHONE})
        answer = client.getresponse()
        read = answer.read()
        assert (answer.status, method == "HEAD") == (status, method == "HEAD")
        assert len(read) == (0 if method == "HEAD" else int(answer.headers["Content-Length"]))
    assert client.sock is kept


def test_requests_sent_at_once_are_answered_in_turn(busy: tuple[Server, list[str]]) -> None:
    paths = [b"/health", b"/nobody", b"/robots.txt"] * 5
    with socket.create_connection(("127.0.0.1", busy[0].port), 30) as connection:
        connection.sendall(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % p for p in paths))
        stream = connection.makefile("rb")
        statuses = []
        for _ in paths:
            statuses.append(int(stream.readline().split()[1]))
            length = 0
            while (line := stream.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            stream.read(length)
        stream.close()
    assert statuses == [200, 404, 200] * 5


def test_clients_that_dawdle_hold_nobody_up(busy: tuple[Server, list[str]]) -> None:
    server, codes = busy
    dawdling = [socket.create_connection(("127.0.0.1", server.port), 30) for _ in range(100)]
    try:
        for connection in dawdling:
            connection.sendall(b"GET /heal")
        for number in range(20):
            said = click(server.client(100 + number), f"/{codes[1]}", PHONE.format(number))
            assert said == (302, "counted")
        for connection in dawdling:
            connection.sendall(b"th HTTP/1.1\r\nHost: x\r\n\r\n")
        assert {connection.recv(15) for connection in dawdling} == {b"HTTP/1.1 200 OK"}
    finally:
        for connection in dawdling:
            connection.close()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "said"),
    [
        ("0", ("192.0.2.1", "192.0.2.2"), ["counted", "repeat"]),
        ("1", ("192.0.2.1", "192.0.2.2"), ["counted", "counted"]),
        ("1", ("192.0.2.1, 192.0.2.9", "192.0.2.2, 192.0.2.9"), ["counted", "repeat"]),
    ],
    ids=["nobody is believed", "our proxy is believed", "only its own entry is"],
)
def test_whose_address_it_is(
    place: Place, trusted: str, forwarded: tuple[str, str], said: list[str]
) -> None:
    code = place.codes()[0]
    heard = []
    headers = {"User-Agent": PHONE}
    with place.serving(TRUSTED_PROXIES=trusted) as server:
        for claim in forwarded:
            client = server.client(0)
            client.request("GET", f"/{code}", headers=headers | {"X-Forwarded-For": claim})
            answer = client.getresponse()
            answer.read()
            heard.append(answer.headers["X-Porte-Voix"].rpartition("=")[2])
    assert heard == said


def test_a_port_that_is_taken_is_said_in_one_line(place: Place) -> None:
    with place.serving() as server:
        said = place.command("serve", "--port", str(server.port), code=1)
    assert said.count("\n") == 1
    assert "--port" in said
    assert str(server.port) in said


def test_the_log_says_nothing_of_visitors(place: Place) -> None:
    code = place.codes()[0]
    with place.serving() as server:
        client = server.client(7)
        headers = {"User-Agent": PHONE, "Referer": "https://secret.example", "Cookie": "a=sentinel"}
        client.request("GET", f"/{code}", headers=headers)
        client.getresponse().read()
        server.stop()
    assert [json.loads(line)["event"] for line in server.log] == ["serving"]
    assert server.errors == ""
