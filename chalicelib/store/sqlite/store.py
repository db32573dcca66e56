"""The embedded store: everything in one SQLite file. The default of every command.

A visit and its tallies are one transaction here, so there is nothing to deliver later and
boards are in order the moment a visit is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from chalicelib.clock import Clock
from chalicelib.store.sqlite.access import AccessTables
from chalicelib.store.sqlite.audit import AuditTables
from chalicelib.store.sqlite.boards import Boards
from chalicelib.store.sqlite.database import Database
from chalicelib.store.sqlite.directory import DirectoryTables
from chalicelib.store.sqlite.moving import MovingTables
from chalicelib.store.sqlite.schema import STEPS
from chalicelib.store.sqlite.series import SeriesTables
from chalicelib.store.sqlite.visits import VisitTables


class SqliteStore(
    DirectoryTables, VisitTables, Boards, SeriesTables, AccessTables, AuditTables, MovingTables
):
    """All that the rooms ask of a store, over one file."""

    most_actions = 100

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    @classmethod
    def open(cls, path: str, clock: Clock) -> SqliteStore:
        """The store in the file at `path`, made if it is not there."""
        return cls(Database(path, STEPS), clock)

    def steady(self) -> AbstractContextManager[bool]:
        """A view that stands still while it is open."""
        return self._steady()

    def close(self) -> None:
        """Writes what was handed over and lets go of the file."""
        self._db.close()

    @contextmanager
    def _steady(self) -> Iterator[bool]:
        with self._db.snapshot():
            yield True
