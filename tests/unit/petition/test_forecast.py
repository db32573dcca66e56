"""When a milestone is due, how surely, and when nobody can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.forecast import ask
from bench.growth import SHAPES
from chalicelib.petition.forecast import (
    LEAST_PACE,
    LONGEST,
    STALE,
    daily_gains,
    expected,
    pace,
)
from chalicelib.petition.model import Point
from chalicelib.petition.series import surplus
from tests.unit.petition.growing import (
    DAY,
    GAINS,
    HOUR,
    MINUTE,
    NOW,
    STEADY,
    STEPS,
    daily,
    days,
    forecast,
    hourly,
    known,
    series,
)

# Exact cases


@pytest.mark.parametrize("distance", [0.25, 1, 3.5, 14, 27])
def test_linear_growth_is_forecast_to_the_hour_and_within_a_tight_range(distance: float) -> None:
    result = known(forecast(STEADY, STEADY[-1].count + int(480 * distance)))
    assert days(result.likely) == pytest.approx(distance, rel=0.002, abs=1 / 24)
    assert days(result.earliest) == pytest.approx(distance * 0.905, rel=0.01, abs=1 / 24)
    assert days(result.latest) == pytest.approx(distance * 1.105, rel=0.02, abs=1 / 24)


def test_a_milestone_that_is_due_at_night_waits_for_the_morning() -> None:
    # Signed from 0.00 to 12.00 (UTC) alone, 40 an hour, and noon it is.
    def count(day: float) -> float:
        return 480 * (int(day) + max(0, 2 * (day % 1) - 1))

    points = series(count, 14, 15 * MINUTE)
    soon = known(forecast(points, points[-1].count + 40))
    assert days(soon.likely) == pytest.approx(13 / 24, abs=0.01)
    assert days(soon.earliest) == pytest.approx(12.9 / 24, abs=0.01)


def test_a_faster_last_day_comes_earlier_and_a_range_that_is_wider() -> None:
    even, faster = daily(*[500] * 14), daily(*[500] * 13, 1000)
    calm = known(forecast(even, even[-1].count + 2000))
    wild = known(forecast(faster, faster[-1].count + 2000))
    assert days(wild.likely) == pytest.approx(2)
    assert days(calm.likely) == pytest.approx(4)
    assert days(wild.latest) / days(wild.earliest) > 1.5 * days(calm.latest) / days(calm.earliest)


def test_few_days_are_taken_for_more_uneven_than_they_look() -> None:
    few, many = daily(400, 500, 400, 500), daily(*[400, 500] * 7)
    short = known(forecast(few, few[-1].count + 1000))
    long = known(forecast(many, many[-1].count + 1000))
    assert short.likely == long.likely
    assert short.earliest < long.earliest


def test_a_last_day_below_its_week_makes_the_end_less_certain_than_one_above() -> None:
    below, above = daily(*[500] * 13, 400), daily(*[500] * 13, 625)
    fall = known(forecast(below, below[-1].count + 400 * 5))
    rise = known(forecast(above, above[-1].count + 625 * 5))
    assert days(fall.likely) == pytest.approx(days(rise.likely))
    assert days(fall.latest) > days(rise.latest) + 0.1


def test_no_day_gains_less_than_nothing() -> None:
    points = [
        Point(NOW - 3 * DAY, 500, "test"),
        Point(NOW - 2 * DAY, 520, "test"),
        Point(NOW - DAY, 518, "test"),
        Point(NOW, 530, "test"),
    ]
    assert daily_gains(points, NOW) == [12, 0, 20]


def test_small_falls_do_no_harm() -> None:
    shaky = [
        Point(point.at, point.count - (2 if n % 7 == 3 else 0), point.source)
        for n, point in enumerate(STEADY)
    ]
    whole, fallen = known(forecast(STEADY, 10_000)), known(forecast(shaky, 10_000))
    assert days(fallen.likely) == pytest.approx(days(whole.likely), rel=0.01)
    assert days(fallen.latest) == pytest.approx(days(whole.latest), rel=0.03)


def test_readings_that_were_missing_for_two_days_do_no_harm() -> None:
    gone = [p for p in STEADY if not NOW - 4 * DAY < p.at < NOW - 2 * DAY]
    assert days(known(forecast(gone, 10_000)).latest) == pytest.approx(
        days(known(forecast(STEADY, 10_000)).latest), rel=0.01
    )


def test_a_series_that_was_compacted_is_forecast_like_the_whole_one() -> None:
    def count(day: float) -> float:
        # Half of the day is busy, and each day a little busier.
        return 1000 + 300 * day + 6 * day**2 + 400 * (int(day) + min(1, 2 * (day % 1)))

    whole = series(count, 40, 15 * MINUTE)
    dropped = set(surplus(whole, [], "Europe/Paris", NOW))
    compacted = [point for point in whole if point not in dropped]
    target = whole[-1].count + 4000
    full, short = known(forecast(whole, target)), known(forecast(compacted, target))
    assert len(compacted) < len(whole) / 4
    assert days(short.likely) == pytest.approx(days(full.likely), rel=0.01)
    assert days(short.latest) == pytest.approx(days(full.latest), rel=0.03)


def test_a_history_of_daily_points_is_forecast_like_the_whole_one() -> None:
    whole = series(lambda day: 1000 + 300 * day + 6 * day**2, 40, 15 * MINUTE)
    last_of_day = {point.at.date(): point for point in whole}
    target = whole[-1].count + 4000
    full, short = known(forecast(whole, target)), known(forecast([*last_of_day.values()], target))
    assert days(short.likely) == pytest.approx(days(full.likely), rel=0.02)
    assert days(short.latest) == pytest.approx(days(full.latest), rel=0.03)


# No forecast


def test_a_milestone_that_was_reached_has_no_forecast_though_the_count_fell_again() -> None:
    reached = STEADY[-1].count
    fallen = [*STEADY[:-1], Point(NOW - MINUTE, reached, "t"), Point(NOW, reached - 1, "t")]
    assert forecast(STEADY, reached) is None
    assert forecast(fallen, reached) is None
    assert forecast(fallen, reached + 1000) is not None


def test_three_days_are_the_fewest() -> None:
    points = series(lambda day: 480 * day, 3)
    assert forecast(points, points[-1].count + 500) is not None
    assert forecast(points[1:], points[-1].count + 500) is None
    assert forecast([], 500) is None


def test_a_last_reading_older_than_a_day_is_too_old() -> None:
    old = series(lambda day: 480 * day, 14, HOUR, NOW - STALE)
    older = series(lambda day: 480 * day, 14, HOUR, NOW - STALE - MINUTE)
    assert forecast(old, 10_000, STALE) is not None
    assert forecast(older, 10_000, STALE + MINUTE) is None


def test_fewer_than_ten_a_day_are_left_to_chance() -> None:
    least = series(lambda day: 100 + LEAST_PACE * day, 20)
    fewer = series(lambda day: 100 + (LEAST_PACE - 1) * day, 20)
    assert forecast(least, 320) is not None
    assert forecast(fewer, 320) is None


def test_a_petition_that_stopped_has_no_forecast() -> None:
    stopped = series(lambda day: 480 * min(day, 12.9), 14)
    assert forecast(stopped, stopped[-1].count + 500) is None


@pytest.mark.parametrize("factor", [0.5, 0.7, 0.85])
def test_a_pace_that_dies_away_has_no_latest_date_or_no_forecast_at_all(factor: float) -> None:
    points = daily(*(int(20_000 * factor**day) for day in range(8)))
    left = int(20_000 * factor**8 / (1 - factor))
    near, far = (
        forecast(points, points[-1].count + left),
        forecast(points, points[-1].count + 20 * left),
    )
    assert near is None or near.latest is None
    assert far is None


def test_a_range_without_an_end_is_only_for_what_is_near() -> None:
    points = daily(*(int(20_000 * 0.85**day) for day in range(14)))
    last_day = 20_000 * 0.85**13
    near = known(forecast(points, points[-1].count + int(last_day * 6)))
    assert near.latest is None
    assert forecast(points, points[-1].count + int(last_day * 8)) is None


def test_days_that_differ_too_much_have_no_forecast() -> None:
    points = daily(*[40, 900] * 7)
    assert forecast(points, points[-1].count + 1000) is None


def test_nothing_is_forecast_further_than_twice_what_the_series_reaches_back() -> None:
    assert forecast(STEADY, STEADY[-1].count + 480 * 27) is not None
    assert forecast(STEADY, STEADY[-1].count + 480 * 29) is None


def test_nothing_is_forecast_beyond_two_years() -> None:
    points = series(lambda day: 480 * day, 400, 6 * HOUR)
    assert days(known(forecast(points, points[-1].count + 480 * 650)).latest) <= LONGEST / DAY
    assert forecast(points, points[-1].count + 480 * 680) is None


# Laws


@given(GAINS, st.integers(1, 10_000), st.integers(0, 24 * 60))
def test_dates_are_in_order_and_never_in_the_past(gains: list[int], need: int, age: int) -> None:
    points = hourly(gains, until=NOW - age * MINUTE)
    result = known(forecast(points, points[-1].count + need, age * MINUTE))
    latest = NOW + LONGEST if result.latest is None else result.latest
    assert NOW <= result.earliest <= result.likely <= latest


@given(GAINS, st.integers(1, 10_000), st.integers(0, 2_000))
def test_more_signatures_never_come_earlier(gains: list[int], need: int, more: int) -> None:
    points = hourly(gains)
    few = known(forecast(points, points[-1].count + need))
    many = known(forecast(points, points[-1].count + need + more))
    assert few.earliest <= many.earliest
    assert few.likely <= many.likely
    assert days(few.latest) <= days(many.latest)


@given(GAINS, st.integers(1, 10_000), st.integers(2, 1000))
def test_a_petition_many_times_as_large_is_forecast_the_same(
    gains: list[int], need: int, times: int
) -> None:
    one, many = hourly(gains), hourly(gains, times)
    small = known(forecast(one, one[-1].count + need))
    large = known(forecast(many, many[-1].count + need * times))
    assert days(large.earliest) == pytest.approx(days(small.earliest), abs=1e-6)
    assert days(large.likely) == pytest.approx(days(small.likely), abs=1e-6)
    assert days(large.latest) == pytest.approx(days(small.latest), abs=1e-6)


@given(GAINS, st.integers(1, 10_000), st.integers(-(10**6), 10**6))
def test_a_petition_at_another_time_is_forecast_the_same(
    gains: list[int], need: int, minutes: int
) -> None:
    shift = minutes * MINUTE
    here, there = hourly(gains), hourly(gains, until=NOW + shift)
    target = here[-1].count + need
    result = known(expected(here, target, NOW, NOW))
    moved = known(expected(there, target, NOW + shift, NOW + shift))
    assert moved.earliest == result.earliest + shift
    assert moved.likely == result.likely + shift
    assert (moved.latest is None) == (result.latest is None)
    assert moved.latest is None or result.latest is None or moved.latest == result.latest + shift


@given(STEPS, st.integers(-10, 10**7), st.integers(-3000, 3000), st.integers(0, 3000))
def test_no_series_is_too_odd(
    steps: list[tuple[int, int]], target: int, read: int, ago: int
) -> None:
    at, count, points = NOW - 20 * DAY, 0, []
    for minutes, gain in steps:
        at, count = at + minutes * MINUTE, max(0, count + gain)
        points.append(Point(at, count, "test"))
    now, read_at = at + ago * MINUTE, at + read * MINUTE
    gained, result = pace(points, now, read_at), expected(points, target, now, read_at)
    assert all(g is None or g >= 0 for g in (gained.hour, gained.day, gained.week))
    assert all(gain >= 0 for gain in daily_gains(points, at))
    assert result is None or now <= result.earliest <= result.likely


# The benchmark


def test_most_truths_of_simulated_petitions_are_within_the_range() -> None:
    asked = [one for shape in SHAPES for n in range(2) for one in ask(shape, n, "test")]
    made = [(one, one.forecast) for one in asked if one.forecast is not None]
    within = [
        one.days(forecast.earliest) <= one.came <= one.days(forecast.latest)
        for one, forecast in made
    ]
    assert len(made) > 100
    assert 0.65 < sum(within) / len(within) < 0.95


def test_a_simulated_petition_is_the_same_for_the_same_seed() -> None:
    assert list(ask(SHAPES[1], 0, "test")) == list(ask(SHAPES[1], 0, "test"))
    assert list(ask(SHAPES[1], 0, "test")) != list(ask(SHAPES[1], 1, "test"))
