"""How fast an official count grows, and when it may reach its next milestone.

The model, as it may be told to anybody: the likely date is when the milestone is reached if each
day brings what the last 24 hours brought, quiet nights included. The earliest and the latest date
are those of a faster and a slower pace, which are the further from it the more the days of the
last week differed from each other; and the slower pace fades, as fast as the pace has changed,
up or down, over two weeks. Where that leaves too wide a range to be of use, there is no forecast.

That the pace goes on to rise or fall is no part of the likely date: it made forecasts worse.

`python -m bench.forecast` measures it beside other models, on simulated petitions; its figures
for the range come from there: about eight in ten truths are to fall inside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from math import exp, inf, log, log1p, sqrt
from statistics import fmean as mean

from chalicelib.petition.model import Point

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

SMALL = 2
"""Signatures that nobody minds on the wrong side of an hour's or a day's beginning."""

FEWEST_DAYS = 3
LEAST_PACE = 10
"""Signatures in the last day: below, chance decides more than pace does."""
STALE = DAY
"""A last reading that is older says too little of now."""
LONGEST = timedelta(days=730)
TIMES_HISTORY = 2
"""The likely date is at most so many times as far away as the series reaches back."""
WIDEST = 10.0
"""The latest date is at most so many times as far away as the earliest…"""
OPEN_WITHIN = 7.0
"""…or open, when the likely one is at most so many days away."""

LOOK_BACK = 14
"""Days whose gains are looked at, where there are so many."""
LEAST_SPREAD = 0.1
"""Logarithm of the factor between the paces, to which uneven days add as much as they differ."""
FADE_FALL = 0.1
"""What the slow pace loses each day by a fall of the last day below its week."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Signatures gained in the hour, the day and the week before the last good reading.

    None where that is not known: the series begins later (by more than a twenty-fourth of the
    time, or a quarter of an hour), the last reading is older than the time itself, or readings
    were missing around its beginning, so that nobody knows on which side signatures came. What
    a platform takes back is not shown as less than nothing.
    """

    hour: int | None
    day: int | None
    week: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """When a milestone may be reached; `latest` is None for "perhaps never at this pace"."""

    earliest: datetime
    likely: datetime
    latest: datetime | None


def pace(points: Sequence[Point], now: datetime, read_at: datetime) -> Pace:
    """What the count gained lately, by its changes, oldest first, and its last good reading.

    Between two points the count is the earlier one's.
    """
    read_at = min(read_at, now)
    known = _known(points, read_at)
    hour, day, week = (
        _gained(known, read_at, span) if known and now - read_at <= span else None
        for span in (HOUR, DAY, WEEK)
    )
    return Pace(hour, day, week)


def expected(
    points: Sequence[Point], target: int, now: datetime, read_at: datetime
) -> Expected | None:
    """When the count may reach `target`; None when it did once, or the data support no forecast.

    They do not when they reach back less than three days, the last reading is older than a day,
    the last day brought fewer than ten, or the range would be too wide or end too far away. No
    date is before `now`.
    """
    read_at = min(read_at, now)
    known = _known(points, read_at)
    gains = daily_gains(known, read_at)
    if now - read_at > STALE or len(gains) < FEWEST_DAYS or gains[0] < LEAST_PACE:
        return None
    if max(point.count for point in known) >= target:
        return None
    range_ = _range(target - known[-1].count, gains)
    history = (read_at - known[0].at) / DAY
    if range_ is None or range_.likely > TIMES_HISTORY * history:
        return None
    rhythm = _rhythm(known, read_at, len(gains))

    def date(days: float) -> datetime:
        return max(now, read_at + _by_the_clock(days, rhythm) * DAY)

    latest = None if range_.latest is None else date(range_.latest)
    return Expected(date(range_.earliest), date(range_.likely), latest)


def daily_gains(points: Sequence[Point], read_at: datetime) -> list[float]:
    """What each of the last days brought, 24 hours before `read_at` first; at most `LOOK_BACK`.

    None of it is negative. A day is only there when the series reaches back to its beginning.
    """
    if not points:
        return []
    days = min(LOOK_BACK, (read_at - points[0].at) // DAY)
    counts = [_count_at(points, read_at - day * DAY) for day in range(days + 1)]
    return [max(0.0, after - before) for after, before in pairwise(counts)]


@dataclass(frozen=True, slots=True)
class _Range:
    """Days from the last reading."""

    earliest: float
    likely: float
    latest: float | None


def _range(need: int, gains: Sequence[float]) -> _Range | None:
    week = mean(gains[:7])
    least = week / 100
    spread = exp(LEAST_SPREAD + _unevenness(gains[:8], least))
    fade = _drift(gains, least) + FADE_FALL * max(0.0, log(week / gains[0]))
    likely = need / gains[0]
    earliest, latest = likely / spread, _fading(likely * spread, fade)
    if spread**2 > WIDEST or LONGEST / DAY < latest < inf:
        return None
    if latest <= earliest * WIDEST:
        return _Range(earliest, likely, latest)
    return _Range(earliest, likely, None) if likely <= OPEN_WITHIN else None


def _unevenness(gains: Sequence[float], least: float) -> float:
    """How much a day's gain differs from the next one's, as a logarithm (root mean square).

    `least` stands for less than that. Few days are taken for more uneven than they look.
    """
    logs = [log(max(gain, least)) for gain in gains]
    squares = [(after - before) ** 2 for after, before in pairwise(logs)]
    return sqrt(mean(squares)) * (1 + 1 / len(squares))


def _drift(gains: Sequence[float], least: float) -> float:
    """How much the pace changed a day, up or down, as a logarithm: between the older half of
    the days and the newer one.
    """
    half = len(gains) // 2
    newer, older = mean(gains[:half]), mean(gains[-half:])
    return abs(log(max(newer, least) / max(older, least))) / (len(gains) - half)


def _fading(days: float, fade: float) -> float:
    """How long it takes what takes `days` at a steady pace, when the pace fades by `exp(-fade)`
    a day; infinitely long when it fades too soon.
    """
    if fade * days >= 1:
        return inf
    return -log1p(-fade * days) / fade if fade > 0 else days


def _rhythm(points: Sequence[Point], read_at: datetime, days: int) -> list[float]:
    """Which share of a day's gain comes by the end of each of its 24 hours, 24 hours before
    `read_at` its beginning; the mean of the last days, of a week at most.
    """
    sums = [0.0] * 25
    for day in range(1, min(days, 7) + 1):
        begin = read_at - day * DAY
        # A count may fall by one or two: the clock does not go back.
        counts = list(accumulate((_count_at(points, begin + h * HOUR) for h in range(25)), max))
        gain = counts[-1] - counts[0]
        if gain > 0:
            sums = [s + (count - counts[0]) / gain for s, count in zip(sums, counts, strict=True)]
    return [s / sums[-1] for s in sums]


def _by_the_clock(days: float, rhythm: Sequence[float]) -> float:
    """Days of signatures as days of the clock: what is due at night waits for the morning."""
    whole, part = divmod(days, 1.0)
    hour = bisect_left(rhythm, part)
    if hour == 0:
        return whole
    before, after = rhythm[hour - 1], rhythm[hour]
    return whole + (hour - 1 + (part - before) / (after - before)) / 24


def _known(points: Sequence[Point], read_at: datetime) -> Sequence[Point]:
    return points[: bisect_right(points, read_at, key=_at)]


def _gained(points: Sequence[Point], read_at: datetime, span: timedelta) -> int | None:
    base = _count_before(points, read_at - span, span)
    return None if base is None else max(0, points[-1].count - base)


def _count_before(points: Sequence[Point], start: datetime, span: timedelta) -> int | None:
    """The count at `start`, the beginning of `span`; None when it is not known well enough."""
    next_ = bisect_right(points, start, key=_at)
    before, after = points[max(0, next_ - 1)], points[min(next_, len(points) - 1)]
    nearest = min(before, after, key=lambda point: abs(point.at - start))
    slack = max(span / 24, HOUR / 4)
    # A long step is one of missing readings, unless it brought next to nothing.
    quiet = after.count - before.count <= SMALL
    if next_ > 0 and (quiet or after.at - before.at <= 2 * slack):
        return before.count
    if abs(nearest.at - start) <= slack:
        return nearest.count
    return before.count if next_ > 0 and after.at - before.at <= span / 2 else None


def _count_at(points: Sequence[Point], at: datetime) -> float:
    """The count at a moment from the first point on; between two points in proportion.

    A petition that gets ten a day seldom stands still for long, so a long gap is one of readings,
    or of points that their age has made too many.
    """
    next_ = bisect_right(points, at, key=_at)
    before = points[next_ - 1]
    if next_ == len(points):
        return float(before.count)
    after = points[next_]
    part = (at - before.at) / (after.at - before.at)
    return before.count + part * (after.count - before.count)


def _at(point: Point) -> datetime:
    return point.at
