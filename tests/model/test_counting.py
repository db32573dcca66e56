"""Whatever happens to writes and deliveries, each visit is added up exactly once.

A machine that clicks, retries, loses acknowledgements, delivers in any pieces, again and out
of step, dies in the middle, expires and reconciles, over the production store. It knows only
what was clicked; after a settling delivery the tallies must say just that.

To see it fail: take the condition out of `put_new`, or the mark's out of `_mark`.
"""

from __future__ import annotations

from collections import Counter as Bag
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import boto3
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from moto import mock_aws

from chalicelib.campaign.model import Level
from chalicelib.clock import Budget
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.store.dynamodb.tables import create_tables
from chalicelib.tally.apply import Adder
from chalicelib.tally.deliver import Record, deliver
from chalicelib.tally.model import ALL
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import RETENTION, Outcome, Visit
from chalicelib.visits.record import Recorder
from chalicelib.visits.replay import replay
from tests.model.faults import Fault, FaultyClient, Killed

PREFIX = "model"
OWNERS = {"LINKAAA": ("essor", "essor/lyon"), "LINKBBB": ("essor", ""), "LINKCCC": ("rive", "")}

links = st.sampled_from(sorted(OWNERS))
visitors = st.sampled_from(["v1", "v2", "v3", "v4"])
faults = st.lists(st.sampled_from(Fault), max_size=3)


class Counting(RuleBasedStateMachine):
    """The production store under everything that happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        plain = boto3.client("dynamodb", region_name="eu-west-3")
        create_tables(plain, PREFIX)
        self.client = FaultyClient(plain)
        self.now = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
        self.store = DynamoStore(self.client, PREFIX, lambda: self.now)
        self.adder = Adder(self.store, sleep=lambda seconds: None)
        self.log: list[str] = []
        self.recorder = Recorder(self.store, self.log.append)
        self.requests = 0
        self.clicked: dict[str, Visit] = {}
        self.last: Visit | None = None
        self.stream: list[Record] = []
        self.streamed: set[str] = set()
        self.expired: set[str] = set()
        self.poisoned = 0
        self.kept_before: set[str] = set()
        self.era = self.now

    def teardown(self) -> None:
        """Ends as production would: everything delivered, everything in the log replayed."""
        try:
            self.settle()
        finally:
            self.store.close()
            self.aws.stop()

    @rule(link=links, visitor=visitors, scan=st.booleans(), fault=faults)
    def click(self, link: str, visitor: str, scan: bool, fault: list[Fault]) -> None:
        self.requests += 1
        association, group = OWNERS[link]
        visit = Visit(
            "enfants", association, group, link, self.now.date().isoformat(), self.now.hour,
            self.now, visitor, f"r{self.requests}", scan,
        )  # fmt: skip
        self.write(visit, fault)

    @precondition(lambda self: self.last is not None)
    @rule(fault=faults)
    def retry(self, fault: list[Fault]) -> None:
        assert self.last is not None
        outcome = self.write(self.last, fault)
        assert outcome is not Outcome.NEW or self.last.key not in self.kept_before

    @rule()
    def replay_the_log(self) -> None:
        replay(list(self.log), self.store, self.now)
        self.pump()

    @rule(data=st.data(), fault=faults)
    def deliver_some(self, data: st.DataObject, fault: list[Fault]) -> None:
        """Any stretch of the stream, delivered before or not, through any faults."""
        first = data.draw(st.integers(0, len(self.stream)))
        last = data.draw(st.integers(first, len(self.stream)))
        self.client.faults = list(fault)
        with suppress(Killed):
            deliver(self.stream[first:last], self.store, self.adder)
        self.client.faults = []

    @rule()
    def reconcile_now(self) -> None:
        report = reconcile(self.store, self.adder, self.now.date())
        assert report.drifts == []
        kept = {visit.key for visit, _ in self.store.kept_visits()}
        assert self.tallied() == by_link(kept | self.expired)

    @rule()
    def damage(self) -> None:
        """The stream tells of an item that is no visit."""
        self.poisoned += 1
        name = f"poison{self.poisoned}"
        self.stream.append(Record(self.next_sequence(), name, {"visit": {"S": name}}, {}))

    @precondition(lambda self: self.now < self.era + RETENTION - timedelta(days=4))
    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days, hours=5)

    @rule()
    def everything_expires(self) -> None:
        """A long time passes after all was settled: items go, tallies stay."""
        self.settle()
        self.now += RETENTION + timedelta(days=1)
        for record in self.stream:
            self.client.delete_item(TableName=f"{PREFIX}-visits", Key=dict(record.keys))
        self.era = self.now
        self.expired = set(self.clicked)
        self.last = None
        self.log.clear()

    @rule()
    def settle(self) -> None:
        """All that was clicked and kept is delivered, and counted exactly once."""
        replay(list(self.log), self.store, self.now)
        self.pump()
        assert deliver(self.stream, self.store, self.adder) is None
        assert self.tallied() == by_link(self.clicked)
        assert len(self.store.aside()) == self.poisoned

    @invariant()
    def sums_agree(self) -> None:
        """Every level adds up to the campaign, in every period, and nothing is negative."""
        sums: Bag[tuple[Level, str]] = Bag()
        for counter, count in self.store.counters():
            assert 0 <= count.scans <= count.visits
            if counter.level is not Level.GROUP:
                sums[counter.level, counter.period] += count.visits
        for (level, period), visits in sums.items():
            assert visits == sums[Level.CAMPAIGN, period], (level, period)

    def write(self, visit: Visit, fault: list[Fault]) -> Outcome | None:
        self.kept_before = {v.key for v, _ in self.store.kept_visits()}
        self.client.faults = fault[:1]
        outcome = None
        with suppress(Killed):
            outcome = self.recorder.record(visit, Budget(30.0))
        self.client.faults = []
        self.clicked.setdefault(visit.key, visit)
        self.last = visit
        self.pump()
        return outcome

    def pump(self) -> None:
        """The stream tells of the visits that are new in the table."""
        table = self.client.scan(TableName=f"{PREFIX}-visits", ConsistentRead=True)
        for item in sorted(table["Items"], key=lambda i: i["visit"]["S"]):
            key = item["visit"]["S"]
            if key not in self.streamed:
                self.streamed.add(key)
                image = {name: value for name, value in item.items() if name != "tallied"}
                keys = {"visit": item["visit"]}
                self.stream.append(Record(self.next_sequence(), key, keys, image))

    def next_sequence(self) -> str:
        return f"{len(self.stream):021}"

    def tallied(self) -> Bag[str]:
        """Visits by link, as the totals say."""
        return Bag(
            {
                counter.entity: count.visits
                for counter, count in self.store.counters()
                if counter.level is Level.LINK and counter.period == ALL
            }
        )


def by_link(keys: Iterable[str]) -> Bag[str]:
    """How many of these visits each link has."""
    return Bag(key.partition("#")[0] for key in keys)


TestCounting = Counting.TestCase
TestCounting.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
