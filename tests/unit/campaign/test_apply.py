"""Carrying a plan out: complete after any interruption, and never two codes for one owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.campaign.apply import MOST_DRAWS, carry_out, plan_for
from chalicelib.campaign.desired import Author, Desired
from chalicelib.campaign.file import parse
from chalicelib.campaign.model import Link
from chalicelib.errors import BadInput, CodeTaken, Conflict, StoreUnavailable
from tests.fakes import FakeRegister
from tests.unit.campaign.pictures import files

ME = Author("an organiser", datetime(2027, 3, 3, 11, 0, tzinfo=UTC))
HOSTS = frozenset({"petitions.assemblee-nationale.fr"})
HEAD = """\
[campaign]
slug = "enfants"
title = "Enfants"
petition_url = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
"""
BEFORE = (
    HEAD
    + """\
channels = ["poster", "mail"]
[[associations]]
slug = "essor"
name = "Essor"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
  [[associations.groups]]
  slug = "pau"
  name = "Pau"
[[associations]]
slug = "rive"
name = "Rive"
logo = "60x40.png"
"""
)
AFTER = (
    HEAD
    + """\
channels = ["poster", "market"]
[[associations]]
slug = "rive"
name = "La Rive"
logo = "90x30.png"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
    [[associations.groups.links]]
    channel = "poster"
    aliases = ["rive-lyon", "marche"]
