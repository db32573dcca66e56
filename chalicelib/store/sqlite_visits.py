"""Visits and their tallies in SQLite: one transaction for both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.campaign.model import Level
from chalicelib.clock import Budget, Clock
from chalicelib.store.sqlite_database import Database
from chalicelib.tally.fold import entities
from chalicelib.tally.model import ALL, Count, Counter
from chalicelib.visits.model import Exclusion, Outcome, Verdict, Visit


class VisitTables:
    """`record.VisitStore`, `apply.TallyStore`, `reconcile.Ledger` and `figures.Figures`."""

    _db: Database
    _clock: Clock

    def record(self, visit: Visit, budget: Budget) -> Outcome:
        """Keeps the visit and adds it up, unless it is there already."""
        outcome: Outcome = self._db.write_with_others(_record_all, visit, budget.left())
        return outcome

    def exclude(self, exclusion: Exclusion, budget: Budget) -> None:
        """Adds one to what was not counted; nobody waits for it, for it is approximate."""
        row = (exclusion.campaign, exclusion.link, exclusion.day, exclusion.verdict)
        self._db.post(lambda connection: connection.execute(_EXCLUDE, row))

    def add_once(
        self, visits: tuple[Visit, ...], increments: Mapping[Counter, Count]
    ) -> frozenset[str]:
        """Marks the visits and adds them up, or answers which had been or are gone."""

        def job(connection: sqlite3.Connection) -> frozenset[str]:
            spent = frozenset(v.key for v in visits if not _is_untallied(connection, v))
            if not spent:
                connection.executemany(
                    "UPDATE visits SET tallied = 1 WHERE link = ? AND day = ? AND visitor = ?",
                    [_key(visit) for visit in visits],
                )
                _add_up(connection, visits)
            return spent

        return self._db.write(job)

    def expire(self) -> int:
        """Deletes the visits whose time is over; answers how many."""
        now = self._clock().timestamp()
        return self._db.write(
            lambda c: c.execute("DELETE FROM visits WHERE expires <= ?", (now,)).rowcount
        )

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        """Every visit that has not expired, with whether it was added up."""
        now = self._clock().timestamp()
        for row in self._db.each(
            f"SELECT {_FIELDS}, tallied FROM visits WHERE expires > ?", (now,)
        ):
            yield _visit(row), bool(row[-1])

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter: totals, then days."""
        totals = "SELECT campaign, level, entity, all_visits, all_scans FROM standings"
        for campaign, level, entity, visits, scans in self._db.each(totals):
            yield Counter(campaign, Level(level), entity, ALL), Count(visits, scans)
        days = (
            "SELECT campaign, level, entity, period, visits, scans FROM counts"
            " WHERE length(period) = 10"
        )
        for campaign, level, entity, period, visits, scans in self._db.each(days):
            yield Counter(campaign, Level(level), entity, period), Count(visits, scans)

    def totals(self, campaign: str, level: Level) -> dict[str, Count]:
        """The total of every entity of a level."""
        rows = self._db.read(
            "SELECT entity, all_visits, all_scans FROM standings WHERE campaign = ? AND level = ?",
            (campaign, level),
        )
        return {entity: Count(visits, scans) for entity, visits, scans in rows if visits}

    def total(self, campaign: str, level: Level, entity: str) -> Count:
        """One entity's total."""
        rows = self._db.read(
            "SELECT all_visits, all_scans FROM standings"
            " WHERE campaign = ? AND level = ? AND entity = ?",
            (campaign, level, entity),
        )
        return Count(*rows[0]) if rows else Count()

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

    def excluded(self, link: str) -> dict[Verdict, int]:
        """How many requests were not counted, by verdict."""
        rows = self._db.read(
            "SELECT verdict, sum(requests) FROM exclusions WHERE link = ? GROUP BY verdict", (link,)
        )
        return {Verdict(verdict): requests for verdict, requests in rows}


_FIELDS = "campaign, association, grp, link, day, hour, at, visitor, request, scan"

_EXCLUDE = """
INSERT INTO exclusions VALUES (?, ?, ?, ?, 1)
ON CONFLICT DO UPDATE SET requests = requests + 1"""

# A statement takes a whole group of visits, as one JSON array: between two statements Python
# lets another thread run, and a dozen statements a visit made the writer wait a dozen times.
_INSERT = f"""
INSERT INTO visits ({_FIELDS}, expires, tallied)
SELECT {", ".join(f"json_extract(value, '$[{i}]')" for i in range(11))}, 1 FROM json_each(?)
WHERE true ON CONFLICT DO NOTHING RETURNING link, day, visitor"""

_COUNT = f"""
INSERT INTO counts (campaign, level, entity, period, visits, scans)
SELECT {", ".join(f"json_extract(value, '$[{i}]')" for i in range(6))} FROM json_each(?)
WHERE true
ON CONFLICT DO UPDATE SET visits = visits + excluded.visits, scans = scans + excluded.scans"""

_STAND = f"""
INSERT INTO standings (campaign, level, entity, all_visits, all_scans, today_visits, today_scans,
  week_visits, week_scans)
SELECT {", ".join(f"json_extract(value, '$[{i}]')" for i in range(9))} FROM json_each(?)
WHERE true
ON CONFLICT DO UPDATE SET
  all_visits = all_visits + excluded.all_visits, all_scans = all_scans + excluded.all_scans,
  today_visits = today_visits + excluded.today_visits,
  today_scans = today_scans + excluded.today_scans,
  week_visits = week_visits + excluded.week_visits,
  week_scans = week_scans + excluded.week_scans"""

