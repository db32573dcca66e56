"""A change and its act are kept together, or neither is: whatever dies in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access.model import Act, Member, OneTime, Place, Purpose, Token
from chalicelib.errors import BadInput, CodeTaken, Conflict, UnknownLink
from tests.contract.samples import CAMPAIGN, ESSOR
from tests.contract.stands import Stand

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLACE = Place("enfants", "essor")
ACT = Act(NOW, "enfants", "token 1a2b3c4d", "what.it.is", "about it", "essor")
TRACT = replace(ESSOR, code="BBBBBBB", channel="tract")
TOKEN = Token("1a2b3c4d", PLACE, "tableur", "d" * 64, NOW)
MEMBER = Member("a@example.org", PLACE, NOW, "organiser")
CODE = OneTime("e" * 64, Purpose.INVITATION, datetime(2027, 1, 1, tzinfo=UTC), place=PLACE)

CHANGES: dict[str, Callable[[Any], object]] = {
    "campaign": lambda store: store.save(replace(CAMPAIGN, version=2)),
    "new link": lambda store: store.add_link(replace(TRACT, aliases=("tract-b",))),
    "link": lambda store: store.change_link(replace(ESSOR, closed=True)),
    "token": lambda store: store.save_token(TOKEN),
    "member": lambda store: store.save_member(MEMBER),
    "no member": lambda store: store.drop_member(MEMBER),
    "invitation": lambda store: store.save_once(CODE),
}
every_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())

REFUSED: dict[str, tuple[type[Exception], Callable[[Any], object]]] = {
    "campaign": (Conflict, lambda store: store.save(CAMPAIGN)),
    "new link": (CodeTaken, lambda store: store.add_link(replace(TRACT, code=ESSOR.code))),
    "channel": (CodeTaken, lambda store: store.add_link(replace(ESSOR, code="CCCCCCC"))),
    "link": (UnknownLink, lambda store: store.change_link(replace(ESSOR, code="ZZZZZZZ"))),
}


@pytest.fixture
def store(stand: Stand) -> Any:
    """A campaign with a link, and nothing done by anybody."""
    stand.store.save(CAMPAIGN)
    stand.store.add_link(ESSOR)
    return stand.store


def acts(store: Any, association: str = "") -> list[Act]:
    found: list[Act] = store.acts("enfants", 50, None, association)[0]
    return found


@every_change
def test_a_change_takes_its_act_with_it(store: Any, change: Callable[[Any], object]) -> None:
    change(store.with_act(ACT))
    assert acts(store) == acts(store, "essor") == [ACT]


@every_change
def test_the_store_itself_keeps_no_act(store: Any, change: Callable[[Any], object]) -> None:
    store.with_act(ACT)
    change(store)
    assert acts(store) == []


@pytest.mark.parametrize(("error", "change"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_leaves_the_act_for_the_change_after_it(
    store: Any, error: type[Exception], change: Callable[[Any], object]
) -> None:
    acting = store.with_act(ACT)
    with pytest.raises(error):
        change(acting)
    assert acts(store) == []
    acting.save_token(TOKEN)
    assert acts(store) == [ACT]


def test_an_act_is_kept_once_with_the_first_change(store: Any) -> None:
    acting = store.with_act(ACT)
    acting.save_picture("enfants", "logo", b"png")
    assert acts(store) == []
    acting.save(replace(CAMPAIGN, version=2))
    acting.add_link(TRACT)
    assert acts(store) == [ACT]
    assert len(store.links("enfants")) == 2


def test_acts_of_one_moment_are_all_kept(store: Any) -> None:
    store.append(ACT)
    store.with_act(replace(ACT, what="second")).save_token(TOKEN)
    store.with_act(replace(ACT, what="third", association="")).save_member(MEMBER)
    assert {act.what for act in acts(store)} == {"what.it.is", "second", "third"}
    assert store.tokens("enfants") == [TOKEN]
    assert store.members("enfants") == [MEMBER]


def test_a_link_gets_as_many_aliases_with_an_act_as_without(store: Any) -> None:
    aliases = tuple(f"alias-{n:03}" for n in range(96))
    store.with_act(ACT).add_link(replace(TRACT, aliases=aliases))
    assert acts(store) == [ACT]
    if hasattr(store, "rebuild_boards"):  # DynamoDB's transactions end there
        with pytest.raises(BadInput, match="more than 96 aliases"):
            store.add_link(
                replace(TRACT, code="CCCCCCC", channel="fax", aliases=(*aliases, "one-more"))
            )
