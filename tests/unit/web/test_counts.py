"""The official count for everybody: exact shapes, right caching, and nothing that is not known."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from chalicelib.petition import history
from chalicelib.petition.model import Official, Openness, Point
from chalicelib.web.render import NARROW
from tests.unit.web.door import BASE, CAMPAIGN, LYON, RIVE, Site

MILESTONES = """
[[milestones]]
signatures = 100000
label = "Mise en avant"
[[milestones]]
signatures = 500000
label = "Un débat"
condition = "30 départements"
"""
WITH_MILESTONES = CAMPAIGN.replace("[[associations]]", MILESTONES + "[[associations]]", 1)
PUBLIC = ("count.json", "count.svg", "embed")
API = "/v1/campaigns/enfants/signatures"


@pytest.fixture
def counted(site: Site) -> Site:
    """194 921 signatures, read just now; 150 000 two days ago and 90 000 before that."""
    site.apply(WITH_MILESTONES)
    lines = ["at,count\n"]
    for hours, count in ((96, 90_000), (48, 150_000), (0, 194_921)):
        lines.append(f"{(site.clock.now - timedelta(hours=hours)).isoformat()},{count}\n")
    store = site.store.store
    campaign = store.load("enfants")
    assert campaign is not None
    history.import_history(store, campaign, lines, site.clock.now)
    return site


def test_the_count_has_the_shape_of_the_contract(counted: Site) -> None:
    answer = counted.ask(API)
    assert answer.status == 200
    found = answer.json
    assert (found["count"], found["source"], found["stale"]) == (194_921, "import", False)
    assert found["read_at"] == "2026-11-23T11:00:00+00:00"
    assert found["series"] == [
        {"at": "2026-11-19T11:00:00+00:00", "count": 90_000},
        {"at": "2026-11-21T11:00:00+00:00", "count": 150_000},
        {"at": "2026-11-23T11:00:00+00:00", "count": 194_921},
    ]
    assert list(found) == ["count", "read_at", "source", "stale", "milestones", "series"]
    first, second = found["milestones"]
    reached = "2026-11-21T11:00:00+00:00"
    assert first == {
        "signatures": 100_000, "label": "Mise en avant", "reached_at": reached, "expected_at": None,
    }  # fmt: skip
    assert (second.keys(), second["reached_at"]) == (first.keys(), None)


def test_before_a_reading_nothing_is_zero(site: Site) -> None:
    site.apply(WITH_MILESTONES)
    found = site.ask(API).json
    assert (found["count"], found["read_at"], found["source"], found["series"]) == (
        None, None, None, [],
    )  # fmt: skip
    assert not any(milestone["reached_at"] for milestone in found["milestones"])
    assert site.ask("/c/enfants/count.json").json["count"] is None
    assert "pas encore lues" in site.ask("/c/enfants/count.svg").text
    assert "n’a pas encore pu être lu" in site.ask("/c/enfants/embed").text
    assert "n’a pas encore pu être lu" in site.ask("/c/enfants").text


def test_a_site_gets_what_it_needs_to_show_the_count(counted: Site) -> None:
    assert counted.ask("/c/enfants/count.json").json == {
        "campaign": "enfants",
        "title": "Pour les enfants",
        "count": 194_921,
        "read_at": "2026-11-23T11:00:00+00:00",
        "stale": False,
        "progress": 0.3898,
        "url": f"{BASE}/c/enfants",
        "state": "unknown",
        "held": None,
        "check": None,
        "pace": {"hour": None, "day": None, "week": None},
        "next": {"signatures": 500_000, "label": "Un débat", "expected": None},
        "conditions": [
            {"signatures": 500_000, "condition": "30 départements", "state": "not_published"}
        ],
    }


@pytest.mark.parametrize("name", PUBLIC)
def test_others_may_keep_it_and_ask_whether_it_changed(counted: Site, name: str) -> None:
    answer = counted.ask(f"/c/enfants/{name}")
    kept = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
    assert (answer.status, answer.headers["Cache-Control"]) == (200, kept)
    tag = {"If-None-Match": answer.headers["ETag"]}
    again = counted.ask(f"/c/enfants/{name}", headers=tag)
    assert (again.status, again.body, again.headers["Cache-Control"]) == (304, b"", kept)
    campaign = counted.store.store.load("enfants")
    assert campaign is not None
    counted.clock.now += timedelta(minutes=5)
    now = counted.clock.now
    history.set_count(counted.store.store, campaign, 194_930, now, False, now)
    assert counted.ask(f"/c/enfants/{name}", headers=tag).status == 200


@pytest.mark.parametrize("name", ["count.json", "count.svg"])
def test_other_sites_scripts_may_read_it(counted: Site, name: str) -> None:
    headers = counted.ask(f"/c/enfants/{name}").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert counted.ask(API).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in counted.ask("/c/enfants").headers


@pytest.mark.parametrize(
    ("asked", "figure", "title"),
    [
        ("", f"194{NARROW}921", f"Pour les enfants\u00a0: 194{NARROW}921 signatures, nombre"),
        ("?lang=en", "194,921", "Pour les enfants: 194,921 signatures, official figure"),
    ],
)
def test_a_badge_is_one_drawing_with_a_title(
    counted: Site, asked: str, figure: str, title: str
) -> None:
    answer = counted.ask(f"/c/enfants/count.svg{asked}")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    drawing = ElementTree.fromstring(answer.text)
    named = {element.tag.rpartition("}")[2]: element for element in drawing.iter()}
    assert (named["title"].text or "").startswith(title)
    assert drawing.get("aria-labelledby") == named["title"].get("id")
    assert [e.text for e in drawing.iter() if e.tag.endswith("}text")] == ["signatures", figure]
    assert "prefers-color-scheme:dark" in answer.text
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", answer.text)


def test_a_frame_may_stand_in_any_page_and_counts_for_the_link_it_names(counted: Site) -> None:
    answer = counted.ask(f"/c/enfants/embed?link={LYON.lower()}")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert f'href="{BASE}/{LYON}"' in answer.text
    assert f"194{NARROW}921" in answer.text
    assert "<script" not in answer.text
    plain = counted.ask("/c/enfants/embed")
    assert f'href="{BASE}/c/enfants"' in plain.text
    assert LYON not in plain.text


@pytest.mark.parametrize("page", ["/c/enfants", "/c/enfants/signatures", "/"])
def test_no_other_page_may_be_framed(counted: Site, page: str) -> None:
    headers = counted.ask(page).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("code", ["ZZZZZZZ", "/", "x" * 90])
def test_a_frame_for_a_link_that_is_not_there_says_so(counted: Site, code: str) -> None:
    assert counted.ask(f"/c/enfants/embed?link={code}").status == 404


@pytest.mark.parametrize("name", [*PUBLIC, "signatures"])
def test_an_unknown_campaign_has_no_count(site: Site, name: str) -> None:
    assert site.ask(f"/c/autres/{name}").status == 404
    assert site.ask("/v1/campaigns/autres/signatures").status == 404


def test_the_last_good_count_is_shown_with_its_age_when_readings_fail(counted: Site) -> None:
    store = counted.store.store
    known = store.official("enfants")
    assert known is not None
    source = WITH_MILESTONES.replace(
        "[[milestones]]", '[petition]\nsource = "assemblee-nationale"\nid = "1"\n[[milestones]]', 1
    )
    counted.apply(source)
    read = counted.clock.now
    store.keep_official(
        Official(
            "enfants", "assemblee-nationale:1", count=7, at=read, source="assemblee-nationale",
            openness=Openness.OPEN, version=known.version + 1,
        ),
        [Point(read, 7, "assemblee-nationale")],
    )  # fmt: skip
    counted.restart()
    counted.clock.now += timedelta(minutes=45)
    assert counted.ask("/c/enfants/count.json").json["stale"] is False
    counted.clock.now += timedelta(minutes=1)
    late = counted.ask("/c/enfants/count.json").json
    assert (late["count"], late["stale"], late["read_at"]) == (7, True, read.isoformat())
    assert "lecture en retard" in counted.ask("/c/enfants").text


def test_days_are_side_by_side_and_name_no_association(counted: Site) -> None:
    counted.visit(LYON, 3, scans=1)
    counted.visit(RIVE, 1)
    found = counted.ask("/v1/campaigns/enfants/days").json
    assert list(found) == ["campaign", "days", "correlation"]
    assert found["days"][-1] == {
        "day": "2026-11-23", "visits": 4, "scans": 1, "signatures": None,
    }  # fmt: skip
    # Two days between readings, and nobody knows which of them brought what.
    assert [day["signatures"] for day in found["days"]] == [None] * 5
    assert found["correlation"] is None
    page = counted.ask("/c/enfants/signatures").text
    assert "personne ne sait qui a signé" in page
    assert "Trop peu de jours" in page
    assert "Essor" not in page


def test_nothing_official_is_said_per_association(counted: Site) -> None:
    row = counted.ask("/v1/campaigns/enfants/leaderboard").json["rows"][0]
    assert not [name for name in row if "signature" in name]
