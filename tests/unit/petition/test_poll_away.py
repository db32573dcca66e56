"""What becomes of an answer that came while the store was away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.errors import StoreUnavailable
from chalicelib.petition.poll import Poller
from tests.unit.petition.lives import Answered
from tests.unit.petition.polling import CAMPAIGN, MINUTE, START, Away, Stand, gaps, minutes

CLAIM, TAKEN, AGAIN = 2, 3, 4
"""Writes, from 0: the first reading is claimed and taken, then the second is claimed, taken, and
taken again where it has to be.
"""


def live(stand: Stand, poller: Poller, span: timedelta) -> int:
    """Calls the poller each minute; how often the store was away."""
    end, away = stand.clock.now + span, 0
    while stand.clock.now < end:
        try:
            poller.poll(CAMPAIGN, stand.clock.now)
        except StoreUnavailable:
            away += 1
        stand.clock.now += MINUTE
    return away


def busy_once(at: datetime) -> Answered:
    if minutes(at) == 15:
        return Answered(status=429, headers={"Retry-After": "7200"})
    return Answered(700 + int(minutes(at)))


@pytest.mark.parametrize(
    ("writes", "done"),
    [(range(TAKEN, AGAIN), False), (range(TAKEN, TAKEN + 40), False), (range(TAKEN, AGAIN), True)],
)
def test_who_asked_to_be_left_alone_is_though_the_store_was_away(
    begin: Callable[..., Stand], writes: range, done: bool
) -> None:
    stand = begin(busy_once)
    poller = stand.poller_of(Away(stand.store, writes, done=done))
    assert live(stand, poller, timedelta(hours=2, minutes=30)) >= 1
    assert gaps(stand.life.asked) == [timedelta(minutes=15), timedelta(hours=2)]
    assert stand.official.failures == 0


@pytest.mark.parametrize("done", [False, True])
def test_a_count_that_was_read_is_kept_when_the_store_is_back(
    begin: Callable[..., Stand], done: bool
) -> None:
    stand = begin(lambda at: Answered(700 + int(minutes(at))))
    poller = stand.poller_of(Away(stand.store, range(TAKEN, AGAIN), done=done))
    assert live(stand, poller, timedelta(minutes=17)) == 1
    assert gaps(stand.life.asked) == [timedelta(minutes=15)]
    assert [(p.count, p.at) for p in stand.store.points("enfants")] == [
        (700, START),
        (715, START + timedelta(minutes=15)),
    ]
    assert stand.official.count == 715


def test_a_turn_that_could_not_be_taken_asks_nobody(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(700 + int(minutes(at))))
    poller = stand.poller_of(Away(stand.store, range(CLAIM, CLAIM + 3)))
    assert live(stand, poller, timedelta(minutes=20)) == 3
    assert gaps(stand.life.asked) == [timedelta(minutes=18)]


def test_who_cannot_read_the_series_asks_nobody(begin: Callable[..., Stand]) -> None:
    stand = begin(busy_once)
    store = Away(stand.store)
    poller = stand.poller_of(store)
    live(stand, poller, timedelta(minutes=10))
    store.readable = False
    assert live(stand, poller, timedelta(minutes=20)) == 15
    store.readable = True
    assert live(stand, poller, timedelta(minutes=1)) == 0
    assert gaps(stand.life.asked) == [timedelta(minutes=30)]


def test_what_another_process_read_meanwhile_stands(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(700 + int(minutes(at))))
    poller = stand.poller_of(Away(stand.store, range(TAKEN, TAKEN + 5)))
    assert live(stand, poller, timedelta(minutes=20)) == 5
    other = stand.poller_of(stand.store)
    assert live(stand, other, timedelta(minutes=11)) == 0
    assert stand.counts == [700, 730]
    assert live(stand, poller, timedelta(minutes=10)) == 0
    assert stand.counts == [700, 730]
    assert gaps(stand.life.asked) == [timedelta(minutes=15)] * 2
