"""How good the forecast of milestones is, on simulated petitions (`bench.growth`).

`python -m bench.forecast` grows petitions of each kind, asks at many moments when the next
milestone comes, and compares with when it came. Half of the moments are spread over the calendar,
half over the signatures, as people look while a petition moves. The forecast's figures were
chosen on the petitions of seeds "tune"; what is printed is of others, "measure", unless seeds
are named. Writes `bench/results/forecast.json`.

given     share of the moments for which there is a forecast
error     how far the likely date was from the true one, over how far the true one was: median
inside    share of the forecasts whose range held the truth, and
ended     …the same, of those with a latest date alone: what has no end is seldom wrong
early     share of them whose milestone was reached before the range, and
late      …after it, or not at all where it had an end
width     how many times as far away as the earliest date the latest one was: median; and
open      share of the forecasts that had no latest date
never     share of the moments whose milestone was never reached that had a forecast, and
refuted   …one with a latest date that came and went
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from math import exp, inf, log, log1p
from pathlib import Path
from statistics import median

from bench.growth import DAYS, SHAPES, Shape, counts
from chalicelib.petition.forecast import (
    DAY,
    FEWEST_DAYS,
    HOUR,
    LEAST_PACE,
    Expected,
    daily_gains,
    expected,
)
from chalicelib.petition.model import Point

RESULTS = Path(__file__).with_name("results")
SEEDS = "measure"
PETITIONS, MOMENTS = 40, 40
MILESTONES = (1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ASKED_DAYS = 150
"""Moments are within these, so that a milestone has seven months left to be reached in."""
SEEN_DAYS = 16
"""Points older than these are left out but for the first: no model looks at them."""


@dataclass(frozen=True)
class Asked:
    """One moment of one petition: what was forecast, and what came; times in days from it.

    `came` is infinite for a milestone that was not reached within the `left` days that follow.
    `others` are the likely dates of the models to compare with, where they have one.
    """

    kind: str
    forecast: Expected | None
    at: datetime
    came: float
    left: float
    others: dict[str, float]

    @property
    def error(self) -> float:
        """Of the likely date, over the distance of the true one."""
        assert self.forecast is not None
        return abs(self.days(self.forecast.likely) / self.came - 1)

    def days(self, date: datetime | None) -> float:
        """From the moment to a date; infinite for none."""
        return inf if date is None else (date - self.at) / DAY


def main(seeds: str = SEEDS) -> int:
    """Grows, asks, prints and writes."""
    asked = [one for shape in SHAPES for n in range(PETITIONS) for one in ask(shape, n, seeds)]
    rows = [_row(kind.__name__, [a for a in asked if a.kind == kind.__name__]) for kind in SHAPES]
    rows.append(_row("all", asked))
    print(f"{len(asked)} moments of {PETITIONS} simulated petitions of each kind, seeds {seeds!r}")
    print(f"{'':10}" + "".join(f"{name:>9}" for name in rows[0] if name != "kind"))
    for row in rows:
        print(f"{row['kind']:10}" + "".join(_cell(v) for k, v in row.items() if k != "kind"))
    models = _compared(asked)
    print("median error, and mean of |log(forecast / truth)|, by model, where the milestone came")
    for name, figures in models.items():
        print(f"  {name:32}" + "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    RESULTS.mkdir(exist_ok=True)
    result = {"seeds": seeds, "kinds": rows, "models": models}
    (RESULTS / "forecast.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return 0


def ask(shape: Shape, number: int, seeds: str) -> Iterator[Asked]:
    """The moments of one petition that have a next milestone."""
    chance = random.Random(f"{seeds}/{shape.__name__}/{number}")
    series = [0, *counts(shape, chance)]
    points = [
        Point(BEGIN + hour * HOUR, count, "simulated")
        for hour, count in enumerate(series)
        if hour == 0 or count != series[hour - 1]
    ]
    for hour in sorted(_moments(series, chance)):
        target = next((m for m in MILESTONES if m > series[hour]), None)
        if target is None:
            continue
        now = BEGIN + hour * HOUR
        first = bisect_left(points, now - SEEN_DAYS * DAY, lo=1, key=lambda p: p.at)
        last = bisect_left(points, now + HOUR, key=lambda p: p.at)
        seen = [points[0], *points[first:last]]
        gains = daily_gains(seen, now)
        others = {}
        if len(gains) >= FEWEST_DAYS and gains[0] >= LEAST_PACE:
            others = {n: model(target - series[hour], gains) for n, model in MODELS.items()}
        yield Asked(
            shape.__name__,
            expected(seen, target, now, now),
            now,
            _came(series, target) - hour / 24,
            DAYS - hour / 24,
            others,
        )


def steady(last_day: float) -> Callable[[float, Sequence[float]], float]:
    """A steady pace between the last day's and the last week's; in days until `need` more."""

    def model(need: float, gains: Sequence[float]) -> float:
        week = sum(gains[:7]) / len(gains[:7])
        return float(need / (gains[0] ** last_day * week ** (1 - last_day)))

    return model


def momentum(need: float, gains: Sequence[float]) -> float:
    """The last day's pace, going on to fall or rise as it stands to its week, ever less."""
    rate = gains[0]
    slope = 0.2 * log(rate * len(gains[:7]) / sum(gains[:7]))
    day = 0
    while need > rate and day < 2 * DAYS:
        day, need, slope = day + 1, need - rate, 0.8 * slope
        rate *= exp(slope)
    return day + need / rate


