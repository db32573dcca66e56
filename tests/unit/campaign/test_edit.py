"""Edits: what a kept campaign says changes nothing, and an edit changes what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.campaign import edit
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.codes import fold
from chalicelib.campaign.desired import Author, Desired
from chalicelib.campaign.edit import Draft
from chalicelib.campaign.file import parse
from chalicelib.campaign.model import Campaign, Link, Switch
from chalicelib.errors import (
    BadFields,
    BadInput,
    Conflict,
    PorteVoixError,
    UnknownCampaign,
    UnknownLink,
    UnknownOwner,
)
from tests.fakes import FakeRegister
from tests.unit.campaign.pictures import files

AT = datetime(2027, 3, 3, 11, 0, tzinfo=UTC)
ME = Author("an organiser", AT, "La pétition a changé d'adresse")
HOSTS = frozenset({"petitions.assemblee-nationale.fr", "petitions.senat.fr"})
URL = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
HEAD = f'[campaign]\nslug = "enfants"\ntitle = "Enfants"\npetition_url = "{URL}"\n'
CAMPAIGN = (
    HEAD
    + """\
channels = ["poster", "mail"]
[[associations]]
slug = "essor"
name = "Essor"
contact = "a@exemple.fr"
logo = "60x40.png"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
    [[associations.groups.links]]
    channel = "poster"
    aliases = ["essor-lyon"]
[[associations]]
slug = "rive"
name = "Rive"
  [[associations.groups]]
  slug = "pau"
  name = "Pau"
