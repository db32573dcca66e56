"""A poller that lives through days with a platform; for its tests."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from chalicelib.campaign.model import Campaign, Milestone, Petition
from chalicelib.errors import StoreUnavailable
from chalicelib.petition.fetch import Fetcher
from chalicelib.petition.model import Answer, Official, Point, Request
from chalicelib.petition.poll import Poller
from chalicelib.petition.series import SeriesStore
from chalicelib.store.sqlite.store import SqliteStore
from tests.unit.petition.lives import Life

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HOST = "petitions.assemblee-nationale.fr"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

CAMPAIGN = Campaign(
    "enfants", "Enfants", "", f"https://{HOST}/initiatives/i-2410",
    petition=Petition("assemblee-nationale", "2410", 15),
    milestones=(Milestone(1_000, "mille"), Milestone(10_000, "dix mille")),
    version=1,
)  # fmt: skip

SELDOM = replace(CAMPAIGN, petition=replace(CAMPAIGN.petition, poll_minutes=60))


class Away:
    """A store that is away for some of its writes of what was read, counted from 0, or for
    whoever reads the series.
    """

    def __init__(self, store: SqliteStore, writes: range = range(0), *, done: bool = False) -> None:
        """`done`: each is carried out, and its answer lost."""
        self._store, self._writes, self._done = store, writes, done
        self._made = 0
        self.readable = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]:
        """The series, or not."""
        if not self.readable:
            raise StoreUnavailable("the database is away")
        return self._store.points(campaign, since)

    def keep_official(self, official: Official, points: Sequence[Point] = ()) -> None:
        """Keeps it, or not."""
        away = self._made in self._writes
        self._made += 1
        if not away or self._done:
            self._store.keep_official(official, points)
        if away:
            raise StoreUnavailable("the database is away")


class Stand:
    """A poller over a store of its own and a platform, with the clock of both."""

    def __init__(self, store: SqliteStore, life: Life, address: str) -> None:
        self.store, self.life, self.clock, self.address = store, life, life.clock, address
        self.log: list[str] = []
        self.weekly: list[datetime] = []
        self.weekly_says: Callable[[], Answer] = lambda: Answer(404)
        self.poller = self.poller_of(store)

    def poller_of(self, store: SeriesStore) -> Poller:
        """Another process, over this store."""
        fetch = Fetcher(frozenset({HOST, "www.data.gouv.fr"}), "https://exemple.fr", self.address)
        return Poller(store, fetch, self._bulk, random.Random(7).random, self.log.append)

    def _bulk(self, request: Request) -> Answer:
        self.weekly.append(self.clock.now)
        return self.weekly_says()

    def live(self, span: timedelta, campaign: Campaign = CAMPAIGN) -> None:
        """Calls the poller each minute, as the schedule does."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.poller.poll(campaign, self.clock.now)
            self.clock.now += MINUTE

    def keep(self, span: timedelta, campaign: Campaign = CAMPAIGN) -> None:
        """Has whole rounds made: each minute, or as seldom as the campaign reads."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.poller.round(campaign, self.clock.now)
            self.clock.now += MINUTE if campaign == CAMPAIGN else HOUR

    @property
    def official(self) -> Official:
        found = self.store.official("enfants")
        assert found is not None
        return found

    @property
    def counts(self) -> list[int]:
        return [point.count for point in self.store.points("enfants")]

    def events(self, name: str) -> list[dict[str, object]]:
        return [e for e in map(json.loads, self.log) if e["event"] == name]


def minutes(at: datetime) -> float:
    return (at - START) / MINUTE


def gaps(asked: list[datetime]) -> list[timedelta]:
    return [after - before for before, after in pairwise(asked)]
