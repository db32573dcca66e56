"""Associations and groups through the API."""

from __future__ import annotations

import pytest

from tests.unit.web.door import BASE, ESSOR, LYON, RIVE, Site
from tests.unit.web.tool import UNKNOWN, C, association, organiser, trail, wrong

A = f"{C}/associations"
G = f"{A}/essor/groups"


def test_an_organiser_adds_an_association_with_its_first_link(site: Site) -> None:
    tool = organiser(site)
    made = tool.send("POST", A, {"slug": "phare", "name": "Le Phare", "contact": "a@phare.fr"})
    assert (made.status, made.headers["Location"]) == (201, f"{BASE}{A}/phare")
    assert made.json == {
        "slug": "phare",
        "name": "Le Phare",
        "contact": "a@phare.fr",
        "website": "",
        "retired": False,
        "visits": 0,
        "scans": 0,
        "self": f"{BASE}{A}/phare",
        "days": [],
    }
    assert tool.ask(f"{A}/phare").json == made.json
    (link,) = tool.ask(f"{C}/links?association=phare").json["rows"]
    assert (link["channel"], link["closed"]) == ("poster", False)
    (who, what, about, whose) = trail(site)[-1]
    assert who.startswith("token ")
    assert (what, about, whose) == ("association.created", "association phare", "phare")


def test_an_association_is_changed_field_by_field_and_retired_with_its_links(site: Site) -> None:
    tool = organiser(site)
    changed = tool.send("PATCH", f"{A}/essor", {"name": "L'Essor"})
    assert (changed.status, changed.json["name"], changed.json["slug"]) == (200, "L'Essor", "essor")
    gone = tool.ask(f"{A}/essor", "DELETE")
    assert (gone.status, gone.json["retired"]) == (200, True)
    assert tool.ask(f"{A}/essor", "DELETE").json == gone.json
    assert all(row["closed"] for row in tool.every(f"{C}/links?association=essor"))
    assert tool.send("PATCH", f"{A}/essor", {"name": "x"}).status == 404
    assert tool.send("POST", G, {"slug": "brest", "name": "Brest"}).status == 404
    assert [(what, about) for _, what, about, _ in trail(site)] == [
        ("association.changed", "association essor: name"),
        ("association.changed", "association essor is retired"),
    ]


def test_what_changes_nothing_leaves_no_act(site: Site) -> None:
    assert organiser(site).send("PATCH", f"{A}/essor", {"name": "Essor"}).status == 200
    assert trail(site) == []


def test_figures_stand_beside_those_whose_they_are(site: Site) -> None:
    site.visit(LYON, 3, scans=1)
    site.visit(ESSOR, 1)
    tool = association(site)
    found = tool.ask(f"{A}/essor").json
    assert (found["visits"], found["scans"]) == (4, 1)
    assert found["days"] == [{"day": "2026-11-23", "visits": 4, "scans": 1}]
    group = tool.ask(f"{G}/lyon").json
    assert (group["visits"], group["days"][0]["scans"]) == (3, 1)
    assert tool.ask(G).json["rows"][0]["visits"] == 3


def test_an_association_manages_its_own_groups(site: Site) -> None:
    tool = association(site)
    made = tool.send("POST", G, {"slug": "brest", "name": "Brest", "channels": ["poster", "sms"]})
    assert (made.status, made.headers["Location"]) == (201, f"{BASE}{G}/brest")
    assert made.json == {
        "slug": "brest",
        "association": "essor",
        "name": "Brest",
        "department": "",
        "retired": False,
        "visits": 0,
        "scans": 0,
        "self": f"{BASE}{G}/brest",
        "days": [],
    }
    changed = tool.send("PATCH", f"{G}/brest", {"department": "Finistère"})
    assert changed.json["department"] == "Finistère"
    links = tool.every(f"{C}/links?group=brest")
    assert {row["channel"] for row in links} == {"poster", "sms"}
    gone = tool.ask(f"{G}/brest", "DELETE")
    assert gone.json["retired"]
    assert tool.ask(f"{G}/brest", "DELETE").json == gone.json
    assert [row["slug"] for row in tool.every(G)] == ["brest", "lyon"]
    assert [(what, about, whose) for _, what, about, whose in trail(site)] == [
        ("group.created", "group essor/brest", "essor"),
        ("group.changed", "group essor/brest: department", "essor"),
        ("group.changed", "group essor/brest is retired", "essor"),
    ]


