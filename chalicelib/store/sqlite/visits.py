"""Visits in SQLite: a visit and all that it adds to are one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from chalicelib.clock import Budget, Clock
from chalicelib.store.sqlite.database import Database
from chalicelib.store.sqlite.tally import add_up, exclude
from chalicelib.visits.model import Exclusion, Outcome, Visit


class VisitTables:
    """`record.VisitStore`, `apply.TallyStore`, and the visits of `reconcile.Ledger`."""

    _db: Database
    _clock: Clock

    def record(self, visit: Visit, budget: Budget) -> Outcome:
        """Keeps the visit and adds it up, unless it is there already."""
        outcome: Outcome = self._db.write_with_others(record_all, visit, budget.left())
        return outcome

    def exclude(self, exclusion: Exclusion, budget: Budget) -> None:
        """Adds one to what was not counted; nobody waits for it, for it is approximate."""
        self._db.post(lambda connection: exclude(connection, exclusion, exclusion.verdict))

    def add_once(self, visits: tuple[Visit, ...]) -> frozenset[str]:
        """Marks the visits and adds them up, or answers which had been or are gone."""

        def job(connection: sqlite3.Connection) -> frozenset[str]:
            spent = frozenset(v.key for v in visits if not _is_untallied(connection, v))
            if not spent:
                connection.executemany(
                    "UPDATE visits SET tallied = 1 WHERE link = ? AND day = ? AND visitor = ?",
                    [_key(visit) for visit in visits],
                )
                add_up(connection, visits)
            return spent

        return self._db.write(job)

    def expire(self) -> int:
        """Deletes all whose time is over; answers how many visits there were among it."""
        now = (self._clock().timestamp(),)

        def job(connection: sqlite3.Connection) -> int:
            for table in ("one_times", "sessions", "counters", "answers"):
                connection.execute(f"DELETE FROM {table} WHERE expires <= ?", now)  # nosec B608
            return connection.execute("DELETE FROM visits WHERE expires <= ?", now).rowcount

        return self._db.write(job)

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        """Every visit that has not expired, with whether it was added up."""
        now = self._clock().timestamp()
        for row in self._db.each(
            f"SELECT {_FIELDS}, tallied FROM visits WHERE expires > ?", (now,)
        ):
            yield _visit(row), bool(row[-1])


_FIELDS = "campaign, association, grp, link, day, hour, at, visitor, request, scan, network, family"

# One JSON array of a whole group of visits, for the reason that `tally` gives.
_INSERT = f"""
INSERT INTO visits ({_FIELDS}, expires, tallied)
SELECT {", ".join(f"json_extract(value, '$[{i}]')" for i in range(13))}, 1 FROM json_each(?)
WHERE true ON CONFLICT DO NOTHING RETURNING link, day, visitor"""

_PUT = f"INSERT INTO visits ({_FIELDS}, expires, tallied) VALUES ({', '.join('?' * 14)})"


def put_visit(connection: sqlite3.Connection, visit: Visit, tallied: bool) -> None:
    """Keeps a visit that was recorded elsewhere, and adds it to nothing."""
    connection.execute(_PUT, (*_row(visit), tallied))


def record_all(connection: sqlite3.Connection, visits: Sequence[Visit]) -> list[Outcome]:
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
        add_up(connection, added)
    return outcomes


def _again(connection: sqlite3.Connection, visit: Visit) -> Outcome:
    kept = connection.execute(
        "SELECT request FROM visits WHERE link = ? AND day = ? AND visitor = ?", _key(visit)
    ).fetchone()
    return Outcome.RETRY if kept[0] == visit.request else Outcome.REPEAT


def _key(visit: Visit) -> tuple[str, str, str]:
    return visit.link, visit.day, visit.visitor


def _row(visit: Visit) -> tuple[Any, ...]:
    return (
        visit.campaign, visit.association, visit.group, visit.link, visit.day, visit.hour,
        visit.at.isoformat(), visit.visitor, visit.request, visit.scan, visit.network, visit.family,
        visit.expires.timestamp(),
    )  # fmt: skip


def _is_untallied(connection: sqlite3.Connection, visit: Visit) -> bool:
    kept = connection.execute(
        "SELECT tallied FROM visits WHERE link = ? AND day = ? AND visitor = ?", _key(visit)
    ).fetchone()
    return bool(kept) and not kept[0]


def _visit(row: tuple[Any, ...]) -> Visit:
    campaign, association, group, link, day, hour, at, visitor, request, scan, network, family = (
        row[:12]
    )
    return Visit(
        campaign, association, group, link, day, hour, datetime.fromisoformat(at), visitor,
        request, bool(scan), network, family,
    )  # fmt: skip
