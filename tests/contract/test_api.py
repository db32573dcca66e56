"""What a tool does through the API is the same on both stores: each method, repeats, the trail."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.access.model import Place
from chalicelib.config import Settings
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, RIVE
from tests.contract.stands import Stand
from tests.unit.web.door import Site
from tests.unit.web.tool import C, Tool, association, organiser

LINK = f"/v1/links/{LYON_POSTER.code}"


@pytest.fixture
def site(stand: Stand) -> Iterator[Site]:
    """The campaign of the contract, with its door open."""
    stand.store.save(CAMPAIGN)
    for link in (ESSOR, LYON_POSTER, RIVE):
        stand.store.add_link(link)
    log = list[str]()
    settings = Settings(base_url="https://qr.exemple.fr")
    house = wiring.House(settings, stand.store, stand.clock, secrets.token_bytes, log.append)
    wiring.use(house)
    yield Site(house, stand.clock, log)
    wiring.use(None)


def acts(site: Site) -> list[str]:
    return [act.what for act in site.house.trail.all(Place("enfants"))]


def test_what_is_made_changed_and_retired_is_so_at_once(site: Site) -> None:
    tool = organiser(site)
    made = tool.send("POST", f"{C}/associations", {"slug": "phare", "name": "Phare"})
    assert (made.status, made.json["name"]) == (201, "Phare")
    changed = tool.send("PATCH", f"{C}/associations/phare", {"name": "Le Phare"})
    assert tool.ask(f"{C}/associations/phare").json == changed.json
    gone = tool.ask(f"{C}/associations/phare", "DELETE")
    assert (gone.status, gone.json["retired"], gone.json["name"]) == (200, True, "Le Phare")
    slugs = [row["slug"] for row in tool.every(f"{C}/associations")]
    assert slugs == ["cairn", "essor", "phare", "rive"]
    assert acts(site) == [
        "association.changed",
        "association.changed",
        "association.created",
    ]


def test_a_link_is_made_once_given_an_alias_closed_and_opened(site: Site) -> None:
    tool = association(site)
    sent = {"association": "essor", "group": "brest", "channel": "sms"}
    first, again = (tool.send("POST", f"{C}/links", sent, idempotency_key="k-1") for _ in range(2))
    assert (first.status, first.body) == (again.status, again.body)
    other = tool.send("POST", f"{C}/links", sent | {"channel": "x1"}, idempotency_key="k-1")
    assert (first.status, other.status) == (201, 409)
    assert tool.send("POST", f"{C}/links", sent, idempotency_key="k-2").status == 400
    corrected = sent | {"channel": "mail"}
    assert tool.send("POST", f"{C}/links", corrected, idempotency_key="k-2").status == 201
    assert tool.send("PATCH", LINK, {"aliases": ["lyon-encore"]}).json["aliases"] == [
        "essor-lyon",
        "lyon-encore",
    ]
    assert tool.ask(LINK, "DELETE").json["closed"]
    assert not tool.send("PATCH", LINK, {"closed": False}).json["closed"]
    assert len(tool.every(f"{C}/links", limit=2)) == 4
    assert acts(site) == [*["link.changed"] * 3, *["link.created"] * 2]


def test_a_token_opens_what_it_may_and_nothing_once_revoked(site: Site) -> None:
    tool = organiser(site)
    new = tool.send("POST", f"{C}/tokens", {"label": "site", "association": "rive"}).json
    theirs = Tool(site, {"Authorization": f"Bearer {new['token']}"})
    assert theirs.ask(f"/v1/links/{RIVE.code}").status == 200
    assert theirs.ask(LINK).body == theirs.ask("/v1/links/ZZZZZZZ").body
    assert tool.ask(f"{C}/tokens/{new['id']}", "DELETE").json["revoked"]
    assert theirs.ask(f"/v1/links/{RIVE.code}").status == 401
    assert [row["revoked"] for row in tool.every(f"{C}/tokens")].count(True) == 1


def test_names_that_are_longer_than_any_key_are_nobodys(site: Site) -> None:
    tool, long = organiser(site), "x" * 3_000
    for target in (
        f"/v1/campaigns/{long}",
        f"/v1/campaigns/{long}/signatures",
        f"/v1/campaigns/{long}/links",
        f"/v1/campaigns/{long}/associations/essor",
        f"/v1/campaigns/{long}/associations/essor/groups/lyon",
        f"{C}/associations/{long}",
        f"{C}/associations/essor/groups/{long}",
        f"{C}/kit/{long}",
        f"{C}/tokens/{long}",
        f"{C}/audit?association={long}",
        f"/v1/links/{long}",
    ):
        assert tool.ask(target).status == 404, target


def test_a_sheet_and_a_switch_are_done_whole(site: Site) -> None:
    tool = organiser(site)
    sheet = b"association;groupe;nom\nrive;brest;Brest-Rive\n"
    merged = tool.send_raw("POST", f"{C}/import", sheet, content_type="text/csv")
    assert len(merged.json["done"]["links_added"]) == 1
    to = {"petition_url": "https://petitions.senat.fr/initiatives/i-2"}
    assert tool.send("POST", f"{C}/destination", to).json["done"]["version"] == 3
    assert tool.ask(LINK).status == 200
    assert tool.ask(C).json["petition_url"] == to["petition_url"]
    assert [row["what"] for row in tool.every(f"{C}/audit")] == ["campaign.switched", "imported"]
