"""Tokens and the trail through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.web.door import BASE, Site
from tests.unit.web.tool import UNKNOWN, C, Tool, association, organiser, trail, wrong

TOKENS, AUDIT = f"{C}/tokens", f"{C}/audit"


def made(tool: Tool, **sent: Any) -> dict[str, Any]:
    answer = tool.send("POST", TOKENS, {"label": "site"} | sent)
    assert answer.status == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_a_token_is_made_shown_once_used_listed_and_revoked(site: Site) -> None:
    tool = organiser(site)
    site.clock.now += timedelta(seconds=1)
    new = made(tool, association="essor", scope="write", days=30)
    assert new["self"] == f"{BASE}{TOKENS}/{new['id']}"
    assert (new["association"], new["scope"]) == ("essor", "write")
    assert new["expires"] == (site.clock.now + timedelta(days=30)).isoformat()
    theirs = Tool(site, {"Authorization": f"Bearer {new['token']}"})
    group = {"slug": "brest", "name": "Brest"}
    assert theirs.send("POST", f"{C}/associations/essor/groups", group).status == 201
    listed = tool.every(TOKENS)
    assert [row["label"] for row in listed] == ["tests", "site"]
    assert "token" not in listed[1]
    assert listed[1]["used"] == "2026-11-23"
    assert tool.ask(f"{TOKENS}/{new['id']}").json == listed[1]
    gone = tool.ask(f"{TOKENS}/{new['id']}", "DELETE")
    assert (gone.status, gone.json["revoked"]) == (200, True)
    assert tool.ask(f"{TOKENS}/{new['id']}", "DELETE").json == gone.json
    assert theirs.ask(f"{C}/links").status == 401
    assert [(what, about, whose) for _, what, about, whose in trail(site)] == [
        ("token.created", f"token {new['id']} 'site', write", "essor"),
        ("group.created", "group essor/brest", "essor"),
        ("token.revoked", f"token {new['id']} 'site'", "essor"),
    ]
    assert trail(site)[1][0] == f"token {new['id']}"


def test_thirty_is_as_whole_when_it_is_written_with_a_point(site: Site) -> None:
    new = made(organiser(site), days=30.0)
    assert new["expires"] == (site.clock.now + timedelta(days=30)).isoformat()


def test_a_token_reads_its_place_for_ever_unless_more_is_said(site: Site) -> None:
    assert made(organiser(site))["association"] == ""
    new = made(association(site))
    assert (new["association"], new["scope"], new["expires"]) == ("essor", "read", None)


def test_an_association_makes_and_revokes_tokens_of_its_own_alone(site: Site) -> None:
    tool, other = association(site), association(site, "rive")
    theirs = made(other)
    for sent in ({"association": "rive"}, {"association": "nope"}, {"association": ""}):
        answer = tool.send("POST", TOKENS, {"label": "x"} | sent)
        assert (answer.status, answer.json["error"]["message"]) == (404, UNKNOWN)
    assert tool.ask(f"{TOKENS}/{theirs['id']}", "DELETE").status == 404
    assert {row["association"] for row in tool.every(TOKENS)} == {"essor"}


@pytest.mark.parametrize(
    ("sent", "field", "why"),
    [
        ({}, "label", "is missing"),
        ({"label": " "}, "label", "is empty"),
        ({"label": "x\u0000"}, "label", "control character"),
        ({"label": "x", "scope": "admin"}, "scope", "'admin' is not one of read, write"),
        ({"label": "x", "days": 0}, "days", "0 is not between 1 and 3650"),
        ({"label": "x", "days": True}, "days", "must be a whole number"),
        ({"label": "x", "days": 30.5}, "days", "must be a whole number"),
        ({"label": "x", "days": 1e300}, "days", "is not between 1 and 3650"),
        ({"label": "x", "days": None}, "days", "must be a whole number"),
        ({"label": "x", "association": 3}, "association", "must be text"),
        ({"label": "x", "association": "nope"}, "association", "no association is called 'nope'"),
        ({"label": "x", "group": "lyon"}, "group", "is not known here"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    site: Site, sent: object, field: str, why: str
) -> None:
    tool = organiser(site)
    assert why in wrong(tool.send("POST", TOKENS, sent))[field]
    assert len(tool.every(TOKENS)) == 1


def test_the_trail_says_who_did_what_newest_first_page_by_page(site: Site) -> None:
    tool = organiser(site)
    (token,) = site.house.tokens.list("enfants")
    for number in range(3):
        site.clock.now += timedelta(seconds=1)
        tool.send("PATCH", f"{C}/associations/essor", {"name": f"Essor {number}"})
    tool.send("PATCH", f"{C}/associations/rive", {"name": "La Rive"})
    rows = tool.every(AUDIT)
    assert [row["about"] for row in rows] == [
        "association rive: name",
        *["association essor: name"] * 3,
    ]
    assert {row["who"] for row in rows} == {f"token {token.id}"}
    assert list(rows[0]) == ["at", "who", "what", "about", "association"]
    assert len(tool.every(f"{AUDIT}?association=essor")) == 3


def test_an_association_reads_its_own_trail(site: Site) -> None:
    organiser(site).send("PATCH", f"{C}/associations/rive", {"name": "La Rive"})
    assert association(site).every(AUDIT) == []
    assert len(association(site, "rive").every(AUDIT)) == 1
    for whose in ("rive", "nope", ""):
        assert association(site).ask(f"{AUDIT}?association={whose}").status == 404
