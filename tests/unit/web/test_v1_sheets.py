"""Spreadsheets through the API, in and out; and the campaign's address."""

from __future__ import annotations

import csv
import io

import pytest

from tests.unit.web.door import LYON, PETITION, PRIVATE, RIVE, Answer, Site
from tests.unit.web.tool import UNKNOWN, C, Tool, association, organiser, trail, wrong

IMPORT, TO = f"{C}/import", f"{C}/destination"
SHEET = "association;groupe;nom;canal\nessor;brest;Brest;affiche\nphare;;Le Phare;\n".encode(
    "cp1252"
)
ELSEWHERE = "https://petitions.senat.fr/initiatives/i-2"


def sent(tool: Tool, sheet: bytes, query: str = "", **headers: str) -> Answer:
    headers = {"content_type": "text/csv; charset=utf-8"} | headers
    return tool.send_raw("POST", IMPORT + query, sheet, **headers)


def test_a_sheet_is_tried_and_then_done(site: Site) -> None:
    tool, before = organiser(site), site.store.load("enfants")
    tried = sent(tool, SHEET, "?dry_run=1")
    assert (tried.status, tried.json["done"]) == (200, None)
    assert [(line["line"], line["what"]) for line in tried.json["lines"]] == [
        (2, "new"),
        (3, "new"),
    ]
    assert site.store.load("enfants") == before
    assert trail(site) == []
    done = sent(tool, SHEET)
    assert (done.status, len(done.json["done"]["links_added"])) == (200, 2)
    assert done.json["plan"] == tried.json["plan"]
    assert tool.ask(f"{C}/associations/phare").json["name"] == "Le Phare"
    assert tool.ask(f"{C}/associations/essor/groups/brest").status == 200
    assert trail(site)[-1][1:] == ("imported", "2 lines of a spreadsheet, 2 links added", "")


def test_what_is_wrong_is_said_line_by_line_and_nothing_is_done(site: Site) -> None:
    before = site.store.load("enfants")
    found = wrong(sent(organiser(site), b"association,name,website\nphare,Phare,x\n,Rien,\n"))
    assert set(found) == {"line 2", "line 3"}
    assert "x" in found["line 2"]
    assert site.store.load("enfants") == before


@pytest.mark.parametrize(
    ("sheet", "query", "status", "message"),
    [
        (b"", "", 400, "column"),
        (b"association\n", "", 400, "no line follows the headers"),
        (b"PK\x03\x04", "", 400, "this is no CSV"),
        (SHEET, "?dry_run=yes", 400, "dry_run must be 1 or 0"),
        (b"association\n" + b"x" * 1_000_000, "", 413, "at most 1000000 are read"),
    ],
)
def test_what_is_no_sheet_is_refused(
    site: Site, sheet: bytes, query: str, status: int, message: str
) -> None:
    answer = sent(organiser(site), sheet, query)
    assert (answer.status, message in answer.json["error"]["message"]) == (status, True), (
        answer.text
    )


def test_a_sheet_is_sent_as_csv(site: Site) -> None:
    assert sent(organiser(site), SHEET, content_type="application/json").status == 415


def test_a_sheet_is_taken_once(site: Site) -> None:
    tool = organiser(site)
    first, again = (sent(tool, SHEET, idempotency_key="k-1") for _ in range(2))
    assert first.body == again.body
    assert len(trail(site)) == 1


def test_a_report_too_long_to_be_kept_is_answered_again_without_its_lines(site: Site) -> None:
    tool, sheet = organiser(site), b"association;groupe\n" + b"essor;lyon\n" * 5_000
    first, again = (sent(tool, sheet, idempotency_key="k-1") for _ in range(2))
    assert len(first.body) > 200_000
    assert (len(first.json["lines"]), again.json) == (5_000, first.json | {"lines": []})


def test_an_association_brings_its_own_groups_and_links_and_touches_nobody_else(
    site: Site,
) -> None:
    tool = association(site)
    mine = b"association;groupe;nom;canal\nessor;brest;Brest;affiche\nEssor;lyon;;sms\n"
    answer = sent(tool, mine)
    assert answer.status == 200, answer.text
    assert {row["group"] for row in tool.every(f"{C}/links")} == {"", "lyon", "brest"}
    assert trail(site)[-1][2:] == ("2 lines of a spreadsheet, 2 links added", "essor")
    before = site.store.load("enfants")
    for name in ("rive", "Rive", "nope", "phare"):
        line = f"association;nom\n{name};{name}\n".encode()
        assert list(wrong(sent(tool, line)).values()) == [UNKNOWN]
    renamed = wrong(sent(tool, b"association;nom\nessor;Les Essors\n"))
    assert renamed == {
        "association essor": "name, contact and site are for organisers to change; leave them out"
    }
    assert site.store.load("enfants") == before


