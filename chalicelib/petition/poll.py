"""Reading official counts on a schedule, gently; never because of a visitor.

Who is called each minute reads what is due. When the next reading is due is part of what is
kept, so neither two processes nor a restart ask a platform more often than its campaign says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.campaign.model import Campaign
from chalicelib.errors import Conflict, StoreUnavailable
from chalicelib.petition.fetch import FetchFailed
from chalicelib.petition.model import Official, Point, Reading
from chalicelib.petition.series import SeriesStore, is_over, is_stale, known, surplus, take
from chalicelib.petition.sources import Busy, Fetch, OpenData, source_of

Log = Callable[[str], None]

AT_MOST_ONE = timedelta(minutes=1)
"""Between two requests for one petition, whatever happens (the platforms' limits are higher)."""
CONFIRM_AFTER = timedelta(minutes=2)
"""When a count that is held is read again."""
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ASKED = timedelta(days=1)
"""What `Retry-After` may ask for: more is a mistake that would end the reading."""
CHECK_EVERY = timedelta(days=7)
RECENT = timedelta(days=1)
WEEKLY = "data-gouv"
WEEKLY_INTERVAL = timedelta(hours=6)
"""The open data change once a week; asking four times a day finds them soon enough."""
CHECKED_SOURCES = ("assemblee-nationale", "senat")
"""Those that the weekly open data list."""


MISSED = 3
"""Failures in a row after which a petition that was never read is overdue too."""


class Poller:
    """Reads the petitions that are due."""

    def __init__(
        self, store: SeriesStore, fetch: Fetch, bulk: Fetch, random: Callable[[], float], log: Log
    ) -> None:
        """`bulk` fetches what is large; `random` answers from 0 to 1, for the jitter."""
        self._store = store
        self._fetch = fetch
        self._bulk = bulk
        self._random = random
        self._log = log
        self._cleared: dict[str, date] = {}
        self._unkept: dict[str, tuple[Official, Sequence[Point]]] = {}

    def round(self, campaign: Campaign, now: datetime) -> None:
        """All that is due of a campaign at `now`: reading, the weekly check, the daily clearing.

        To be called each minute. What is overdue is said in the log, for whoever is to know.
        """
        self.poll(campaign, now)
        self.check(campaign, now)
        # Whoever starts again may clear twice a day: there is nothing left to clear then.
        if self._cleared.get(campaign.slug) != now.date():
            self.compact(campaign, now)
            self._cleared[campaign.slug] = now.date()
        official = known(self._store, campaign, now)
        never = official.at is None and official.failures >= MISSED
        if never or is_stale(official, campaign, now):
            self._note("official_stale", campaign, read_at=str(official.at), why=official.why)

    def poll(self, campaign: Campaign, now: datetime, *, at_once: bool = False) -> Official | None:
        """Reads the campaign's petition if it is due, or `at_once`; what is known of it then.

        None when nothing was read. `StoreUnavailable` when the store fails: what was read is
        kept by the next call of the same process then, before anybody is asked again.
        """
        if campaign.slug in self._unkept:
            self._kept_or_remembered(*self._unkept[campaign.slug])
        official = known(self._store, campaign, now)
        source = source_of(campaign.petition)
        if source is None or not (at_once or is_due(official, now)):
            return None
        # Read before anybody is asked: what is answered needs the store for its own keeping alone.
        begun = max(filter(None, (official.since, now - RECENT)))
        recent = self._store.points(campaign.slug, begun)
        claimed = self._claimed(official, campaign, now)
        if claimed is None:
            return None
        fetch = self._bulk if source.name == WEEKLY else self._fetch
        wait = None
        try:
            reading = source.read(
                campaign.petition, campaign.petition_url, fetch, now, claimed.validators
            )
        except (Busy, FetchFailed) as error:
            reading, wait = Reading(source.name, now, why=str(error)), error.retry_after
        return self._taken(campaign, claimed, recent, reading, wait)

    def check(self, campaign: Campaign, now: datetime) -> Official | None:
        """Once a week, what the open data say of the same petition; None when it is not due."""
        official = known(self._store, campaign, now)
        if campaign.petition.source not in CHECKED_SOURCES or official.count is None:
            return None
        if is_over(official):
            return None
        if official.checked_at is not None and now < official.checked_at + CHECK_EVERY:
            return None
        # Before asking, as in `_claimed`: who dies of the file does not ask again each minute.
        official = replace(official, checked_at=now, version=official.version + 1)
        if not self._kept(official):
            return None
        try:
            found = OpenData().find(campaign.petition, campaign.petition_url, self._bulk, now)
        except (Busy, FetchFailed) as error:
            found = Reading(WEEKLY, now, why=str(error))
        self._note(
            "official_checked", campaign, ours=official.count, theirs=found.count, why=found.why
        )
        if found.count is None:
            return official
        check = Point(found.at, found.count, found.source)
        checked = replace(official, check=check, version=official.version + 1)
        return checked if self._kept(checked) else None

    def compact(self, campaign: Campaign, now: datetime) -> int:
        """Drops the points that their age makes too many; how many."""
        points = self._store.points(campaign.slug)
        crossings = known(self._store, campaign, now).crossings
        dropped = surplus(points, crossings, campaign.timezone, now)
        self._store.drop_points(campaign.slug, dropped)
        return len(dropped)

    def _claimed(self, official: Official, campaign: Campaign, now: datetime) -> Official | None:
        """Takes the turn before asking: of two processes one gets it, and one that dies while
        it asks has not asked twice.
        """
        turn = replace(
            official,
            next_at=now + _interval(campaign),
            version=official.version + 1,
        )
        return turn if self._kept(turn) else None

    def _taken(
        self,
        campaign: Campaign,
        official: Official,
        recent: Sequence[Point],
        reading: Reading,
        wait: float | None,
    ) -> Official | None:
        thresholds = [milestone.signatures for milestone in campaign.milestones]
        taken, points = take(official, reading, recent, thresholds)
        taken = replace(
            taken,
            next_at=self._next(taken, campaign, reading.at, wait, first_held=not official.held),
            version=official.version + 1,
        )
        if taken.failures:
            self._note("official_unread", campaign, why=reading.why, failures=taken.failures)
        elif taken.held is not None:
            self._note("official_held", campaign, count=taken.held.count, known=taken.count)
        return taken if self._kept_or_remembered(taken, points) else None

    def _kept_or_remembered(self, official: Official, points: Sequence[Point]) -> bool:
        # A store that is away just now must make us forget neither that a platform asked to be
        # left alone, nor what it said. If the write had its effect and its answer was lost, or
        # another process took the next turn meanwhile, the version tells.
        self._unkept.pop(official.campaign, None)
        try:
            return self._kept(official, points)
        except StoreUnavailable:
            self._unkept[official.campaign] = official, points
            raise

    def _next(
        self,
        taken: Official,
        campaign: Campaign,
        now: datetime,
        wait: float | None,
        *,
        first_held: bool,
    ) -> datetime | None:
        interval = _interval(campaign)
        if is_over(taken):
            return None
        if taken.failures:
            backed_off = interval * (1 << min(taken.failures, 10))
            # From half to the whole of it, so that campaigns that failed together part.
            jittered = min(backed_off, LONGEST_WAIT) * (0.5 + self._random() / 2)
            asked = timedelta(seconds=min(wait or 0.0, LONGEST_ASKED.total_seconds()))
            return now + max(interval, jittered, asked)
        # A page that says something else each time is read no more often than any other.
        if taken.held is not None and first_held:
            return now + min(interval, CONFIRM_AFTER)
        return now + interval

    def _kept(self, official: Official, points: Sequence[Point] = ()) -> bool:
        try:
            self._store.keep_official(official, points)
        except Conflict:
            # Another process read it meanwhile, and what it read is as good.
            return False
        return True

    def _note(self, event: str, campaign: Campaign, **fields: object) -> None:
        self._log(json.dumps({"event": event, "campaign": campaign.slug, **fields}))


def _interval(campaign: Campaign) -> timedelta:
    least = WEEKLY_INTERVAL if campaign.petition.source == WEEKLY else AT_MOST_ONE
    return max(least, timedelta(minutes=campaign.petition.poll_minutes))


def is_due(official: Official, now: datetime) -> bool:
    """Whether it is time to read: never again once it was closed for good."""
    if official.next_at is None:
        return official.attempted_at is None
    return now >= official.next_at
