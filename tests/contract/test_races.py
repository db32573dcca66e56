"""Many threads at once, on the stores that production and one machine run on."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest

from chalicelib.campaign.model import Level
from chalicelib.errors import Conflict
from chalicelib.tally.apply import Adder
from chalicelib.tally.model import Count
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import Outcome, Visit
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, NOON, RIVE, patient, visit
from tests.contract.stands import Stand

THREADS = 8

T = TypeVar("T")


def at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What the jobs answer, each begun in a thread of its own when all are ready."""
    ready = threading.Barrier(len(jobs))

    def begin(job: Callable[[], T]) -> T:
        ready.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(begin, jobs))


def won(job: Callable[[], None]) -> Callable[[], bool]:
    """Whether `job` was done; a conflict is an answer too."""

    def attempt() -> bool:
        try:
            job()
        except Conflict:
            return False
        return True

    return attempt


def whole(stand: Stand) -> Count:
    return stand.store.total("enfants", Level.CAMPAIGN, "enfants")


@pytest.mark.parametrize("same", [True, False], ids=["its own retry", "many requests"])
def test_one_visitor_is_one_visit(busy_stand: Stand, same: bool) -> None:
    def job(n: int) -> Callable[[], Outcome]:
        request = "the same" if same else f"request {n}"
        each = replace(visit(RIVE, "ada"), request=request)
        return lambda: busy_stand.store.record(each, patient())

    outcomes = Counter(at_once([job(n) for n in range(THREADS)]))
    again = Outcome.RETRY if same else Outcome.REPEAT
    assert outcomes == {Outcome.NEW: 1, again: THREADS - 1}
    busy_stand.deliver()
    assert whole(busy_stand) == Count(1)


def test_many_visitors_are_counted_exactly(busy_stand: Stand) -> None:
    links = (ESSOR, LYON_POSTER, RIVE)

    def job(thread: int) -> Callable[[], int]:
        visits = [visit(links[n % 3], f"{thread} {n}", scan=n % 2 == 0) for n in range(30)]
        return lambda: sum(
            busy_stand.store.record(each, patient()) is Outcome.NEW for each in visits
        )

    assert sum(at_once([job(n) for n in range(THREADS)])) == 30 * THREADS
    busy_stand.deliver()
    assert whole(busy_stand) == Count(30 * THREADS, 15 * THREADS)
    totals = busy_stand.store.totals("enfants", Level.LINK)
    assert {code: count.visits for code, count in totals.items()} == {
        link.code: 10 * THREADS for link in links
    }
    assert reconcile(busy_stand.store, Adder(busy_stand.store), NOON.date()).drifts == []


def test_two_adders_add_the_same_visits_once(busy_stand: Stand) -> None:
    visits = [visit(RIVE, f"v{n}") for n in range(60)]
    busy_stand.lose(*visits)

    def job(order: list[Visit]) -> Callable[[], int]:
        return lambda: Adder(busy_stand.store).add(order)

    added = at_once([job(visits), job(visits[::-1]), job(visits[30:])])
    assert sum(added) == 60
    assert whole(busy_stand) == Count(60)
    assert all(tallied for _, tallied in busy_stand.store.kept_visits())


def test_one_of_many_gets_a_code(busy_stand: Stand) -> None:
    links = [replace(RIVE, channel=f"c{n}", aliases=(f"rive-{n}",)) for n in range(THREADS)]
    wins = at_once([won(lambda link=link: busy_stand.store.add_link(link)) for link in links])  # type: ignore[misc]
    assert sum(wins) == 1
    assert busy_stand.store.links("enfants") == [links[wins.index(True)]]


def test_one_of_many_saves_a_version(busy_stand: Stand) -> None:
    versions = [replace(CAMPAIGN, title=f"Titre {n}") for n in range(THREADS)]
    wins = at_once([won(lambda v=v: busy_stand.store.save(v)) for v in versions])  # type: ignore[misc]
    assert sum(wins) == 1
    assert busy_stand.store.load("enfants") == versions[wins.index(True)]


def test_changes_at_once_lose_no_alias(busy_stand: Stand) -> None:
    busy_stand.store.add_link(RIVE)
    changes = [replace(RIVE, aliases=(f"rive-{n}",)) for n in range(THREADS)]
    wins = at_once([won(lambda c=c: busy_stand.store.change_link(c)) for c in changes])  # type: ignore[misc]
    gained = {alias for c, done in zip(changes, wins, strict=True) if done for alias in c.aliases}
    assert any(wins)
    (kept,) = busy_stand.store.links("enfants")
    assert set(kept.aliases) == gained
    assert busy_stand.store.link(RIVE.code, patient()) == kept


def test_everybody_gets_the_same_salt(busy_stand: Stand) -> None:
    def job(n: int) -> Callable[[], bytes]:
        fresh = bytes([n]) * 16
        return lambda: busy_stand.store.make_salt("enfants", "2026-11-23", fresh, patient())

    salts = at_once([job(n) for n in range(THREADS)])
    assert set(salts) == {busy_stand.store.salt("enfants", "2026-11-23", patient())}
