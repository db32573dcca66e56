"""The local server's events are API Gateway's, and what it sends is what HTTP asks for."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from chalice.app import Request
from hypothesis import given
from hypothesis import strategies as st

from app import app
from chalicelib.local.events import Routes, answer_wsgi, event_from_wsgi
from chalicelib.web.visitor_request import source_address
from tests.unit.web.door import environ

ROUTES = Routes(app.routes)
SOCKET = "192.0.2.7"


@pytest.mark.parametrize(
    ("path", "pattern", "variables"),
    [
        ("/", "/", None),
        ("", "/", None),
        ("/AB3K9X7", "/{code}", {"code": "AB3K9X7"}),
        ("/AB3K9X7/", "/{code}", {"code": "AB3K9X7"}),
        ("/health", "/health", None),
        ("/Health", "/{code}", {"code": "Health"}),
        ("/favicon.ico", "/favicon.ico", None),
        ("/robots.txt", "/robots.txt", None),
        ("/robots", "/{code}", {"code": "robots"}),
        ("/Q/AB3K9X7", "/Q/{code}", {"code": "AB3K9X7"}),
        ("/q/AB3K9X7", "/q/{code}", {"code": "AB3K9X7"}),
        ("/Q", "/{code}", {"code": "Q"}),
        ("/c/enfants", "/c/{campaign}", {"campaign": "enfants"}),
        ("/c", "/{code}", {"code": "c"}),
        ("/AB3K9X7/qr.svg", "/{code}/qr.svg", {"code": "AB3K9X7"}),
        ("/AB3K9X7/qr.png", "/{code}/qr.png", {"code": "AB3K9X7"}),
        ("/AB3K9X7/qr.pdf", "/{code}/qr.pdf", {"code": "AB3K9X7"}),
        ("/AB3K9X7/qr.gif", None, None),
        # A fixed segment wins over a variable one, from left to right.
        ("/Q/qr.svg", "/Q/{code}", {"code": "qr.svg"}),
        ("/c/qr.png", "/c/{campaign}", {"campaign": "qr.png"}),
        ("/static/qr.svg", "/static/{name}", {"name": "qr.svg"}),
        ("/c/enfants/leaderboard", "/c/{campaign}/leaderboard", {"campaign": "enfants"}),
        ("/v1/links/AB3K9X7", "/v1/links/{code}", {"code": "AB3K9X7"}),
        ("/v1/links", None, None),
        ("/v1/links/a/b", None, None),
        ("/c/enfants/other", None, None),
        ("/c//leaderboard", None, None),
        # As the client wrote it: decoding is the view's affair, and a coded slash parts nothing.
        ("/AB3K9X7%2B", "/{code}", {"code": "AB3K9X7%2B"}),
        ("/AB3K9X7%C2%BB", "/{code}", {"code": "AB3K9X7%C2%BB"}),
        ("/AB3K9X7%2Fqr.svg", "/{code}", {"code": "AB3K9X7%2Fqr.svg"}),
        ("/h%65alth", "/{code}", {"code": "h%65alth"}),
    ],
)
def test_paths_are_matched_as_api_gateway_matches_them(
    path: str, pattern: str | None, variables: dict[str, str] | None
) -> None:
    event = event_from_wsgi(environ(path), ROUTES)
    assert (event["resource"], event["pathParameters"]) == (pattern, variables)
    context = event["requestContext"]
    assert (context["resourcePath"], context["path"]) == (pattern, path)
    assert event["path"] == path


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_registration_changes_nothing(order: int) -> None:
    routes = Routes(["/{a}/{b}", "/{a}/x", "/x/{b}", "/x/x"][::order])
    found = [routes.match(path)[0] for path in ("/x/x", "/x/y", "/y/x", "/y/y")]
    assert found == ["/x/x", "/x/{b}", "/{a}/x", "/{a}/{b}"]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("http://qr.exemple.fr/AB3K9X7", "/AB3K9X7"),
        ("https://qr.exemple.fr:8443/AB3K9X7?a=1", "/AB3K9X7"),
        ("HTTPS://QR.EXEMPLE.FR/Q/AB3K9X7", "/Q/AB3K9X7"),
        ("http://qr.exemple.fr", "/"),
        ("http://qr.exemple.fr?a=1", "/"),
        ("/http://qr.exemple.fr/AB3K9X7", "/http://qr.exemple.fr/AB3K9X7"),
        ("/https-lyon", "/https-lyon"),
        ("*", "*"),
    ],
)
def test_a_client_may_name_the_whole_address(target: str, path: str) -> None:
    assert event_from_wsgi(environ(target), ROUTES)["path"] == path


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", None),
        ("?", None),
        ("?a=1", {"a": ["1"]}),
        ("?a=1&b=2&a=3", {"a": ["1", "3"], "b": ["2"]}),
        ("?a=&b", {"a": [""], "b": [""]}),
        ("?a=%C3%A9+%26&%61=x", {"a": ["é &", "x"]}),
        ("?a=1?b=2", {"a": ["1?b=2"]}),
        ("?a=%FF", {"a": ["\ufffd"]}),
        ("?cursor=3.1.2.essor/lyon", {"cursor": ["3.1.2.essor/lyon"]}),
    ],
)
def test_queries_are_read_with_all_their_values(
    query: str, values: dict[str, list[str]] | None
) -> None:
    event = event_from_wsgi(environ(f"/health{query}"), ROUTES)
    assert event["multiValueQueryStringParameters"] == values
    if values:
        params = Request(event).query_params
        assert params is not None
        assert params["a" if "a" in values else "cursor"] == next(iter(values.values()))[-1]


def test_the_event_has_what_api_gateway_sends() -> None:
    asked = environ("/Q/AB3K9X7", "HEAD", headers={"User-Agent": "A telephone", "X-Moz": "x"})
    event = event_from_wsgi(asked | {"CONTENT_TYPE": "text/plain"}, ROUTES)
    assert json.loads(json.dumps(event)) == event
    assert event["headers"] == {
        "User-Agent": "A telephone",
        "X-Moz": "x",
        "Content-Type": "text/plain",
        "X-Forwarded-For": SOCKET,
    }
    assert event["httpMethod"] == event["requestContext"]["httpMethod"] == "HEAD"
    assert event["requestContext"]["identity"] == {"sourceIp": SOCKET}
    assert (event["body"], event["isBase64Encoded"]) == (None, False)
    ids = {event_from_wsgi(asked, ROUTES)["requestContext"]["requestId"] for _ in range(10)}
    assert len(ids) == 10


@pytest.mark.parametrize("body", [b"{}", b"\x00\xff", "é".encode()])
def test_a_body_comes_in_base64(body: bytes) -> None:
    event = event_from_wsgi(environ("/AB3K9X7", "POST", body=body), ROUTES)
    assert base64.b64decode(event["body"]) == body
    assert event["isBase64Encoded"]
    assert Request(event).raw_body == body


@pytest.mark.parametrize(
    ("claimed", "proxies", "believed"),
    [
        (None, 0, SOCKET),
        (None, 1, SOCKET),
        ("203.0.113.1", 0, SOCKET),
        ("203.0.113.1", 1, "203.0.113.1"),
        ("203.0.113.1", 2, SOCKET),
        ("1.1.1.1, 203.0.113.1", 1, "203.0.113.1"),
        ("1.1.1.1,2.2.2.2 , 203.0.113.1,198.51.100.9", 2, "203.0.113.1"),
        ("1.1.1.1, 203.0.113.1, 198.51.100.9", 0, SOCKET),
        (", , 203.0.113.1", 1, "203.0.113.1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("2001:db8::1:443", 1, "2001:db8::1:443"),
        ("203.0.113.1:51422", 1, "203.0.113.1"),
        ("[2001:db8::1]:51422", 1, "2001:db8::1"),
        ("[2001:db8::1]", 1, "2001:db8::1"),
        ("::ffff:203.0.113.1", 1, "::ffff:203.0.113.1"),
        ("unknown", 1, "unknown"),
    ],
)
def test_only_the_proxies_that_the_settings_trust_are_believed(
    claimed: str | None, proxies: int, believed: str
) -> None:
    headers = {"X-Forwarded-For": claimed} if claimed else {}
    event = event_from_wsgi(environ("/AB3K9X7", headers=headers), ROUTES)
    chain = event["headers"]["X-Forwarded-For"].split(", ")
    assert chain[-1] == SOCKET
    assert source_address(Request(event), proxies) == believed


@given(st.text("0123456789., :abcdef", max_size=40), st.integers(0, 5))
def test_law_what_a_client_writes_before_our_proxies_changes_nothing(
    forged: str, proxies: int
) -> None:
    ours = [f"203.0.113.{n}" for n in range(proxies)]

    def address(claimed: list[str]) -> str:
        headers = {"X-Forwarded-For": ", ".join(claimed)} if claimed else {}
        event = event_from_wsgi(environ("/AB3K9X7", headers=headers), ROUTES)
        return source_address(Request(event), proxies)

    assert address([forged, *ours]) == address(ours) == (ours[0] if ours else SOCKET)


def sent(**answer: Any) -> tuple[str, dict[str, str], bytes]:
    """The status line, headers and body that a WSGI server is given."""
    heard: list[tuple[str, list[tuple[str, str]]]] = []
    whole = {"statusCode": 200, "headers": {}, "multiValueHeaders": {}, "body": ""} | answer
    body = answer_wsgi(whole, lambda status, headers: heard.append((status, headers)))
    ((status, headers),) = heard
    return status, dict(headers), b"".join(body)


@pytest.mark.parametrize(
    ("answer", "status", "length", "body"),
    [
        ({"body": "é"}, "200 OK", "2", "é".encode()),
        ({"body": "AP8=", "isBase64Encoded": True}, "200 OK", "2", b"\x00\xff"),
        ({"statusCode": 204}, "204 No Content", None, b""),
        ({"statusCode": 302}, "302 Found", "0", b""),
        ({"statusCode": 304}, "304 Not Modified", None, b""),
        ({"statusCode": 410, "body": "x"}, "410 Gone", "1", b"x"),
        ({"statusCode": 299}, "299 Status", "0", b""),
        ({"headers": {"Content-Length": "512"}}, "200 OK", "512", b""),
    ],
)
def test_an_answer_is_sent_with_its_length(
    answer: dict[str, Any], status: str, length: str | None, body: bytes
) -> None:
    said, headers, raw = sent(**answer)
    assert (said, headers.get("Content-Length"), raw) == (status, length, body)


def test_every_header_is_sent() -> None:
    several: list[tuple[str, str]] = []
    answer = {
        "statusCode": 200, "body": "",
        "headers": {"ETag": '"x"'}, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
    }  # fmt: skip
    answer_wsgi(answer, lambda status, headers: several.extend(headers))
    assert several == [
        ("ETag", '"x"'), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "0"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/robots.txt", "/static/style.css", "/favicon.ico"])
def test_head_and_not_modified_have_the_headers_of_get(path: str) -> None:
    def call(method: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
        asked = environ(path, method, headers={n.replace("_", "-"): v for n, v in headers.items()})
        return sent(**app(event_from_wsgi(asked, ROUTES), None))

    status, headers, body = call("GET")
    assert int(headers["Content-Length"]) == len(body) > 0
    assert call("HEAD") == (status, headers, b"")
    for method in ("GET", "HEAD"):
        status, again, nothing = call(method, If_None_Match=headers["ETag"])
        assert (status, nothing) == ("304 Not Modified", b"")
        assert again == {n: v for n, v in headers.items() if n != "Content-Length"}
