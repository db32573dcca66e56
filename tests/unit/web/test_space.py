"""The space shows what is theirs who are signed in, and nothing of anybody else's."""

from __future__ import annotations

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.campaign.model import Campaign
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in
from tests.unit.web.door import ERASED, OTHER, Site

ADA = "ada@exemple.fr"


def let_in(site: Site, *places: Place) -> None:
    for place in places:
        site.house.store.save_member(Member(ADA, place, NOON, "tests"))


def group_of(site: Site) -> str:
    campaign = site.house.store.load("enfants")
    assert isinstance(campaign, Campaign)
    return campaign.associations[0].groups[0].id


ALL = {
    "/space/c/enfants",
    "/space/c/enfants/a/essor",
    "/space/c/enfants/a/essor/g/lyon",
    "/space/c/enfants/a/rive",
    "/space/c/autres",
}


def test_each_role_reaches_its_own_places_and_no_other(site: Site, box: Postbox) -> None:
    site.apply(OTHER)
    expected = [
        (Place("enfants"), ALL - {"/space/c/autres"}),
        (
            Place("enfants", "essor"),
            {"/space/c/enfants/a/essor", "/space/c/enfants/a/essor/g/lyon"},
        ),
        (Place("enfants", "rive"), {"/space/c/enfants/a/rive"}),
        (Place("enfants", "essor", group_of(site)), {"/space/c/enfants/a/essor/g/lyon"}),
        (Place("autres"), {"/space/c/autres"}),
    ]
    for place, theirs in expected:
        let_in(site, place)
        someone = sign_in(site, box, ADA)
        for path in ALL:
            answer = someone.open(path)
            assert (answer.status == 200) is (path in theirs), (place, path)
            assert answer.status in (200, 404)
        missing = someone.open("/space/c/nope").text
        others = next(path for path in ALL - theirs) if ALL - theirs else "/space/c/nope"
        assert without_request(someone.open(others).text) == without_request(missing)
        for member in site.house.store.memberships(ADA):
            site.house.store.drop_member(member)


def without_request(page: str) -> str:
    """A page without the reference that each answer has of its own."""
    return page.partition("Référence")[0]


def test_who_has_one_place_is_there_at_once(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    assert sign_in(site, box, ADA).at == "/space/c/enfants/a/essor"


def test_who_has_several_places_chooses_and_sees_what_each_sums_up_to(
    site: Site, box: Postbox
) -> None:
    site.visit("E0F1G2H", 3, scans=1)
    let_in(site, Place("enfants", "essor", group_of(site)), Place("enfants", "rive"))
    page = sign_in(site, box, ADA).open("/space").text
    assert 'href="/space/c/enfants/a/essor/g/lyon?lang=fr"' in page
    assert 'href="/space/c/enfants/a/rive?lang=fr"' in page
    assert page.count("<dd>3</dd>") == 2
    assert page.count("<dd>0</dd>") == 2


def test_a_place_names_what_is_above_it_only_to_who_may_go_there(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants"))
    page = sign_in(site, box, ADA).open("/space/c/enfants/a/essor/g/lyon").text
    assert 'href="/space/c/enfants?lang=fr"' in page
    assert 'href="/space/c/enfants/a/essor?lang=fr"' in page
    for member in site.house.store.memberships(ADA):
        site.house.store.drop_member(member)
    let_in(site, Place("enfants", "essor", group_of(site)))
    page = sign_in(site, box, ADA).open("/space/c/enfants/a/essor/g/lyon").text
    assert 'href="/space/c/enfants?lang=fr"' not in page
    assert 'href="/space/c/enfants/a/essor?lang=fr"' not in page


def test_who_was_removed_sees_nothing_at_once(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    for member in site.house.store.memberships(ADA):
        site.house.store.drop_member(member)
    assert "Plus rien n’est à vous ici" in someone.open("/space/c/enfants/a/essor").text
    assert someone.at == "/space"


def test_a_campaign_that_is_erased_is_gone_from_the_space(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    site.apply(ERASED)
    assert "Plus rien n’est à vous ici" in someone.open("/space/c/enfants/a/essor").text
    assert someone.at == "/space"


@pytest.mark.parametrize("path", ["/space", *sorted(ALL)])
def test_nobody_is_sent_to_the_door(site: Site, path: str) -> None:
    someone = Browser(site)
    someone.open(path)
    assert someone.at == "/space/sign-in"


def test_what_was_done_is_said_once_by_a_word_of_ours_and_nothing_else(
    site: Site, box: Postbox
) -> None:
    let_in(site, Place("enfants", "essor"))
    someone = sign_in(site, box, ADA)
    for forged in ("<b>x</b>", "nothing", "", "space.title"):
        assert (
            'class="notice done"'
            not in someone.open(f"/space/c/enfants/a/essor?said={forged}").text
        )
