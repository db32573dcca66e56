"""Leaderboards in SQLite: standings in the order of an index, so a page costs its own rows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, NamedTuple

from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import Clock, local_day
from chalicelib.errors import BadInput
from chalicelib.leaderboard import Page, Period, Standing, left_out
from chalicelib.store.sqlite.figures import FigureTables
from chalicelib.store.sqlite.tally import roll

_PREFIX = {Period.ALL: "all", Period.TODAY: "today", Period.WEEK: "week"}


class Before(NamedTuple):
    """A rank of before today that is known already, and the visits that had it: others are counted
    from there, for the whole way from the top would be as long as the board.
    """

    visits: int
    rank: int


_TOP = Before(2**62, 1)
"""Above every row: there cannot be that many visits."""


class Place(NamedTuple):
    """The last row of the page before, how many rows came so far, and a rank before near it."""

    visits: int
    rank: int
    so_far: int
    before: Before
    entity: str


_CURSOR = re.compile(
    r"([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,19})\.([0-9]{1,9})\.([0-9A-Za-z/~-]{1,200})",
    re.ASCII,
)


class Boards(FigureTables):
    """`leaderboard.BoardStore`."""

    _clock: Clock

    def board(
        self, campaign: Campaign, level: Level, period: Period, limit: int, cursor: str | None
    ) -> Page:
        """One page, ranked at the moment it is read."""
        now = self._clock()
        self._keep_up(campaign.slug, local_day(now, campaign.timezone).isoformat())
        place = _read_cursor(cursor) if cursor else None
        with self._db.snapshot():
            rows = self._rows(campaign.slug, level, _PREFIX[period], limit + 1, place)
            standings = _rank(rows, place)
            shown, before = standings[:limit], place.before if place else _TOP
            names = [standing.entity for standing in shown] if period is Period.ALL else []
            excluded = self.excluded_of(campaign.slug, level, names)
            if period is Period.ALL:
                shown, before = self._with_ranks_before(campaign.slug, level, shown, before)
            so_far = (place.so_far if place else 0) + len(shown)
            following = None
            if len(standings) > limit:
                following = _write_cursor(shown[-1], so_far, before)
            out = left_out(self.rulings(campaign.slug))
            total, scans = self._total(campaign.slug, _PREFIX[period])
        return Page(tuple(shown), total, now, following, scans, excluded, out)

    def _keep_up(self, campaign: str, day: str) -> None:
        """Turns the standings to `day` when the calendar did (or the clock was set back)."""
        rows = self._db.read("SELECT day FROM windows WHERE campaign = ?", (campaign,))
        if rows and rows[0][0] != day:
            self._db.write(lambda connection: roll(connection, campaign, day))

    def _rows(
        self, campaign: str, level: Level, prefix: str, limit: int, place: Place | None
    ) -> list[tuple[Any, ...]]:
        """Ties first, then fewer visits: two ranges of the index instead of one filter over it."""
        visits = f"{prefix}_visits"
        select = (
            f"SELECT entity, {visits}, {prefix}_scans FROM standings INDEXED BY standings_{prefix}"
            f" WHERE campaign = ? AND level = ? AND ({visits} > 0 OR NOT retired)"
        )
        order = f"ORDER BY {visits} DESC, entity LIMIT ?"
        if place is None:
            return self._db.read(f"{select} {order}", (campaign, level, limit))
        tied = self._db.read(
            f"{select} AND {visits} = ? AND entity > ? {order}",
            (campaign, level, place.visits, place.entity, limit),
        )
        fewer = self._db.read(
            f"{select} AND {visits} < ? {order}", (campaign, level, place.visits, limit - len(tied))
        )
        return tied + fewer

    def _with_ranks_before(
        self, campaign: str, level: Level, shown: list[Standing], near: Before
    ) -> tuple[list[Standing], Before]:
        """Says of each row what its rank was before today: one more than those that had more.

        Answers the last of these ranks too: the next page's are counted from there.
        """
        names = json.dumps([standing.entity for standing in shown])
        found = self._db.read(
            "SELECT entity, all_visits - today_visits FROM standings WHERE campaign = ?"
            " AND level = ? AND entity IN (SELECT value FROM json_each(?))",
            (campaign, level, names),
        )
        earlier = {entity: visits for entity, visits in found if visits > 0}
        ranks: dict[int, int] = {}
        # From the most down, so that each range begins where the one before ended.
        for visits in sorted(set(earlier.values()), reverse=True):
            near = Before(visits, self._rank_before(campaign, level, visits, near))
            ranks[visits] = near.rank
        told = [replace(s, before=ranks.get(earlier.get(s.entity, 0), 0)) for s in shown]
        return told, near

    def _rank_before(self, campaign: str, level: Level, visits: int, near: Before) -> int:
        """The rank of so many visits before today, by the rows between them and a known rank."""
        fewer, more = sorted((visits, near.visits))
        rows = self._db.read(
            "SELECT count(*) FROM standings INDEXED BY standings_before WHERE campaign = ?"
            " AND level = ? AND all_visits - today_visits > ? AND all_visits - today_visits <= ?",
            (campaign, level, fewer, more),
        )
        between: int = rows[0][0]
        return near.rank + (between if visits < near.visits else -between)

    def _total(self, campaign: str, prefix: str) -> tuple[int, int]:
        rows = self._db.read(
            f"SELECT {prefix}_visits, {prefix}_scans FROM standings"
            " WHERE campaign = ? AND level = ? AND entity = ?",
            (campaign, Level.CAMPAIGN, campaign),
        )
        return rows[0] if rows else (0, 0)


def _rank(rows: list[tuple[Any, ...]], place: Place | None) -> list[Standing]:
    """Ranks that go on where the page before ended."""
    standings: list[Standing] = []
    last_visits, last_rank, position = (
        (place.visits, place.rank, place.so_far) if place else (-1, 0, 0)
    )
    for entity, visits, scans in rows:
        position += 1
        if visits != last_visits:
            last_visits, last_rank = visits, position
        standings.append(Standing(last_rank, entity, visits, scans))
    return standings


def _write_cursor(last: Standing, so_far: int, before: Before) -> str:
    return ".".join(map(str, (last.visits, last.rank, so_far, *before, last.entity)))


def _read_cursor(cursor: str) -> Place:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise BadInput("cursor is not one that this leaderboard gave; start without it")
    visits, rank, so_far, before, rank_before = map(int, match.groups()[:5])
    return Place(visits, rank, so_far, Before(before, rank_before), match[6])
