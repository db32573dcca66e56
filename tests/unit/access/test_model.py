"""Places, and what lies within them."""

from __future__ import annotations

import pytest

from chalicelib.access.model import NOBODY, Actor, Place, Role

ALL = Place("enfants")
ESSOR, RIVE = Place("enfants", "essor"), Place("enfants", "rive")
LYON, BREST = Place("enfants", "essor", "essor/lyon"), Place("enfants", "essor", "essor/brest")
MOVED = Place("enfants", "rive", "essor/lyon")
ELSEWHERE = Place("autres")


@pytest.mark.parametrize(
    ("own", "within", "outside"),
    [
        (ALL, [ALL, ESSOR, RIVE, LYON, MOVED], [ELSEWHERE, Place("autres", "essor")]),
        (ESSOR, [ESSOR, LYON, BREST], [ALL, RIVE, MOVED, Place("autres", "essor")]),
        (LYON, [LYON, MOVED], [ALL, ESSOR, BREST, Place("autres", "essor", "essor/lyon")]),
    ],
    ids=["all", "association", "group"],
)
def test_what_lies_within_a_place(own: Place, within: list[Place], outside: list[Place]) -> None:
    assert [place for place in within + outside if own.covers(place)] == within
    assert [place for place in within + outside if Actor("a", (own,)).may(place)] == within


@pytest.mark.parametrize(
    ("place", "role", "owner"),
    [
        (ALL, Role.ORGANISER, "enfants"),
        (ESSOR, Role.ASSOCIATION, "essor"),
        (LYON, Role.GROUP, "essor/lyon"),
    ],
)
def test_whose_place_it_is(place: Place, role: Role, owner: str) -> None:
    assert (place.role, place.owner) == (role, owner)


def test_nothing_is_nobodys() -> None:
    assert not NOBODY.may(ALL)
    assert not NOBODY.writes
