"""The directory and salts, as rooms see them on every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Association, Kit, Level, Link, State, Switch
from chalicelib.errors import CodeTaken, Conflict, UnknownLink
from chalicelib.leaderboard import Page, Period
from chalicelib.tally.model import Count
from chalicelib.visits.model import Verdict
from tests.contract.samples import (
    CAMPAIGN,
    DAY,
    ESSOR,
    LYON_POSTER,
    NOON,
    OTHER,
    OTHER_LINK,
    RIVE,
    excluded,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import Stand


def test_a_campaign_comes_back_as_it_was_saved(stand: Stand) -> None:
    stand.store.save(OTHER)
    stand.store.save(CAMPAIGN)
    assert stand.store.load("enfants") == CAMPAIGN
    assert stand.store.campaign("enfants", patient()) == CAMPAIGN
    assert stand.store.campaigns() == [OTHER, CAMPAIGN]  # in the order of slugs


def test_a_campaigns_switches_come_back_with_it(stand: Stand) -> None:
    switch = Switch(NOON, "https://a.fr/1", "https://a.fr/2", "an organiser", "Elle a changé")
    moved = replace(CAMPAIGN, switches=(switch, replace(switch, old="https://a.fr/2", reason="")))
    stand.store.save(moved)
    assert stand.store.load("enfants") == moved
    assert stand.store.campaigns() == [moved]


def test_a_name_stays_taken_whatever_becomes_of_its_link(stand: Stand) -> None:
    names = [LYON_POSTER.code, LYON_POSTER.code.lower(), "essor-lyon", "ESS0R-LY0N"]
    assert not any(stand.store.taken(name) for name in names)
    stand.store.save(CAMPAIGN)
    stand.store.add_link(LYON_POSTER)
    assert all(stand.store.taken(name) for name in names)
    stand.store.erase("enfants")
    assert all(stand.store.taken(name) for name in names)


def test_there_is_no_campaign_that_nobody_saved(stand: Stand) -> None:
    assert stand.store.load("enfants") is None
    assert stand.store.campaign("enfants", patient()) is None
    assert stand.store.campaigns() == []


def test_the_next_version_replaces_the_one_before(stand: Stand) -> None:
    stand.store.save(CAMPAIGN)
    closed = replace(CAMPAIGN, state=State.CLOSED, version=2)
    stand.store.save(closed)
    assert stand.store.load("enfants") == closed


@pytest.mark.parametrize("version", [1, 2, 4])
def test_any_other_version_is_a_conflict_and_changes_nothing(stand: Stand, version: int) -> None:
    stand.store.save(CAMPAIGN)
    kept = replace(CAMPAIGN, title="La deuxième", version=2)
    stand.store.save(kept)
    with pytest.raises(Conflict):
        stand.store.save(replace(CAMPAIGN, title="La mienne", version=version))
    assert stand.store.load("enfants") == kept


def test_the_first_version_is_one(stand: Stand) -> None:
    with pytest.raises(Conflict):
        stand.store.save(replace(CAMPAIGN, version=2))
    assert stand.store.load("enfants") is None


def test_what_flyers_are_made_of_comes_back_as_it_was_saved(stand: Stand) -> None:
    association = replace(CAMPAIGN.associations[0], logo="0123456789abcdef01234567")
    campaign = replace(
        CAMPAIGN,
        call="Rejoignez-nous",
        text=("Un\u202f: « œ ».", "Deux."),
        kit=Kit("#b02d3d", "Imprimé par nos soins"),
        associations=(association, *CAMPAIGN.associations[1:]),
    )
    stand.store.save(campaign)
    assert stand.store.load("enfants") == campaign
    assert stand.store.campaigns() == [campaign]


def test_a_picture_comes_back_by_its_campaign_and_name(stand: Stand) -> None:
    store, png = stand.store, bytes(range(256)) * 400
    store.save_picture("enfants", "a1", png)  # before there is a campaign
    store.save_picture("enfants", "b2", b"\x00b2")
    store.save_picture("autres", "a1", b"others")
    assert store.picture("enfants", "a1") == png
    assert store.picture("enfants", "b2") == b"\x00b2"
    assert store.picture("autres", "a1") == b"others"
    for campaign, name in (("enfants", ""), ("enfants", "c3"), ("autres", "b2"), ("nul", "a1")):
        assert store.picture(campaign, name) is None


def test_a_picture_saved_again_is_the_same_and_stays_when_nobody_names_it(stand: Stand) -> None:
    store = stand.store
    named = replace(CAMPAIGN, associations=(Association("essor", "L’Essor", logo="a1"),))
    for _ in range(2):
        store.save_picture("enfants", "a1", b"png")
    store.save(named)
    store.save(replace(CAMPAIGN, version=2))
    assert store.picture("enfants", "a1") == b"png"


def test_campaigns_and_links_are_listed_without_their_pictures(stand: Stand) -> None:
    stand.store.save_picture("enfants", "a1", b"png")
    assert stand.store.campaigns() == []
    assert stand.store.links("enfants") == []
    assert stand.store.tokens("enfants") == []


def test_a_link_is_found_by_its_code_and_its_alias(stand: Stand) -> None:
    stand.store.add_link(LYON_POSTER)
    for name in (LYON_POSTER.code, "essor-lyon", "ESSOR-LYON", "ess0r-1yon"):
        assert stand.store.link(fold(name), patient()) == LYON_POSTER
    for name in ("", "ZZZZZZZ", "essor", "essor-lyon-", "AB3K9X7#", "é" * 80):
        assert stand.store.link(fold(name), patient()) is None


def test_links_are_listed_by_owner_and_channel(stand: Stand) -> None:
    sms = Link("JK7Q2R5", "enfants", "essor", "", "sms")
    like_essor = Link("MN8R3S6", "enfants", "essor-2", "", "poster")
    for link in (RIVE, sms, like_essor, LYON_POSTER, ESSOR, OTHER_LINK):
        stand.store.add_link(link)
    assert stand.store.links("enfants") == [ESSOR, sms, like_essor, LYON_POSTER, RIVE]
    assert stand.store.links("unknown") == []
    assert stand.store.links_of("enfants", "essor") == [ESSOR, sms]
    assert stand.store.links_of("enfants", LYON_POSTER.owner) == [LYON_POSTER]
    assert stand.store.links_of("enfants", "ess") == []
    assert stand.store.links_of("autres", "essor") == []


TAKEN = {
    "its code is another's": Link("AB3K9X7", "enfants", "rive", "", "sms"),
    "its code is another campaign's": Link("AB3K9X7", "autres", "seule", "", "sms"),
    "its code reads like an alias": Link("ESS0R-1Y0N", "enfants", "rive", "", "sms"),
    "its alias is another's": Link("RS2T4V6", "enfants", "rive", "", "sms", ("essor-lyon",)),
    "its alias reads like another's": Link(
        "RS2T4V6", "enfants", "rive", "", "sms", ("ess0r-lyon",)
    ),
    "its alias is a code": Link("RS2T4V6", "enfants", "rive", "", "sms", ("ab3k9x7",)),
    "one alias of two": Link("RS2T4V6", "enfants", "rive", "", "sms", ("rive-sms", "essor-lyon")),
    "its owner has the channel": Link("RS2T4V6", "enfants", "essor", "", "poster", ("rive-sms",)),
}


@pytest.mark.parametrize("link", TAKEN.values(), ids=TAKEN.keys())
def test_a_link_that_takes_anothers_place_is_not_kept(stand: Stand, link: Link) -> None:
    stand.store.add_link(ESSOR)
    stand.store.add_link(LYON_POSTER)
    with pytest.raises(CodeTaken):
        stand.store.add_link(link)
    assert stand.store.links("enfants") == [ESSOR, LYON_POSTER]
    assert stand.store.links("autres") == []
    assert stand.store.link("RS2T4V6", patient()) is None
    assert stand.store.link(fold("rive-sms"), patient()) is None


def test_aliases_of_one_link_may_read_alike(stand: Stand) -> None:
    link = replace(RIVE, aliases=("lyon", "1yon", RIVE.code.lower()))
    stand.store.add_link(link)
    assert stand.store.link(fold("lyon"), patient()) == link
    assert stand.store.link(RIVE.code, patient()) == link


def test_a_link_changes_association_and_state_and_gains_aliases(stand: Stand) -> None:
    stand.store.add_link(LYON_POSTER)
    changed = replace(
        LYON_POSTER, association="rive", aliases=("essor-lyon", "rive-lyon"), closed=True
    )
    stand.store.change_link(changed)
    stand.store.change_link(changed)  # again: nothing to do, and no conflict with itself
    for name in (LYON_POSTER.code, "essor-lyon", "rive-lyon"):
        assert stand.store.link(fold(name), patient()) == changed
    assert stand.store.links("enfants") == [changed]


def test_a_link_never_loses_an_alias(stand: Stand) -> None:
    stand.store.add_link(LYON_POSTER)
    stand.store.change_link(replace(LYON_POSTER, aliases=("quai",)))
    kept = replace(LYON_POSTER, aliases=("essor-lyon", "quai"))
    assert stand.store.links("enfants") == [kept]
    assert stand.store.link(fold("essor-lyon"), patient()) == kept


def test_a_change_that_takes_anothers_name_changes_nothing(stand: Stand) -> None:
    stand.store.add_link(LYON_POSTER)
    stand.store.add_link(RIVE)
    with pytest.raises(CodeTaken):
        stand.store.change_link(replace(RIVE, aliases=("quai", "essor-lyon"), closed=True))
    assert stand.store.link(RIVE.code, patient()) == RIVE
    assert stand.store.link(fold("quai"), patient()) is None


def test_only_a_link_that_exists_can_change(stand: Stand) -> None:
    with pytest.raises(UnknownLink):
        stand.store.change_link(replace(RIVE, aliases=("quai",)))
    assert stand.store.link(fold("quai"), patient()) is None


def test_the_first_salt_of_a_day_holds(stand: Stand) -> None:
    store = stand.store
    assert store.salt("enfants", "2026-11-23", patient()) is None
    assert store.make_salt("enfants", "2026-11-23", b"\x00first\xff", patient()) == b"\x00first\xff"
    assert store.make_salt("enfants", "2026-11-23", b"second", patient()) == b"\x00first\xff"
    assert store.salt("enfants", "2026-11-23", patient()) == b"\x00first\xff"
    assert store.salt("enfants", "2026-11-24", patient()) is None
    assert store.salt("autres", "2026-11-23", patient()) is None


def test_salts_of_days_before_are_destroyed(stand: Stand) -> None:
    store = stand.store
    for campaign in ("enfants", "autres"):
        for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
            store.make_salt(campaign, day, f"{campaign} {day}".encode(), patient())
    assert store.destroy_salts("enfants", "2026-11-23") == 2
    assert store.destroy_salts("enfants", "2026-11-23") == 0
    assert store.salt("enfants", "2026-11-22", patient()) is None
    assert store.salt("enfants", "2026-11-23", patient()) == b"enfants 2026-11-23"
    assert store.salt("autres", "2026-11-21", patient()) == b"autres 2026-11-21"
    assert "enfants 2026-11-21" not in stand.everything()


def test_an_erased_campaign_leaves_nothing_but_spent_codes(stand: Stand) -> None:
    store = stand.store
    for campaign, links in ((CAMPAIGN, (ESSOR, LYON_POSTER)), (OTHER, (OTHER_LINK,))):
        store.save(campaign)
        for link in links:
            store.add_link(link)
            store.record(visit(link, "ada"), patient())
            store.exclude(excluded(link, Verdict.ROBOT), patient())
            store.rule(ruling(link, ranked=False))
        store.make_salt(campaign.slug, DAY, b"salt", patient())
        store.save_picture(campaign.slug, "a1", f"picture of {campaign.slug}".encode())
    stand.deliver(CAMPAIGN, OTHER)
    assert store.total("enfants", Level.CAMPAIGN, "enfants") == Count(2)

    store.erase("enfants")
    store.erase("enfants")
    stand.deliver(again=True)  # and a late delivery brings nothing back

    assert "enfants" not in stand.everything()
    assert store.load("enfants") is None
    assert store.links("enfants") == []
    assert store.totals("enfants", Level.LINK) == {}
    assert store.excluded("enfants", ESSOR.code) == {}
    assert store.salt("enfants", DAY, patient()) is None
    assert store.picture("enfants", "a1") is None
    assert store.spreads("enfants", DAY) == {}
    assert store.rulings("enfants") == []
    assert store.board(CAMPAIGN, Level.LINK, Period.ALL, 10, None) == Page((), 0, NOON, None)
    for name in (ESSOR.code, LYON_POSTER.code, "essor-lyon"):
        assert store.link(fold(name), patient()) is None
        with pytest.raises(CodeTaken):
            store.add_link(Link(fold(name), "autres", "seule", "", "sms"))
    assert store.campaigns() == [OTHER]
    assert store.links("autres") == [OTHER_LINK]
    assert [v.link for v, _ in store.kept_visits()] == [OTHER_LINK.code]
    assert store.excluded("autres", OTHER_LINK.code) == {Verdict.ROBOT: 1}
    assert store.salt("autres", DAY, patient()) == b"salt"
    assert store.picture("autres", "a1") == b"picture of autres"


def test_pictures_of_a_campaign_that_never_was_are_erased_too(stand: Stand) -> None:
    for number in range(30):
        stand.store.save_picture("enfants", f"{number:024}", b"png" * 30_000)
    stand.store.erase("enfants")
    assert "enfants" not in stand.everything()


def test_the_slug_of_an_erased_campaign_is_free(stand: Stand) -> None:
    stand.store.save(CAMPAIGN)
    stand.store.erase("enfants")
    stand.store.erase("unknown")
    stand.store.save(CAMPAIGN)
    assert stand.store.load("enfants") == CAMPAIGN
