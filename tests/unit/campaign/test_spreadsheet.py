"""A spreadsheet merged into what is kept: line by line, all or nothing, and never taking away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.campaign import sheet
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.edit import draft_of, plan_draft, retire_association
from chalicelib.campaign.file import parse
from chalicelib.campaign.roster import fresh_slug
from chalicelib.campaign.spreadsheet import Merged, merge
from chalicelib.cells import to_excel
from chalicelib.errors import Conflict
from tests.fakes import FakeRegister
from tests.unit.campaign.pictures import files
from tests.unit.campaign.test_edit import (
    CAMPAIGN,
    HEAD,
    HISTORIES,
    HOSTS,
    ME,
    URL,
    applied,
    kept,
    link,
    spelled,
)


def merged(register: FakeRegister, text: str) -> Merged:
    return merge(draft_of(register, "enfants"), sheet.read(text.encode(), "f.csv"))


def said(found: Merged) -> list[str]:
    return [f"{o.line} {o.what}: {o.text}" for o in found.outcomes]


def imported(register: FakeRegister, text: str) -> list[str]:
    """Imports, checks that a second time changes nothing, and answers what was said."""
    found = merged(register, text)
    assert not found.wrong, said(found)
    carry_out(plan_for(found.draft.desired, register, ME), register)
    again = merged(register, text)
    assert {o.what.value for o in again.outcomes} == {"same"}, said(again)
    assert plan_for(again.draft.desired, register, ME).empty
    return said(found)


def test_lines_add_associations_groups_and_links() -> None:
    register = applied(CAMPAIGN)
    text = """\
