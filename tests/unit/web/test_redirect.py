"""Whoever follows a link reaches the petition, and is counted once and as what they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.campaign.model import Level
from tests.unit.web.door import (
    ARCHIVED,
    CAMPAIGN,
    CLOSED,
    ESSOR,
    FALLBACK,
    JSON,
    LYON,
    PETITION,
    PHONE,
    WITHOUT_LYON,
    Site,
)

COUNTED, REPEAT = "counted", "not-counted; reason=repeat"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("target", "scans"),
    [(f"/{LYON}", 0), (f"/Q/{LYON}", 1), (f"/q/{LYON.lower()}", 1), (f"/{LYON}?utm_source=x", 0)],
)
def test_a_person_is_sent_to_the_petition_and_counted(site: Site, target: str, scans: int) -> None:
    answer = site.ask(target)
    assert (answer.status, answer.body, answer.said) == (302, b"", COUNTED)
    assert answer.headers["Location"] == PETITION
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.figures(LYON) == (1, scans, {})
    assert not site.log


@pytest.mark.parametrize("path", ["/", "/Q/", "/q/"])
@pytest.mark.parametrize(
    "spelled",
    [
        *("e0f1g2h", "E0f1G2h"),
        *("EOF1G2H", "eoflg2h", "E0FIG2H", "E0FiG2H", "EoFLG2H"),
        *("E0F-1G2H", "e0f1-g2h", "eof-lg2-h"),
        *("essor-lyon", "ESSOR-LYON", "Essor-Ly0n", "ess0r-1yon"),
        *("E0F1G2H.", "E0F1G2H,", "E0F1G2H)", "E0F1G2H!", "E0F1G2H).", "essor-lyon,"),
        *("E0F1G2H%2E", "E0F1G2H%2C", "E0F1G2H%29", "E0F1G2H%3F", "E0F1G2H%C2%BB"),
        *("E0F1G2H%C2%A0%C2%BB", "E0F1G2H%E2%80%AF%c2%bb.", "E0F1G2H%20", "E0F1G2H%E2%80%A6"),
        *("%45%30F1G2H", "*E0F1G2H*", "E0F1G2H%3E"),
    ],
)
def test_a_code_is_read_as_people_and_messages_write_it(
    site: Site, path: str, spelled: str
) -> None:
    answer = site.ask(path + spelled)
    assert (answer.status, answer.said) == (302, COUNTED)
    assert site.figures(LYON)[0] == 1


@pytest.mark.parametrize("path", ["/", "/Q/"])
@pytest.mark.parametrize(
    "spelled", ["E0F1G2H+", "E0F1G2H%2B", "eoflg2h%2b", "essor-lyon+", "E0F1G2H+.", "E0F1G2H.+"]
)
@pytest.mark.parametrize("file", [CAMPAIGN, CLOSED], ids=["open", "closed"])
def test_looking_shows_where_a_link_goes_and_counts_nothing(
    site: Site, file: str, path: str, spelled: str
) -> None:
    site.apply(file)
    answer = site.ask(path + spelled)
    assert (answer.status, answer.said) == (200, None)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert PETITION in answer.text
    assert "Essor, Lyon" in answer.text
    assert site.figures(LYON) == (0, 0, {})


@pytest.mark.parametrize(
    ("second", "agent", "address", "said", "figures"),
    [
        (f"/{LYON}", PHONE, "192.0.2.7", REPEAT, (1, 0, {"repeat": 1})),
        (f"/Q/{LYON}", PHONE, "192.0.2.7", REPEAT, (1, 0, {"repeat": 1})),
        ("/essor-lyon", PHONE, "::ffff:192.0.2.7", REPEAT, (1, 0, {"repeat": 1})),
        (f"/{LYON}", ANDROID, "192.0.2.7", COUNTED, (2, 0, {})),
        (f"/{LYON}", PHONE, "192.0.2.8", COUNTED, (2, 0, {})),
        (f"/Q/{LYON}", PHONE, "2001:db8::8", COUNTED, (2, 1, {})),
        (f"/{ESSOR}", PHONE, "192.0.2.7", COUNTED, (1, 0, {})),
    ],
)
def test_one_address_and_agent_is_one_visit_of_a_link_a_day(
    site: Site,
    second: str,
    agent: str,
    address: str,
    said: str,
    figures: tuple[int, int, dict[str, int]],
) -> None:
    assert site.ask(f"/{LYON}").said == COUNTED
    answer = site.ask(second, agent=agent, address=address)
    assert (answer.status, answer.headers["Location"], answer.said) == (302, PETITION, said)
    assert site.figures(LYON) == figures


def test_the_day_is_the_campaigns_own(site: Site) -> None:
    paris_midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    said = []
    for minutes in (-1439, -1, 0, 1, 1439, 1440):
        site.clock.now = paris_midnight + timedelta(minutes=minutes)
        said.append(site.ask(f"/{LYON}").said)
    assert said == [COUNTED, REPEAT, COUNTED, REPEAT, REPEAT, COUNTED]
    days = site.house.store.days("enfants", Level.LINK, LYON)
    assert [(day, count.visits, sorted(count.hours)) for day, count in days] == [
        ("2026-11-23", 1, [0]),
        ("2026-11-24", 1, [0]),
        ("2026-11-25", 1, [0]),
    ]


def test_a_request_that_is_sent_again_is_counted_once_and_told_the_same(site: Site) -> None:
    said = [site.ask(f"/Q/{LYON}", request_id="abc").said for _ in range(3)]
    assert said == [COUNTED] * 3
    assert site.figures(LYON) == (1, 1, {})
    assert site.ask(f"/Q/{LYON}", request_id="def").said == REPEAT


@pytest.mark.parametrize(
    ("verdict", "method", "agent", "headers"),
    [
        ("head", "HEAD", PHONE, {}),
        ("prefetch", "GET", PHONE, {"Sec-Purpose": "prefetch;prerender"}),
        ("prefetch", "GET", PHONE, {"X-Moz": "prefetch"}),
        ("robot", "GET", "curl/8.9.1", {}),
        ("robot", "GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", {}),
        ("robot", "GET", None, {}),
    ],
)
@pytest.mark.parametrize("path", ["/", "/Q/"])
def test_machines_are_sent_on_and_not_counted(
    site: Site, path: str, verdict: str, method: str, agent: str | None, headers: dict[str, str]
) -> None:
    answer = site.ask(path + LYON, method, agent=agent, headers=headers)
    assert (answer.status, answer.headers["Location"], answer.body) == (302, PETITION, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.said == f"not-counted; reason={verdict}"
    assert site.figures(LYON) == (0, 0, {verdict: 1})
    assert site.ask(path + LYON).said == COUNTED


@pytest.mark.parametrize(("method", "verdict"), [("GET", "preview"), ("HEAD", "head")])
def test_a_preview_crawler_gets_a_small_page(site: Site, method: str, verdict: str) -> None:
    answer = site.ask(f"/{LYON}", method, agent="WhatsApp/2.24.20 A")
    assert (answer.status, answer.said) == (200, f"not-counted; reason={verdict}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.figures(LYON) == (0, 0, {verdict: 1})
    if method == "HEAD":
        assert answer.body == b""
    else:
        assert '<meta property="og:title" content="Pour les enfants">' in answer.text
        assert f'<link rel="canonical" href="https://qr.exemple.fr/{LYON}">' in answer.text
        assert PETITION in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("target", [f"/{LYON}", f"/Q/{LYON}", "/essor-lyon"])
@pytest.mark.parametrize(
    ("file", "title"),
    [
        (WITHOUT_LYON, "Ce lien est fermé"),
        (CLOSED, "Cette campagne est close"),
        (ARCHIVED, "Cette campagne est close"),
    ],
    ids=["link", "campaign", "archived"],
)
def test_what_is_closed_says_so_and_shows_the_way_to_the_petition(
    site: Site, file: str, title: str, target: str, method: str
) -> None:
    site.apply(file)
    answer = site.ask(target, method)
    assert (answer.status, answer.said) == (410, None)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    if method == "GET":
        assert title in answer.text
        assert f'href="{PETITION}"' in answer.text
    assert site.figures(LYON) == (0, 0, {})


def test_another_link_of_the_campaign_stays_open(site: Site) -> None:
    site.apply(WITHOUT_LYON)
    assert site.ask(f"/{ESSOR}").said == COUNTED


@pytest.mark.parametrize(
    "target", ["/ZZZZZZZ", "/Q/ZZZZZZZ", "/inconnu", "/%FF", "/.", "/-", "/E0F1G2", "/ZZZZZZZ+"]
)
def test_an_unknown_code_is_a_page_with_a_way_out_or_json(site: Site, target: str) -> None:
    page = site.ask(target, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Aucun lien n’a ce code" in page.text
    assert '<a class="button" href="/">' in page.text
    told = site.ask(target, headers=JSON, request_id="r-1")
    assert (told.status, told.headers["Content-Type"]) == (404, "application/json")
    assert told.json == {
        "error": {
            "code": "unknown_link",
            "message": "no link has this code; check its letters, or ask whoever gave it to you",
            "request_id": "r-1",
        }
    }


def test_a_link_works_the_moment_it_is_made(site: Site) -> None:
    assert site.ask("/rive-2027").status == 404
    links = '[[associations.links]]\nchannel = "poster"\naliases = ["rive-2027"]\n'
    site.apply(CAMPAIGN + links)
    assert site.ask("/rive-2027").said == COUNTED


@pytest.mark.parametrize("agent", [PHONE, "curl/8.9.1", "WhatsApp/2.24.20 A"])
def test_a_destination_that_is_allowed_no_longer_leads_to_the_fallback(
    site: Site, agent: str
) -> None:
    site.restart(destination_hosts=frozenset({"petitions.senat.fr"}))
    answer = site.ask(f"/{LYON}", agent=agent)
    assert (answer.status, answer.headers["Location"]) == (302, FALLBACK)
    assert answer.said == "not-counted; reason=refused-destination"
    assert site.figures(LYON) == (0, 0, {})
    (event,) = site.events
    assert (event["event"], event["key"]) == ("visit_unattributed", LYON)
    assert "'petitions.assemblee-nationale.fr' is not a host" in event["reason"]