def test_an_association_that_left_lets_itself_in_by_no_sheet(site: Site) -> None:
    tool = association(site)
    organiser(site).ask(f"{C}/associations/essor", "DELETE")
    wrong(sent(tool, b"association;groupe;nom\nessor;brest;Brest\n"))
    assert organiser(site).ask(f"{C}/associations/essor").json["retired"]


def rows(answer: Answer) -> list[dict[str, str]]:
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))


def test_links_days_and_boards_come_as_csv_for_french_spreadsheets(site: Site) -> None:
    site.visit(LYON, 2, scans=1)
    site.visit(RIVE, 1)
    tool = organiser(site)
    answer = tool.ask(f"{C}/links.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="links-enfants.csv"'
    links = {row["code"]: row for row in rows(answer)}
    assert (links[LYON]["groupe"], links[LYON]["visites"]) == ("lyon", "2")
    assert rows(tool.ask(f"{C}/days.csv")) == [{"jour": "2026-11-23", "visites": "3", "scans": "1"}]
    board = rows(tool.ask(f"{C}/leaderboard.csv"))
    assert [(row["nom court"], row["part"]) for row in board] == [
        ("essor", "0,6667"),
        ("rive", "0,3333"),
    ]
    assert rows(tool.ask(f"{C}/leaderboard.csv?level=link&period=today"))[0]["canal"] == "poster"


def test_an_association_takes_its_own_home(site: Site) -> None:
    site.visit(LYON, 2)
    site.visit(RIVE, 1)
    tool = association(site)
    assert {row["association"] for row in rows(tool.ask(f"{C}/links.csv"))} == {"essor"}
    assert rows(tool.ask(f"{C}/days.csv"))[0]["visites"] == "2"
    assert tool.ask(f"{C}/leaderboard.csv").status == 200
    assert tool.ask(f"{C}/leaderboard.csv?level=link").status == 404
    site.apply(PRIVATE)
    site.restart()
    assert tool.ask(f"{C}/leaderboard.csv").status == 404


def test_a_switch_is_previewed_then_made_and_told(site: Site) -> None:
    tool = organiser(site)
    value = {"petition_url": ELSEWHERE, "reason": "Déposée de nouveau"}
    tried = tool.send("POST", TO, value | {"dry_run": True})
    assert (tried.status, tried.json["done"]) == (200, None)
    assert (tried.json["from"], tried.json["to"]) == (PETITION, ELSEWHERE)
    assert len(tried.json["links"]) == 3
    assert tool.ask(C).json["petition_url"] == PETITION
    done = tool.send("POST", TO, value)
    assert done.json["done"]["version"] == 2
    found = tool.ask(C).json
    assert (found["petition_url"], found["switched"]["reason"]) == (ELSEWHERE, "Déposée de nouveau")
    assert "by" not in found["switched"]
    site.restart()
    assert site.ask(f"/{LYON}").headers["Location"] == ELSEWHERE
    about = f"from {PETITION} to {ELSEWHERE}: Déposée de nouveau"
    assert trail(site)[-1][1:] == ("campaign.switched", about, "")
    assert tool.send("POST", TO, value).json["plan"] == [{"mark": "=", "text": "nothing to change"}]
    assert len(trail(site)) == 1


@pytest.mark.parametrize(
    ("value", "field", "why"),
    [
        ({}, "petition_url", "is missing"),
        ({"petition_url": "https://evil.example/"}, "petition_url", "evil.example"),
        ({"petition_url": ELSEWHERE, "dry_run": 1}, "dry_run", "must be true or false"),
        ({"petition_url": ELSEWHERE, "reason": 1}, "reason", "must be text"),
        ({"petition_url": ELSEWHERE, "reason": "x" * 201}, "reason", "at most 200 fit"),
        ({"petition_url": ELSEWHERE, "why": ""}, "why", "is not known here"),
    ],
)
def test_a_switch_that_is_wrong_is_said_field_by_field(
    site: Site, value: object, field: str, why: str
) -> None:
    assert why in wrong(organiser(site).send("POST", TO, value))[field]
    assert organiser(site).ask(C).json["petition_url"] == PETITION


def test_what_everybody_may_know_of_a_campaign(site: Site) -> None:
    found = site.ask(C).json
    assert found == {
        "slug": "enfants",
        "title": "Pour les enfants",
        "summary": "Trois demandes.",
        "demands": [],
        "petition_url": PETITION,
        "state": "open",
        "locale": "fr",
        "timezone": "Europe/Paris",
        "public_leaderboard": True,
        "url": "https://qr.exemple.fr/c/enfants",
        "switched": None,
        "self": f"https://qr.exemple.fr{C}",
    }
    assert site.ask("/v1/campaigns/nope").json["error"]["code"] == "unknown_campaign"
