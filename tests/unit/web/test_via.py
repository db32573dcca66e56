"""Links that lead to the campaign's page first: who invites, and what is passed on."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest

from tests.unit.web.door import (
    CAMPAIGN,
    CLOSED,
    ESSOR,
    LYON,
    OTHER,
    PETITION,
    WITHOUT_LYON,
    Site,
)

BASE = "https://qr.exemple.fr"
NETWORKED = CAMPAIGN.replace(
    'aliases = ["essor-lyon"]',
    'aliases = ["essor-lyon"]\n    [[associations.groups.links]]\n    channel = "whatsapp"',
)


def shared(page: str) -> dict[str, str]:
    """Where the buttons of a page lead, by the host that they open, decoded."""
    listed = page.partition('class="networks"')[2].partition("</ul>")[0]
    hrefs = [unquote(unescape(h)) for h in re.findall(r'href="([^"]+)"', listed)]
    return {re.split(r"[/?]", href.removeprefix("https://"))[0]: href for href in hrefs}


def test_the_page_says_who_invites_and_passes_on_their_links(site: Site) -> None:
    site.apply(NETWORKED)
    own = next(
        k.code for k in site.house.store.links("enfants") if k.channel == "whatsapp" and k.group
    )
    page = site.ask(f"/c/enfants?via={LYON}").text
    assert '<strong lang="fr">Essor, Lyon</strong>' in page
    ways = shared(page)
    assert f"{BASE}/{own}" in ways["wa.me"]
    assert all(f"{BASE}/essor-lyon" in ways[host] for host in ways if host != "wa.me")
    assert len(ways) == 9
    assert f'data-share-url="{BASE}/essor-lyon"' in page
    assert f"{BASE}/c/enfants" not in " ".join(ways.values())


def test_nobody_is_counted_again_for_the_page_or_the_way_to_the_petition(site: Site) -> None:
    site.visit(LYON, 1)
    page = site.ask(f"/c/enfants?via={LYON}")
    signs = re.findall(r'<a class="button" href="([^"]+)"', page.text)
    assert signs == [PETITION, PETITION]
    assert "Set-Cookie" not in page.headers
    assert site.figures(LYON)[:2] == (1, 0)


def test_every_link_of_these_pages_keeps_who_invited(site: Site) -> None:
    site.visit(LYON, 1)
    for target in ("", "/leaderboard", "/leaderboard?view=growth", "/signatures"):
        mark = "&" if "?" in target else "?"
        page = site.ask(f"/c/enfants{target}{mark}via={LYON.lower()}&lang=en").text
        hrefs = [unescape(h) for h in re.findall(r'<a[^>]* href="([^"]+)"', page)]
        own = [h for h in hrefs if h.startswith(("/c/", "?"))]
        assert own
        assert all(f"via={LYON}" in h and "lang=" in h for h in own), target


@pytest.mark.parametrize("via", ["ZZZZZZZ", "", "%00", "é", "essor-lyon" * 30, "a b", "..%2F"])
def test_a_code_that_is_no_links_is_passed_over(site: Site, via: str) -> None:
    plain = site.ask("/c/enfants")
    page = site.ask(f"/c/enfants?via={via}")
    assert (page.status, page.text) == (200, plain.text)
    assert "vous est envoyée par" not in page.text


def test_without_who_invites_the_pages_own_address_is_passed_on(site: Site) -> None:
    page = site.ask("/c/enfants").text
    ways = shared(page)
    assert len(ways) == 9
    assert all(f"{BASE}/c/enfants" in way for way in ways.values())
    assert not [way for way in ways.values() if re.search("port[ée]e par", way, re.IGNORECASE)]


def test_links_of_others_and_closed_ones_invite_nobody(site: Site) -> None:
    site.apply(OTHER)
    other = site.house.store.links("autres")[0].code
    assert "vous est envoyée" in site.ask(f"/c/autres?via={other}").text
    assert "vous est envoyée" not in site.ask(f"/c/enfants?via={other}").text
    assert "vous est envoyée" in site.ask(f"/c/enfants?via={LYON}").text
    site.apply(WITHOUT_LYON)
    site.restart()
    assert "vous est envoyée" not in site.ask(f"/c/enfants?via={LYON}").text
    assert "vous est envoyée" in site.ask(f"/c/enfants?via={ESSOR}").text
    site.apply(CLOSED)
    site.restart()
    assert "vous est envoyée" not in site.ask(f"/c/enfants?via={ESSOR}").text
