"""What goes wrong with one statement of SQLite: a database whose connections do as a plan says."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any

from bench.chaos.faults import LATE_SECONDS, Outside
from chalicelib.errors import StoreUnavailable
from chalicelib.store.sqlite.database import Database, Job
from chalicelib.store.sqlite.schema import STEPS

MANY = 6
"""How many statements fail one after the other where a disk is away for a moment."""


class SqlFault(StrEnum):
    """What happens to a statement."""

    BEFORE = "fails before"
    """It is not carried out: `disk I/O error`."""
    AFTER = "fails after"
    """It is carried out, and `disk I/O error` is told."""
    BUSY = "busy"
    """It is not carried out: `database is locked`."""
    FULL = "full"
    """`database or disk is full`, and SQLite undoes the whole transaction by itself."""
    AWAY = "away for a while"
    """It fails before, and so does each of those that follow, rolling back too."""
    LATE = "late"
    """It is carried out when a redirect does not wait any more."""


_WORDS = {
    SqlFault.BUSY: ("database is locked", sqlite3.SQLITE_BUSY),
    SqlFault.FULL: ("database or disk is full", sqlite3.SQLITE_FULL),
}
_IO = ("disk I/O error", sqlite3.SQLITE_IOERR)


def kinds(name: str) -> tuple[SqlFault, ...]:
    """The faults that differ for a statement: a read changes nothing, and fills no disk."""
    read = name.partition(" ")[0] in ("SELECT", "PRAGMA")
    return tuple(f for f in SqlFault if not (read and f in (SqlFault.AFTER, SqlFault.FULL)))


class FaultyDatabase(Database):
    """The production database, every statement of which goes through `outside`."""

    def __init__(self, path: str, outside: Outside) -> None:
        class Faulty(_Connection):
            through = outside

        super().__init__(path, STEPS, Faulty)
        self._outside = outside

    def post(self, job: Job) -> None:
        """As always, and waits: so that calls come in the same order in every run. Whoever posts
        does not wait in production, so the wait is no part of an answer's.
        """
        began = time.perf_counter()
        with suppress(StoreUnavailable):
            self.write(job)
        self._outside.unwaited += time.perf_counter() - began


class _Connection(sqlite3.Connection):
    """A connection that fails by plan, and is SQLite's own otherwise."""

    through: Outside

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        return self._do(sql, lambda: super(_Connection, self).execute(sql, values))

    def executemany(self, sql: str, values: Any, /) -> sqlite3.Cursor:
        return self._do(sql, lambda: super(_Connection, self).executemany(sql, values))

    def _do(self, sql: str, work: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.through.call(" ".join(sql.split()[:2]), work, self._broken)
        return cursor

    def _broken(self, fault: SqlFault, name: str, work: Callable[[], Any]) -> Any:
        if fault is SqlFault.LATE:
            self.through.sleep(LATE_SECONDS)
            return work()
        if fault is SqlFault.AFTER:
            work()
        if fault is SqlFault.FULL and self.in_transaction:
            super().execute("ROLLBACK")
        if fault is SqlFault.AWAY:
            self.through.go_on(SqlFault.BEFORE, MANY - 1)
        raise _error(*_WORDS.get(fault, _IO))


def _error(words: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error
