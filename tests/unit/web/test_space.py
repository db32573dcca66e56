"""The space shows what is theirs who are signed in, and nothing of anybody else's."""

from __future__ import annotations

import re
from html import unescape

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.campaign.model import Campaign
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in, with_post
from tests.unit.web.door import BASE, ERASED, ESSOR, LYON, PRIVATE, RIVE, Site

ADA = "ada@exemple.fr"
ADDRESSES = {code: f"{BASE}/{code}" for code in (ESSOR, LYON, RIVE)}


@pytest.fixture
def box(site: Site) -> Postbox:
    return with_post(site)


def let_in(site: Site, *places: Place) -> None:
    for place in places:
        site.house.store.save_member(Member(ADA, place, NOON, "tests"))


def group_of(site: Site) -> str:
    campaign = site.house.store.load("enfants")
    assert isinstance(campaign, Campaign)
    return campaign.associations[0].groups[0].id


def shown(page: str) -> set[str]:
    """The codes whose addresses are on a page, each with the way to its QR code and kit."""
    found = {code for code, address in ADDRESSES.items() if f'<td class="code">{address}<' in page}
    for code in ADDRESSES:
        assert (f'href="/{code}+"' in page) is (code in found)
    return found


def figures(page: str) -> list[list[str]]:
    """Today, visits and scans of each part."""
    lists = re.findall(r'<dl class="figures">(.*?)</dl>', page, re.DOTALL)
    return [re.findall(r"<dd>([^<]+)</dd>", one) for one in lists]


def test_each_role_sees_its_own_links_with_their_figures(site: Site, box: Postbox) -> None:
    site.visit(LYON, 3, scans=1)
    site.visit(RIVE, 2)
    expected = [
        (Place("enfants"), {ESSOR, LYON, RIVE}, ["5", "5", "1"], "Pour les enfants"),
        (Place("enfants", "essor"), {ESSOR, LYON}, ["3", "3", "1"], "Essor"),
        (Place("enfants", "rive"), {RIVE}, ["2", "2", "0"], "Rive"),
        (Place("enfants", "essor", group_of(site)), {LYON}, ["3", "3", "1"], "Essor, Lyon"),
    ]
    for place, codes, counts, name in expected:
        let_in(site, place)
        page = unescape(sign_in(site, box, ADA).open("/space").text)
        assert shown(page) == codes, place
        assert figures(page) == [counts]
        assert re.search(rf'<h2 id="part-1" lang="fr">{name}</h2>', page)
        assert ("Rive" in page) is (RIVE in codes)
        for member in site.house.store.memberships(ADA):
            site.house.store.drop_member(member)


def test_a_row_has_the_figures_of_its_link(site: Site, box: Postbox) -> None:
    site.visit(LYON, 3, scans=1)
    let_in(site, Place("enfants", "essor"))
    page = sign_in(site, box, ADA).open("/space").text
    rows = re.findall(r"<tr>\n<th scope=\"row\">(.*?)</tr>", page, re.DOTALL)
    told = {
        code: re.findall(r'class="figure">(\d+)<', row)
        for row in rows
        for code in ADDRESSES
        if ADDRESSES[code] in row
    }
    assert told == {ESSOR: ["0", "0", "0"], LYON: ["3", "3", "1"]}


def test_who_has_several_places_sees_each(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor", group_of(site)), Place("enfants", "rive"))
    page = sign_in(site, box, ADA).open("/space").text
    assert shown(page) == {LYON, RIVE}
    assert len(figures(page)) == 2


def test_who_was_removed_sees_nothing_at_once(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    for member in site.house.store.memberships(ADA):
        site.house.store.drop_member(member)
    page = someone.open("/space").text
    assert "Plus rien n’est à vous ici" in page
    assert shown(page) == set()


def test_a_campaign_that_is_erased_is_gone_from_the_space(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    site.apply(ERASED)
    assert shown(someone.open("/space").text) == set()


def test_a_leaderboard_that_is_not_public_is_linked_for_nobody_who_may_not_see_it(
    site: Site, box: Postbox
) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    assert 'href="/c/enfants/leaderboard"' in someone.open("/space").text
    site.apply(PRIVATE)
    assert "/leaderboard" not in someone.open("/space").text


def test_nobody_is_sent_to_the_door(site: Site) -> None:
    someone = Browser(site)
    someone.open("/space")
    assert someone.at == "/space/sign-in"
