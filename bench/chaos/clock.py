"""A clock that jumps: over midnight, both changes of summer time, ahead, and backwards.

What is judged is the definition: a visit is the first request of one person for a link on one of
the campaign's own days, however the clock came to be where it is.
"""

from __future__ import annotations

import tempfile
from collections import Counter as Bag
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.chaos.world import CODES, World, one_machine
from chalicelib.campaign.model import Level
from chalicelib.clock import earliest_today, local_day
from chalicelib.tally.apply import Adder
from chalicelib.tally.reconcile import reconcile

MOMENTS = (
    datetime(2026, 3, 28, 22, 59, 58, tzinfo=UTC),  # two seconds before midnight in Paris
    datetime(2026, 3, 29, 0, 59, 58, tzinfo=UTC),  # two seconds before summer time
    datetime(2026, 10, 24, 21, 59, 58, tzinfo=UTC),  # midnight, in summer time
    datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC),  # two seconds before an hour comes twice
    datetime(2026, 12, 31, 22, 59, 58, tzinfo=UTC),  # the last night of a year
)
PEOPLE = 8
MOST_BACK = timedelta(days=1)
"""Further back than yesterday the salts of days are destroyed: who comes then is a new person."""


def everything(seed: int, jumps: int) -> list[str]:
    """From each moment, `jumps` jumps and who comes between; what broke."""
    problems: list[str] = []
    followed = 0
    for number, moment in enumerate(MOMENTS):
        with (
            tempfile.TemporaryDirectory() as folder,
            one_machine(Path(folder) / "clock.sqlite3", seed + number) as made,
        ):
            made.now = moment
            found = jump_about(made, jumps)
            followed += len(made.said)
        problems += [f"clock from {moment:%F %T}, seed {seed + number}: {line}" for line in found]
    print(f"clock: {len(MOMENTS)} moments, {jumps} jumps from each, {followed} requests")
    return problems


def jump_about(made: World, jumps: int) -> list[str]:
    """People come between jumps of the clock; what broke."""
    dice, latest = made.dice, made.now
    for _ in range(jumps):
        for _ in range(dice.randint(1, 4)):
            person = f"p{dice.randint(1, PEOPLE)}"
            made.follow(dice.choice(CODES), person, scan=dice.random() < 0.5)
        seconds = dice.choice((1, 2, 3, 60, 3600, 7200, 86_400, -1, -3, -3600, -7200))
        made.now = max(made.now + timedelta(seconds=seconds), latest - MOST_BACK)
        latest = max(latest, made.now)
        if dice.random() < 0.1:
            # One machine keeps house: salts made a day ahead, old ones destroyed.
            made.trigger("salts")
    made.now = latest
    return list(judged(made))


def judged(made: World) -> list[str]:
    """Each day and each answer, held against the definition."""
    problems = [f"{s.request}: {s.status}, {s.verdict}" for s in made.said if s.status != 302]
    told = Bag((s.link, s.day) for s in made.said if s.verdict == "counted")
    people = Bag((link, day) for link, day, _ in {(s.link, s.day, s.person) for s in made.said})
    if told != people:
        problems.append(f"told counted {told.total()} times, of {people.total()} visits")
    for link in CODES:
        kept = {day: count.visits for day, count in made.store.days("essai", Level.LINK, link)}
        expected = {day: visits for (which, day), visits in people.items() if which == link}
        if kept != expected:
            problems.append(f"{link}: days {kept}, expected {expected}")
    report = reconcile(made.store, Adder(made.store), earliest_today(made.now))
    problems += [f"drift: {drift}" for drift in report.drifts]
    today = local_day(made.now, "Europe/Paris").isoformat()
    shown = made.store.day("essai", Level.CAMPAIGN, today)
    visits = shown["essai"].visits if "essai" in shown else 0
    if visits != sum(count for (_, day), count in people.items() if day == today):
        problems.append(f"today shows {visits}")
    return problems
