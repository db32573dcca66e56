"""Reading tallies in SQLite, and the acts by which days are left out of the ranking."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter as Sum
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from chalicelib.campaign.model import Level
from chalicelib.errors import Conflict
from chalicelib.fairness import ruling_from_json, ruling_to_json
from chalicelib.leaderboard import Ruling
from chalicelib.store.documents import time_key
from chalicelib.store.sqlite import tally
from chalicelib.store.sqlite.database import Database
from chalicelib.tally.model import ALL, Count, Counter, Spread
from chalicelib.visits.model import Verdict


class FigureTables:
    """`figures.Figures`, `fairness.FairnessStore`, and the counters of `reconcile.Ledger`."""

    _db: Database

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter: totals, then days."""
        for campaign, level, entity, visits, scans in self._db.each(_TOTALS):
            yield Counter(campaign, Level(level), entity, ALL), Count(visits, scans)
        days = (
            "SELECT campaign, level, entity, period, visits, scans FROM counts"
            " WHERE length(period) = 10"
        )
        for campaign, level, entity, period, visits, scans in self._db.each(days):
            yield Counter(campaign, Level(level), entity, period), Count(visits, scans)

    def totals(self, campaign: str, level: Level) -> dict[str, Count]:
        """The total of every entity of a level."""
        where = "WHERE standings.campaign = ? AND standings.level = ?"
        rows = self._db.read(f"{_TOTALS} {where}", (campaign, level))
        return {entity: Count(visits, scans) for _, _, entity, visits, scans in rows if visits}

    def total(self, campaign: str, level: Level, entity: str) -> Count:
        """One entity's total."""
        where = "WHERE standings.campaign = ? AND standings.level = ? AND standings.entity = ?"
        rows = self._db.read(f"{_TOTALS} {where}", (campaign, level, entity))
        return Count(*rows[0][3:]) if rows else Count()

    def days(self, campaign: str, level: Level, entity: str) -> list[tuple[str, Count]]:
        """One entity's days, oldest first, with their hours."""
        rows = self._db.read(
            "SELECT period, visits, scans FROM counts"
            " WHERE campaign = ? AND level = ? AND entity = ? ORDER BY period",
            (campaign, level, entity),
        )
        hours: dict[str, dict[int, tuple[int, int]]] = {}
        for period, visits, scans in rows:
            if len(period) > 10:
                hours.setdefault(period[:10], {})[int(period[11:])] = (visits, scans)
        return [(p, Count(v, s, hours.get(p, {}))) for p, v, s in rows if len(p) == 10]

    def day(self, campaign: str, level: Level, day: str) -> dict[str, Count]:
        """The counts of a level's entities on one day, with their hours."""
        rows = self._db.read(
            "SELECT entity, period, visits, scans FROM counts"
            " WHERE campaign = ? AND level = ? AND period BETWEEN ? AND ?",
            (campaign, level, day, f"{day}T99"),
        )
        hours: dict[str, dict[int, tuple[int, int]]] = {}
        for entity, period, visits, scans in rows:
            if len(period) > 10:
                hours.setdefault(entity, {})[int(period[11:])] = (visits, scans)
        return {e: Count(v, s, hours.get(e, {})) for e, p, v, s in rows if len(p) == 10}

    def excluded(self, campaign: str, link: str) -> dict[Verdict, int]:
        """How many requests for a link were not counted, by verdict."""
        return self.excluded_of(campaign, Level.LINK, [link]).get(link, {})

    def excluded_of(
        self, campaign: str, level: Level, some: list[str]
    ) -> dict[str, dict[Verdict, int]]:
        """The same for some entities of a level, by entity."""
        rows = self._db.read(
            "SELECT entity, verdict, requests FROM exclusions WHERE campaign = ? AND level = ?"
            " AND entity IN (SELECT value FROM json_each(?))",
            (campaign, level, json.dumps(some)),
        )
        found: dict[str, dict[Verdict, int]] = {}
        for entity, verdict, requests in rows:
            found.setdefault(entity, {})[Verdict(verdict)] = requests
        return found

    def spreads(self, campaign: str, day: str) -> dict[str, Spread]:
        """How the visits of a day are spread, by link: from the visits, while they are kept."""
        rows = self._db.read(_VISITS_OF_A_DAY, (campaign, day))
        return {
            link: Spread(*_sums([row[1:] for row in some]))
            for link, some in groupby(rows, key=itemgetter(0))
        }

    def rulings(self, campaign: str) -> list[Ruling]:
        """Every act, in the order of their times."""
        rows = self._db.read(
            "SELECT document FROM rulings WHERE campaign = ? ORDER BY at, link, day", (campaign,)
        )
        return [ruling_from_json(json.loads(row[0])) for row in rows]

    def rule(self, ruling: Ruling) -> None:
        """Keeps an act and moves the day's visits out of the standings, or back."""

        def job(connection: sqlite3.Connection) -> None:
            if not put_ruling(connection, ruling):
                raise Conflict(f"link {ruling.link} was ruled on at this very moment; run again")
            tally.rule(connection, ruling)

        self._db.write(job)


def put_ruling(connection: sqlite3.Connection, ruling: Ruling) -> bool:
    """Keeps an act and moves nothing; whether none of the link's day had its very time."""
    document = json.dumps(ruling_to_json(ruling), ensure_ascii=False)
    row = (ruling.campaign, time_key(ruling.at), ruling.link, ruling.day, document)
    done = connection.execute("INSERT OR IGNORE INTO rulings VALUES (?, ?, ?, ?, ?)", row)
    return done.rowcount == 1


Owners = dict[str, tuple[int, int]]
Names = dict[str, int]


def _sums(rows: list[tuple[Any, ...]]) -> tuple[Owners, Names, Names]:
    """Visits by owner (with scans), network and family."""
    owners: Owners = {}
    networks: Sum[str] = Sum()
    families: Sum[str] = Sum()
    for association, network, family, visits, scans in rows:
        before = owners.get(association, (0, 0))
        owners[association] = (before[0] + visits, before[1] + scans)
        networks[network] += visits
        families[family] += visits
    # Visits that an older version recorded tell neither.
    del networks[""], families[""]
    return owners, dict(networks), dict(families)


_VISITS_OF_A_DAY = """
SELECT link, association, network, family, count(*), sum(scan) FROM visits
WHERE link IN (SELECT code FROM links WHERE campaign = ?) AND day = ? AND tallied
GROUP BY link, association, network, family ORDER BY link"""

_TOTALS = """
SELECT standings.campaign, standings.level, standings.entity,
  all_visits + coalesce((SELECT sum(visits) FROM outs WHERE outs.campaign = standings.campaign
    AND outs.level = standings.level AND outs.entity = standings.entity), 0),
  all_scans + coalesce((SELECT sum(scans) FROM outs WHERE outs.campaign = standings.campaign
    AND outs.level = standings.level AND outs.entity = standings.entity), 0)
FROM standings"""
