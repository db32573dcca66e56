"""One machine: whatever happens to the file and the clock, each visit is counted exactly once.

A machine that clicks and retries, sets its clock, loses transactions half-way, closes and
opens the file again, replays its log, expires and reconciles, over the embedded store. It
knows only what was clicked; tallies, days and boards must say just that after every step.

To see it fail: let `_add_up` turn the window at each later day it meets instead of before the
first visit, or leave `roll` out of `_keep_up`.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter as Bag
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.campaign.model import Level, Link
from chalicelib.clock import Budget, earliest_today, local_day
from chalicelib.leaderboard import Period, rank
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.tally.apply import Adder
from chalicelib.tally.fold import entities
from chalicelib.tally.model import ALL, Count
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import REPLAY_WINDOW, RETENTION, Outcome, Visit
from chalicelib.visits.record import Recorder
from chalicelib.visits.replay import replay
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, NOON, RIVE, visit
from tests.contract.stands import SqliteStand

LINKS = (ESSOR, LYON_POSTER, RIVE)
DISK_FULL = """
CREATE TRIGGER disk_full BEFORE INSERT ON standings
BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"""
"""The last write of a visit's transaction fails: after the visit and its days were written."""

links = st.sampled_from(LINKS)
visitors = st.sampled_from(["v1", "v2", "v3"])


