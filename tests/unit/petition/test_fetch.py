"""What is asked of a platform, of whom, and when it may be asked again."""

from __future__ import annotations

import gzip
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.fetch import Fetcher, FetchFailed, retry_after
from chalicelib.petition.model import Validators
from tests.unit.petition.net import (
    CONTACT,
    HOST,
    HOSTS,
    NOBODY,
    NOW,
    OTHER,
    PUBLIC,
    URL,
    Net,
    asking,
    refused,
)
from tests.unit.petition.platform import Asked, Platform, Trust, always, answer, head

# What is asked


def test_a_page_is_asked_over_tls_by_somebody_who_says_who_it_is(trust: Trust) -> None:
    page = answer(200, b"<p>194 921</p>", "Content-Type: text/html", 'ETag: W/"1"')
    with Platform(always(page), trust.server) as platform:
        net = Net(platform.port)
        got = net.fetcher(trust.client)(asking())
    assert (got.status, got.body, got.url) == (200, b"<p>194 921</p>", URL)
    assert got.headers == {"content-length": "14", "content-type": "text/html", "etag": 'W/"1"'}
    assert platform.asked == [
        Asked(
            "GET",
            "/initiatives/i-1?page=2",
            {
                "host": HOST,
                "user-agent": f"Porte-voix (+{CONTACT})",
                "accept": "text/html",
                "accept-encoding": "gzip",
                "connection": "close",
            },
            b"",
        )
    ]
    assert net.dialled == [(PUBLIC, 443)]


def test_a_question_in_json_is_posted(trust: Trust) -> None:
    with Platform(always(answer(200, b"{}")), trust.server) as platform:
        Net(platform.port).fetcher(trust.client)(asking(body=b'{"query":"q"}'))
    [asked] = platform.asked
    assert (asked.method, asked.body) == ("POST", b'{"query":"q"}')
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["content-length"] == "13"


def test_what_did_not_change_is_not_sent_again() -> None:
    validators = Validators('"abc"', "Mon, 02 Mar 2026 11:00:00 GMT")
    # No body comes with a 304, whatever its headers announce.
    unchanged = head(304, 'ETag: "abc"', "Content-Encoding: gzip", "Transfer-Encoding: chunked")
    with Platform(always(unchanged)) as platform:
        got = Fetcher(HOSTS, CONTACT, platform.local)(asking(validators=validators))
    assert (got.status, got.body, got.headers["etag"]) == (304, b"", '"abc"')
    assert platform.asked[0].headers["if-none-match"] == '"abc"'
    assert platform.asked[0].headers["if-modified-since"] == "Mon, 02 Mar 2026 11:00:00 GMT"


def test_a_kept_validator_cannot_add_a_header() -> None:
    with Platform(always(answer())) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local)
        request = asking(validators=Validators('"a"\r\nX-Evil: 1'))
        assert refused(fetcher, request) == "If-None-Match would hold what no header may"
    assert platform.asked == []


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_an_answer_of_any_status_is_an_answer(status: int) -> None:
    with Platform(always(answer(status, b"no", "Retry-After: 120"))) as platform:
        got = Fetcher(HOSTS, CONTACT, platform.local)(asking())
    assert (got.status, got.body, got.headers["retry-after"]) == (status, b"no", "120")


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/",
        f"https://{HOST}:8443/",
        f"https://{HOST}./",
        f"https://user@{HOST}/",
        f"https://user:word@{HOST}/",
        f"https://{HOST}\\@evil.example/",
        f"https://{HOST}/a b",
        f"https://{HOST}/a\r\nX-Evil: 1",
        f"https://{HOST}/é",
        "https://127.0.0.1/",
        "https://0x7f.0.0.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::1/",
        "https://localhost/",
        "https:///",
        "ftp://petitions.example/",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_is_not_plain_https_is_not_asked(url: str) -> None:
    net = Net(0)
    with pytest.raises(FetchFailed, match="could not be read: it must start with https://, a host"):
        net.fetcher(NOBODY)(asking(url))
    assert (net.looked_up, net.dialled) == ([], [])


@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", f"www.{HOST}"])
def test_a_host_that_is_not_of_the_configuration_is_not_asked(host: str) -> None:
    net = Net(0)
    with pytest.raises(FetchFailed) as failure:
        net.fetcher(NOBODY)(asking(f"https://{host}/"))
    assert str(failure.value) == (
        f"{host} could not be read: it is not a host that may be asked (these are: {OTHER}, {HOST})"
    )
    assert (net.looked_up, net.dialled) == ([], [])