_ROLL = """
UPDATE standings SET today_visits = 0, today_scans = 0, week_visits = 0, week_scans = 0
WHERE campaign = ? AND (week_visits > 0 OR today_visits > 0)"""

_FILL = """
UPDATE standings SET today_visits = w.tv, today_scans = w.ts, week_visits = w.wv, week_scans = w.ws
FROM (SELECT level AS l, entity AS e, sum(visits) AS wv, sum(scans) AS ws,
        sum(CASE period WHEN :day THEN visits ELSE 0 END) AS tv,
        sum(CASE period WHEN :day THEN scans ELSE 0 END) AS ts
      FROM counts WHERE campaign = :campaign AND period BETWEEN :first AND :day
        AND length(period) = 10 GROUP BY level, entity) AS w
WHERE campaign = :campaign AND level = w.l AND entity = w.e"""


def _record_all(connection: sqlite3.Connection, visits: Sequence[Visit]) -> list[Outcome]:
    """What the write answers to each of `visits`; those that are new are added up."""
    rows = json.dumps([_row(visit) for visit in visits])
    fresh = set(connection.execute(_INSERT, (rows,)).fetchall())
    outcomes: list[Outcome] = []
    added: list[Visit] = []
    for visit in visits:
        if _key(visit) in fresh:
            # Only once: the same visitor may be in one group twice.
            fresh.discard(_key(visit))
            added.append(visit)
            outcomes.append(Outcome.NEW)
        else:
            outcomes.append(_again(connection, visit))
    if added:
        _add_up(connection, added)
    return outcomes


def _again(connection: sqlite3.Connection, visit: Visit) -> Outcome:
    kept = connection.execute(
        "SELECT request FROM visits WHERE link = ? AND day = ? AND visitor = ?", _key(visit)
    ).fetchone()
    return Outcome.RETRY if kept[0] == visit.request else Outcome.REPEAT


def _add_up(connection: sqlite3.Connection, visits: Sequence[Visit]) -> None:
    """Adds visits to the day, hour and standing of each entity that they belong to."""
    counts: dict[tuple[str, ...], list[int]] = {}
    standings: dict[tuple[str, ...], list[int]] = {}
    windows: dict[str, tuple[str, str]] = {}
    # The latest day first: the window is turned to it before anything of this transaction is
    # held against it, not between two visits of different days.
    for visit in sorted(visits, key=lambda visit: visit.day, reverse=True):
        if visit.campaign not in windows:
            windows[visit.campaign] = _window(connection, visit)
        first, last = windows[visit.campaign]
        day, hour, scan = visit.day, f"{visit.day}T{visit.hour:02}", int(visit.scan)
        today, week = int(day == last), int(first <= day <= last)
        adds = (1, scan, today, today * scan, week, week * scan)
        for level, entity in entities(visit):
            who = (visit.campaign, level, entity)
            _plus(counts, (*who, day), (1, scan))
            _plus(counts, (*who, hour), (1, scan))
            _plus(standings, who, adds)
    for statement, sums in ((_COUNT, counts), (_STAND, standings)):
        connection.execute(statement, (json.dumps([(*k, *v) for k, v in sums.items()]),))


def _plus(
    sums: dict[tuple[str, ...], list[int]], key: tuple[str, ...], adds: Iterable[int]
) -> None:
    old = sums.get(key)
    sums[key] = [a + b for a, b in zip(old, adds, strict=True)] if old else list(adds)


def roll(connection: sqlite3.Connection, campaign: str, day: str) -> None:
    """Makes `day` the day that today's and the week's standings are about."""
    connection.execute("INSERT OR REPLACE INTO windows VALUES (?, ?)", (campaign, day))
    connection.execute(_ROLL, (campaign,))
    connection.execute(_FILL, {"campaign": campaign, "day": day, "first": _week_start(day)})


def _window(connection: sqlite3.Connection, visit: Visit) -> tuple[str, str]:
    """The standings' week, as its first day and its last (which is their today).

    Moved forward when this visit is the first of a later day.
    """
    found = connection.execute(
        "SELECT day FROM windows WHERE campaign = ?", (visit.campaign,)
    ).fetchone()
    day = str(found[0]) if found else ""
    if day < visit.day:
        day = visit.day
        roll(connection, visit.campaign, day)
    return _week_start(day), day


def _week_start(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=6)).isoformat()


def _key(visit: Visit) -> tuple[str, str, str]:
    return visit.link, visit.day, visit.visitor


def _row(visit: Visit) -> tuple[Any, ...]:
    return (
        visit.campaign, visit.association, visit.group, visit.link, visit.day, visit.hour,
        visit.at.isoformat(), visit.visitor, visit.request, visit.scan, visit.expires.timestamp(),
    )  # fmt: skip


def _is_untallied(connection: sqlite3.Connection, visit: Visit) -> bool:
    kept = connection.execute(
        "SELECT tallied FROM visits WHERE link = ? AND day = ? AND visitor = ?", _key(visit)
    ).fetchone()
    return bool(kept) and not kept[0]


def _visit(row: tuple[Any, ...]) -> Visit:
    campaign, association, group, link, day, hour, at, visitor, request, scan = row[:10]
    return Visit(
        campaign, association, group, link, day, hour, datetime.fromisoformat(at), visitor,
        request, bool(scan),
    )  # fmt: skip
