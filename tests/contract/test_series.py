"""Official counts, as rooms see them on every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from chalicelib.errors import Conflict
from chalicelib.petition.model import Crossing, Official, Openness, Point, Validators
from tests.contract.samples import NOON
from tests.contract.stands import Stand

FIRST = Official("enfants", "assemblee-nationale:2410", version=1)
FULL = Official(
    campaign="enfants",
    of="assemblee-nationale:2410",
    since=NOON - timedelta(days=30),
    count=194_921,
    at=NOON,
    source="assemblee-nationale",
    openness=Openness.OPEN,
    closed=1,
    held=Point(NOON + timedelta(seconds=1), 7, "assemblee-nationale"),
    attempted_at=NOON + timedelta(minutes=1),
    failures=3,
    why="« 503 » : réessayez",
    next_at=NOON + timedelta(hours=1),
    validators=Validators('W/"é"', "Mon, 23 Nov 2026 11:00:00 GMT"),
    crossings=(Crossing(100_000, NOON, False), Crossing(150_000, NOON)),
    check=Point(NOON, 190_000, "data-gouv"),
    checked_at=NOON,
    version=2,
)


def points(*minutes: int) -> list[Point]:
    return [Point(NOON + timedelta(minutes=m), 100 + m, "assemblee-nationale") for m in minutes]


def test_nothing_is_known_of_a_count_before_it_is_kept(stand: Stand) -> None:
    assert stand.store.official("enfants") is None
    assert stand.store.points("enfants") == []


def test_what_is_known_comes_back_as_it_was_kept(stand: Stand) -> None:
    stand.store.keep_official(FIRST)
    assert stand.store.official("enfants") == FIRST
    stand.store.keep_official(FULL, points(1))
    assert stand.store.official("enfants") == FULL
    assert stand.store.points("enfants") == points(1)
    assert stand.store.official("autres") is None
    assert stand.store.points("autres") == []


@pytest.mark.parametrize("brought", [points(1), points(1, 2)], ids=["a count", "and one held"])
@pytest.mark.parametrize("version", [1, 2, 4])
def test_a_count_is_kept_only_over_its_version_before(
    stand: Stand, version: int, brought: list[Point]
) -> None:
    stand.store.keep_official(FIRST)
    stand.store.keep_official(replace(FIRST, count=5, version=2))
    with pytest.raises(Conflict, match="was read by somebody else"):
        stand.store.keep_official(replace(FIRST, count=9, version=version), brought)
    found = stand.store.official("enfants")
    assert found is not None
    assert found.count == 5
    assert stand.store.points("enfants") == []


def test_points_are_in_the_order_of_their_times_whatever_their_zone(stand: Stand) -> None:
    paris = timezone(timedelta(hours=2))
    early, late = points(1, 200)
    moved = replace(early, at=early.at.astimezone(paris))
    stand.store.keep_official(FIRST, [late])
    stand.store.keep_official(replace(FIRST, version=2), [moved])
    assert stand.store.points("enfants") == [early, late]
    assert stand.store.points("enfants", late.at) == [late]
    assert stand.store.points("enfants", late.at.astimezone(paris)) == [late]
    assert stand.store.points("enfants", late.at + timedelta(microseconds=1)) == []


def test_a_point_at_the_same_time_replaces_the_one_before(stand: Stand) -> None:
    (one,) = points(1)
    other = replace(one, count=7, source="import")
    stand.store.keep_official(FIRST, [one])
    stand.store.keep_official(replace(FIRST, version=2), [other])
    assert stand.store.points("enfants") == [other]


def test_a_long_history_is_kept_whole_and_points_are_dropped_by_name(stand: Stand) -> None:
    history = points(*range(130))
    stand.store.keep_official(FIRST, history)
    assert stand.store.points("enfants") == history
    stand.store.drop_points("enfants", history[10:120])
    stand.store.drop_points("enfants", history[10:11])
    assert stand.store.points("enfants") == history[:10] + history[120:]


def test_an_erased_campaign_leaves_no_count(stand: Stand) -> None:
    stand.store.keep_official(FIRST, points(1, 2))
    stand.store.keep_official(replace(FIRST, campaign="autres"), points(3))
    stand.store.erase("enfants")
    assert stand.store.official("enfants") is None
    assert stand.store.points("enfants") == []
    assert stand.store.points("autres") == points(3)
