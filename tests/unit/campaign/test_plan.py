"""A plan changes just what was edited, and says each change in a line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.desired import Author
from chalicelib.campaign.file import parse
from chalicelib.campaign.model import Campaign, Link, State
from chalicelib.campaign.plan import Plan
from chalicelib.errors import BadInput
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
LYON = """\
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
"""
PAU = LYON.replace("lyon", "pau").replace("Lyon", "Pau")


def member(slug: str, *groups: str, more: str = "") -> str:
    return f'[[associations]]\nslug = "{slug}"\nname = "{slug.title()}"\n{more}{"".join(groups)}'


def plan(register: FakeRegister, *parts: str) -> Plan:
    return plan_for(parse("".join(parts).encode(), "f.toml", HOSTS, files), register, ME)


def apply(register: FakeRegister, *parts: str) -> list[str]:
    """Applies the file, checks that a second time changes nothing, and answers the plan."""
    made = plan(register, *parts)
    carry_out(made, register, confirm=made.slug)
    again = plan(register, *parts)
    assert again.empty
    assert str(again.lines[0]) == "= nothing to change"
    return [str(line) for line in made.lines]


def campaign(register: FakeRegister) -> Campaign:
    return register.kept["enfants"]


def link(register: FakeRegister, owner: str, channel: str = "poster") -> Link:
    (found,) = [k for k in register.state("enfants") if (k.owner, k.channel) == (owner, channel)]
    return found


def test_a_new_campaign_gives_everybody_a_link_for_every_channel() -> None:
    register = FakeRegister()
    lines = apply(register, HEAD, 'channels = ["poster", "mail"]\n', member("essor", LYON))
    assert lines == [
        '+ campaign enfants "Enfants", to https://petitions.assemblee-nationale.fr/initiatives/i-1',
        '+ association essor "Essor"',
        '+ group essor/lyon "Lyon"',
        "+ links of essor: poster, mail",
        "+ links of essor/lyon: poster, mail",
    ]
    assert campaign(register).version == 1
    assert len(register.state("enfants")) == 4


def test_applying_twice_keeps_the_version() -> None:
    register = FakeRegister()
    for _ in range(3):
        carry_out(plan(register, HEAD, member("essor", LYON)), register)
    assert campaign(register).version == 1


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('title = "Enfants"', 'title = "Tous"', '~ campaign title: "Enfants" -> "Tous"'),
        (
            "i-1",
            "i-2",
            '~ campaign petition_url: "https://petitions.assemblee-nationale.fr/initiatives/i-1"'
            ' -> "https://petitions.assemblee-nationale.fr/initiatives/i-2"'
            " (codes in print lead to the new address within a minute)",
        ),
        ('demands = ["a"]', 'demands = ["b"]', '~ campaign demands: ["a"] -> ["b"]'),
        ('call = "Venez"', 'call = "Signez"', '~ campaign call: "Venez" -> "Signez"'),
        ('call = "Venez"', "", '~ campaign call: "Venez" -> ""'),
        (
            '"Deux."',
            '"Trois.", "Deux."',
            "~ campaign text: 2 paragraphs -> 3 paragraphs, different from paragraph 2 on",
        ),
        (
            '"Un.", ',
            "",
            "~ campaign text: 2 paragraphs -> 1 paragraph, different from paragraph 1 on",
        ),
        (
            ', "Deux."',
            "",
            "~ campaign text: 2 paragraphs -> 1 paragraph, different from paragraph 2 on",
        ),
        ('["Un.", "Deux."]', "[]", "~ campaign text: 2 paragraphs -> none"),
        ("#3d2db0", "#AA0000", '~ kit accent: "#3d2db0" -> "#aa0000"'),
        ('printer = "X"', 'printer = "Y"', '~ kit printer: "X" -> "Y"'),
        (
            "60x40.png",
            "1024x600.png",
            "~ association essor logo: a picture -> a new picture, 512 × 300 pixels",
        ),
        ('logo = "60x40.png"', "", "~ association essor logo: a picture -> none"),
        ("poll_minutes = 5", "poll_minutes = 6", "~ petition poll_minutes: 5 -> 6"),
        ("signatures = 10", "signatures = 20", '~ campaign milestones: [10 "x"] -> [20 "x"]'),
        ('name = "Essor"', 'name = "Élan"', '~ association essor name: "Essor" -> "Élan"'),
        ('name = "Lyon"', 'name = "Lyon 3"', '~ group essor/lyon name: "Lyon" -> "Lyon 3"'),
    ],
)
def test_an_edit_changes_just_what_was_edited(before: str, after: str, line: str) -> None:
    text = (
        HEAD
        + 'demands = ["a"]\ncall = "Venez"\ntext = ["Un.", "Deux."]\n'
        + '[petition]\npoll_minutes = 5\n[kit]\naccent = "#3d2db0"\nprinter = "X"\n'
        + '[[milestones]]\nsignatures = 10\nlabel = "x"\n'
        + member("essor", LYON, more='logo = "60x40.png"\n')
    )
    register = FakeRegister()
    apply(register, text)
    links = register.state("enfants")
    assert apply(register, text.replace(before, after)) == [line]
    assert campaign(register).version == 2
    assert register.state("enfants") == links


def test_logos_are_announced_with_their_size() -> None:
    register = FakeRegister()
    logo = 'logo = "60x40.png"\n'
    apply(register, HEAD, member("essor"))
    lines = apply(register, HEAD, member("essor", more=logo), member("rive", more=logo))
    assert lines[:2] == [
        "~ association essor logo: none -> a new picture, 60 × 40 pixels",
        '+ association rive "Rive", logo 60 × 40 pixels',
    ]


def test_a_group_that_moves_keeps_its_id_and_its_links() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON), member("rive"))
    before = link(register, "essor/lyon")
    lines = apply(register, HEAD, member("essor"), member("rive", LYON))
    assert lines == [
        "~ group essor/lyon -> rive/lyon: its 1 link follows, it keeps its own tally;"
        " visits made so far stay counted for essor"
    ]
    after = link(register, "essor/lyon")
    assert (after.code, after.association) == (before.code, "rive")
    assert campaign(register).group("essor/lyon") == (
        campaign(register).association("rive"),
        campaign(register).associations[1].groups[0],
    )


def test_a_new_group_where_one_left_gets_an_id_of_its_own() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON), member("rive"))
    apply(register, HEAD, member("essor"), member("rive", LYON))
    apply(register, HEAD, member("essor", LYON), member("rive", LYON))
    ids = [group.id for a in campaign(register).associations for group in a.groups]
    assert ids == ["essor/lyon~2", "essor/lyon"]
    assert link(register, "essor/lyon~2").code != link(register, "essor/lyon").code
    apply(register, HEAD, member("essor"), member("rive", LYON), member("cap", LYON))
    apply(register, HEAD, *(member(slug, LYON) for slug in ("essor", "rive", "cap")))
    ids = [group.id for a in campaign(register).associations for group in a.groups]
    assert ids == ["essor/lyon~3", "essor/lyon", "essor/lyon~2"]


def test_an_association_that_changes_its_slug_hands_its_groups_over() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON, PAU))
    lines = apply(register, HEAD, member("elan", LYON, PAU))
    assert [line[:30] for line in lines] == [
        '+ association elan "Elan"',
        "~ group essor/lyon -> elan/lyo",
        "~ group essor/pau -> elan/pau:",
        "- association essor retires: 1",
        "+ link of elan: poster",
    ]
    assert link(register, "essor").closed
    assert not link(register, "essor/pau").closed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((("aa", LYON), ("bb", LYON), ("cc",)), (("aa",), ("bb",), ("cc", LYON))),
        ((("aa", LYON), ("bb",), ("cc",)), (("aa",), ("bb", LYON), ("cc", LYON))),
    ],
    ids=["two left", "two came"],
)
def test_what_is_ambiguous_is_no_move_and_is_said(
    before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]
) -> None:
    register = FakeRegister()
    apply(register, HEAD, *(member(*a) for a in before))
    codes = {k.code: k.association for k in register.state("enfants")}
    lines = apply(register, HEAD, *(member(*a) for a in after))
    assert any("no telling which one moved, so none did" in line for line in lines)
    assert {k.code: k.association for k in register.state("enfants") if k.code in codes} == codes


def test_a_retired_group_of_the_same_slug_comes_back_rather_than_another_moving_in() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON), member("rive"))
    apply(register, HEAD, member("essor"), member("rive"))
    apply(register, HEAD, member("essor"), member("rive", LYON))
    lines = apply(register, HEAD, member("essor", LYON), member("rive"))
    assert any(line.startswith("~ group essor/lyon: retired -> back") for line in lines)
    assert any(line.startswith("- group rive/lyon retires") for line in lines)


def test_who_is_gone_retires_and_comes_back_with_the_same_codes() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON), member("rive"))
    codes = [k.code for k in register.state("enfants")]
    lines = apply(register, HEAD, member("rive"))
    assert len(lines) == 1
    assert lines[0].startswith("- association essor retires: 2 links close")
    essor = campaign(register).association("essor")
    assert essor
    assert essor.retired
    assert essor.groups[0].retired
    assert [k.owner for k in register.state("enfants") if not k.closed] == ["rive"]
    lines = apply(register, HEAD, member("essor", LYON), member("rive"))
    assert lines == [
        "~ association essor: retired -> back; 1 link reopens, codes as before",
        "~ group essor/lyon: retired -> back; 1 link reopens, codes as before",
    ]
    assert [k.code for k in register.state("enfants") if not k.closed] == codes


def test_a_group_alone_retires_and_comes_back() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON, PAU))
    (line,) = apply(register, HEAD, member("essor", PAU))
    assert line.startswith("- group essor/lyon retires: 1 link closes")
    (line,) = apply(register, HEAD, member("essor", PAU, LYON))
    assert line.startswith("~ group essor/lyon: retired -> back; 1 link reopens")


def test_a_channel_taken_out_closes_its_link_and_put_back_reopens_it() -> None:
    register = FakeRegister()
    both = 'channels = ["poster", "mail"]\n'
    apply(register, HEAD, both, member("essor"))
    code = link(register, "essor", "mail").code
    (line,) = apply(register, HEAD, member("essor"))
    assert line.startswith(f"- link {code} of essor, mail, closes: ")
    assert link(register, "essor", "mail").closed
    assert apply(register, HEAD, both, member("essor")) == [
        f"~ link {code} of essor, mail: closed -> open, with the same code"
    ]
    assert campaign(register).version == 1


def test_aliases_only_grow() -> None:
    aliases = '[[associations.links]]\nchannel = "poster"\naliases = ["{}"]\n'
    register = FakeRegister()
    apply(register, HEAD, member("essor", more=aliases.format("marche")))
    code = link(register, "essor").code
    lines = apply(register, HEAD, member("essor", more=aliases.format("essor-lyon")))
    assert lines == [
        f"+ alias essor-lyon of link {code} of essor, poster",
        f"! alias marche is not in the file and keeps working: it stays with link {code} of"
        " essor, poster",
    ]
    assert link(register, "essor").aliases == ("marche", "essor-lyon")
    # Another spelling of the same key is the same alias.
    assert plan(register, HEAD, member("essor", more=aliases.format("essor-1yon"))).empty


def test_an_alias_of_another_link_is_refused_before_anything_is_changed() -> None:
    aliases = '[[associations.links]]\nchannel = "poster"\naliases = ["marche"]\n'
    register = FakeRegister()
    apply(register, HEAD, member("essor", more=aliases), member("rive"))
    with pytest.raises(BadInput, match=r"'marche' of rive, poster, belongs to link .* of essor"):
        plan(register, HEAD, member("essor"), member("rive", more=aliases))


@pytest.mark.parametrize(
    ("state", "said"),
    [("closed", "the leaderboard stays"), ("archived", "no longer lists it")],
)
def test_a_campaign_closes_and_opens_again(state: str, said: str) -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor"))
    links = register.state("enfants")
    (line,) = apply(register, HEAD, f'state = "{state}"\n', member("essor"))
    assert line.startswith(f"~ campaign state: open -> {state}: its links close")
    assert said in line
    assert campaign(register).state is State(state)
    (line,) = apply(register, HEAD, member("essor"))
    assert line.startswith(f"~ campaign state: {state} -> open")
    assert register.state("enfants") == links


def test_erasing_says_how_many_links_go() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON))
    (line,) = apply(register, HEAD, 'state = "erased"\n')
    assert line.startswith("! campaign enfants is erased for good with its 2 links")
    assert register.kept == {}
    assert register.state("enfants") == []


def test_what_an_erasure_left_behind_is_not_taken_up_again() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor"))
    del register.kept["enfants"]
    with pytest.raises(BadInput, match="is erased in part"):
        plan(register, HEAD, member("essor"))


def test_another_order_in_the_file_is_a_change_and_is_said() -> None:
    register = FakeRegister()
    apply(register, HEAD, member("essor", LYON, PAU), member("rive"))
    assert apply(register, HEAD, member("rive"), member("essor", PAU, LYON)) == [
        "~ the order of associations -> as in the file",
        "~ the order of groups of essor -> as in the file",
    ]