def geometric(need: float, gains: Sequence[float]) -> float:
    """Each day by the same factor more or less than the one before: Theil-Sen on logarithms."""
    logs = [log(gain + 1) for gain in gains]
    growth = median((logs[a] - logs[b]) / (b - a) for a, b in combinations(range(len(logs)), 2))
    rate = exp(median(value + growth * age for age, value in enumerate(logs)))
    steps = need * growth / rate
    if abs(growth) < 1e-9:
        return need / rate
    return log1p(steps) / growth if steps > -1 else inf


MODELS: dict[str, Callable[[float, Sequence[float]], float]] = {
    "last day": steady(1.0),
    "last week": steady(0.0),
    "between the two": steady(0.5),
    "last day with momentum": momentum,
    "geometric growth or decay": geometric,
}
KEPT = "kept: last day by the clock"


def _moments(series: Sequence[int], chance: random.Random) -> set[int]:
    last = ASKED_DAYS * 24
    hours = {chance.randrange(1, last) for _ in range(MOMENTS // 2)}
    signed = (chance.uniform(1, max(1, series[last])) for _ in range(MOMENTS // 2))
    return hours | {max(1, bisect_left(series, count)) for count in signed}


def _came(series: Sequence[int], target: int) -> float:
    """When, in days from the beginning; within an hour in proportion."""
    hour = bisect_left(series, target)
    if hour == len(series):
        return inf
    before, after = series[hour - 1], series[hour]
    return (hour - 1 + (target - before) / (after - before)) / 24


def _row(kind: str, asked: Sequence[Asked]) -> dict[str, float | str | None]:
    given = [a for a in asked if a.forecast]
    reached = [a for a in given if a.came < inf]
    never = [a for a in asked if a.came == inf]
    early = [a for a in given if a.forecast and a.came < a.days(a.forecast.earliest)]
    late = [a for a in given if a.forecast and min(a.came, a.left) > a.days(a.forecast.latest)]
    widths = [
        a.days(a.forecast.latest) / a.days(a.forecast.earliest)
        for a in given
        if a.forecast and a.forecast.latest and a.forecast.earliest > a.at
    ]
    refuted = [a for a in late if a.came == inf]
    missed = len(early) + len(late)
    ended = [a for a in given if a.forecast and a.forecast.latest]
    held = [a for a in ended if a not in early and a not in late]
    return {
        "kind": kind,
        "given": _share(len(given), len(asked)),
        "error": _median(a.error for a in reached),
        "inside": _share(len(given) - missed, len(given)),
        "ended": _share(len(held), len(ended)),
        "early": _share(len(early), len(given)),
        "late": _share(len(late), len(given)),
        "width": _median(widths),
        "open": _share(len(given) - len(ended), len(given)),
        "never": _share(sum(a.forecast is not None for a in never), len(never)),
        "refuted": _share(len(refuted), len(never)),
    }


def _compared(asked: Iterable[Asked]) -> dict[str, dict[str, float]]:
    """Models beside each other: where there is a forecast, and wherever a model can say a date."""
    reached = [a for a in asked if a.others and a.came < inf]
    given = [a for a in reached if a.forecast]
    out = {
        KEPT: _judged([(a.days(a.forecast.likely), a.came) for a in given if a.forecast], "given")
    }
    for name in MODELS:
        out[name] = _judged([(a.others[name], a.came) for a in given], "given")
        out[name] |= _judged([(a.others[name], a.came) for a in reached], "anywhere")
    return out


def _judged(pairs: Sequence[tuple[float, float]], where: str) -> dict[str, float]:
    logs = [abs(log(min(said, 2 * DAYS) / came)) for said, came in pairs]
    return {
        f"{where}: median": round(median(abs(said / came - 1) for said, came in pairs), 3),
        "log" if where == "given" else "log anywhere": round(sum(logs) / len(logs), 3),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return round(median(known), 3) if known else None


def _cell(value: float | str | None) -> str:
    return f"{'-':>9}" if value is None else f"{value:9.2f}"


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
