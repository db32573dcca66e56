"""Links through the API: made, read, given aliases, closed, opened again."""

from __future__ import annotations

import pytest

from tests.unit.web.door import BASE, ESSOR, LYON, OTHER, PETITION, RIVE, Site
from tests.unit.web.tool import C, association, organiser, trail, wrong

LINKS = f"{C}/links"
NEW = {"association": "essor", "group": "lyon", "channel": "whatsapp"}


def test_a_link_is_made_and_works_at_once(site: Site) -> None:
    tool = organiser(site)
    made = tool.send("POST", LINKS, NEW)
    assert made.status == 201
    code = made.json["code"]
    assert made.headers["Location"] == f"{BASE}/v1/links/{code}"
    assert {name: made.json[name] for name in NEW} == NEW
    assert (made.json["url"], made.json["destination"]) == (f"{BASE}/{code}", PETITION)
    assert (made.json["visits"], made.json["days"], made.json["closed"]) == (0, [], False)
    assert site.ask(f"/{code}").said == "counted"
    assert tool.ask(f"/v1/links/{code}").json["visits"] == 1
    assert trail(site)[-1][1:] == ("link.created", "a link of essor/lyon: whatsapp", "essor")


def test_a_link_may_be_the_associations_own_and_have_aliases(site: Site) -> None:
    made = association(site).send(
        "POST", LINKS, {"association": "essor", "channel": "sms", "aliases": ["essor-sms"]}
    )
    assert (made.status, made.json["group"], made.json["aliases"]) == (201, "", ["essor-sms"])
    assert site.ask("/essor-sms").said == "counted"


def test_links_are_listed_with_their_figures_by_owner_and_channel(site: Site) -> None:
    site.visit(LYON, 2, scans=1)
    tool = organiser(site)
    assert {row["code"] for row in tool.every(LINKS)} == {ESSOR, LYON, RIVE}
    assert [row["code"] for row in tool.every(f"{LINKS}?group=lyon")] == [LYON]
    assert {r["code"] for r in tool.every(f"{LINKS}?association=essor")} == {ESSOR, LYON}
    assert tool.every(f"{LINKS}?association=essor&group=&channel=poster")[0]["code"] == ESSOR
    assert tool.every(f"{LINKS}?channel=sms") == []
    (row,) = tool.every(f"{LINKS}?group=lyon")
    assert list(row)[:8] == [
        *("code", "url", "qr_url", "association", "group", "channel", "visits", "scans")
    ]
    assert (row["visits"], row["scans"]) == (2, 1)


def test_pages_hold_while_links_are_added(site: Site) -> None:
    tool = organiser(site)
    first = tool.ask(f"{LINKS}?limit=2").json
    tool.send("POST", LINKS, NEW)
    tool.send("POST", LINKS, NEW | {"channel": "sms"})
    rest = tool.ask(f"{LINKS}?limit=200&cursor={first['next']}").json
    seen = [row["code"] for row in (*first["rows"], *rest["rows"])]
    assert len(set(seen)) == len(seen)
    assert {ESSOR, LYON, RIVE} <= set(seen)


def test_a_link_grows_aliases_closes_and_opens_with_its_code(site: Site) -> None:
    tool = association(site)
    link = f"/v1/links/{LYON}"
    grown = tool.send("PATCH", link, {"aliases": ["essor-lyon", "lyon-en-tete"]})
    assert (grown.status, grown.json["aliases"]) == (200, ["essor-lyon", "lyon-en-tete"])
    assert tool.send("PATCH", link, {"aliases": []}).json["aliases"] == grown.json["aliases"]
    closed = tool.ask(link, "DELETE")
    assert (closed.status, closed.json["closed"]) == (200, True)
    assert tool.ask(link, "DELETE").json == closed.json
    refused = wrong(tool.send("PATCH", link, {"aliases": ["autre-lyon"]}))
    assert refused == {"aliases": "a closed link gets none; open it with closed: false"}
    opened = tool.send("PATCH", link, {"closed": False, "aliases": ["autre-lyon"]})
    assert (opened.json["code"], opened.json["closed"]) == (LYON, False)
    assert opened.json["aliases"] == [*grown.json["aliases"], "autre-lyon"]
    about = f"link {LYON} of essor/lyon, poster"
    assert [(what, said) for _, what, said, _ in trail(site)] == [
        ("link.changed", f"{about}: aliases"),
        ("link.changed", f"{about}: closed"),
        ("link.changed", f"{about}: opened, aliases"),
    ]


@pytest.mark.parametrize(
    ("sent", "field", "why"),
    [
        ({"channel": "sms"}, "association", "is missing; it must be text in quotes"),
        ({"association": 1, "channel": "sms"}, "association", "must be text in quotes"),
        ({"association": "essor", "group": None, "channel": "sms"}, "group", "must be text"),
        ({"association": "essor"}, "channel", "is missing; it must be text in quotes"),
        ({"association": "essor", "channel": "Ma chaîne"}, "channel", "must be 2 to 40 of a-z"),
        ({"association": "essor", "channel": "poster"}, "channel", "has its link already"),
        ({"association": "essor", "channel": "sms", "code": "X"}, "code", "is not known here"),
        (NEW | {"aliases": "x"}, "aliases", "must be a list"),
        (NEW | {"aliases": [1]}, "aliases", "must be a list of text in quotes"),
        (NEW | {"aliases": ["essor-lyon"]}, "aliases", "'essor-lyon' is used already"),
        (NEW | {"aliases": ["v1"]}, "aliases", "v1"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    site: Site, sent: object, field: str, why: str
) -> None:
    assert why in wrong(organiser(site).send("POST", LINKS, sent))[field]
    assert len(site.house.store.links("enfants")) == 3
    assert trail(site) == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"closed": 1}, "closed"), ({"aliases": {}}, "aliases"), ({"channel": "sms"}, "channel")],
)
def test_a_change_is_read_as_strictly(site: Site, sent: object, field: str) -> None:
    assert field in wrong(organiser(site).send("PATCH", f"/v1/links/{LYON}", sent))


def test_an_owner_that_there_is_not_is_named(site: Site) -> None:
    answer = organiser(site).send("POST", LINKS, NEW | {"group": "brest"})
    assert (answer.status, answer.json["error"]["code"]) == (404, "unknown_owner")
    assert "no group of association 'essor' is called 'brest'" in answer.json["error"]["message"]


def test_anothers_link_is_as_one_that_there_is_not(site: Site) -> None:
    site.apply(OTHER)
    theirs = site.house.store.links("autres")[0].code
    tool = association(site)
    sent = {"closed": True}
    for ask in (
        lambda code: tool.ask(f"/v1/links/{code}"),
        lambda code: tool.ask(f"/v1/links/{code}", "DELETE"),
        lambda code: tool.ask(f"/v1/links/{code}", "HEAD"),
        lambda code: tool.send("PATCH", f"/v1/links/{code}", sent),
    ):
        nowhere, rive, other = (ask(code) for code in ("ZZZZZZZ", RIVE, theirs))
        assert nowhere.status == 404
        assert nowhere.body == rive.body == other.body
    assert not any(link.closed for link in site.house.store.links("enfants"))