def test_a_host_is_known_in_capitals_and_with_the_usual_port(trust: Trust) -> None:
    with Platform(always(answer()), trust.server) as platform:
        net = Net(platform.port)
        net.fetcher(trust.client)(asking(f"https://{HOST.upper()}:443"))
    assert platform.asked[0].headers["host"] == HOST
    assert platform.asked[0].target == "/"
    assert net.looked_up == [HOST]


@pytest.mark.parametrize(
    "host", ["", "a", "Petitions.example", "petitions.example.", "127.0.0.1", "::1", "a.example:1"]
)
def test_a_host_that_could_never_match_is_refused_at_the_start(host: str) -> None:
    with pytest.raises(ValueError, match=r"is not the name of a host, in lower case"):
        Fetcher(frozenset({host}), CONTACT)


@pytest.mark.parametrize("contact", ["", "two words", "a\r\nX: 1", "a)b", "é"])
def test_a_contact_that_cannot_be_sent_is_refused_at_the_start(contact: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a User-Agent"):
        Fetcher(HOSTS, contact)


# A source on this machine


def test_a_source_on_this_machine_stands_for_every_host() -> None:
    with Platform(always(answer(200, b"here"))) as platform:
        net = Net(0)
        fetcher = Fetcher(HOSTS, CONTACT, platform.local, resolve=net.resolve)
        assert fetcher(asking()).body == b"here"
        assert fetcher(asking(f"https://{OTHER}/")).url == f"https://{OTHER}/"
    assert [asked.headers["host"] for asked in platform.asked] == [HOST, OTHER]
    assert net.looked_up == []


@pytest.mark.parametrize(
    "local",
    [
        "10.0.0.1:80",
        "93.184.216.34:80",
        "0.0.0.0:80",
        "localhost:80",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:80/path",
        "a@127.0.0.1:80",
        "http://127.0.0.1:80",
        ":80",
    ],
)
def test_a_source_on_another_machine_is_no_local_one(local: str) -> None:
    with pytest.raises(
        ValueError, match=r"is not a loopback address and port, as 127\.0\.0\.1:8123"
    ):
        Fetcher(HOSTS, CONTACT, local)


def test_a_local_source_may_be_at_the_other_loopback_address() -> None:
    dialled = []

    def dial(address: str, port: int, _: float) -> socket.socket:
        dialled.append((address, port))
        raise ConnectionRefusedError(111, "Connection refused")

    fetcher = Fetcher(HOSTS, CONTACT, "[::1]:8123", dial=dial)
    assert refused(fetcher) == "the connection failed: Connection refused"
    assert dialled == [("::1", 8123)]


# Retry-After


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Mon, 02 Mar 2026 12:05:00 GMT", 300.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("120, 60", None),
        ("٣", None),
        ("Mon, 32 Mar 2026 12:05:00 GMT", None),
    ],
)
def test_when_to_come_back_is_a_number_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == seconds


def test_without_the_header_nothing_is_asked() -> None:
    assert retry_after({}, NOW) is None


@given(st.text())
def test_when_to_come_back_is_never_in_the_past(text: str) -> None:
    assert (retry_after({"retry-after": text}, NOW) or 0.0) >= 0.0


@pytest.mark.parametrize(
    ("status", "text", "seconds"),
    [
        (429, "120", 120.0),
        (503, "Mon, 02 Mar 2026 12:05:00 GMT", 300.0),
        (500, "120", None),
        (503, "soon", None),
    ],
)
def test_a_failure_keeps_when_to_come_back(status: int, text: str, seconds: float | None) -> None:
    broken = head(status, f"Retry-After: {text}", "Content-Length: 9") + b"short"
    with Platform(always(broken)) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local, now=lambda: NOW)
        with pytest.raises(FetchFailed, match="its answer ends early") as failure:
            fetcher(asking())
    assert failure.value.retry_after == seconds
    assert (failure.value.status, failure.value.code) == (502, "fetch_failed")


def test_a_gzip_answer_goes_through_tls_too(trust: Trust) -> None:
    page = answer(200, gzip.compress(b"194 921"), "Content-Encoding: gzip")
    with Platform(always(page), trust.server) as platform:
        assert Net(platform.port).fetcher(trust.client)(asking()).body == b"194 921"