[[associations]]
slug = "cap"
name = "Cap"
logo = "60x40.png"
"""
)


def desired(text: str) -> Desired:
    return parse(text.encode(), "f.toml", HOSTS, files)


def counting() -> Callable[[], str]:
    """A source of codes that are all different."""
    numbers: Iterator[int] = iter(range(10**6))
    return lambda: f"{next(numbers):07d}"


def drawing(*codes: str) -> Callable[[], str]:
    given_codes = iter(codes)
    return lambda: next(given_codes)


def apply(register: FakeRegister, text: str, draw: Callable[[], str]) -> None:
    carry_out(plan_for(desired(text), register, ME), register, draw=draw)


def missing_pictures(register: FakeRegister) -> set[str]:
    """The pictures that a campaign names and that are not there."""
    return {
        association.logo
        for slug, campaign in register.kept.items()
        for association in campaign.associations
        if association.logo and (slug, association.logo) not in register.pictures
    }


def without_codes(links: list[Link]) -> list[Link]:
    return [replace(link, code="") for link in links]


def calls_of_the_second_apply() -> tuple[int, int]:
    register, draw = FakeRegister(), counting()
    apply(register, BEFORE, draw)
    first = register.calls
    apply(register, AFTER, draw)
    return first, register.calls


FIRST, ALL = calls_of_the_second_apply()


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done, answer lost"])
@pytest.mark.parametrize("index", range(ALL))
def test_an_interrupted_apply_is_completed_by_the_next(index: int, after: bool) -> None:
    whole, draw = FakeRegister(), counting()
    apply(whole, BEFORE, draw)
    apply(whole, AFTER, draw)

    register, draw = FakeRegister(index, after), counting()
    for text in (BEFORE, AFTER):
        try:
            apply(register, text, draw)
        except StoreUnavailable:
            assert not missing_pictures(register)
            register.heal()
            apply(register, text, draw)
    assert plan_for(desired(AFTER), register, ME).empty
    assert register.kept == whole.kept
    assert register.pictures == whole.pictures
    assert without_codes(register.state("enfants")) == without_codes(whole.state("enfants"))
    # A code spent on a link that was not kept would show as a name without one.
    assert set(register.names.values()) == set(register.by_code)


def test_the_scenario_above_breaks_off_everywhere() -> None:
    # Reads, the save after a picture, links changed, links added, aliases: else the table
    # proves little.
    assert FIRST > 8
    assert ALL - FIRST > 10


def test_a_taken_code_is_drawn_again() -> None:
    register = FakeRegister()
    register.names = {"AAAAAAA": "elsewhere", "BBBBBBB": None}
    text = HEAD + '[[associations]]\nslug = "essor"\nname = "Essor"\n'
    apply(register, text, drawing("AAAAAAA", "BBBBBBB", "CCCCCCC"))
    assert list(register.by_code) == ["CCCCCCC"]


def test_a_source_that_only_draws_taken_codes_is_given_up() -> None:
    register = FakeRegister()
    register.names = {"AAAAAAA": "elsewhere"}
    text = HEAD + '[[associations]]\nslug = "essor"\nname = "Essor"\n'
    with pytest.raises(CodeTaken, match="run again"):
        apply(register, text, drawing(*["AAAAAAA"] * MOST_DRAWS))


def test_an_alias_of_another_campaign_is_refused_by_name() -> None:
    register = FakeRegister()
    register.names = {"MARCHE": "elsewhere"}
    with pytest.raises(BadInput, match=r"'marche' of rive/lyon, poster, belongs, or once"):
        apply(register, AFTER, counting())
    assert register.kept == {}
    apply(register, AFTER.replace('"marche"', '"marche-2"'), counting())
    aliases = {(link.association, link.aliases) for link in register.state("enfants")}
    assert aliases == {("rive", ("rive-lyon", "marche-2")), ("rive", ()), ("cap", ())}


def test_a_link_made_by_another_apply_meanwhile_is_taken_over() -> None:
    register = FakeRegister()
    text = HEAD + (
        '[[associations]]\nslug = "essor"\nname = "Essor"\n'
        '[[associations.links]]\nchannel = "poster"\naliases = ["essor-lyon", "marche"]\n'
    )
    plan = plan_for(desired(text), register, ME)
    made = Link("ZZZZZZZ", "enfants", "essor", "", "poster", ("old", "marche"), closed=True)
    register.add_link(made)
    carry_out(plan, register, draw=counting())
    (link,) = register.state("enfants")
    assert link == replace(made, aliases=("old", "marche", "essor-lyon"), closed=False)


def test_two_applies_at_once_do_not_mix() -> None:
    register = FakeRegister()
    first, second = (plan_for(desired(text), register, ME) for text in (BEFORE, AFTER))
    carry_out(first, register)
    links = register.state("enfants")
    with pytest.raises(Conflict, match="at the same time; run again"):
        carry_out(second, register)
    assert register.state("enfants") == links


@pytest.mark.parametrize("confirm", [None, "", "enfant", "ENFANTS"])
def test_nothing_is_erased_without_the_slug(confirm: str | None) -> None:
    register = FakeRegister()
    apply(register, BEFORE, counting())
    plan = plan_for(desired(HEAD + 'state = "erased"'), register, ME)
    with pytest.raises(BadInput, match="--confirm enfants"):
        carry_out(plan, register, confirm)
    assert len(register.state("enfants")) == 8


def test_codes_of_an_erased_campaign_are_never_given_again() -> None:
    register = FakeRegister()
    apply(register, BEFORE, counting())
    spent = set(register.by_code)
    carry_out(plan_for(desired(HEAD + 'state = "erased"'), register, ME), register, "enfants")
    apply(register, BEFORE, counting())
    assert len(register.by_code) == 8
    assert spent.isdisjoint(register.by_code)


def logo(register: FakeRegister, slug: str) -> str:
    association = register.kept["enfants"].association(slug)
    return association.logo if association else "no association"


def test_a_logo_is_saved_once_and_named_by_whoever_has_it() -> None:
    register = FakeRegister()
    apply(register, BEFORE, counting())
    apply(register, BEFORE, counting())
    ((key, png),) = register.pictures.items()
    assert key == ("enfants", logo(register, "rive"))
    assert logo(register, "essor") == ""
    # Another takes the same picture, its first owner has a new one: nothing is saved again.
    register.pictures[key] = b"as it was"
    apply(register, AFTER, counting())
    assert logo(register, "cap") == key[1]
    assert logo(register, "rive") not in ("", key[1])
    assert register.pictures[key] == b"as it was" != png


def test_a_retired_association_keeps_its_logo_and_an_erased_campaign_none() -> None:
    register = FakeRegister()
    apply(register, BEFORE, counting())
    before = logo(register, "rive")
    apply(register, HEAD, counting())
    assert logo(register, "rive") == before
    carry_out(plan_for(desired(HEAD + 'state = "erased"'), register, ME), register, "enfants")
    assert register.pictures == {}


SLUGS = st.sampled_from(["aa", "bb", "cc"])
FILES = st.dictionaries(
    SLUGS, st.tuples(st.sets(SLUGS), st.sets(st.sampled_from(["poster", "mail"]))), max_size=3
)


def spelled(members: dict[str, tuple[set[str], set[str]]]) -> str:
    text = HEAD
    for slug, (groups, channels) in members.items():
        text += f'[[associations]]\nslug = "{slug}"\nname = "N"\nchannels = {sorted(channels)}\n'
        text += "".join(
            f'[[associations.groups]]\nslug = "{group}"\nname = "G"\n' for group in sorted(groups)
        )
    return text


@settings(deadline=None)
@given(st.lists(FILES, min_size=1, max_size=6))
def test_law_whatever_the_history_of_files(
    history: list[dict[str, tuple[set[str], set[str]]]],
) -> None:
    register, draw = FakeRegister(), counting()
    known: dict[str, tuple[str, str]] = {}
    for members in history:
        apply(register, spelled(members), draw)
        assert plan_for(desired(spelled(members)), register, ME).empty
        links = register.state("enfants")
        # A code, once given, is its owner's and its channel's for ever.
        now = {link.code: (link.owner, link.channel) for link in links}
        assert known.items() <= now.items()
        assert len(set(now.values())) == len(now)
        known = now
        # Open are just the links that the file asks for, at the association that it says.
        campaign = register.kept["enfants"]
        asked = {
            (slug, group, channel)
            for slug, (groups, channels) in members.items()
            for group in ("", *groups)
            for channel in channels
        }
        found = set()
        for link in (link for link in links if not link.closed):
            home = campaign.group(link.group)
            assert not home or home[0].slug == link.association
            found.add((link.association, home[1].slug if home else "", link.channel))
        assert found == asked
        ids = [group.id for a in campaign.associations for group in a.groups]
        assert len(set(ids)) == len(ids)
