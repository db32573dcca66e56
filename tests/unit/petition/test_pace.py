"""What the last hour, day and week brought, and when that is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.petition.forecast import (
    Pace,
    expected,
    pace,
)
from chalicelib.petition.model import Point
from tests.unit.petition.growing import DAY, HOUR, MINUTE, NOW, STEADY, series


def test_pace_is_what_the_last_hour_day_and_week_brought() -> None:
    points = series(lambda day: 1000 + 96 * day, 8, 15 * MINUTE)
    assert pace(points, NOW, NOW) == Pace(4, 96, 672)


def test_a_count_that_stood_still_gained_nothing() -> None:
    points = [Point(NOW - 30 * DAY, 5000, "test")]
    assert pace(points, NOW, NOW) == Pace(0, 0, 0)


def test_without_a_point_no_pace_is_known() -> None:
    assert pace([], NOW, NOW) == Pace(None, None, None)


@pytest.mark.parametrize(
    ("reach", "unknown"),
    [
        (44 * MINUTE, 3),
        (45 * MINUTE, 2),
        (22.9 * HOUR, 2),
        (23 * HOUR, 1),
        (6.7 * DAY, 1),
        (6.71 * DAY, 0),
    ],
)
def test_a_series_must_reach_back_but_for_a_twenty_fourth_or_a_quarter_of_an_hour(
    reach: timedelta, unknown: int
) -> None:
    gained = pace(series(lambda day: 1440 * day, reach / DAY, MINUTE), NOW, NOW)
    known = [gained.hour, gained.day, gained.week]
    assert [one is None for one in known] == [False] * (3 - unknown) + [True] * unknown


@pytest.mark.parametrize(
    ("age", "unknown"),
    [(HOUR, 0), (HOUR + MINUTE, 1), (DAY, 1), (DAY + MINUTE, 2), (7 * DAY + MINUTE, 3)],
)
def test_of_a_time_in_which_nothing_was_read_no_pace_is_known(age: timedelta, unknown: int) -> None:
    gained = pace(series(lambda day: 96 * day, 20, 15 * MINUTE, NOW - age), NOW, NOW - age)
    assert [gained.hour, gained.day, gained.week] == [None] * unknown + [4, 96, 672][unknown:]


def test_signatures_that_came_while_readings_were_missing_are_nobodys_last_hour() -> None:
    before = series(lambda day: 1000 + 96 * day, 8, 15 * MINUTE, NOW - 5 * HOUR)
    points = [*before, Point(NOW - 15 * MINUTE, before[-1].count + 19, "test")]
    assert pace(points, NOW, NOW) == Pace(None, 95, 671)


def test_one_or_two_after_a_long_silence_are_no_sign_of_missing_readings() -> None:
    points = [Point(NOW - 9 * DAY, 500, "test"), Point(NOW - 20 * MINUTE, 502, "test")]
    assert pace(points, NOW, NOW) == Pace(2, 2, 2)


def test_daily_points_tell_the_day_though_they_are_not_read_at_the_same_minute() -> None:
    minutes = [0, 3, -8, 12, 5, -5, 2, 9, 0]
    points = [
        Point(NOW - day * DAY + minute * MINUTE, 5000 - 300 * day, "import")
        for day, minute in enumerate(minutes)
    ]
    assert pace(points[::-1], NOW, NOW) == Pace(None, 300, 2100)


def test_daily_points_at_another_time_of_day_tell_the_week_alone() -> None:
    midnights = [Point(NOW - (day + 0.5) * DAY, 5000 - 300 * day, "import") for day in range(9)]
    assert pace([*midnights[::-1], Point(NOW, 5150, "test")], NOW, NOW) == Pace(None, None, 2250)


def test_what_a_platform_takes_back_is_not_less_than_nothing() -> None:
    points = [Point(NOW - 8 * DAY, 502, "test"), Point(NOW - 5 * MINUTE, 500, "test")]
    assert pace(points, NOW, NOW) == Pace(0, 0, 0)


def test_nothing_counts_that_is_later_than_the_last_good_reading() -> None:
    later = [*STEADY, Point(NOW + HOUR, 90_000, "test")]
    assert pace(later, NOW + HOUR, NOW) == pace(STEADY, NOW + HOUR, NOW)
    assert expected(later, 10_000, NOW, NOW) == expected(STEADY, 10_000, NOW, NOW)
