"""What is believed of a platform, what is held, what is stamped, and what may be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.model import (
    Crossing,
    Official,
    Openness,
    Point,
    Reading,
    Validators,
)
from chalicelib.petition.series import CLOSED_FOR_GOOD, is_over, stamped, surplus, take

T = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
MILESTONES = (1_000, 10_000)


def reading(count: int | None, minutes: int = 15, **more: object) -> Reading:
    fields = {"openness": Openness.OPEN} | more
    return Reading("an", T + timedelta(minutes=minutes), count, **fields)  # type: ignore[arg-type]


def official(count: int | None = 500, **more: object) -> Official:
    known = {"at": T, "source": "an", "openness": Openness.OPEN} if count is not None else {}
    return Official("enfants", "an:1", count=count, **(known | more))  # type: ignore[arg-type]


def taken(old: Official, *readings: Reading, recent: tuple[Point, ...] = ()) -> Official:
    for each in readings:
        old, points = take(old, each, recent, MILESTONES)
        recent = (*recent, *points)
    return old


def test_a_first_reading_is_believed_whatever_it_says() -> None:
    new, points = take(official(None), reading(194_921), (), MILESTONES)
    assert (new.count, new.at) == (194_921, T + QUARTER)
    assert points == (Point(T + QUARTER, 194_921, "an"),)


def test_what_was_crossed_before_the_first_reading_has_no_known_time() -> None:
    new = taken(official(None), reading(1_500))
    assert new.crossings == (Crossing(1_000, T + QUARTER, known=False),)
    assert taken(new, reading(1_600, 30)).crossings == new.crossings


def test_the_same_count_is_no_change_but_is_newer() -> None:
    new, points = take(official(500), reading(500), (), MILESTONES)
    assert (new.count, new.at, points) == (500, T + QUARTER, ())


@pytest.mark.parametrize("count", [499, 498])
def test_small_falls_are_shown_as_they_are(count: int) -> None:
    new, points = take(official(500), reading(count), (), MILESTONES)
    assert new.count == count
    assert [point.count for point in points] == [count]


def test_an_answer_that_nothing_changed_keeps_the_count_and_is_a_good_reading() -> None:
    old = official(500, failures=3, why="503", validators=Validators("x"))
    new, points = take(old, reading(None, unchanged=True), (), MILESTONES)
    assert (new.count, new.at, new.failures, new.why, points) == (500, T + QUARTER, 0, "", ())
    assert (new.validators, new.openness) == (Validators("x"), Openness.OPEN)


def test_unknown_is_never_zero() -> None:
    new, points = take(official(500), reading(None, why="no bar on the page"), (), MILESTONES)
    assert (new.count, new.at, points) == (500, T, ())
    assert (new.why, new.failures, new.attempted_at) == ("no bar on the page", 1, T + QUARTER)
    first, points = take(official(None), reading(None, why="503"), (), MILESTONES)
    assert (first.count, first.at, points) == (None, None, ())


@pytest.mark.parametrize(("before", "after"), [(50_000, 49_000), (500, 100_000), (500, 0)])
def test_what_no_petition_does_is_held_until_a_second_reading_says_the_same(
    before: int, after: int
) -> None:
    held, points = take(official(before), reading(after), (), MILESTONES)
    assert (held.count, held.at, points) == (before, T, ())
    assert held.held == Point(T + QUARTER, after, "an")
    assert held.crossings == ()
    confirmed, points = take(held, reading(after, 17), (), MILESTONES)
    assert (confirmed.count, confirmed.held) == (after, None)
    # It was true when it was first read.
    assert points == (Point(T + QUARTER, after, "an"),)


def test_a_reading_as_before_lets_go_of_what_was_held() -> None:
    held = taken(official(50_000), reading(7))
    new = taken(held, reading(50_003, 17))
    assert (new.count, new.held) == (50_003, None)


def test_two_strange_readings_that_do_not_agree_are_both_held() -> None:
    new = taken(official(50_000), reading(7), reading(40_000, 17))
    assert (new.count, new.held) == (50_000, Point(T + timedelta(minutes=17), 40_000, "an"))


def test_an_explosion_is_believed_at_its_second_reading_and_followed_from_there() -> None:
    """639 a minute after 102 in eleven hours: the busiest that a petition here has been."""
    rising = [reading(102 + 639 * 15 * n, 15 * n) for n in range(1, 5)]
    counts = []
    known, recent = official(102), ()
    for each in rising:
        known, points = take(known, each, recent, MILESTONES)
        recent = (*recent, *points)
        counts.append(known.count)
    assert counts == [102, *(each.count for each in rising[1:])]


def test_the_busiest_pace_of_the_last_day_says_what_is_credible() -> None:
    recent = (Point(T - timedelta(hours=1), 20_000, "an"), Point(T, 26_000, "an"))  # 100 a minute
    assert taken(official(26_000), reading(40_500), recent=recent).count == 40_500
    assert taken(official(26_000), reading(41_100), recent=recent).count == 26_000
    assert taken(official(26_000), reading(40_500)).count == 26_000


def test_a_rise_of_few_is_always_credible() -> None:
    assert taken(official(0), reading(200)).count == 200
    assert taken(official(0), reading(201)).count == 0


def test_closed_twice_in_a_row_is_closed_for_good() -> None:
    once = taken(official(500), reading(500, openness=Openness.CLOSED))
    assert (once.closed, once.openness) == (1, Openness.CLOSED)
    assert taken(once, reading(500, 30)).closed == 0
    twice = taken(once, reading(500, 30, openness=Openness.CLOSED))
    assert twice.closed == CLOSED_FOR_GOOD


def test_a_milestone_is_stamped_once_and_a_fall_takes_nothing_away() -> None:
    new = taken(official(995), reading(1_001), reading(999, 30), reading(1_000, 45))
    assert new.crossings == (Crossing(1_000, T + QUARTER),)


def test_of_a_milestone_that_comes_when_it_was_passed_no_time_is_known() -> None:
    new = taken(official(1_500), reading(1_501))
    assert new.crossings == (Crossing(1_000, T + QUARTER, known=False),)


def test_two_readings_of_an_end_without_a_number_are_an_end() -> None:
    over = {"openness": Openness.CLOSED, "why": "no number"}
    once = taken(official(500), reading(None, **over))
    assert (once.count, once.openness, once.closed, is_over(once)) == (500, "closed", 1, False)
    assert taken(once, reading(None, 20, why="503", openness=Openness.UNKNOWN)).closed == 1
    assert is_over(taken(once, reading(None, 30, **over)))


def test_one_reading_may_cross_several_milestones() -> None:
    points = [Point(T, 20_000, "an")]
    assert stamped((), 900, points, MILESTONES) == (
        Crossing(1_000, T),
        Crossing(10_000, T),
    )


def test_a_history_gives_a_time_to_what_had_none_and_changes_no_other() -> None:
    before = (Crossing(1_000, T, known=False), Crossing(10_000, T))
    days = zip((3, 2, 0), (800, 1_200, 10_001), strict=True)
    earlier = [Point(T - timedelta(days=n), count, "import") for n, count in days]
    assert stamped(before, None, earlier, MILESTONES) == (
        Crossing(1_000, T - timedelta(days=2)),
        Crossing(10_000, T),
    )


counts = st.lists(st.integers(0, 3_000_000), min_size=1, max_size=30)


@given(counts)
def test_law_what_is_kept_was_read_and_the_count_is_the_last_point(read: list[int]) -> None:
    known, kept = official(None), []
    for n, count in enumerate(read):
        known, points = take(known, reading(count, 15 * n), tuple(kept), MILESTONES)
        kept += points
    assert {point.count for point in kept} <= set(read)
    assert known.count == kept[-1].count
    assert all(a.count != b.count for a, b in pairwise(kept))
    reached = {c.signatures for c in known.crossings}
    assert reached == {m for m in MILESTONES if max(p.count for p in kept) >= m}


def series(days: int, every: timedelta) -> list[Point]:
    start = T - timedelta(days=days)
    times = [start + n * every for n in range(int(timedelta(days=days) / every))]
    return [Point(at, 100 + n, "an") for n, at in enumerate(times)]


def test_everything_of_two_days_the_hours_of_two_weeks_and_days_for_ever() -> None:
    points = series(40, QUARTER)
    dropped = set(surplus(points, (), "Europe/Paris", T))
    kept = [point for point in points if point not in dropped]
    ages = [T - point.at for point in kept]
    assert sum(age < timedelta(days=2) for age in ages) == 2 * 96 - 1
    assert sum(timedelta(days=2) <= age < timedelta(days=14) for age in ages) in range(286, 291)
    assert sum(age >= timedelta(days=14) for age in ages) in range(26, 30)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]


def test_forgetting_loses_no_total_of_a_day_and_no_crossing() -> None:
    points = series(60, QUARTER)
    crossing = Crossing(points[777].count, points[777].at)
    dropped = set(surplus(points, (crossing,), "Europe/Paris", T))
    kept = [point for point in points if point not in dropped]
    assert points[777] in kept

    def totals(some: list[Point]) -> dict[object, int]:
        paris = ZoneInfo("Europe/Paris")
        return {point.at.astimezone(paris).date(): point.count for point in some}

    assert totals(kept) == totals(points)


def test_forgetting_twice_forgets_nothing_more() -> None:
    points = series(40, QUARTER)
    dropped = set(surplus(points, (), "Europe/Paris", T))
    kept = [point for point in points if point not in dropped]
    assert surplus(kept, (), "Europe/Paris", T) == []
    assert surplus([], (), "Europe/Paris", T) == []


def test_the_clock_going_back_makes_two_hours_of_one() -> None:
    """The hour from two to three is there twice on 25 October: both keep their last point."""
    now = datetime(2026, 10, 30, tzinfo=UTC)
    points = [
        Point(datetime(2026, 10, 25, hour, minute, tzinfo=UTC), 100 * hour + minute, "an")
        for hour in (0, 1)
        for minute in (0, 30, 45)
    ]
    dropped = surplus(points, (), "Europe/Paris", now)
    assert [p for p in points if p not in dropped] == [points[0], points[2], points[5]]
