"""Asking platforms: whom, how, and what is made of the answers of good and of bad ones."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.fetch import Fetcher, FetchFailed, Limits, retry_after
from chalicelib.petition.model import Request, Validators
from tests.unit.petition.platform import Asked, Platform, Trust, always, answer, head, self_made

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


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return self_made(tmp_path_factory.mktemp("tls"), HOST, OTHER)


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


# Addresses and certificates


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


# Redirects


def to(location: str, status: int = 302) -> bytes:
    return answer(status, b"moved", f"Location: {location}")


def by_target(**answers: bytes) -> Callable[[Asked], Iterable[bytes]]:
    """Answers by the last part of what is asked."""
    return lambda asked: [answers[asked.target.rpartition("/")[2]]]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location", ["/b", "b", f"//{HOST}/b", f"https://{HOST}/b", f"https://{HOST}:443/b"]
)
def test_a_redirect_on_the_same_host_is_followed(status: int, location: str) -> None:
    script = by_target(a=to(location, status), b=answer(200, b"b"))
    with Platform(script) as platform:
        got = Fetcher(HOSTS, CONTACT, platform.local)(asking(f"https://{HOST}/a"))
    assert (got.status, got.body) == (200, b"b")
    assert got.url.replace(":443", "") == f"https://{HOST}/b"


def test_a_redirect_to_a_host_of_the_source_is_followed(trust: Trust) -> None:
    script = by_target(a=to(f"https://{OTHER}/b"), b=to(f"https://{HOST}/c"), c=answer(200, b"c"))
    with Platform(script, trust.server) as platform:
        net = Net(platform.port)
        request = asking(f"https://{HOST}/a", hosts=frozenset({OTHER}))
        got = net.fetcher(trust.client)(request)
    assert (got.url, got.body) == (f"https://{HOST}/c", b"c")
    assert net.looked_up == [HOST, OTHER, HOST]
    assert [asked.headers["host"] for asked in platform.asked] == [HOST, OTHER, HOST]


@pytest.mark.parametrize(
    ("location", "hosts"),
    [
        ("https://169.254.169.254/latest/meta-data/", []),
        ("http://169.254.169.254/latest/meta-data/", ["169.254.169.254"]),
        (f"http://{HOST}/b", []),
        (f"https://{HOST}:8443/b", []),
        (f"https://user@{HOST}/b", []),
        (f"https://{OTHER}/b", []),
        ("https://unknown.example/b", ["unknown.example"]),
        ("//unknown.example/b", []),
        (f"https://{HOST}\\.evil.example/", []),
        ("https://[::1", []),
        ("file:///etc/passwd", []),
        ("/with a space", []),
        ("/caf\xe9", []),
        (f"https://{HOST}/b\r\nLocation: https://{HOST}/c", []),
    ],
)
def test_a_redirect_elsewhere_is_the_answer(location: str, hosts: list[str]) -> None:
    with Platform(always(to(location))) as platform:
        got = Fetcher(HOSTS, CONTACT, platform.local)(asking(hosts=frozenset(hosts)))
    assert (got.status, got.body, got.url) == (302, b"moved", URL)
    assert got.headers["location"] == location.replace("\r\nLocation:", ",")
    assert len(platform.asked) == 1


def test_a_redirect_without_a_place_is_the_answer() -> None:
    with Platform(always(answer(302))) as platform:
        assert Fetcher(HOSTS, CONTACT, platform.local)(asking()).status == 302


def test_three_redirects_are_followed_and_no_more() -> None:
    script = by_target(a=to("b"), b=to("c"), c=to("d"), d=to("e"), e=answer(200, b"e"))
    with Platform(script) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local)
        assert fetcher(asking(f"https://{HOST}/b")).body == b"e"
        why = refused(fetcher, asking(f"https://{HOST}/a"))
    assert why == "it redirects more than 3 times"
    assert len(platform.asked) == 4 + 4


@pytest.mark.parametrize(
    ("status", "then"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_question_is_asked_again_where_the_redirect_says_so(status: int, then: str) -> None:
    with Platform(by_target(a=to("b", status), b=answer())) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local)
        fetcher(asking(f"https://{HOST}/a", body=b"{}"))
    last = platform.asked[-1]
    assert (last.method, last.body) == (then, b"{}" if then == "POST" else b"")


def test_redirects_share_the_time_of_one_request() -> None:
    seconds = 0.0

    def slowly(_: Asked) -> Iterable[bytes]:
        nonlocal seconds
        seconds += 4.0
        return [to("/again")]

    with Platform(slowly) as platform:
        fetcher = Fetcher(HOSTS, CONTACT, platform.local, monotonic=lambda: seconds)
        assert refused(fetcher) == "no whole answer came within 10 s"
    assert len(platform.asked) == 3


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
