"""What is promised, held against what became of a day: one line for each promise that broke."""

from __future__ import annotations

from collections import Counter as Bag
from collections.abc import Iterator
from contextlib import suppress

from bench.chaos.world import PETITION, World, lines_of
from chalicelib.campaign.model import Level
from chalicelib.clock import earliest_today
from chalicelib.errors import StoreUnavailable
from chalicelib.leaderboard import Period
from chalicelib.tally import reconcile as reconciling
from chalicelib.tally.apply import Adder
from chalicelib.tally.deliver import deliver
from chalicelib.tally.model import ALL
from chalicelib.visits.replay import replay
from chalicelib.web.triggers import _record

MOST_SECONDS = 1.0
"""Within which a redirect leaves, whatever the store does."""
KEPT = ("counted", "deferred", "not-counted; reason=repeat")
"""After such an answer that person's visit of that link and day is counted in the end: by this
request or by one before it."""
UNATTRIBUTED = "not-counted; reason=unattributed"


def settle(world: World) -> None:
    """What production does in the end: the log replayed, the stream delivered, reconciled."""
    world.outside.steady = True
    _replay(world)
    if world.plain is None:
        return
    world.pump()
    records = [_record(r["eventID"], r["dynamodb"]) for r in world.stream]
    adder = Adder(world.store, sleep=lambda seconds: None)
    # Twice: what was delivered already adds nothing.
    for _ in range(2):
        deliver(records, world.store, adder)


def _replay(world: World) -> None:
    """The log, until the store takes it: whoever replays while something is late is told that the
    store does not answer, and calls again.
    """
    for _ in range(50):
        with suppress(StoreUnavailable):
            replay(list(world.log), world.store, world.now)
            return
        world.outside.sleep(0.1)
    raise AssertionError("the store does not answer, though nothing fails any more")


def broken(world: World) -> Iterator[str]:
    """Each promise that does not hold, in words."""
    yield from _redirects(world)
    settle(world)
    yield from _counts(world)
    adder = Adder(world.store, sleep=lambda seconds: None)
    report = reconciling.reconcile(world.store, adder, earliest_today(world.now))
    if report.added:
        yield f"{report.added} visits were left for reconciling after everything was delivered"
    yield from (f"drift: {drift}" for drift in report.drifts)
    yield from _board(world)


def _redirects(world: World) -> Iterator[str]:
    fallback = "https://petitions.assemblee-nationale.fr/"
    for said in world.said:
        if said.status == 200 and "preview" in said.verdict:
            continue
        if said.status != 302 or said.location not in (PETITION, fallback):
            yield f"{said.request} of {said.link}: {said.status} to {said.location!r}"
        if said.seconds > MOST_SECONDS:
            yield f"{said.request} took {said.seconds:.2f} s"
        if said.verdict.endswith("reason=error"):
            yield f"{said.request}: a fault of ours"
    reported = len(lines_of(world.log, "visit_unattributed"))
    silent = sum(said.verdict == UNATTRIBUTED for said in world.said)
    if reported < silent:
        yield f"{silent} requests could not be attributed, and the log tells of {reported}"


def _counts(world: World) -> Iterator[str]:
    people = {(s.link, s.day, s.person) for s in world.said if s.verdict in KEPT}
    expected = Bag(link for link, _, _ in people)
    counted = Bag(
        {
            counter.entity: count.visits
            for counter, count in world.store.counters()
            if counter.level is Level.LINK and counter.period == ALL
        }
    )
    for link in expected.keys() | counted.keys():
        if counted[link] > expected[link]:
            yield f"{link}: {counted[link] - expected[link]} counted that nobody made, or twice"
        elif counted[link] < expected[link]:
            yield f"{link}: {expected[link] - counted[link]} visits lost"
    first: dict[tuple[str, str, str], str] = {}
    for said in world.said:
        whose = (said.link, said.day, said.person)
        told = first.setdefault(whose, said.request) if said.verdict == "counted" else ""
        if told and told != said.request:
            yield f"{said.request} and {told} were both told that they count"


def _board(world: World) -> Iterator[str]:
    campaign = world.store.load("essai")
    assert campaign is not None
    if world.plain is not None:
        world.store.rebuild_boards(campaign)
    page = world.store.board(campaign, Level.ASSOCIATION, Period.ALL, 50, None)
    kept = sum(1 for _ in world.store.kept_visits())
    if (page.total, sum(row.visits for row in page.rows)) != (kept, kept):
        yield f"the board says {page.total}, its rows {sum(r.visits for r in page.rows)}, of {kept}"