class OneMachine(RuleBasedStateMachine):
    """The embedded store under everything that happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.path = Path(self.home.name) / "portevoix.sqlite3"
        self.stand = SqliteStand(self.path)
        self.clock = self.stand.clock
        self.floor = NOON
        self.store.save(CAMPAIGN)
        for link in LINKS:
            self.store.add_link(link)
        self.log: list[str] = []
        self.deferred: list[Visit] = []
        self.requests = 0
        self.last: Visit | None = None
        self.held: dict[str, Visit] = {}
        """What is in the file: the visit by its key, as the request that made it."""
        self.counted: dict[str, Visit] = {}
        self.lost: dict[str, Visit] = {}
        """In the file without having been added up."""

    @property
    def store(self) -> SqliteStore:
        return self.stand.store

    @property
    def now(self) -> datetime:
        return self.clock.now

    def teardown(self) -> None:
        """Ends with everything settled, and leaves no file."""
        try:
            self.reconcile_now()
            self.look_at_the_boards()
        finally:
            self.stand.close()
            self.home.cleanup()

    @rule(link=links, visitor=visitors, scan=st.booleans())
    def click(self, link: Link, visitor: str, scan: bool) -> None:
        self.write(self.request(link, visitor, scan))

    @precondition(lambda self: self.last is not None)
    @rule()
    def retry(self) -> None:
        assert self.last is not None
        self.write(self.last)

    @rule(people=st.lists(st.tuples(links, visitors, st.integers(0, 30)), max_size=8))
    def many_write_late(self, people: list[tuple[Link, str, int]]) -> None:
        """Visits of several days, in the file but not added up, as an import leaves them."""
        late: dict[str, Visit] = {}
        for link, visitor, hours in people:
            each = self.request(link, visitor, False, self.now + timedelta(hours=hours - 24))
            if each.key not in self.held:
                late.setdefault(each.key, each)
        self.stand.lose(*late.values())
        self.held |= late
        self.lost |= late

    @rule(link=links, visitor=visitors, scan=st.booleans())
    def click_while_the_disk_is_full(self, link: Link, visitor: str, scan: bool) -> None:
        """A transaction that fails half-way leaves nothing; the visit goes to the log."""
        each = self.request(link, visitor, scan)
        self.change_schema(DISK_FULL)
        outcome = self.record(each)
        self.change_schema("DROP TRIGGER disk_full")
        if each.key in self.held:
            assert outcome is Outcome.REPEAT
        else:
            assert outcome is None
            self.deferred.append(each)
        assert len(self.log) == len(self.deferred)

    @rule()
    def replay_the_log(self) -> None:
        refused, fresh = 0, dict[str, Visit]()
        for each in self.deferred:
            if not self.now - REPLAY_WINDOW <= each.at <= self.now + timedelta(minutes=10):
                refused += 1
            elif each.key not in self.held:
                fresh.setdefault(each.key, each)
        report = replay(self.log, self.store, self.now)
        assert (report.counted, len(report.refused)) == (len(fresh), refused)
        self.held |= fresh
        self.counted |= fresh

    @rule(hours=st.integers(-30, 100))
    def time_passes(self, hours: int) -> None:
        """Or somebody sets the clock back; but never to before what was expired."""
        self.clock.now = max(self.floor, self.now + timedelta(hours=hours))

    @rule()
    def weeks_pass(self) -> None:
        self.clock.now += RETENTION - timedelta(hours=5)

    @rule()
    def expire(self) -> None:
        old = [key for key, each in self.held.items() if each.expires <= self.now]
        assert self.store.expire() == len(old)
        for key in old:
            del self.held[key]
            self.lost.pop(key, None)
        self.floor = self.now
        self.last = None  # no request is retried after five weeks

    @rule()
    def close_and_open_again(self) -> None:
        self.stand.close()
        now = self.now
        self.stand = SqliteStand(self.path)
        self.clock = self.stand.clock
        self.clock.now = now

    @rule()
    def reconcile_now(self) -> None:
        """What was missed is added; that nothing else differs is the store's own account of it."""
        found = {key: each for key, each in self.lost.items() if each.expires > self.now}
        report = reconcile(self.store, Adder(self.store), earliest_today(self.now))
        assert (report.added, report.drifts) == (len(found), [])
        self.counted |= found
        for key in found:
            del self.lost[key]

    @rule()
    def look_at_the_boards(self) -> None:
        """Every board ranks what was clicked in its period, and says their sum."""
        today = local_day(self.now, CAMPAIGN.timezone)
        for period in Period:
            seen = [each for each in self.counted.values() if within(each, period, today)]
            for level, everybody in (
                (Level.LINK, [link.code for link in LINKS]),
                (Level.GROUP, ["essor/brest", "essor/lyon"]),
                (Level.ASSOCIATION, ["cairn", "essor", "rive"]),
            ):
                page = self.store.board(CAMPAIGN, level, period, 50, None)
                sums = by_entity(seen, level)
                expected = rank((e, *sums.get(e, (0, 0))) for e in everybody)
                if period is Period.ALL:
                    # What each rank was when the day began: more than nobody with fewer visits.
                    past = by_entity([v for v in seen if v.day != str(today)], level)
                    ahead = {
                        e: sum(n > count for n, _ in past.values())
                        for e, (count, _) in past.items()
                    }
                    expected = [replace(s, before=ahead.get(s.entity, -1) + 1) for s in expected]
                assert list(page.rows) == expected, (level, period)
                assert page.total == len(seen)

    @invariant()
    def totals_are_what_was_clicked(self) -> None:
        """The campaign's total, and each level's, is the number of links, days and visitors."""
        for level in Level:
            totals = self.store.totals("enfants", level)
            assert {e: (n.visits, n.scans) for e, n in totals.items()} == by_entity(
                self.counted.values(), level
            )
        whole = self.store.total("enfants", Level.CAMPAIGN, "enfants")
        assert whole.visits == len({(v.link, v.day, v.visitor) for v in self.counted.values()})
        for level in (Level.LINK, Level.ASSOCIATION):
            totals = self.store.totals("enfants", level)
            assert sum(count.visits for count in totals.values()) == whole.visits

    @invariant()
    def days_are_what_was_clicked(self) -> None:
        days = dict(self.store.days("enfants", Level.CAMPAIGN, "enfants"))
        clicked = Bag((each.day, each.hour) for each in self.counted.values())
        assert {
            (day, hour): n[0] for day, c in days.items() for hour, n in c.hours.items()
        } == dict(clicked)
        counters = {c: n for c, n in self.store.counters() if c.level is Level.CAMPAIGN}
        for counter, count in counters.items():
            assert counter.period == ALL or count == Count(*plain(days[counter.period]))

    def request(self, link: Link, visitor: str, scan: bool, at: datetime | None = None) -> Visit:
        self.requests += 1
        each = visit(link, visitor, at or self.now, scan)
        return replace(each, request=f"r{self.requests}")

    def write(self, each: Visit) -> None:
        outcome = self.record(each)
        if each.key not in self.held:
            assert outcome is Outcome.NEW
            self.held[each.key] = self.counted[each.key] = each
        else:
            same = self.held[each.key].request == each.request
            assert outcome is (Outcome.RETRY if same else Outcome.REPEAT)

    def record(self, each: Visit) -> Outcome | None:
        self.last = each
        return Recorder(self.store, self.log.append).record(each, Budget(30.0))

    def change_schema(self, statement: str) -> None:
        connection = sqlite3.connect(self.path)
        connection.execute(statement)
        connection.close()


def within(each: Visit, period: Period, today: date) -> bool:
    """Whether a visit's day is one of the period's when it is `today`."""
    days = {Period.TODAY: 1, Period.WEEK: 7}.get(period)
    return days is None or 0 <= (today - date.fromisoformat(each.day)).days < days


def by_entity(visits: Iterable[Visit], level: Level) -> dict[str, tuple[int, int]]:
    """Visits and scans of each entity of a level."""
    sums: dict[str, tuple[int, int]] = {}
    for each in visits:
        for its, entity in entities(each):
            if its is level:
                old = sums.get(entity, (0, 0))
                sums[entity] = old[0] + 1, old[1] + each.scan
    return sums


def plain(count: Count) -> tuple[int, int]:
    return count.visits, count.scans


TestOneMachine = OneMachine.TestCase
TestOneMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
