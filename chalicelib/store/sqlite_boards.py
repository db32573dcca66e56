"""Leaderboards in SQLite: standings in the order of an index, so a page costs its own rows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import Clock, local_day
from chalicelib.errors import BadInput
from chalicelib.leaderboard import Page, Period, Standing, left_out
from chalicelib.store.sqlite_figures import FigureTables
from chalicelib.store.sqlite_tally import roll

_PREFIX = {Period.ALL: "all", Period.TODAY: "today", Period.WEEK: "week"}

_MOST = 2**62
"""More visits than there can be."""

# The last row of the page before: its visits, entity and rank, and how many rows came so far.
Place = tuple[int, str, int, int]

_CURSOR = re.compile(
    r"([0-9]{1,15})\.([0-9]{1,9})\.([0-9]{1,9})\.([0-9A-Za-z/~-]{1,200})\Z", re.ASCII
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
            shown = standings[:limit]
            so_far = (place[3] if place else 0) + len(shown)
            following = _write_cursor(shown[-1], so_far) if len(standings) > limit else None
            names = [standing.entity for standing in shown] if period is Period.ALL else []
            excluded = self.excluded_of(campaign.slug, level, names)
            if period is Period.ALL:
                shown = self._with_ranks_before(campaign.slug, level, shown)
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
            (campaign, level, place[0], place[1], limit),
        )
        fewer = self._db.read(
            f"{select} AND {visits} < ? {order}", (campaign, level, place[0], limit - len(tied))
        )
        return tied + fewer

    def _with_ranks_before(
        self, campaign: str, level: Level, shown: list[Standing]
    ) -> list[Standing]:
        """Says of each row what its rank was before today: one more than those that had more."""
        where = "WHERE campaign = ? AND level = ?"
        names = json.dumps([standing.entity for standing in shown])
        found = self._db.read(
            f"SELECT entity, all_visits - today_visits FROM standings {where}"
            " AND entity IN (SELECT value FROM json_each(?))",
            (campaign, level, names),
        )
        earlier = {entity: visits for entity, visits in found if visits > 0}
        ranks: dict[int, int] = {}
        # From the most down, so that each range begins where the one before ended.
        rank, most = 1, _MOST
        for visits in sorted(set(earlier.values()), reverse=True):
            rows = self._db.read(
                f"SELECT count(*) FROM standings INDEXED BY standings_before {where}"
                " AND all_visits - today_visits > ? AND all_visits - today_visits <= ?",
                (campaign, level, visits, most),
            )
            rank, most = rank + rows[0][0], visits
            ranks[visits] = rank
        return [replace(s, before=ranks.get(earlier.get(s.entity, 0), 0)) for s in shown]

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
    last_visits, last_rank, position = (place[0], place[2], place[3]) if place else (-1, 0, 0)
    for entity, visits, scans in rows:
        position += 1
        if visits != last_visits:
            last_visits, last_rank = visits, position
        standings.append(Standing(last_rank, entity, visits, scans))
    return standings


def _write_cursor(last: Standing, so_far: int) -> str:
    return f"{last.visits}.{last.rank}.{so_far}.{last.entity}"


def _read_cursor(cursor: str) -> Place:
    match = _CURSOR.match(cursor)
    if match is None:
        raise BadInput("cursor is not one that this leaderboard gave; start without it")
    return int(match[1]), match[4], int(match[2]), int(match[3])