def test_an_organiser_moves_a_group_with_its_links_and_an_association_cannot(site: Site) -> None:
    refused = association(site).send("PATCH", f"{G}/lyon", {"association": "rive"})
    assert (refused.status, refused.json["error"]["message"]) == (404, UNKNOWN)
    tool = organiser(site)
    moved = tool.send("PATCH", f"{G}/lyon", {"association": "rive", "name": "Lyon-Rive"})
    assert (moved.json["association"], moved.json["name"]) == ("rive", "Lyon-Rive")
    assert tool.ask(f"/v1/links/{LYON}").json["association"] == "rive"
    assert trail(site)[-1][1:] == (
        "group.changed",
        "group essor/lyon: name, to rive",
        "rive",
    )
    assert association(site).ask(f"{G}/lyon").status == 404
    assert association(site, "rive").ask(f"{A}/rive/groups/lyon").status == 200


@pytest.mark.parametrize("to", ["nope", "rive"], ids=["unknown", "retired"])
def test_a_group_goes_to_nobody_who_is_not_there(site: Site, to: str) -> None:
    tool = organiser(site)
    assert tool.ask(f"{A}/rive", "DELETE").status == 200
    refused = tool.send("PATCH", f"{G}/lyon", {"association": to, "name": "Autre"})
    assert wrong(refused) == {"association": f"no association is called {to!r}"}
    assert tool.ask(f"{G}/lyon").json["name"] == "Lyon"


def test_lists_show_to_each_what_is_theirs(site: Site) -> None:
    slugs = {
        name: [row["slug"] for row in tool.every(A)]
        for name, tool in (("all", organiser(site)), ("rive", association(site, "rive")))
    }
    assert slugs == {"all": ["essor", "rive"], "rive": ["rive"]}
    codes = {row["code"] for row in association(site, "rive").every(f"{C}/links")}
    assert codes == {RIVE}


@pytest.mark.parametrize(
    ("method", "target", "value", "field", "why"),
    [
        ("POST", A, {"slug": "ph"}, "name", "is missing; it must be text in quotes"),
        ("POST", A, {"slug": "phare", "name": 3}, "name", "must be text in quotes"),
        ("POST", A, {"slug": "essor", "name": "E"}, "slug", "'essor' is another's already"),
        ("POST", A, {"slug": "a b", "name": "E"}, "slug", "'a b' must be 2 to 40 of a-z"),
        ("POST", A, {"slug": "ph", "name": "E", "nmae": 1}, "nmae", "did you mean name?"),
        ("PATCH", f"{A}/essor", {"slug": "autre"}, "slug", "cannot be changed"),
        ("PATCH", f"{A}/essor", {"website": "x"}, "website", "must be an address like"),
        ("POST", G, {"slug": "brest", "name": ["B"]}, "name", "must be text in quotes"),
        ("POST", G, {"slug": "lyon", "name": "L"}, "slug", "'lyon' is another's already"),
        ("PATCH", f"{G}/lyon", {"association": 3}, "association", "must be text in quotes"),
        ("PATCH", f"{G}/lyon", {"nom": "x"}, "nom", "cannot be changed"),
    ],
)
def test_what_is_wrong_is_said_field_by_field_and_changes_nothing(
    site: Site, method: str, target: str, value: object, field: str, why: str
) -> None:
    before = site.store.load("enfants")
    assert why in wrong(organiser(site).send(method, target, value))[field]
    assert site.store.load("enfants") == before
    assert trail(site) == []


def test_every_field_that_is_wrong_is_said_at_once(site: Site) -> None:
    sent = {"slug": "", "name": "x" * 121, "website": "ftp://x", "more": None}
    assert wrong(organiser(site).send("POST", A, sent)).keys() == {
        "slug",
        "name",
        "website",
        "more",
    }
