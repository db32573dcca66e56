"""A change and its act, in one transaction of DynamoDB: `access.store.AuditStore.with_act`."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Self

from chalicelib.access.model import Act
from chalicelib.errors import Conflict
from chalicelib.store.documents import act_to_text, moment
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import MOST_ACTIONS, Action, Client, text
from chalicelib.store.dynamodb.keys import Item, Key

MOST_OF_A_MOMENT = 100
"""Acts."""

MOST_OF_A_CHANGE = MOST_ACTIONS - 2
"""Actions of a change: its act is an item in the campaign's list, and one in an association's."""


class Changes:
    """What is done by somebody."""

    _db: Client
    _act: Act | None = None

    def with_act(self, act: Act) -> Self:
        """The same store, whose next change takes the act with it."""
        view = copy.copy(self)
        view._act = act
        return view

    def _change(self, actions: Sequence[Action]) -> tuple[int, ...]:
        """Does all the actions, and keeps the act that waits for a change, or nothing of it.

        Answers as `Client.transact` the places of actions whose condition did not hold.
        """
        act = self._act
        if act is None:
            return self._db.transact(actions)
        for number in range(MOST_OF_A_MOMENT):
            failed = self._db.transact([*actions, *put_act(act, number)])
            refused = tuple(place for place in failed if place < len(actions))
            if refused:
                return refused
            if not failed:
                self._act = None
                return ()
        raise full(act)


def put_act(act: Act, place: int) -> Iterator[Action]:
    """What keeps an act, under a number of its moment that is still free."""
    for key, item in act_items(act, moment(act.at, place)):
        yield Action("Put", key, put=item, condition="attribute_not_exists(pk)")


def act_items(act: Act, place: str) -> Iterator[tuple[Key, Item]]:
    """Where an act is kept that stands at a moment of its trail, and as what."""
    item = {"document": text(act_to_text(act)), "campaign": text(act.campaign)}
    for key in keys.act(act, place):
        yield key, item


def full(act: Act) -> Conflict:
    """What is raised when a moment has no number left."""
    return Conflict(f"too much was done to {act.campaign!r} in this moment; try again")
