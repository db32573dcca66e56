"""`python -m bench.chaos [--seed N] [--days N] [--clicks N] [--minutes N]`: prints what was tried,
and what broke.

First every call to the outside of a short day fails in every way, one at a time; then longer days
have one call in eight fail at random, by a seed that is printed; then the clock jumps; then real
processes are killed and starved. 1 when a promise broke.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter as Bag
from collections.abc import Callable, Mapping

from bench.chaos import clock, day, judge, processes
from bench.chaos.faults import Fault, Outside
from bench.chaos.world import World, world

SHARE = 0.125
"""How many of the calls of a day at random fail."""

Day = Callable[[World], None]


def main() -> int:
    """Tries everything; 1 when a promise broke."""
    asked = _arguments().parse_args()
    began = time.monotonic()
    problems = [
        *each_call(),
        *at_random(asked.seed, asked.days, asked.clicks),
        *clock.everything(asked.seed, 200),
        *processes.everything(asked.seed, round(60 * asked.minutes)),
    ]
    print("\n".join(f"BROKEN {line}" for line in problems) or "no promise broke")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if problems else 0


def each_call() -> list[str]:
    """The short day, with one call failing in one way, for every call and every way."""
    _, problems, outside = run(day.short, {}, 0)
    assert not problems, problems
    calls = outside.calls
    tried: Bag[str] = Bag()
    for index, name in enumerate(calls):
        for fault in Fault:
            _, found, met = run(day.short, {index: fault}, index)
            tried[fault] += len(met.met)
            problems += [f"call {index} {name}, {fault}: {line}" for line in found]
    print(f"each of {len(calls)} calls of a short day ({_counted(Bag(calls))}) in turn:")
    print(f"  {_counted(tried)}")
    return problems


def at_random(seed: int, days: int, clicks: int) -> list[str]:
    """Longer days, each with a seed of its own, in which calls fail at random."""
    problems: list[str] = []
    met: Bag[str] = Bag()
    verdicts: Bag[str] = Bag()
    for number in range(seed, seed + days):
        dice = random.Random(number)
        plan = {index: dice.choice(list(Fault)) for index in range(20_000) if dice.random() < SHARE}
        lived, found, outside = run(lambda one: day.long(one, clicks), plan, number)
        met.update(fault for _, _, fault in outside.met)
        verdicts.update(said.verdict for said in lived.said)
        problems += [f"seed {number}: {line}" for line in found]
    print(f"{days} days of {clicks} requests, seeds {seed} to {seed + days - 1}:")
    print(f"  {_counted(met)}")
    print(f"  {_counted(verdicts)}")
    return problems


def run(lived: Day, plan: Mapping[int, Fault], seed: int) -> tuple[World, list[str], Outside]:
    """A day under a plan; what broke."""
    outside = Outside(plan)
    with world(outside, seed) as made:
        lived(made)
        return made, list(judge.broken(made)), outside


def _counted(bag: Bag[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(bag.items()))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--clicks", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=10.0, help="of killing processes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
