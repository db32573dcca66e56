"""Series of counts that grow, and what is known of them; for the tests of forecasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import inf

from hypothesis import strategies as st

from chalicelib.petition.forecast import (
    Expected,
    expected,
)
from chalicelib.petition.model import Point

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def series(
    count: Callable[[float], float], days: float, step: timedelta = HOUR, until: datetime = NOW
) -> list[Point]:
    """The changes of a count that is a function of days since the beginning, read every `step`."""
    begin = until - days * DAY
    readings = [
        Point(begin + n * step, int(count(n * step / DAY)), "test")
        for n in range(int(days * DAY / step) + 1)
    ]
    return changes(readings)


def changes(readings: Iterable[Point]) -> list[Point]:
    points: list[Point] = []
    for reading in readings:
        if not points or reading.count != points[-1].count:
            points.append(reading)
    return points


def daily(*gains: int, first: int = 1000) -> list[Point]:
    """Whole days up to now, the latest last, each with its gain in even hours."""
    counts = list(accumulate(gains, initial=first))

    def count(days: float) -> float:
        day = min(int(days + 1e-9), len(gains) - 1)
        return round(counts[day] + (days - day) * gains[day], 6)

    return series(count, len(gains))


def forecast(points: list[Point], target: int, age: timedelta = timedelta(0)) -> Expected | None:
    """As of now, the last reading being `age` old."""
    return expected(points, target, NOW, NOW - age)


def known(result: Expected | None) -> Expected:
    assert result is not None
    return result


def days(date: datetime | None) -> float:
    return inf if date is None else (date - NOW) / DAY


STEADY = series(lambda day: 1000 + 480 * day, 14, 15 * MINUTE)

GAINS = st.lists(st.integers(80, 120), min_size=24 * 3, max_size=24 * 16)
"""Hours of an even growth: there always is a forecast of what is a few days away."""

STEPS = st.lists(st.tuples(st.integers(1, 3000), st.integers(-2, 2000)), max_size=60)
"""Minutes since the point before, and signatures."""


def hourly(gains: list[int], times: int = 1, until: datetime = NOW) -> list[Point]:
    counts = accumulate(gains, initial=500)
    return [
        Point(until - (len(gains) - n) * HOUR, count * times, "test")
        for n, count in enumerate(counts)
    ]
