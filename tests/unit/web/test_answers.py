"""What every answer has, whichever door it leaves by."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import app
from chalicelib.local.events import event_from_wsgi
from chalicelib.web.addresses import API, FORMS, PAGES, SPACE
from chalicelib.web.answers import READ, SECURITY_HEADERS
from tests.unit.web.door import (
    ADDRESS,
    CLOSED,
    JSON,
    LYON,
    PETITION,
    PHONE,
    ROUTES,
    Site,
    environ,
    read,
)

Before = Callable[[Site], object]
ANY_TAG = {"If-None-Match": "*"}


def nothing(site: Site) -> None:
    """All is well."""


def broken(site: Site) -> None:
    site.store.before["link"] = lambda *args: 1 / 0


def down(site: Site) -> None:
    site.store.fail()


def closed(site: Site) -> None:
    site.apply(CLOSED)


ANSWERS: list[tuple[int, str, str, dict[str, str], Before]] = [
    (302, "GET", f"/{LYON}", {}, nothing),
    (302, "GET", f"/Q/{LYON}", {}, down),
    (200, "GET", f"/{LYON}+", {}, nothing),
    (200, "GET", f"/{LYON}", {"User-Agent": "Slackbot 1.0"}, nothing),
    (410, "GET", f"/{LYON}", {}, closed),
    (404, "GET", "/ZZZZZZZ", {}, nothing),
    (404, "GET", "/ZZZZZZZ", JSON, nothing),
    (302, "GET", f"/{LYON}", {}, broken),
    (500, "GET", f"/{LYON}/qr.svg", {}, broken),
    (404, "GET", "/no/such/page/here", {}, nothing),
    (404, "GET", "/no/such/page/here", JSON, nothing),
    (405, "POST", f"/{LYON}", {}, nothing),
    (405, "DELETE", "/health", JSON, nothing),
    (200, "GET", "/", {}, nothing),
    (200, "GET", "/c/enfants", {}, nothing),
    (404, "GET", "/c/autres", {}, nothing),
    (200, "GET", "/c/enfants/signatures", {}, nothing),
    (200, "GET", "/c/enfants/count.json", {}, nothing),
    (200, "GET", "/c/enfants/count.svg", {}, nothing),
    (200, "GET", "/c/enfants/embed", {}, nothing),
    (304, "GET", "/c/enfants/embed", ANY_TAG, nothing),
    (503, "GET", "/c/enfants/count.json", {}, down),
    (200, "GET", "/v1/campaigns/enfants/signatures", {}, nothing),
    (200, "GET", "/v1/campaigns/enfants/days", {}, nothing),
    (200, "GET", "/c/enfants/card.png", {}, nothing),
    (304, "GET", "/c/enfants/card.png", ANY_TAG, nothing),
    (404, "GET", "/c/autres/card.png", {}, nothing),
    (503, "GET", "/c/enfants", {}, down),
    (200, "GET", "/c/enfants/leaderboard", {}, nothing),
    (303, "GET", "/space", {}, nothing),
    (200, "GET", "/space/sign-in", {}, nothing),
    (200, "GET", "/space/enter/ab", {}, nothing),
    (200, "GET", "/space/invitation", {}, nothing),
    (415, "POST", "/space/sign-out", {}, nothing),
    (403, "POST", "/space/sign-out-everywhere", {"Sec-Fetch-Site": "cross-site"}, nothing),
    (503, "GET", "/space/sign-in", {}, down),
    (400, "GET", "/c/enfants/leaderboard?level=x", {}, nothing),
    (200, "GET", "/v1/campaigns/enfants/leaderboard", {}, nothing),
    (400, "GET", "/v1/campaigns/enfants/leaderboard?limit=0", {}, nothing),
    (401, "GET", f"/v1/links/{LYON}", {}, nothing),
    (401, "GET", "/v1/campaigns/enfants/fairness", {}, nothing),
    (503, "GET", "/v1/campaigns/enfants/leaderboard", {}, down),
    (200, "GET", f"/{LYON}/qr.svg", {}, nothing),
    (200, "GET", f"/{LYON}/qr.png", {}, nothing),
    (200, "GET", f"/{LYON}/qr.pdf", {}, nothing),
    (200, "GET", f"/{LYON}/kit/cards.pdf", {}, nothing),
    (304, "GET", f"/{LYON}/kit/cards.pdf", ANY_TAG, nothing),
    (404, "GET", f"/{LYON}/kit/cards.png", {}, nothing),
    (401, "GET", "/v1/campaigns/enfants/kit", {}, nothing),
    (401, "GET", "/v1/campaigns/enfants/kit/essor", {}, nothing),
    (200, "GET", f"/{LYON}/kit/square.png", {}, nothing),
    (304, "GET", f"/{LYON}/qr.svg", ANY_TAG, nothing),
    (304, "GET", f"/{LYON}/qr.png", ANY_TAG, nothing),
    (400, "GET", f"/{LYON}/qr.png?size=1", {}, nothing),
    (404, "GET", "/ZZZZZZZ/qr.png", {}, nothing),
    (200, "GET", "/static/style.css", {}, nothing),
    (304, "GET", "/static/style.css", ANY_TAG, nothing),
    (200, "GET", "/static/app.js", {}, nothing),
    (404, "GET", "/static/nothing.css", {}, nothing),
    (200, "GET", "/favicon.ico", {}, nothing),
    (200, "GET", "/robots.txt", {}, nothing),
    (200, "GET", "/openapi.json", {}, nothing),
    (304, "GET", "/openapi.json", ANY_TAG, nothing),
    (200, "GET", "/docs", {}, nothing),
    (200, "GET", "/legal", {}, nothing),
    (200, "GET", "/offline", {}, nothing),
    (200, "GET", "/sw.js", {}, nothing),
    (200, "GET", "/health", {}, nothing),
    (503, "GET", "/health", JSON, down),
]


@pytest.mark.parametrize("method", ["as it is", "HEAD"])
@pytest.mark.parametrize(("status", "usual", "target", "headers", "before"), ANSWERS)
def test_every_answer_has_the_security_headers_and_says_how_long_it_keeps(
    site: Site,
    status: int,
    usual: str,
    target: str,
    headers: dict[str, str],
    before: Before,
    method: str,
) -> None:
    before(site)
    full = site.ask(target, usual, headers=headers)
    assert full.status == status
    answer = full
    if method == "HEAD":
        answer = site.ask(target, "HEAD", headers=headers)
        assert answer.body == b""
        if usual == "GET":
            length = answer.headers.get("Content-Length")
            assert (answer.status, length) == (
                status,
                str(len(full.body)) if status != 304 else None,
            )
    media, _, parameter = full.headers.get("Content-Type", "").partition("; ")
    if full.body and (media.startswith("text/") or media.endswith("xml")):
        assert parameter == "charset=utf-8"
    # A badge has its style in it, and a frame stands in other sites' pages: `test_counts`.
    own = {"Content-Security-Policy", "X-Frame-Options"} if "/count.svg" in target else set()
    own |= {"Content-Security-Policy", "X-Frame-Options"} if "/embed" in target else set()
    expected = {name: value for name, value in SECURITY_HEADERS.items() if name not in own}
    assert expected.items() <= answer.headers.items()
    shared = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
    worker = "public, max-age=0"  # asked for anew each time, and told that it has not changed
    kept = ("no-store", worker, "public, max-age=3600", "public, max-age=86400", shared)
    assert answer.headers["Cache-Control"] in kept[: 1 if status >= 400 else 5]


def test_the_table_above_knows_every_address_that_test_rules_by_route_does_not() -> None:
    found = {ROUTES.match(target.partition("?")[0])[0] for _, _, target, _, _ in ANSWERS}
    # What is behind the space's door, `test_space` goes through.
    assert set(app.routes) - set(API) - set(SPACE) - found == {"/q/{code}"}


METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, one) for path in sorted(app.routes) for one in METHODS if one not in app.routes[path]],
)
def test_a_method_that_an_address_does_not_have_is_refused_with_those_it_has(
    site: Site, path: str, method: str
) -> None:
    answer = site.ask(path.replace("{code}", LYON), method, headers=JSON, request_id="r-2")
    allowed = ", ".join(sorted(app.routes[path]))
    assert (answer.status, answer.headers["Allow"]) == (405, allowed)
    assert answer.json["error"] == {
        "code": "method_not_allowed",
        "message": f"this address answers {allowed}",
        "request_id": "r-2",
    }
    assert site.figures(LYON) == (0, 0, {})


@pytest.mark.parametrize(
    ("target", "accept", "as_json"),
    [
        ("/a/b/c", None, False),
        ("/a/b/c", "text/html", False),
        ("/a/b/c", "text/html,application/json;q=0.9", False),
        ("/a/b/c", "*/*", False),
        ("/a/b/c", "application/json", True),
        ("/a/b/c", "application/problem+json, */*;q=0.1", True),
        ("/v1/nothing", None, True),
        ("/v1/nothing", "text/html", True),
    ],
)
def test_an_unknown_path_is_a_page_for_people_and_json_for_tools(
    site: Site, target: str, accept: str | None, as_json: bool
) -> None:
    answer = site.ask(target, headers={"Accept": accept} if accept else {}, request_id="r-3")
    assert answer.status == 404
    if as_json:
        message = "no page lives at this address"
        assert answer.json["error"] == {
            "code": "unknown_path", "message": message, "request_id": "r-3",
        }  # fmt: skip
    else:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert '<a class="button" href="/">' in answer.text


def test_pages_of_errors_speak_the_language_that_is_asked_for(site: Site) -> None:
    french = "Rien à cette adresse"
    assert french in site.ask("/a/b", headers={"Accept-Language": "de,*"}).text
    assert french in site.ask("/a/b?lang=fr", headers={"Accept-Language": "en-GB"}).text
    for english in (
        site.ask("/a/b", headers={"Accept-Language": "en-GB,fr"}),
        site.ask("/a/b", headers={"Accept-Language": "de,fr;q=0.5,en;q=0.8"}),
        site.ask("/a/b?lang=en"),
    ):
        assert "Nothing at this address" in english.text


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_nobody_foresaw_is_told_as_json_and_logged_without_the_visitor(
    site: Site, accept: str
) -> None:
    def fail(key: str, budget: object) -> None:
        raise ZeroDivisionError(f"{key} asked for by {ADDRESS}")

    site.store.before["link"] = fail
    headers = {"Accept": accept}
    answer = site.ask("/essor-lyon/qr.svg?who=me", headers=headers, request_id="r-4")
    assert (answer.status, answer.headers["Content-Type"]) == (500, "application/json")
    assert answer.json["error"] == {
        "code": "internal",
        "message": "something went wrong here; it was logged",
        "request_id": "r-4",
    }
    (event,) = site.events
    assert (event["event"], event["request"]) == ("unexpected_error", "r-4")
    assert (event["route"], event["error"]) == ("/{code}/qr.svg", "ZeroDivisionError")
    assert "in fail" in event["trace"]
    for private in (ADDRESS, "iPhone", "who=me", "ESS0R", "essor"):
        assert private not in site.log[0]


@pytest.mark.parametrize("target", ["/health", "/c/enfants", "/v1/campaigns/enfants/leaderboard"])
def test_what_the_store_said_is_for_the_log_alone(site: Site, target: str) -> None:
    site.store.fail()
    answer = site.ask(target, headers=JSON, request_id="r-5")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json["error"]["code"] == "store_unavailable"
    assert "secret" not in answer.text
    page = site.ask("/c/enfants")
    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert "Un instant" in page.text
    assert "secret" not in page.text
    assert site.events[0]["event"] == "store_unavailable"
    assert site.events[0]["request"] == "r-5"
    assert site.events[0]["reason"] == "/srv/secret.sqlite3: disk I/O error"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_client_says_of_a_body_that_it_does_not_send_stops_nobody(
    site: Site, kind: str
) -> None:
    asked = environ(f"/{LYON}", headers={"User-Agent": PHONE}) | {"CONTENT_TYPE": kind}
    assert read(app(event_from_wsgi(asked, ROUTES), None)).said == "counted"


def test_a_client_that_sends_no_header_comes_as_null(site: Site) -> None:
    event = event_from_wsgi(environ(f"/{LYON}"), ROUTES) | {"headers": None}
    answer = read(app(event, None))
    assert (answer.status, answer.headers["Location"]) == (302, PETITION)
    assert answer.said == "not-counted; reason=robot"


def test_each_thread_answers_its_own_request(site: Site) -> None:
    both_are_inside = threading.Barrier(2, timeout=30)

    class Slow(dict[str, str]):
        """Path variables, which Chalice reads between taking a request and calling its view."""

        def __getitem__(self, name: str) -> str:
            both_are_inside.wait()
            return super().__getitem__(name)

    def ask(request_id: str) -> str:
        event = event_from_wsgi(environ("/ZZZZZZZ", headers=JSON), ROUTES)
        event["pathParameters"] = Slow(event["pathParameters"])
        event["requestContext"]["requestId"] = request_id
        answered: str = read(app(event, None)).json["error"]["request_id"]
        return answered

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, ("r-6", "r-7"))) == ["r-6", "r-7"]


def test_every_address_answers_get_and_head() -> None:
    read = {path: set(views) & set(READ) for path, views in app.routes.items()}
    sent = {path for path in read if "POST" in app.routes[path]}
    # What is only sent somewhere is read nowhere.
    assert {path for path in read if read[path] != set(READ)} <= sent
    only_sent = {path for path, views in SPACE.items() if "GET" not in views}
    pages = set(app.routes) - set(API) - set(FORMS) - only_sent
    assert all(read[path] == set(READ) for path in pages | set(PAGES))
