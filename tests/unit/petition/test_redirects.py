"""Which redirects of a platform are followed, and how far."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from chalicelib.petition.fetch import Fetcher
from tests.unit.petition.net import CONTACT, HOST, HOSTS, OTHER, URL, Net, asking, refused
from tests.unit.petition.platform import Asked, Platform, Trust, always, answer


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
