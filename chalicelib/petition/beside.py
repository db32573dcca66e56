"""The same days' visits and signatures, side by side. Nothing joins the two but the calendar.

Who signed, and because of whom, is known to nobody: a correlation of days is shown as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import StatisticsError, correlation
from typing import Any

from chalicelib.clock import local_day
from chalicelib.petition.forecast import SMALL
from chalicelib.petition.model import Point

FEWEST_DAYS = 10
"""Whole days of which both are known, below which no correlation is shown."""
LONGEST_STEP = timedelta(hours=36)
"""Between two changes of the count: a longer one that brought more than `SMALL` was not read."""


@dataclass(frozen=True, slots=True)
class Day:
    """One of the campaign's days. `gained` are the signatures of that day, None when the
    count at its beginning or end is not known, which is not zero; `whole` is False for today.
    """

    day: str
    visits: int
    scans: int
    gained: int | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Days, oldest first, and the correlation (Pearson's) of those that are known and whole."""

    days: tuple[Day, ...]
    correlation: float | None


def beside(
    visits: Mapping[str, tuple[int, int]],
    points: Sequence[Point],
    read_at: datetime | None,
    timezone: str,
    now: datetime,
    most: int,
) -> Beside:
    """The last `most` days up to today that have visits or a reading.

    `visits` are visits and scans by day, `points` the changes of the count, oldest first,
    `read_at` the last reading: until then a count without a change was the same.
    """
    today = local_day(now, timezone)
    ends = _counts_at_ends(points, read_at, timezone)
    known = [*(date.fromisoformat(day) for day in visits), *ends]
    if not known:
        return Beside((), None)
    first = max(min(known), today - timedelta(days=most - 1))
    days = tuple(_day(day, visits, ends, today) for day in _days(first, today))
    # Before its first visit a day has none because nobody counted.
    counted = min(visits, default="9")
    return Beside(days, _correlation(day for day in days if day.day >= counted))


def to_json(found: Beside) -> dict[str, Any]:
    """`GET /v1/campaigns/{campaign}/days`."""
    return {
        "days": [
            {"day": d.day, "visits": d.visits, "scans": d.scans, "signatures": d.gained}
            for d in found.days
        ],
        "correlation": found.correlation,
    }


def _day(
    day: date, visits: Mapping[str, tuple[int, int]], ends: Mapping[date, int], today: date
) -> Day:
    end, begin = ends.get(day), ends.get(day - timedelta(days=1))
    gained = end - begin if end is not None and begin is not None else None
    return Day(day.isoformat(), *visits.get(day.isoformat(), (0, 0)), gained, day < today)


def _counts_at_ends(
    points: Sequence[Point], read_at: datetime | None, timezone: str
) -> dict[date, int]:
    """The count at the end of each day from the first reading's to the last one's, where it is
    known: not in the middle of a long step, for readings were missing then.
    """
    if not points or read_at is None:
        return {}
    last = {local_day(point.at, timezone): point.count for point in points}
    unread = set[date]()
    for before, after in pairwise(points):
        if after.at - before.at > LONGEST_STEP and after.count - before.count > SMALL:
            unread |= set(_days(local_day(before.at, timezone), local_day(after.at, timezone)))
    ends, count = {}, points[0].count
    for day in _days(local_day(points[0].at, timezone), local_day(read_at, timezone)):
        count = last.get(day, count)
        if day in last or day not in unread:
            ends[day] = count
    return ends


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _correlation(days: Iterable[Day]) -> float | None:
    pairs = [(d.visits, d.gained) for d in days if d.whole and d.gained is not None]
    if len(pairs) < FEWEST_DAYS:
        return None
    try:
        return round(correlation(*zip(*pairs, strict=True)), 2)
    except StatisticsError:
        # One of them is the same every day.
        return None
