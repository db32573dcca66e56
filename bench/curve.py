"""The signatures of loi Duplomb's petition, minute by minute, as far as they are known.

What is known (field notes on petition platforms): 639 in the busiest minute, 33 740 in the
busiest hour, 455 650 in the busiest day; 102 after the first 11 hours; from 39 000 to 126 000 on
day 8; 2 131 368 at the end. The curve below goes through all of these but the 102; between them
it is assumed: a growth by the same factor every day up to day 8, one day between that and the
busiest, a decay by the same factor after it, and in every day one wave with its crest at nine in
the evening, and in every hour one wave with its crest in its first minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from math import cos, pi, sqrt

TOTAL, BUSIEST_DAY, BUSIEST_HOUR, BUSIEST_MINUTE = 2_131_368, 455_650, 33_740, 639
BEFORE_DAY_8, DAY_8 = 39_000, 126_000 - 39_000

DAYS = 70
CREST_HOUR = 21
MINUTES = 24 * 60

_HOUR_SWING = 24 * BUSIEST_HOUR / BUSIEST_DAY - 1
_MINUTE_SWING = 60 * BUSIEST_MINUTE / BUSIEST_HOUR - 1


def days() -> list[float]:
    """Signatures a day; they sum to `TOTAL`."""
    growth = _factor(1.0, 10.0, lambda r: sum(_geometric(DAY_8, 1 / r, 7)) - BEFORE_DAY_8)
    start = list(_geometric(DAY_8, 1 / growth, 7))[::-1]
    between = sqrt(DAY_8 * BUSIEST_DAY)
    rise = [*start, DAY_8, between, BUSIEST_DAY]
    left, after = TOTAL - sum(rise), DAYS - len(rise)
    decay = _factor(0.01, 1.0, lambda r: left - sum(_geometric(BUSIEST_DAY, r, after)))
    return [*rise, *_geometric(BUSIEST_DAY, decay, after)]


def minutes_of(day: float) -> list[float]:
    """The signatures of each minute of a day that has `day` of them."""
    return [day * _hour_share(hour) * _minute_share(m) for hour in range(24) for m in range(60)]


def busiest_minute() -> tuple[int, int]:
    """Its day and its minute of that day, both counted from 0."""
    all_days = days()
    day = max(range(DAYS), key=all_days.__getitem__)
    return day, max(range(MINUTES), key=minutes_of(all_days[day]).__getitem__)


def middle_minute() -> tuple[int, int]:
    """The minute that signatures on both sides of are as busy as: half of all are in busier ones.

    So what a visit costs then is what one of the petition's visits costs, about.
    """
    whole = days()
    by_size = sorted(
        (signatures, day, minute)
        for day, total in enumerate(whole)
        for minute, signatures in enumerate(minutes_of(total))
    )
    below = accumulate(signatures for signatures, _, _ in by_size)
    return next(at[1:] for at, sum_ in zip(by_size, below, strict=True) if sum_ >= TOTAL / 2)


def _hour_share(hour: int) -> float:
    return (1 + _HOUR_SWING * cos(2 * pi * (hour - CREST_HOUR) / 24)) / 24


def _minute_share(minute: int) -> float:
    return (1 + _MINUTE_SWING * cos(2 * pi * minute / 60)) / 60


def _geometric(first: float, factor: float, terms: int) -> Iterator[float]:
    """`terms` numbers, the first of them `first * factor`."""
    return (first * factor**n for n in range(1, terms + 1))


def _factor(low: float, high: float, decreasing: Callable[[float], float]) -> float:
    """Where a decreasing function of a factor is zero, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if decreasing(middle) > 0 else (low, middle)
    return low