Association;Groupe;Nom;Département;Contact;Site;Canal;Alias
L'Arc-en-ciel;;;;arc@exemple.fr;https://arc.exemple.fr;;
L’arc en ciel;Lyon 3e;;Rhône;;;Marché;arc-lyon arc-marche
L'Arc-en-ciel;lyon-3e;;;;;poster;
essor;;;;;;WhatsApp;essor-w
"""
    assert imported(register, text) == [
        '2 new: l-arc-en-ciel: new association "L\'Arc-en-ciel", new link poster',
        '3 new: l-arc-en-ciel/lyon-3e: new group "Lyon 3e", new link marche, new alias arc-lyon,'
        " new alias arc-marche",
        "4 new: l-arc-en-ciel/lyon-3e: new link poster",
        "5 new: essor: new link whatsapp, new alias essor-w",
    ]
    arc = kept(register).association("l-arc-en-ciel")
    assert arc
    assert (arc.contact, arc.website) == ("arc@exemple.fr", "https://arc.exemple.fr")
    assert (arc.groups[0].name, arc.groups[0].department) == ("Lyon 3e", "Rhône")
    found = link(register, "l-arc-en-ciel/lyon-3e", "marche")
    assert found.aliases == ("arc-lyon", "arc-marche")
    # Who is not mentioned stays as it was, logo included.
    essor = kept(register).association("essor")
    assert essor
    assert essor.logo
    assert not link(register, "essor/lyon").closed


def test_lines_rename_and_leave_what_their_cells_leave_empty() -> None:
    register = applied(CAMPAIGN)
    text = "association,group,name,department\nEssor,,L'Essor,\nEssor,LYON,Lyon 3,Rhône\n"
    assert imported(register, text) == [
        '2 changed: essor: name "Essor" -> "L\'Essor"',
        '3 changed: essor/lyon: name "Lyon" -> "Lyon 3", department "" -> "Rhône"',
    ]
    essor = kept(register).association("essor")
    assert essor
    assert essor.contact == "a@exemple.fr"


def test_who_was_retired_comes_back_with_what_it_had() -> None:
    register = applied(CAMPAIGN, HEAD)
    codes = {k.code for k in register.state("enfants")}
    logo = kept(register).associations[0].logo
    text = "association;groupe;canal\nEssor;Lyon;mail\n"
    assert imported(register, text) == [
        "2 changed: essor/lyon: association essor comes back, group lyon comes back,"
        " link mail opens again, link poster opens again"
    ]
    assert {k.code for k in register.state("enfants")} == codes
    assert kept(register).associations[0].logo == logo != ""
    assert [k.channel for k in register.state("enfants") if not k.closed] == ["poster", "mail"]


def test_two_long_names_that_begin_alike_are_two() -> None:
    register = applied(CAMPAIGN)
    name = "Association pour la défense des enfants du département "
    imported(register, f"association\n{name}de l'Ain\n{name}du Rhône\n")
    slugs = [a.slug for a in kept(register).associations[2:]]
    assert slugs == [
        "association-pour-la-defense-des-enfants",
        "association-pour-la-defense-des-enfant-2",
    ]
    assert fresh_slug("x" * 50, {"x" * 40, "x" * 38 + "-2"}) == "x" * 38 + "-3"


WRONG = [
    ("association;canal\n;poster\n", "2 association: is empty; every line names one"),
    ("association\n日本\n", "2 association: no short name can be made of '日本'"),
    ("association;Nom\nessor;a\nessor;b\n", "3 Nom: line 2 says 'a'; say one of the two"),
    ("association;Département\nessor;Rhône\n",
     "2 Département: is a group's, and this line is about association essor"),
    ("association;groupe;contact\nessor;lyon;x\n",
     "2 contact: is an association's, and this line is about group lyon"),
    ("association;SITE\nessor;javascript:x\n", "2 SITE: 'javascript:x' must be an address like"),
    ("association;alias\nessor;marche\n", "2 alias: are a link's; name its channel too"),
    ("association;canal;alias\nessor;poster;q\n", "2 alias: alias 'q' must be 3 to 40"),
    ("association;canal;alias\nrive;poster;ess0r-lyon\n",
     "2 alias: 'ess0r-lyon' is another link's, for good; choose another"),
    ("association;canal;alias\nrive;poster;abc\nessor;poster;abc\n",
     "3 alias: 'abc' is another link's, for good; choose another"),
    ("association;canal\nessor;x\n", "2 canal: 'x' must be 2 to 40"),
    ("association;canal;fermé\nessor;poster;oui\n",
     "2 fermé: the link is open, and an import closes none; take the line out"),
    ("association;fermé\nessor;bof\n", "2 fermé: 'bof' is neither yes nor no"),
    ('association;nom\nessor;"' + "x" * 121 + '"\n', "2 nom: has 121 characters; at most 120 fit"),
    ("association;nom\nessor;a\u202eb\n", "2 nom: holds the control character U+202E; remove it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), WRONG)
def test_what_is_wrong_is_said_with_its_line_and_column(text: str, why: str) -> None:
    (wrong,) = merged(applied(CAMPAIGN), text).wrong
    assert f"{wrong.line} {wrong.text}".startswith(why)


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = "association;canal;site\n;x;\nessor;y;z\nrive;poster;\n"
    found = merged(applied(CAMPAIGN), text)
    assert [o.what.value for o in found.outcomes] == ["wrong", "wrong", "same"]
    assert "site: " in found.outcomes[1].text
    assert "canal: " in found.outcomes[1].text


def test_a_name_that_several_have_is_asked_about() -> None:
    register = applied(CAMPAIGN.replace('"Rive"', '"Les amis"').replace('"Essor"', '"Les Amis"'))
    (wrong,) = merged(register, "association\nles amis\n").wrong
    assert wrong.text.endswith("is the name of several; write one of essor, rive")


def rows(register: FakeRegister) -> list[dict[str, Any]]:
    """An export of links, as the command makes it."""
    campaign = kept(register)
    found = []
    for one in register.state("enfants"):
        home = campaign.group(one.group) if one.group else None
        found.append(
            {
                "code": one.code,
                "association": one.association,
                "group": home[1].slug if home else "",
                "channel": one.channel,
                "visits": 3,
                "aliases": list(one.aliases),
                "closed": one.closed,
            }
        )
    return found


@settings(deadline=None)
@given(HISTORIES, st.sampled_from(["fr", "en"]))
def test_law_an_export_of_links_changes_nothing(history: list[dict[str, Any]], locale: str) -> None:
    register = FakeRegister()
    for members in history:
        # Aliases are left out: one that goes with a group is refused to who names it again.
        bare = {
            slug: (logo, unnamed(own), {group: unnamed(its) for group, its in groups.items()})
            for slug, (logo, own, groups) in members.items()
        }
        desired = parse(spelled(bare, URL).encode(), "f.toml", HOSTS, files)
        carry_out(plan_for(desired, register, ME), register)
        exported = rows(register)
        if exported:
            raw = to_excel(exported, list(exported[0]), locale)
            found = merge(draft_of(register, "enfants"), sheet.read(raw, "f.csv"))
            assert {o.what.value for o in found.outcomes} == {"same"}
            assert plan_for(found.draft.desired, register, ME).empty


def unnamed(channels: dict[str, bool]) -> dict[str, bool]:
    return dict.fromkeys(channels, False)


def test_an_export_with_aliases_changes_nothing() -> None:
    register = applied(CAMPAIGN)
    raw = to_excel(rows(register), list(rows(register)[0]), "fr")
    found = merge(draft_of(register, "enfants"), sheet.read(raw, "f.csv"))
    assert {o.what.value for o in found.outcomes} == {"same"}
    assert plan_for(found.draft.desired, register, ME).empty


def test_what_others_did_meanwhile_is_a_conflict_and_not_undone() -> None:
    register = applied(CAMPAIGN)
    plan = plan_draft(merged(register, "association\ncap\n").draft, register, ME)
    left = retire_association(draft_of(register, "enfants"), "rive")
    carry_out(plan_draft(left, register, ME), register)
    with pytest.raises(Conflict):
        carry_out(plan, register)
    assert {a.slug for a in kept(register).associations} == {"essor", "rive"}