"""
)


def applied(*texts: str) -> FakeRegister:
    register = FakeRegister()
    for text in texts:
        desired = parse(text.encode(), "f.toml", HOSTS, files)
        carry_out(plan_for(desired, register, ME), register)
    return register


def kept(register: FakeRegister) -> Campaign:
    return register.kept["enfants"]


def spoken(register: FakeRegister) -> Desired:
    return edit.desired_of(kept(register), register.state("enfants"))


def change(register: FakeRegister, act: edit.Edit) -> list[str]:
    """Carries an edit out, and answers its plan in words."""
    plan = edit.plan_edit(register, "enfants", act, ME)
    carry_out(plan, register)
    assert plan_for(spoken(register), register, ME).empty
    return [str(line) for line in plan.lines]


def link(register: FakeRegister, owner: str, channel: str = "poster") -> Link:
    (found,) = [k for k in register.state("enfants") if (k.owner, k.channel) == (owner, channel)]
    return found


SLUGS = st.sampled_from(["aa", "bb", "cc"])
CHANNELS = st.dictionaries(st.sampled_from(["poster", "mail", "market"]), st.booleans(), max_size=3)
HISTORIES = st.lists(
    st.dictionaries(
        SLUGS, st.tuples(st.booleans(), CHANNELS, st.dictionaries(SLUGS, CHANNELS)), max_size=3
    ),
    min_size=1,
    max_size=5,
)


def spelled(members: dict[str, Any], url: str) -> str:
    """A file in which those channels that are marked have an alias of their own."""
    text = HEAD.replace(URL, url)
    for slug, (has_logo, channels, groups) in members.items():
        text += f'[[associations]]\nslug = "{slug}"\nname = "N {slug}"\nchannels = []\n'
        text += 'logo = "60x40.png"\n' if has_logo else ""
        text += _links("associations", slug, channels)
        for group, its in groups.items():
            text += f'[[associations.groups]]\nslug = "{group}"\nname = "G"\ndepartment = "D"\n'
            text += _links("associations.groups", f"{slug}-{group}", its)
    return text


def _links(table: str, owner: str, channels: dict[str, bool]) -> str:
    return "".join(
        f'[[{table}.links]]\nchannel = "{channel}"\n'
        + (f'aliases = ["{owner}-{channel}"]\n' if named else "")
        for channel, named in channels.items()
    )


@settings(deadline=None)
@given(HISTORIES, st.booleans())
def test_law_what_a_kept_campaign_says_changes_nothing(
    history: list[dict[str, Any]], moves: bool
) -> None:
    register = FakeRegister()
    for number, members in enumerate(history):
        url = f"{URL}{number if moves else ''}"
        desired = parse(spelled(members, url).encode(), "f.toml", HOSTS, files)
        # A group that moves takes its aliases along: who names them again elsewhere is refused.
        try:
            plan = plan_for(desired, register, ME)
        except BadInput:
            continue
        carry_out(plan, register)
        if "enfants" in register.kept:
            assert plan_for(spoken(register), register, ME).empty


def test_associations_come_change_and_go() -> None:
    register = applied(CAMPAIGN)
    new = {"slug": "cap", "name": "Cap", "website": "https://cap.exemple.fr"}
    assert change(register, lambda d: edit.add_association(d, new)) == [
        '+ association cap "Cap"',
        "+ link of cap: poster",
    ]
    said = change(register, lambda d: edit.change_association(d, "cap", {"name": "Le Cap"}))
    assert said == ['~ association cap name: "Cap" -> "Le Cap"']
    cap = kept(register).association("cap")
    assert cap
    assert (cap.name, cap.website) == ("Le Cap", "https://cap.exemple.fr")
    (line,) = change(register, lambda d: edit.retire_association(d, "cap"))
    assert line.startswith("- association cap retires: 1 link closes")
    assert link(register, "cap").closed
    said = change(register, lambda d: edit.add_association(d, new))
    assert said[0].startswith("~ association cap: retired -> back; 1 link reopens")


def test_an_association_that_returns_has_its_logo() -> None:
    register = applied(CAMPAIGN)
    logo = kept(register).associations[0].logo
    change(register, lambda d: edit.retire_association(d, "essor"))
    change(register, lambda d: edit.add_association(d, {"slug": "essor", "name": "Essor"}))
    back = kept(register).association("essor")
    assert back
    assert back.logo == logo != ""


def test_groups_come_change_move_and_go() -> None:
    register = applied(CAMPAIGN)
    new = {"slug": "brest", "name": "Brest", "channels": ["poster", "mail"]}
    assert change(register, lambda d: edit.add_group(d, "essor", new)) == [
        '+ group essor/brest "Brest"',
        "+ links of essor/brest: poster, mail",
    ]
    where = {"department": "Finistère"}
    assert change(register, lambda d: edit.change_group(d, "essor", "brest", where)) == [
        '~ group essor/brest department: "" -> "Finistère"'
    ]
    before = link(register, "essor/lyon")
    (line,) = change(register, lambda d: edit.move_group(d, "essor", "lyon", "rive"))
    assert line.startswith("~ group essor/lyon -> rive/lyon: its 2 links follow")
    assert link(register, "essor/lyon") == replace(before, association="rive")
    (line,) = change(register, lambda d: edit.retire_group(d, "essor", "brest"))
    assert line.startswith("- group essor/brest retires: 2 links close")


def test_a_group_does_not_move_to_where_another_had_its_name() -> None:
    twin = CAMPAIGN + '  [[associations.groups]]\n  slug = "lyon"\n  name = "Lyon"\n'
    register = applied(twin)
    with pytest.raises(BadFields, match="has, or had, a group 'lyon'"):
        change(register, lambda d: edit.move_group(d, "essor", "lyon", "rive"))
    change(register, lambda d: edit.retire_group(d, "rive", "lyon"))
    with pytest.raises(BadFields, match="has, or had, a group 'lyon'"):
        change(register, lambda d: edit.move_group(d, "essor", "lyon", "rive"))


def test_links_come_close_and_open_again_with_their_code() -> None:
    register = applied(CAMPAIGN)
    new = {"channel": "market", "aliases": ["marche"]}
    said = change(register, lambda d: edit.add_link(d, "essor", "lyon", new))
    assert said == ["+ link of essor/lyon: market (marche)"]
    made = link(register, "essor/lyon", "market")
    change(register, lambda d: edit.close_link(d, "essor", "lyon", "market"))
    assert link(register, "essor/lyon", "market") == replace(made, closed=True)
    change(register, lambda d: edit.add_link(d, "essor", "lyon", {"channel": "market"}))
    assert link(register, "essor/lyon", "market") == made
    more = {"aliases": ["lyon-marche"]}
    change(register, lambda d: edit.add_aliases(d, "essor", "lyon", "market", more))
    grown = replace(made, aliases=("marche", "lyon-marche"))
    assert link(register, "essor/lyon", "market") == grown


def test_a_switch_leaves_its_trace() -> None:
    register = applied(CAMPAIGN)
    new = "https://petitions.senat.fr/initiatives/i-2"
    change(register, lambda d: edit.switch(d, {"petition_url": new}, HOSTS))
    assert kept(register).petition_url == new
    assert kept(register).switches == (Switch(AT, URL, new, ME.by, ME.reason),)
    # Every later change keeps it, and the file switches back with a trace of its own.
    change(register, lambda d: edit.retire_association(d, "rive"))
    carry_out(plan_for(parse(CAMPAIGN.encode(), "f", HOSTS, files), register, ME), register)
    assert [s.new for s in kept(register).switches] == [new, URL]


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(0), True),
        (timedelta(days=30) - timedelta(seconds=1), True),
        (timedelta(days=30), False),
    ],
)
def test_pages_tell_of_a_switch_for_thirty_days(age: timedelta, told: bool) -> None:
    switches = tuple(Switch(AT - timedelta(days=d), "a", str(d), "x") for d in (90, 0))
    campaign = Campaign("enfants", "E", "", URL, switches=switches)
    assert campaign.announced(AT + age) == (switches[1] if told else None)
    assert replace(campaign, switches=()).announced(AT) is None


CASES: dict[str, tuple[edit.Edit, list[tuple[str, str]]]] = {
    "every field at once": (
        lambda d: edit.add_association(
            d, {"slug": "Cap", "name": "", "contact": 1, "website": "javascript:x", "x": 1}
        ),
        [
            ("slug", "must be 2 to 40"),
            ("name", "is empty"),
            ("contact", "must be text"),
            ("website", "must be an address like"),
            ("x", "is not known here"),
        ],
    ),
    "one that is there": (
        lambda d: edit.add_association(d, {"slug": "rive", "name": "Rive"}),
        [("slug", "is another's already")],
    ),
    "no name any more": (
        lambda d: edit.change_association(d, "rive", {"name": "", "slug": "rives"}),
        [("slug", "cannot be changed"), ("name", "is empty")],
    ),
    "a group that is there": (
        lambda d: edit.add_group(d, "essor", {"slug": "lyon", "name": "Lyon", "channels": "x"}),
        [("channels", "must be a list"), ("slug", "is another's already")],
    ),
    "a link that is there": (
        lambda d: edit.add_link(d, "essor", "", {"channel": "poster", "aliases": ["q"]}),
        [("channel", "has its link already"), ("aliases", "must be 3 to 40")],
    ),
    "another's alias, read the same": (
        lambda d: edit.add_aliases(d, "essor", "", "poster", {"aliases": ["ess0r-lyon"]}),
        [("aliases", "is used already as 'essor-lyon', which reads the same")],
    ),
    "an address that links may not lead to": (
        lambda d: edit.switch(d, {"petition_url": "https://ailleurs.example/"}, HOSTS),
        [("petition_url", "not a host that links may lead to")],
    ),
    "no address": (
        lambda d: edit.switch(d, {"petition_url": " "}, HOSTS),
        [("petition_url", "is empty")],
    ),
}


@pytest.mark.parametrize(("act", "wrong"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_said_field_by_field(act: edit.Edit, wrong: list[tuple[str, str]]) -> None:
    register = applied(CAMPAIGN)
    with pytest.raises(BadFields) as caught:
        edit.plan_edit(register, "enfants", act, ME)
    assert [field for field, _ in caught.value.fields] == [field for field, _ in wrong]
    for (_, why), (_, part) in zip(caught.value.fields, wrong, strict=True):
        assert part in why
    assert str(caught.value).count("\n") == len(wrong) - 1


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda d: edit.retire_association(d, "nope"), UnknownOwner),
        (lambda d: edit.change_group(d, "rive", "lyon", {}), UnknownOwner),
        (lambda d: edit.close_link(d, "essor", "lyon", "nope"), UnknownLink),
        (lambda d: edit.add_aliases(d, "essor", "", "market", {"aliases": []}), UnknownLink),
    ],
)
def test_who_is_not_there_is_named(
    act: Callable[[Draft], Draft], error: type[PorteVoixError]
) -> None:
    with pytest.raises(error, match=r"nope|lyon|market"):
        edit.plan_edit(applied(CAMPAIGN), "enfants", act, ME)
    with pytest.raises(UnknownCampaign, match="enfants"):
        edit.plan_edit(FakeRegister(), "enfants", act, ME)


def test_an_alias_of_a_closed_link_stays_with_it() -> None:
    register = applied(CAMPAIGN)
    change(register, lambda d: edit.close_link(d, "essor", "lyon", "poster"))
    assert fold("essor-lyon") in register.names
    with pytest.raises(BadInput, match="for good; choose another"):
        change(register, lambda d: edit.add_aliases(d, "essor", "", "poster", _alias()))


def _alias() -> dict[str, list[str]]:
    return {"aliases": ["essor-lyon"]}


def test_two_edits_at_once_do_not_mix() -> None:
    register = applied(CAMPAIGN)
    acts = [
        edit.plan_edit(register, "enfants", lambda d, s=slug: edit.retire_association(d, s), ME)
        for slug in ("essor", "rive")
    ]
    carry_out(acts[0], register)
    with pytest.raises(Conflict):
        carry_out(acts[1], register)
