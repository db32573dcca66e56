"""Which days the fairness report flags, in simulation: honest ones, and cheap cheats.

`python -m bench.fairness` draws days of each kind below, counts them as the tally does, and
prints how many of them each measure flags. The kinds are assumptions, written where they are
used; what they show is that thresholds part the two, not how often either happens. Writes
`bench/results/fairness.json`.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chalicelib.campaign.model import Link
from chalicelib.fairness import FEWEST, THRESHOLDS, Measure, report_of
from chalicelib.tally.model import Count, Spread

RESULTS = Path(__file__).with_name("results")
DAYS = 2000
LINK = Link("AB3K9X7", "c", "a", "", "poster")

PHONES = ("chrome-android", "safari-iphone", "samsung-android", "app-android", "app-iphone")
OFTEN = (40, 25, 12, 12, 11)
CARRIERS = (40, 25, 20, 15)
"""People by mobile operator, in percent: about what four operators share in France."""


@dataclass(frozen=True)
class Visitor:
    """What the report sees of one visit."""

    network: str
    hour: int
    family: str


Draw = Callable[[random.Random], Visitor]


def street(chance: random.Random) -> Visitor:
    """A poster: any hour of the day, each operator behind forty networks."""
    return Visitor(_carrier(chance, 40), chance.randrange(8, 21), _phone(chance))


def message(chance: random.Random) -> Visitor:
    """A message to a group of a few hundred: half of the visits within fifty minutes of it."""
    hour = 18 + min(5, int(chance.expovariate(0.8)))
    return Visitor(_carrier(chance, 40), hour, _phone(chance))


def demonstration(chance: random.Random) -> Visitor:
    """A flyer at a demonstration: three hours, each operator behind two networks there."""
    return Visitor(_carrier(chance, 2), chance.randrange(14, 17), _phone(chance))


def hall(chance: random.Random) -> Visitor:
    """A meeting of one hour in a hall whose own network every third person uses."""
    network = "hall" if chance.random() < 1 / 3 else _carrier(chance, 2)
    return Visitor(network, 20 if chance.random() < 0.7 else 21, _phone(chance))


def one_machine(chance: random.Random) -> Visitor:
    """A cheat: one machine at home, which changes its agent for every visit."""
    return Visitor("home", chance.randrange(24), _phone(chance))


def one_script(chance: random.Random) -> Visitor:
    """A cheat: one agent with a new version number each time, behind thirty rented networks."""
    return Visitor(f"rented {chance.randrange(30)}", chance.randrange(24), "chrome-windows")


def one_night(chance: random.Random) -> Visitor:
    """A cheat: bought visits, all networks and telephones, within one hour."""
    return Visitor(f"sold {chance.randrange(2000)}", 3, _phone(chance))


KINDS: dict[str, tuple[Draw, ...]] = {
    "honest": (street, message, demonstration, hall),
    "cheat": (one_machine, one_script, one_night),
}


def main() -> int:
    """Draws, prints and writes."""
    rows = [
        {"kind": kind, "day": draw.__name__, "visits": visits, **_flagged(draw, visits)}
        for kind, draws in KINDS.items()
        for draw in draws
        for visits in (FEWEST, 100, 500)
    ]
    print(f"share of {DAYS} simulated days that each measure flags")
    print(f"thresholds: {', '.join(f'{m} {t:.0%}' for m, t in THRESHOLDS.items())}")
    for row in rows:
        figures = "  ".join(f"{m} {row[m]:6.1%}" for m in Measure)  # type: ignore[str-format]
        print(f"{row['kind']:7} {row['day']:14} {row['visits']:4} visits  {figures}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "fairness.json").write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    return 0


def _flagged(draw: Draw, visits: int) -> dict[str, float]:
    chance = random.Random(draw.__name__)
    flags: Counter[Measure] = Counter()
    for _ in range(DAYS):
        people = [draw(chance) for _ in range(visits)]
        hours = {h: (n, 0) for h, n in Counter(p.hour for p in people).items()}
        spread = Spread({}, Counter(p.network for p in people), Counter(p.family for p in people))
        flags.update(report_of(LINK, "2026-11-23", Count(visits, 0, hours), spread, None).flags)
    return {measure: flags[measure] / DAYS for measure in Measure}


def _carrier(chance: random.Random, networks: int) -> str:
    (carrier,) = chance.choices(range(len(CARRIERS)), CARRIERS)
    return f"{carrier} {chance.randrange(networks)}"


def _phone(chance: random.Random) -> str:
    return chance.choices(PHONES, OFTEN)[0]


if __name__ == "__main__":
    raise SystemExit(main())
