"""What single things cost: a click, a batch of the tally, a view of a leaderboard.

Each is done by the product itself, a click by the whole of `app.py`, over a store whose client
keeps the calls and measures them.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import app
from bench.crowd import Crowd
from bench.metered import PREFIX, Metered, Spent
from bench.replay import AT, PAGE_ROWS, look, register
from chalicelib import wiring
from chalicelib.config import Settings
from chalicelib.leaderboard import MOST_ROWS
from chalicelib.local.events import event_from_wsgi
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.tally.apply import Adder
from tests.unit.web.door import PHONE, ROUTES, environ, read

LARGE_BATCH = 100
BOARDS = (10, 1_000, 100_000)
"""Rows of boards that are looked at."""


@dataclass(frozen=True)
class Cost:
    """What one thing took: units, and the calls that were made for it."""

    name: str
    writes: float
    reads: float
    calls: dict[str, int]


def measure() -> list[Cost]:
    """Every cost, in the order of a visit's way."""
    return [*clicks(), *batches(), *views()]


def clicks() -> list[Cost]:
    """A process's first click, a click on a link that it knows, and the same person's second."""
    crowd = Crowd(associations=2, groups=1)
    client, store = _house(crowd)
    settings = Settings(base_url="https://exemple.fr")
    wiring.use(wiring.House(settings, store, lambda: AT, secrets.token_bytes, _no_log))
    code = crowd.links[0].code
    first = _cost("a process's first click", client, lambda: _click(code, "192.0.2.1"))
    person = _cost("a click, link known", client, lambda: _click(code, "192.0.2.2"))
    repeat = _cost("the same person again", client, lambda: _click(code, "192.0.2.2"))
    wiring.use(None)
    return [first, person, repeat]


def batches() -> list[Cost]:
    """A hundred visits into new counters: all of one link, and by the crowd's habits."""
    one = Crowd(associations=1, groups=0, channels=1)
    named = {"one link": one, "504 links": Crowd()}
    return [_batch(f"tally, {LARGE_BATCH} visits, {name}", crowd) for name, crowd in named.items()]


def views(boards: Sequence[int] = BOARDS) -> list[Cost]:
    """A page of the board of links, of few and of ever more of them."""
    costs = []
    for rows in boards:
        crowd = Crowd(associations=10, groups=0, channels=rows // 10)
        client, store = _house(crowd)
        ranking = partial(store.rebuild_boards, crowd.campaign)
        costs.append(_cost(f"ranking {rows} rows", client, ranking))
        for page in (PAGE_ROWS, MOST_ROWS):
            view = partial(look, store, crowd, page)
            costs.append(_cost(f"a view, {page} of {rows} rows", client, view))
    return costs


def _batch(name: str, crowd: Crowd) -> Cost:
    client, store = _house(crowd)
    visits = crowd.visits(LARGE_BATCH, AT, 60.0, random.Random(name))
    return _cost(name, client, lambda: Adder(store).add(visits))


def _house(crowd: Crowd) -> tuple[Metered, DynamoStore]:
    client = Metered()
    register(client, crowd)
    return client, DynamoStore(client, PREFIX, lambda: AT)


def _click(code: str, address: str) -> None:
    event = event_from_wsgi(environ(f"/{code}", "GET", address, {"User-Agent": PHONE}), ROUTES)
    answer = read(app.app(event, None))
    if answer.status != 302:
        raise SystemExit(f"a click was answered {answer.status}: {answer.text}")


def _cost(name: str, client: Metered, work: Callable[[], object]) -> Cost:
    before = client.calls.copy()
    spent = client.measure(work)
    return Cost(name, _sum(spent, True), _sum(spent, False), dict(client.calls - before))


def _sum(spent: Spent, write: bool) -> float:
    return sum(units for at, units in spent.items() if at.write is write)


def _no_log(line: str) -> None:
    """Nothing that is measured depends on it."""
