"""Who may do what: the table, its edges, and the page that shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.access.model import NOBODY, Actor, Place, Role
from chalicelib.access.rules import MAY, PUBLIC, REFUSAL, Action, check, may, unknown
from chalicelib.errors import Unauthorized, UnknownPlace

PAGE = (Path(__file__).parents[3] / "docs" / "access.md").read_text(encoding="utf-8")

ALL, ESSOR, RIVE = Place("enfants"), Place("enfants", "essor"), Place("enfants", "rive")
LYON, BREST = Place("enfants", "essor", "essor/lyon"), Place("enfants", "essor", "essor/brest")
OWN = {Role.ORGANISER: ALL, Role.ASSOCIATION: ESSOR, Role.GROUP: LYON}
OTHERS = {
    Role.ORGANISER: [Place("autres"), Place("autres", "essor", "essor/lyon")],
    Role.ASSOCIATION: [ALL, RIVE, Place("autres", "essor")],
    Role.GROUP: [ALL, ESSOR, BREST, RIVE],
}


def somebody(role: Role, writes: bool = True) -> Actor:
    return Actor(f"an {role}", (OWN[role],), writes)


def test_every_action_has_its_line() -> None:
    assert list(MAY) == list(Action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_what_is_anothers_is_as_if_it_were_not_there(action: Action, role: Role) -> None:
    for place in OTHERS[role]:
        assert may(somebody(role), action, place) == (action in PUBLIC)
        if action not in PUBLIC:
            with pytest.raises(UnknownPlace) as refused:
                check(somebody(role), action, place)
            assert str(refused.value) == str(unknown()) == REFUSAL


@pytest.mark.parametrize("action", Action)
def test_who_is_nobody_is_asked_who_they_are(action: Action) -> None:
    if action in PUBLIC:
        check(NOBODY, action, ALL)
        assert not action.writes
    else:
        with pytest.raises(Unauthorized):
            check(NOBODY, action, ALL)


@pytest.mark.parametrize("action", Action)
def test_who_only_reads_changes_nothing(action: Action) -> None:
    reader = somebody(Role.ORGANISER, writes=False)
    assert may(reader, action, ALL) is not action.writes
    assert may(somebody(Role.ORGANISER), action, ALL)


def test_every_action_whose_name_says_so_writes() -> None:
    named = {a for a in Action if a.endswith((".write", ".switch", ".rule")) or a == "import"}
    assert {action for action in Action if action.writes} == named


def test_a_group_shares_and_changes_nothing() -> None:
    group = somebody(Role.GROUP)
    assert not [action for action in Action if action.writes and may(group, action, LYON)]
    assert may(group, Action.KIT_READ, LYON)
    assert may(group, Action.DAYS_READ, LYON)


def test_an_association_manages_its_own() -> None:
    association = somebody(Role.ASSOCIATION)
    for action in (Action.GROUP_WRITE, Action.LINK_WRITE, Action.DAYS_READ):
        assert may(association, action, LYON)
        assert not may(association, action, Place("enfants", "rive", "rive/nord"))
    for action in (Action.TOKENS_WRITE, Action.MEMBERS_WRITE, Action.AUDIT_READ):
        assert may(association, action, ESSOR)
        assert not may(association, action, RIVE)
    assert not may(association, Action.CAMPAIGN_SWITCH, ESSOR)


def test_a_role_in_one_place_gives_none_in_another() -> None:
    both = Actor("ada@exemple.fr", (LYON, RIVE), writes=True)
    assert may(both, Action.LINK_WRITE, RIVE)
    assert may(both, Action.LINK_READ, LYON)
    assert not may(both, Action.LINK_WRITE, LYON)


def test_the_page_shows_the_table() -> None:
    rows = re.findall(r"^\| `([a-z.]+)` \| .+ \| (.+) \| (.+) \| (.+) \| (.+) \|$", PAGE, re.M)
    shown = {
        action: {
            role for role, cell in zip((None, *reversed(Role)), cells, strict=True) if cell != "–"
        }
        for action, *cells in rows
    }
    assert shown == {
        action.value: set(MAY[action]) | ({None} if action in PUBLIC else set())
        for action in Action
    }
    assert len(rows) == len(Action)


def test_the_page_says_in_french_what_each_role_may() -> None:
    summary = PAGE.partition("## En français")[2]
    for role in ("Organisateurs", "Association", "Groupe", "Public"):
        assert re.search(rf"^\| {role} \| .+ \| .+ \|$", summary, re.M), role
