"""How organisers leave days out, set the count, and switch the address."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from chalicelib.access.model import Place
from chalicelib.campaign.apply import carry_out
from chalicelib.campaign.desired import Author
from chalicelib.campaign.edit import change_association, plan_edit
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser
from tests.unit.web.door import CAMPAIGN, LYON, OTHER, PETITION, Site
from tests.unit.web.markup import words_of
from tests.unit.web.organising import ADA, NEW, C, acts, campaign, let_in

# Fairness


def test_a_day_is_left_out_and_brought_back_with_reasons(site: Site, ada: Browser) -> None:
    site.visit(LYON, 30)
    page = ada.open(f"{C}/fairness").text
    assert "viennent d’un même réseau" in page
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    refused = ada.submit("rule", reason="  ")
    assert refused.status == 422
    assert 'id="reason-wrong"' in refused.text
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    ada.submit("rule", reason="Un seul appareil, dit l'association")
    (ruling,) = site.store.rulings("enfants")
    assert (ruling.link, ruling.ranked, ruling.by) == (LYON, False, ADA)
    assert "hors classement" in site.ask("/c/enfants").text
    twice = {"code": LYON, "day": "2026-11-23", "reason": "r", "act": "leave-out"}
    assert "déjà fait" in words_of(ada.post(f"{C}/fairness/rule", twice).text)
    site.clock.now += timedelta(minutes=1)
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    ada.submit("rule", reason="C'était une réunion")
    assert [one.ranked for one in site.store.rulings("enfants")] == [False, True]
    assert [what for _, what, _ in acts(site)] == ["day.brought_back", "day.left_out"]


@pytest.mark.parametrize(
    ("code", "day"),
    [(LYON, "2026-13-01"), (LYON, "2027-01-01"), (LYON, "2020-01-01"), ("ZZZZZZZ", "2026-11-23")],
)
def test_what_is_no_links_day_is_not_there(site: Site, ada: Browser, code: str, day: str) -> None:
    assert ada.open(f"{C}/fairness/rule?code={code}&day={day}").status == 404


def test_another_campaigns_link_is_not_there(site: Site, ada: Browser) -> None:
    site.apply(OTHER)
    let_in(site, Place("autres"))
    (link,) = site.store.links("autres")
    assert ada.open(f"{C}/fairness/rule?code={link.code}&day=2026-11-23").status == 404


# The count


def test_a_count_is_set_by_hand(site: Site, ada: Browser) -> None:
    ada.open(f"{C}/count")
    ada.submit("count", count="12 345")
    official = site.store.official("enfants")
    assert official
    assert (official.count, official.at) == (12_345, site.clock())
    assert acts(site)[0][:2] == (ADA, "count.set")
    site.clock.now += timedelta(hours=2)
    ada.open(f"{C}/count")
    ada.submit("count", count="12400", at="2026-11-23T13:30")
    official = site.store.official("enfants")
    assert official
    assert official.at
    assert official.at.isoformat() == "2026-11-23T13:30:00+01:00"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"count": "beaucoup"}, "count"),
        ({"count": "-1"}, "count"),
        ({"count": "1", "at": "2036-01-01T00:00"}, "at"),
        ({"count": "1", "at": "hier"}, "at"),
    ],
)
def test_a_count_that_is_none_is_said_beside_the_field(
    site: Site, ada: Browser, fields: dict[str, str], field: str
) -> None:
    answer = ada.post(f"{C}/count", fields)
    assert answer.status == 422
    assert f'id="{field}-wrong"' in answer.text
    assert site.store.official("enfants") is None
    assert acts(site) == []


PLATFORM = '[petition]\nsource = "assemblee-nationale"\nid = "i-1"\n'
READ = CAMPAIGN.replace("[[associations]]", f"{PLATFORM}[[associations]]", 1)


def test_a_count_that_is_read_is_not_set_and_no_page_asks_the_platform(
    site: Site, ada: Browser
) -> None:
    site.apply(READ)
    page = ada.open(f"{C}/count").text
    assert 'name="count"' not in page
    assert "Pas de bouton" in page
    answer = ada.post(f"{C}/count", {"count": "12"})
    assert answer.status == 422
    assert "on ne l’écrit pas ici" in answer.text
    assert site.store.official("enfants") is None


# The address


def previewed(ada: Browser, **fields: str) -> Browser:
    ada.open(f"{C}/switch")
    ada.submit("switch", **{"petition_url": NEW, "reason": "Elle a déménagé", **fields})
    return ada


def test_a_switch_is_looked_at_confirmed_and_told(site: Site, ada: Browser) -> None:
    site.visit(LYON, 2, scans=1)
    page = previewed(ada).page
    assert page
    said = words_of(page.text).replace("\xa0", " ")
    assert PETITION in said
    assert NEW in said
    assert "3, dont 1 déjà scanné" in said
    assert "rétablirait" in said
    assert campaign(site).petition_url == PETITION
    ada.submit("confirm", slug="enfants")
    assert "tous les liens mènent à la nouvelle adresse" in words_of(ada.page.text)
    (switch,) = campaign(site).switches
    assert (switch.old, switch.new, switch.by) == (PETITION, NEW, ADA)
    assert switch.reason == "Elle a déménagé"
    assert acts(site) == [(ADA, "campaign.switched", f"from {PETITION} to {NEW}: Elle a déménagé")]
    site.restart()
    assert "les liens mènent à petitions.senat.fr/initiatives/i-9" in site.ask("/c/enfants").text


def test_a_switch_is_not_made_without_the_slug(site: Site, ada: Browser) -> None:
    previewed(ada)
    answer = ada.submit("confirm", slug="enfant")
    assert answer.status == 422
    assert 'id="slug-wrong"' in answer.text
    assert campaign(site).petition_url == PETITION
    ada.at = f"{C}/switch/confirm"
    ada.submit("confirm", slug="enfants")
    assert campaign(site).petition_url == NEW


def test_what_was_not_looked_at_is_not_made(site: Site, ada: Browser) -> None:
    previewed(ada)
    change = plan_edit(
        site.store.store,
        "enfants",
        lambda draft: change_association(draft, "essor", {"name": "Autre"}),
        Author("somebody", NOON),
    )
    carry_out(change, site.store.store)
    answer = ada.submit("confirm", slug="enfants")
    assert answer.status == 422
    assert "a été modifiée depuis cet aperçu" in answer.text
    assert campaign(site).petition_url == PETITION
    ada.at = f"{C}/switch/confirm"
    ada.submit("confirm", slug="enfants")
    assert campaign(site).petition_url == NEW


@pytest.mark.parametrize("sealed", ["", "x", '{"petition_url": "https://petitions.senat.fr/"}'])
def test_a_preview_that_is_not_ours_confirms_nothing(site: Site, ada: Browser, sealed: str) -> None:
    answer = ada.post(f"{C}/switch/confirm", {"previewed": sealed, "slug": "enfants"})
    assert answer.status == 422
    assert "plus valable" in answer.text
    assert campaign(site).petition_url == PETITION


def test_another_campaigns_preview_confirms_nothing(site: Site, ada: Browser) -> None:
    site.apply(OTHER)
    let_in(site, Place("autres"))
    page = ada.post("/space/c/autres/switch", {"petition_url": NEW}).text
    (sealed,) = re.findall(r'name="previewed" value="([^"]+)"', page)
    fields = {"previewed": unescape(sealed), "slug": "enfants"}
    assert ada.post(f"{C}/switch/confirm", fields).status == 422
    assert campaign(site).petition_url == PETITION


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://ailleurs.example/", "ne peuvent pas mener"),
        ("http://petitions.senat.fr/", "ne peuvent pas mener"),
        ("", "ne peuvent pas mener"),
        (PETITION, "y mènent déjà"),
    ],
)
def test_where_links_may_not_lead_is_said_beside_the_field(
    site: Site, ada: Browser, url: str, says: str
) -> None:
    answer = previewed(ada, petition_url=url).page
    assert answer
    assert answer.status == 422
    wrong = re.search(r'id="petition_url-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1]
    assert 'value="Elle a déménagé"' in answer.text
    assert f'value="{url}"' in answer.text
