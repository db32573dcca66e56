"""Links of some channels lead to the campaign's page before the petition; they count as ever."""

from __future__ import annotations

import json

import pytest

from tests.unit.web.door import BASE, CAMPAIGN, ESSOR, LYON, PETITION, Site
from tests.unit.web.tool import Tool

PAGE_FIRST = CAMPAIGN.replace("title", 'page_first = ["poster"]\ntitle', 1)
FACEBOOK_FIRST = PAGE_FIRST.replace("poster", "facebook", 1)
PAGE = f"{BASE}/c/enfants?via={LYON}"


def where(site: Site, target: str) -> str:
    answer = site.ask(target)
    assert answer.status == 302
    return answer.headers["Location"]


@pytest.mark.parametrize(("target", "scans"), [(f"/{LYON}", 0), (f"/Q/{LYON}", 1)])
def test_who_comes_by_such_a_channel_sees_the_page_and_is_counted_at_the_link(
    site: Site, target: str, scans: int
) -> None:
    site.apply(PAGE_FIRST)
    assert where(site, target) == PAGE
    assert site.figures(LYON) == (1, scans, {})
    # Who comes back is shown the same, and is no second visit.
    assert where(site, target) == PAGE
    assert site.figures(LYON)[:2] == (1, scans)


def test_the_page_counts_nobody_again(site: Site) -> None:
    site.apply(PAGE_FIRST)
    site.ask(f"/{LYON}")
    page = site.ask(PAGE.removeprefix(BASE))
    assert page.status == 200
    assert '<strong lang="fr">Essor, Lyon</strong>' in page.text
    assert f'<a class="button" href="{PETITION}"' in page.text
    assert site.figures(LYON) == (1, 0, {})


def test_other_channels_lead_straight_to_the_petition(site: Site) -> None:
    site.apply(FACEBOOK_FIRST)
    assert where(site, f"/{LYON}") == PETITION


def test_while_the_store_is_away_everybody_goes_straight_to_the_petition(site: Site) -> None:
    """The page could not be shown, and nobody who followed a link is left before an error."""
    site.apply(PAGE_FIRST)
    where(site, f"/{ESSOR}")
    site.store.fail()
    assert where(site, f"/{ESSOR}") == PETITION
    assert json.loads(site.log[-1])["event"].startswith("visit_")


def test_it_is_a_change_like_any_other_and_holds_for_links_in_print(site: Site) -> None:
    assert where(site, f"/{LYON}") == PETITION
    site.apply(PAGE_FIRST)
    site.restart()
    assert where(site, f"/{LYON}") == PAGE
    site.apply(CAMPAIGN)
    site.restart()
    assert where(site, f"/{LYON}") == PETITION


def test_tools_are_told_where_a_link_leads(site: Site) -> None:
    tool = Tool(site, site.token("enfants", "", "", False))
    assert tool.ask(f"/v1/links/{LYON}").json["destination"] == PETITION
    site.apply(PAGE_FIRST)
    assert tool.ask(f"/v1/links/{LYON}").json["destination"] == PAGE


def test_who_looks_first_is_told_of_both_stops(site: Site) -> None:
    assert "d’abord la page" not in site.ask(f"/{LYON}+").text
    site.apply(PAGE_FIRST)
    site.restart()
    page = site.ask(f"/{LYON}+").text
    assert "d’abord la page de la campagne" in page
    assert PETITION in page
