"""The way into the API: what is read of a request, how often, by whom, and from which pages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.access.limits import OF_A_TOKEN, OF_AN_ADDRESS
from chalicelib.access.model import Place
from chalicelib.errors import StoreUnavailable
from chalicelib.web.addresses import API
from tests.unit.web.door import LYON, PHONE, Site
from tests.unit.web.test_rules_by_route import named
from tests.unit.web.tool import C, Tool, association, organiser, trail, wrong

A, LINKS = f"{C}/associations", f"{C}/links"
GOOD = b'{"slug": "phare", "name": "Le Phare"}'
FIELDS = st.sampled_from(
    "slug name contact website department association group channel channels aliases closed label"
    " scope days petition_url reason dry_run".split()
) | st.text(max_size=5)
PUBLIC = ["", "/leaderboard", "/days", "/signatures"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the body is no JSON: Expecting value, line 1, column 1"),
        (b"{", "the body is no JSON: Expecting property name"),
        (b'{"slug": "a"} x', "the body is no JSON: Extra data, line 1, column 15"),
        (b"\xef\xbb\xbf{}", "the body is no JSON"),
        (b"\xff", "the body is not UTF-8"),
        (b"[]", "the body must be a JSON object, such as {}"),
        (b"null", "the body must be a JSON object, such as {}"),
        (b'{"slug": "a", "slug": "b"}', "the body names 'slug' twice in one object"),
        (b'{"a": {"b\\ud800": 1, "b\\ud800": 2}}', "names 'b\\ud800' twice"),
        (b'{"slug": NaN}', "the body holds NaN, which is no number in JSON"),
        (b'{"slug": -Infinity}', "the body holds -Infinity, which is no number in JSON"),
        (b'{"slug": ' + b"9" * 5000 + b"}", "the body holds a number that is too long"),
        (b'{"slug": ' + b"[" * 60_000 + b"}", "nests its lists and objects too deep"),
        (b'{"\\ud800": 1}', "the name of a field holds half of a surrogate pair"),
    ],
)
def test_what_is_no_json_that_can_be_used_is_refused_in_one_line(
    site: Site, body: bytes, message: str
) -> None:
    answer = organiser(site).send_raw("POST", A, body)
    assert (answer.status, answer.json["error"]["code"]) == (400, "bad_input"), answer.text
    assert message in answer.json["error"]["message"]
    assert "\n" not in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (b'{"slug": "phare", "name": "\\ud83d"}', "name"),
        (b'{"slug": ["\\ude00x"], "name": "x"}', "slug"),
        (b'{"slug": {"x": [{"\\udfff": 1}]}, "name": "x"}', "slug"),
    ],
)
def test_half_a_surrogate_pair_is_refused_where_it_is(site: Site, value: bytes, field: str) -> None:
    assert "surrogate" in wrong(organiser(site).send_raw("POST", A, value))[field]


def test_a_whole_surrogate_pair_is_a_character(site: Site) -> None:
    sent = b'{"slug": "phare", "name": "Phare \\ud83d\\ude00"}'
    assert organiser(site).send_raw("POST", A, sent).json["name"] == "Phare 😀"


@pytest.mark.parametrize("deep", [100, 900, 5_000])
def test_depth_is_never_a_fault_of_ours(site: Site, deep: int) -> None:
    sent = b'{"slug": ' + b"[" * deep + b"]" * deep + b"}"
    assert organiser(site).send_raw("POST", A, sent).status == 400
    assert site.events == []


SENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(FIELDS, inside, max_size=4),
    max_leaves=6,
)
CHANGING = [
    (method, named(path))
    for path, views in API.items()
    for method in views
    if method in ("POST", "PATCH") and not path.endswith("/import")
]


@pytest.mark.parametrize(("method", "target"), CHANGING)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(FIELDS, SENT, max_size=6))
def test_no_json_is_a_fault_of_ours(
    site: Site, method: str, target: str, value: dict[str, object]
) -> None:
    answer = organiser(site).send(method, target, value)
    assert answer.status in (200, 201, 400, 404, 409), answer.text
    assert site.log == []


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=x"]
)
def test_what_is_not_sent_as_json_is_refused(site: Site, kind: str) -> None:
    answer = organiser(site).send_raw("POST", A, GOOD, content_type=kind)
    assert (answer.status, answer.json["error"]["code"]) == (415, "wrong_type")


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "Application/JSON"])
def test_json_may_say_that_it_is_utf_8(site: Site, kind: str) -> None:
    assert organiser(site).send_raw("POST", A, GOOD, content_type=kind).status == 201


def test_a_body_that_is_too_large_is_told_the_limit(site: Site) -> None:
    answer = organiser(site).send("POST", A, {"slug": "phare", "name": "x" * 65_536})
    assert (answer.status, answer.json["error"]["code"]) == (413, "too_large")
    assert "at most 65536 are read" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "query",
    ["token=pvx_abc", "access_token=x", "api_key=x", "limit=1&token=", "q=pvx_0123", "cursor=pvx_"],
)
def test_a_token_in_an_address_is_refused_and_nothing_of_it_is_logged(
    site: Site, query: str
) -> None:
    for target in (f"{C}/leaderboard", LINKS, f"/v1/links/{LYON}"):
        answer = organiser(site).ask(f"{target}?{query}")
        assert (answer.status, answer.json["error"]["code"]) == (400, "bad_input")
        assert "a token never goes into an address" in answer.json["error"]["message"]
    assert site.log == []


def test_a_token_that_works_no_more_opens_nothing_public_or_not(site: Site) -> None:
    tool = organiser(site)
    (token,) = site.house.tokens.list("enfants")
    assert tool.ask(LINKS).status == 200
    site.house.tokens.revoke(Place("enfants"), token.id)
    for target in (LINKS, f"{C}/leaderboard"):
        answer = tool.ask(target)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_session_cookie_opens_nothing_here(site: Site) -> None:
    _, cookie = site.house.sessions.start("ada@exemple.fr", site.clock())
    answer = site.ask(LINKS, headers={"Cookie": f"__Host-session={cookie}"})
    assert answer.status == 401


def test_an_address_may_ask_so_often_and_is_told(site: Site) -> None:
    answers = [site.ask(f"{C}/leaderboard") for _ in range(OF_AN_ADDRESS.quota + 1)]
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=600;w=60'
    assert answers[0].headers["RateLimit"] == '"address";r=599;t=60'
    assert {answer.status for answer in answers[:-1]} == {200}
    refused = answers[-1]
    assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
    assert refused.json["error"]["code"] == "too_many_requests"
    assert "600 requests in 60 seconds" in refused.json["error"]["message"]
    assert site.ask(f"{C}/leaderboard", address="198.51.100.9").status == 200
    assert site.ask(f"/{LYON}").said == "counted"
    assert site.ask("/c/enfants/count.json").status == 200
    site.clock.now += timedelta(seconds=60)
    assert site.ask(f"{C}/leaderboard").status == 200


def test_a_token_may_be_used_so_often_wherever_it_comes_from(site: Site) -> None:
    tool, other = organiser(site), association(site)
    for number in range(OF_A_TOKEN.quota):
        answer = tool.ask(f"{C}/audit", address=f"198.51.100.{number % 200}")
        assert answer.status == 200
    assert answer.headers["RateLimit-Policy"] == '"address";q=600;w=60, "token";q=300;w=60'
    assert answer.headers["RateLimit"].endswith(', "token";r=0;t=60')
    refused = tool.ask(f"{C}/audit", address="203.0.113.1")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "60")
    assert other.ask(f"{C}/audit").status == 200


def test_who_guesses_tokens_is_stopped_as_an_address(site: Site) -> None:
    guesses = [
        site.ask(LINKS, headers={"Authorization": f"Bearer pvx_{number:040x}"}).status
        for number in range(OF_AN_ADDRESS.quota + 2)
    ]
    assert set(guesses[:-2]) == {401}
    assert guesses[-2:] == [429, 429]


def test_redirects_are_never_refused_for_asking_often(site: Site) -> None:
    for _ in range(OF_AN_ADDRESS.quota + 5):
        answer = site.ask(f"/{LYON}", agent=PHONE)
        assert answer.status == 302
        assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("part", PUBLIC)
def test_scripts_of_other_sites_may_read_what_is_public(site: Site, part: str) -> None:
    origin = {"Origin": "https://ami.exemple.fr"}
    asked = site.ask(
        f"{C}{part}", "OPTIONS", headers=origin | {"Access-Control-Request-Method": "GET"}
    )
    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" not in asked.headers["Access-Control-Allow-Headers"]
    for target in (f"{C}{part}", f"/v1/campaigns/nope{part}"):
        answer = site.ask(target, headers=origin)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    answer = organiser(site).ask(f"{C}{part}")
    # With a token too: what is public is public; counts may be kept by caches between.
    assert answer.headers.get("Access-Control-Allow-Origin", "*") == "*"


def test_what_is_public_is_as_listed() -> None:
    public = {path for path, views in API.items() if "OPTIONS" in views}
    assert {named(path) for path in public} == {f"{C}{part}" for part in PUBLIC}


@pytest.mark.parametrize("path", [path for path, views in API.items() if "OPTIONS" not in views])
def test_scripts_of_other_sites_read_nothing_that_is_not(site: Site, path: str) -> None:
    origin = {"Origin": "https://ami.exemple.fr"}
    assert site.ask(named(path), "OPTIONS", headers=origin).status == 405
    for tool in (Tool(site), organiser(site)):
        for method in API[path]:
            answer = tool.ask(named(path), method, headers=origin)
            assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_a_store_that_does_not_answer_is_said_so(site: Site) -> None:
    tool = organiser(site)

    def fail(*_: object) -> None:
        raise StoreUnavailable("/srv/secret.sqlite3")

    site.store.before["save"] = fail
    answer = tool.send("POST", A, {"slug": "phare", "name": "Phare"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "secret" not in answer.text
    assert trail(site) == []


@pytest.mark.parametrize("cursor", ["x", "W10", "e30", "WzFd", "%00", "bnVsbA", "W" * 5000, "é"])
def test_a_cursor_of_nobodys_is_refused_or_shows_a_page(site: Site, cursor: str) -> None:
    tool = organiser(site)
    for target in (LINKS, A, f"{C}/tokens", f"{C}/audit", "/v1/campaigns", f"{A}/essor/groups"):
        answer = tool.ask(f"{target}?cursor={cursor}")
        assert answer.status in (200, 400), (target, answer.text)
        if answer.status == 400:
            assert "cursor" in answer.json["error"]["message"]
    assert site.log == []


@pytest.mark.parametrize("limit", ["0", "201", "x", "-1"])
def test_pages_have_1_to_200_rows(site: Site, limit: str) -> None:
    tool = organiser(site)
    for target in (LINKS, A, f"{C}/tokens", f"{C}/audit", "/v1/campaigns", f"{A}/essor/groups"):
        answer = tool.ask(f"{target}?limit={limit}")
        assert (answer.status, answer.json["error"]["code"]) == (400, "bad_input")
        assert "limit must be from 1 to 200" in answer.json["error"]["message"]


def test_answers_are_json_that_says_how_it_is_read(site: Site) -> None:
    answer = organiser(site).ask(LINKS)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.body) == answer.json
