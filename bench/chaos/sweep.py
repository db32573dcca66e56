"""Days, each under a plan of what fails: one call after the other in every way, then at random.

Two processes share the days. Which there are, and in which order they are told of, is the same
however they are shared.
"""

from __future__ import annotations

import multiprocessing
import random
import tempfile
from collections import Counter as Bag
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.chaos import day, faults, judge, office, office_judge, sql
from bench.chaos.faults import Fault, Outside, Plan, exactly
from bench.chaos.platform import FIRST, Platform, PlatformFault
from bench.chaos.services import Services, Staged
from bench.chaos.world import World, one_machine, world

PROCESSES = 2
SHARE = 0.125
"""How many of the calls of a day at random fail."""
SHARE_OF_STATEMENTS = 0.03
"""The same of statements, of which a request makes a dozen."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One day that was lived and judged."""

    name: str
    calls: tuple[str, ...]
    met: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass
class Report:
    """All days of one kind."""

    title: str
    days: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def lived(kind: str, plan: Plan, seed: int, size: int = 0, name: str = "") -> Ran:
    """A day of this kind under a plan, and what broke; `size` 0 is the short one."""
    outside = Outside(plan, seed=seed)
    found = list(_KINDS[kind](outside, seed, size))
    met = tuple(str(fault) for _, _, fault in outside.met)
    return Ran(name, tuple(outside.calls), met, tuple(found))


def _dynamodb(outside: Outside, seed: int, size: int) -> Iterable[str]:
    with world(outside, seed) as made:
        if size:
            day.long(made, size)
        else:
            day.short(made)
        return list(judge.broken(made))


def _sqlite(outside: Outside, seed: int, size: int) -> Iterable[str]:
    with _alone(outside, seed) as made:
        if size:
            day.long(made, size)
        else:
            day.alone(made)
        return list(judge.broken(made))


def _office(outside: Outside, seed: int, size: int) -> Iterable[str]:
    with office.office(outside, seed) as made:
        if size:
            office.long(made, size)
        else:
            office.short(made)
        return list(office_judge.broken(made))


@contextmanager
def _alone(outside: Outside, seed: int) -> Iterator[World]:
    """One machine, whose platform is in memory and never fails."""
    steady = Outside(exactly({}))

    def staged(*arguments: Any) -> Staged:
        platform = Platform(steady, arguments[2], office.signed)
        return Staged(*arguments, services=Services(World(steady, None, None, dice), platform))

    dice = random.Random(seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        one_machine(Path(folder) / "chaos.sqlite3", seed, outside, staged) as made,
    ):
        yield made


_KINDS: dict[str, Callable[[Outside, int, int], Iterable[str]]] = {
    "dynamodb": _dynamodb,
    "sqlite": _sqlite,
    "organiser": _office,
}
TITLES = {
    "dynamodb": "a short day on DynamoDB",
    "sqlite": "a short day on SQLite, by statement",
    "organiser": "an organiser's short day",
}


def kinds(day_of: str, name: str) -> tuple[Any, ...]:
    """The faults that are tried on a call of this name.

    On the organiser's day, what the tables are asked fails before and after: the other ways are
    tried on the day of those who follow links.
    """
    if day_of == "sqlite":
        return sql.kinds(name)
    if name.startswith("platform"):
        first = {PlatformFault.MISREAD} if name == FIRST else set()
        return tuple(fault for fault in PlatformFault if fault not in first)
    found = faults.kinds(name)
    if day_of == "organiser" and not name.startswith(faults.BESIDE):
        return tuple(fault for fault in found if fault in (Fault.BEFORE, Fault.AFTER))
    return found


def each_call() -> Iterator[Report]:
    """The short days, with one call failing in one way, for every call and every way."""
    for day_of, title in TITLES.items():
        calm = lived(day_of, exactly({}), 0)
        assert not calm.broken, calm.broken
        trials = [
            (day_of, index, name, fault)
            for index, name in enumerate(calm.calls)
            for fault in kinds(day_of, name)
        ]
        yield _reported(f"each call of {title} in turn", _shared(_one_call, trials), calm.calls)


def _one_call(trial: tuple[str, int, str, Any]) -> Ran:
    day_of, index, name, fault = trial
    return lived(day_of, exactly({index: fault}), index, 0, f"call {index} {name}, {fault}")


def at_random(seed: int, days: int, size: int) -> Iterator[Report]:
    """Longer days, each with a seed of its own, in which calls fail at random."""
    for day_of, title in TITLES.items():
        trials = [(day_of, number, size) for number in range(seed, seed + days)]
        where = title.removeprefix("a short day ").removeprefix("an ").replace("short ", "")
        heading = f"days at random of {size} requests, {where}, seeds {seed} to {seed + days - 1}"
        yield _reported(heading, _shared(_one_seed, trials))


def _one_seed(trial: tuple[str, int, int]) -> Ran:
    day_of, seed, size = trial
    return lived(day_of, drawn(day_of, seed), seed, size, f"seed {seed}")


def drawn(day_of: str, seed: int) -> Plan:
    """Faults at random: the same for the same call in every run."""
    share = SHARE_OF_STATEMENTS if day_of == "sqlite" else SHARE

    def plan(index: int, name: str) -> Any:
        dice = random.Random(f"{seed} {index}")
        if dice.random() >= share:
            return None
        of_aws = day_of != "sqlite" and not name.startswith("platform")
        return dice.choice((*kinds(day_of, name), *((Fault.SLOW,) if of_aws else ())))

    return plan


def _shared(work: Callable[[Any], Ran], trials: list[Any]) -> Iterator[Ran]:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        yield from pool.imap(partial(_guarded, work), trials, chunksize=4)


def _guarded(work: Callable[[Any], Ran], trial: Any) -> Ran:
    """A judge that falls over has found something too, and the days after it are still lived."""
    try:
        return work(trial)
    except Exception as error:
        return Ran(str(trial), (), (), (f"{type(error).__name__}: {error}",))


def _reported(title: str, days: Iterable[Ran], calls: Iterable[str] = ()) -> Report:
    tried, counted = Bag[str](), Bag(calls)
    report = Report(title)
    for ran in days:
        report.days += 1
        tried.update(ran.met)
        if not calls:
            counted.update(ran.calls)
        report.broken += [f"{ran.name}: {line}" for line in ran.broken]
    report.calls, report.faults = dict(sorted(counted.items())), dict(sorted(tried.items()))
    return report
