"""What outside tools read: shapes that stay, messages that say the way out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.model import Place
from tests.unit.web.door import BASE, ESSOR, JSON, LYON, OTHER, PETITION, PRIVATE, RIVE, Site

BOARD = "/v1/campaigns/enfants/leaderboard"
NO_TOKEN = "a valid token is needed: Authorization: Bearer pvx_…"


@pytest.fixture
def visited(site: Site) -> Site:
    """Four visits: 3 of Essor (two of them of Lyon, one a scan), 1 of Rive."""
    site.visit(ESSOR, 1)
    site.visit(LYON, 2, scans=1)
    site.visit(RIVE, 1, scans=1)
    return site


def row(rank: int, slug: str, name: str, visits: int, scans: int, **more: Any) -> dict[str, Any]:
    shown = {"rank": rank, "slug": slug, "name": name, "visits": visits, "scans": scans}
    none = {"repeat": 0, "preview": 0, "robot": 0, "prefetch": 0, "head": 0}
    return (
        shown | {"share": visits / 4} | more | {"retired": False, "excluded": none, "moved": None}
    )


@pytest.mark.parametrize(
    ("level", "rows"),
    [
        ("association", [row(1, "essor", "Essor", 3, 1), row(2, "rive", "Rive", 1, 1)]),
        ("group", [row(1, "lyon", "Lyon", 2, 1, association="essor")]),
        (
            "link",
            [
                row(1, LYON, "Lyon · poster", 2, 1)
                | {"association": "essor", "group": "lyon", "channel": "poster"},
                row(2, ESSOR, "Essor · poster", 1, 0)
                | {"association": "essor", "group": "", "channel": "poster"},
                row(2, RIVE, "Rive · poster", 1, 1)
                | {"association": "rive", "group": "", "channel": "poster"},
            ],
        ),
    ],
)
def test_a_leaderboard_has_the_fields_of_the_contract(
    visited: Site, level: str, rows: list[dict[str, Any]]
) -> None:
    answer = visited.ask(f"{BOARD}?level={level}", headers=visited.token())
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json == {
        "campaign": "enfants",
        "level": level,
        "period": "all",
        "updated_at": "2026-11-23T11:00:00+00:00",
        "rows": rows,
        "next": None,
        "left_out": [],
    }
    fields = ["campaign", "level", "period", "updated_at", "rows", "next", "left_out"]
    assert list(answer.json) == fields
    first = ["rank", "slug", "name", "visits", "scans", "share"]
    assert all(list(shown)[:6] == first for shown in answer.json["rows"])


def test_without_parameters_it_ranks_associations_by_all_their_visits(visited: Site) -> None:
    plain = visited.ask(BOARD, agent="tool/1.0").json
    spelled = f"{BOARD}?level=association&period=all&limit=50&cursor="
    assert plain == visited.ask(spelled).json


def test_periods_are_days_of_the_campaign(visited: Site) -> None:
    for days, today, week in ((0, 4, 4), (1, 0, 4), (6, 0, 4), (7, 0, 0)):
        visited.clock.now += timedelta(days=days - (visited.clock.now.day - 23))
        found = {
            period: sum(r["visits"] for r in visited.ask(f"{BOARD}?period={period}").json["rows"])
            for period in ("all", "today", "7d")
        }
        assert found == {"all": 4, "today": today, "7d": week}, days


def test_pages_follow_each_other_by_their_cursor(visited: Site) -> None:
    token, shown, cursor = visited.token(), [], ""
    for _ in range(3):
        page = visited.ask(f"{BOARD}?level=link&limit=1&cursor={cursor}", headers=token).json
        shown += [(r["rank"], r["slug"]) for r in page["rows"]]
        cursor = page["next"]
    assert shown == [(1, LYON), (2, ESSOR), (2, RIVE)]
    assert cursor is None


LEVELS = "association, group, link"
LIMITS = "limit must be from 1 to 200, not"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("level=campaign", f"level must be one of {LEVELS}, not 'campaign'"),
        ("level=Group", f"level must be one of {LEVELS}, not 'Group'"),
        ("level=", f"level must be one of {LEVELS}, not ''"),
        ("level=group&level=x", f"level must be one of {LEVELS}, not 'x'"),
        ("period=week", "period must be one of all, today, 7d, not 'week'"),
        ("limit=0", f"{LIMITS} 0"),
        ("limit=201", f"{LIMITS} 201"),
        ("limit=99999999", f"{LIMITS} '99999999'"),
        ("limit=-1", f"{LIMITS} '-1'"),
        ("limit=%C2%B2", f"{LIMITS} '²'"),
        ("limit=", f"{LIMITS} ''"),
        ("limit=ten", f"{LIMITS} 'ten'"),
        ("cursor=x", "cursor is not one that this leaderboard gave; start without it"),
        ("cursor=%00", "cursor is not one that this leaderboard gave; start without it"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(site: Site, query: str, message: str) -> None:
    answer = site.ask(f"{BOARD}?{query}", request_id="r-1")
    assert (answer.status, answer.headers["Cache-Control"]) == (400, "no-store")
    assert answer.json == {"error": {"code": "bad_input", "message": message, "request_id": "r-1"}}


@pytest.mark.parametrize("query", ["limit=1", "limit=200", "limit=007"])
def test_limits_that_do(site: Site, query: str) -> None:
    assert site.ask(f"{BOARD}?{query}").status == 200


@pytest.mark.parametrize(
    "target", ["/v1/campaigns/autres/leaderboard", "/v1/campaigns/%00/leaderboard"]
)
def test_a_campaign_that_there_is_not(site: Site, target: str) -> None:
    answer = site.ask(target)
    assert (answer.status, answer.json["error"]["code"]) == (404, "unknown_campaign")


@pytest.mark.parametrize(
    ("target", "file"),
    [(f"{BOARD}?level=link", None), (BOARD, PRIVATE), (f"/v1/links/{LYON}", None)],
    ids=["links", "private", "link"],
)
def test_what_is_not_public_needs_a_token_of_the_campaign(
    site: Site, target: str, file: str | None
) -> None:
    if file:
        site.apply(file)
    site.apply(OTHER)
    good, other = site.token(), site.token("autres")
    secret = good["Authorization"].removeprefix("Bearer ")
    assert site.ask(target, headers=good).status == 200
    assert site.ask(target, headers={"authorization": f"bearer  {secret} "}).status == 200
    refused = [
        {},
        {"Authorization": secret},
        {"Authorization": f"Basic {secret}"},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {secret}0"},
        {"Authorization": f"Bearer {secret[:-1]}"},
        {"Authorization": "Bearer pvx_é"},
    ]
    for headers in refused:
        answer = site.ask(target, headers=headers)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), headers
        assert answer.json["error"]["code"] == "unauthorized"
        assert answer.json["error"]["message"] == NO_TOKEN
    assert site.ask(target, headers=other).status == 404
    (token,) = site.house.tokens.list("enfants")
    site.house.tokens.revoke(Place("enfants"), token.id)
    assert site.ask(target, headers=good).status == 401


def test_a_link_has_the_fields_of_the_contract(visited: Site) -> None:
    visited.ask(f"/{LYON}", address="198.51.100.0")
    visited.ask(f"/{LYON}", "HEAD")
    visited.ask(f"/{LYON}", agent="curl/8.9.1")
    visited.clock.now += timedelta(days=1)
    visited.visit(LYON, 1, scans=1)
    assert visited.figures(LYON) == (3, 2, {"repeat": 1, "head": 1, "robot": 1})
    answer = visited.ask(f"/v1/links/{LYON}", headers=visited.token())
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    shown = {
        "code": LYON,
        "url": f"{BASE}/{LYON}",
        "qr_url": f"HTTPS://QR.EXEMPLE.FR/Q/{LYON}",
        "association": "essor",
        "group": "lyon",
        "channel": "poster",
        "destination": PETITION,
        "visits": 3,
        "scans": 2,
        "excluded": {"repeat": 1, "preview": 0, "robot": 1, "prefetch": 0, "head": 1},
        "days": [
            {"day": "2026-11-23", "visits": 2, "scans": 1},
            {"day": "2026-11-24", "visits": 1, "scans": 1},
        ],
        "aliases": ["essor-lyon"],
        "closed": False,
        "self": f"{BASE}/v1/links/{LYON}",
    }
    assert answer.json == shown
    assert list(answer.json) == list(shown)


@pytest.mark.parametrize("code", [LYON, "eoflg2h", "essor-lyon", "E0F1G2H.", "E0F1G2H%2B"])
def test_a_link_is_found_as_people_write_it(site: Site, code: str) -> None:
    answer = site.ask(f"/v1/links/{code}", headers=site.token())
    assert answer.json["code"] == LYON
    assert (answer.json["visits"], answer.json["days"]) == (0, [])


def test_a_link_of_an_association_has_no_group(site: Site) -> None:
    assert site.ask(f"/v1/links/{RIVE}", headers=site.token()).json["group"] == ""


def test_a_token_tells_nothing_of_other_campaigns_links(site: Site) -> None:
    site.apply(OTHER)
    theirs = site.house.store.links("autres")[0].code
    mine = site.token()
    there, nowhere = (
        site.ask(f"/v1/links/{code}", headers=mine, request_id="r") for code in (theirs, "ZZZZZZZ")
    )
    assert there.body == nowhere.body
    assert (there.status, there.json["error"]["code"]) == (404, "unknown_link")


def test_a_token_of_an_association_sees_its_own_links_and_no_others(site: Site) -> None:
    _, secret = site.house.tokens.create(Place("enfants", "essor"), "tests", site.clock())
    mine = {"Authorization": f"Bearer {secret}"}
    assert site.ask(f"/v1/links/{LYON}", headers=mine).status == 200
    for target in (f"/v1/links/{RIVE}", f"{BOARD}?level=link", FAIRNESS):
        assert site.ask(target, headers=mine).status == 404


def test_a_token_that_is_over_opens_nothing(site: Site) -> None:
    place = Place("enfants")
    _, secret = site.house.tokens.create(place, "tests", site.clock(), days=1)
    mine = {"Authorization": f"Bearer {secret}"}
    assert site.ask(f"/v1/links/{LYON}", headers=mine).status == 200
    assert [token.used for token in site.house.tokens.list("enfants")] == [
        site.clock().date().isoformat()
    ]
    site.clock.now += timedelta(days=1)
    assert site.ask(f"/v1/links/{LYON}", headers=mine).status == 401


def test_asking_counts_nothing(visited: Site) -> None:
    before = visited.figures(LYON)
    visited.ask(f"/v1/links/{LYON}", headers=visited.token() | JSON)
    visited.ask(f"/v1/links/{LYON}", "HEAD", headers=visited.token())
    assert visited.figures(LYON) == before


FAIRNESS = "/v1/campaigns/enfants/fairness"


def test_a_fairness_report_is_for_those_who_run_the_campaign(visited: Site) -> None:
    for headers in ({}, visited.token("autres"), {"Authorization": "Bearer wrong"}):
        assert visited.ask(FAIRNESS, headers=headers).status in (401, 404)
    answer = visited.ask(FAIRNESS, headers=visited.token())
    assert answer.status == 200
    found = answer.json
    assert list(found) == ["campaign", "day", "fewest", "thresholds", "rows"]
    assert (found["day"], found["fewest"]) == ("2026-11-23", 30)
    assert found["thresholds"] == {"network": 0.5, "hour": 0.8, "family": 0.9}
    assert [(row["code"], row["visits"], row["flags"]) for row in found["rows"]] == [
        (LYON, 2, []),
        (ESSOR, 1, []),
        (RIVE, 1, []),
    ]
    assert found["rows"][0]["busiest"]["network"] == {"visits": 2, "of": 2, "share": 1.0}
    assert found["rows"][0]["busiest"]["family"]["name"] == "safari-iphone"


def test_a_fairness_report_of_another_day(visited: Site) -> None:
    headers = visited.token()
    assert visited.ask(f"{FAIRNESS}?day=2026-11-22", headers=headers).json["rows"] == []
    for day in ("2026-11-24", "hier"):
        refused = visited.ask(f"{FAIRNESS}?day={day}", headers=headers)
        assert (refused.status, refused.json["error"]["code"]) == (400, "bad_input")


def test_a_fairness_report_of_an_unknown_campaign_is_as_that_of_anothers(visited: Site) -> None:
    headers = visited.token()
    visited.apply(OTHER)
    unknown = visited.ask("/v1/campaigns/nobody/fairness", headers=headers)
    others = visited.ask("/v1/campaigns/autres/fairness", headers=headers)
    assert unknown.status == others.status == 404
    assert unknown.json["error"]["code"] == others.json["error"]["code"] == "unknown_place"
