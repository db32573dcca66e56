"""One minute of a campaign, played through the real store, and what every part of it costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from bench.crowd import Crowd
from bench.metered import PREFIX, Metered, Spent, Spot
from bench.stream import Pace, Tallying, tally
from chalicelib.campaign.model import Level
from chalicelib.clock import Budget
from chalicelib.leaderboard import Period
from chalicelib.store.documents import campaign_to_text, link_to_text
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import text
from chalicelib.store.dynamodb.keys import Key, Table
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.tally.fold import link_day
from chalicelib.visits.model import Exclusion, Verdict

AT = datetime(2026, 7, 20, 19, 0, tzinfo=UTC)
"""Nine in the evening in Paris."""

SECONDS = 60.0
PAGE_ROWS = 50
"""What a page of the leaderboard shows unless it is asked for more."""

PATIENT = Budget(24 * 3600.0)

T = TypeVar("T")


@dataclass(frozen=True)
class Habits:
    """What happens besides visits, and how long a process takes to start, in seconds.

    `views` of the leaderboard, and requests that are `excluded` (repeats, previews, robots), by
    visit. One process serves one request at a time, so what comes during the time that one takes
    to `start` is as many processes, all of which look up what they do not know yet.
    """

    views: float = 0.2
    excluded: float = 0.5
    start: float = 0.5


@dataclass(frozen=True)
class Minute:
    """How many visits it has, and how many its day had before."""

    name: str
    visits: int
    before: float


@dataclass(frozen=True)
class Outcome:
    """A minute played: `rates` are units a second by place, `parts` the minute's units.

    `actions` are those of its largest transaction, `spread_bytes` the size of its largest spread,
    `visit_bytes` that of a visit.
    """

    minute: Minute
    tallying: Tallying
    rates: Mapping[Spot, float]
    parts: Mapping[str, Spent]
    actions: int
    spread_bytes: int
    visit_bytes: int

    def units(self, part: str, write: bool) -> float:
        """Units that a part took for each visit."""
        spent = self.parts[part].items()
        return sum(units for at, units in spent if at.write is write) / self.minute.visits


def play(minute: Minute, crowd: Crowd, pace: Pace, habits: Habits) -> Outcome:
    """Plays the minute; the same every time."""
    chance = random.Random(minute.name)
    client = Metered()
    store = DynamoStore(client, PREFIX, lambda: AT)
    register(client, crowd)
    _have_counted(client, store, crowd, minute.before, chance)
    visits = crowd.visits(minute.visits, AT, SECONDS, chance)
    tallying = tally(visits, pace, chance)
    not_counted = [
        Exclusion(v.campaign, v.association, v.group, v.link, Verdict.PREVIEW)
        for v in chance.choices(visits, k=round(habits.excluded * minute.visits))
    ]
    client.actions.clear()
    recorded = client.measure(_each(visits, lambda visit: store.record(visit, PATIENT)))
    parts = {
        "visits": recorded,
        # What was refused is charged like what went through.
        "tally": _times(
            client.measure(_each(tallying.committed, store.add_once)), tallying.attempts_each
        ),
        "excluded": client.measure(_each(not_counted, lambda one: store.exclude(one, PATIENT))),
        "boards": client.measure(lambda: store.rebuild_boards(crowd.campaign)),
        "views": _times(client.measure(lambda: look(store, crowd)), habits.views * minute.visits),
        "look-ups": _look_ups(client, store, crowd, minute, habits),
    }
    store.close()
    return Outcome(
        minute,
        tallying,
        _rates(parts, tallying),
        parts,
        max(client.actions),
        max(client.size(keys.spread(link_day(visit))) for visit in visits),
        max(client.size(keys.visit(visit)) for visit in visits),
    )


def look(store: DynamoStore, crowd: Crowd, rows: int = PAGE_ROWS) -> None:
    """One view of a leaderboard."""
    store.board(crowd.campaign, Level.LINK, Period.ALL, rows, None)


def register(client: Metered, crowd: Crowd) -> None:
    """Puts the campaign, its links and their salt where the store looks for them."""
    slug = crowd.campaign.slug
    _keep(client, keys.campaign(slug), campaign_to_text(crowd.campaign))
    for link in crowd.links:
        _keep(client, keys.code(link.code), link_to_text(link))
        _keep(client, keys.link(slug, link.owner, link.channel), link_to_text(link))


def _keep(client: Metered, key: Key, document: str) -> None:
    item = key.item | {"document": text(document), "version": {"N": "1"}}
    client.put_item(TableName=f"{PREFIX}-{key.table}", Item=item)


def _have_counted(
    client: Metered, store: DynamoStore, crowd: Crowd, before: float, chance: random.Random
) -> None:
    """Leaves the counters and spreads that `before` visits of the day leave.

    The store itself writes one visit of each link, and of the first link one from every group
    of networks; what those added to its spread, the others' spreads get as much of as they
    would have.
    """
    if before < 1:
        return
    for link in crowd.links:
        store.add_once((crowd.visit(link, AT, 0, chance),))
    first = keys.spread(link_day(crowd.visit(crowd.links[0], AT, 0, chance)))
    had = set(client.item(first))
    for network in range(1, crowd.networks):
        store.add_once((crowd.visit(crowd.links[0], AT, network, chance),))
    full = [(name, value) for name, value in client.item(first).items() if name not in had]
    for link, seen in zip(crowd.links[1:], crowd.networks_seen(before)[1:], strict=True):
        spread = keys.spread(link_day(crowd.visit(link, AT, 0, chance)))
        client.grow(spread, dict(full[: max(0, seen - 1)]))
    client.forget(Table.VISITS)


def _look_ups(
    client: Metered, store: DynamoStore, crowd: Crowd, minute: Minute, habits: Habits
) -> Spent:
    """What processes read that all start in one second: links, the campaign, the day's salt."""
    slug, day = crowd.campaign.slug, AT.date().isoformat()
    requests = minute.visits * (1 + habits.excluded) / SECONDS
    processes = max(1, round(requests * habits.start))
    store.make_salt(slug, day, bytes(16), PATIENT)
    once = client.measure(lambda: (store.campaign(slug, PATIENT), store.salt(slug, day, PATIENT)))
    spent = [_times(once, processes)]
    for link, share in zip(crowd.links, crowd.shares, strict=True):
        followers = min(processes, requests * share)
        look_up = partial(store.link, link.code, PATIENT)
        spent.append(_times(client.measure(look_up), followers))
    return _sum(spent)


def _rates(parts: Mapping[str, Spent], tallying: Tallying) -> Spent:
    """Units a second. Boards and look-ups are taken to happen within one of them."""
    seconds = {"tally": max(SECONDS, tallying.ended), "boards": 1.0, "look-ups": 1.0}
    return _sum(_times(spent, 1 / seconds.get(part, SECONDS)) for part, spent in parts.items())


def _each(things: Sequence[T], work: Callable[[T], object]) -> Callable[[], None]:
    def do() -> None:
        for thing in things:
            work(thing)

    return do


def _times(spent: Spent, factor: float) -> Spent:
    return {at: units * factor for at, units in spent.items()}


def _sum(parts: Iterable[Spent]) -> Spent:
    sums: Spent = {}
    for spent in parts:
        for at, units in spent.items():
            if units:
                sums[at] = sums.get(at, 0) + units
    return sums
