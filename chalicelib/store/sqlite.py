"""The embedded store: everything in one SQLite file. The default of every command.

A visit and its tallies are one transaction here, so there is nothing to deliver later and
boards are in order the moment a visit is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from chalicelib.clock import Clock
from chalicelib.store.sqlite_boards import Boards
from chalicelib.store.sqlite_database import Database
from chalicelib.store.sqlite_directory import DirectoryTables
from chalicelib.store.sqlite_visits import VisitTables

VERSION = 1

# `names` holds codes and aliases, folded, in one space; an erased campaign leaves its keys
# there with no code behind them. `counts` has a row per day (`2026-11-23`) and per hour
# (`2026-11-23T14`); `standings` keeps totals, today's and the week's figures in order, for
# the day that `windows` names.
SCHEMA = """
CREATE TABLE campaigns (slug TEXT PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE links (code TEXT PRIMARY KEY, campaign TEXT NOT NULL, owner TEXT NOT NULL,
  channel TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (campaign, owner, channel)) WITHOUT ROWID;
CREATE TABLE names (key TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
CREATE TABLE visits (link TEXT NOT NULL, day TEXT NOT NULL, visitor TEXT NOT NULL,
  request TEXT NOT NULL, at TEXT NOT NULL, hour INTEGER NOT NULL, scan INTEGER NOT NULL,
  campaign TEXT NOT NULL, association TEXT NOT NULL, grp TEXT NOT NULL,
  expires REAL NOT NULL, tallied INTEGER NOT NULL, PRIMARY KEY (link, day, visitor)) WITHOUT ROWID;
CREATE INDEX visits_expire ON visits (expires);
CREATE TABLE counts (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  period TEXT NOT NULL, visits INTEGER NOT NULL, scans INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, period)) WITHOUT ROWID;
CREATE TABLE standings (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0, all_visits INTEGER NOT NULL DEFAULT 0,
  all_scans INTEGER NOT NULL DEFAULT 0, today_visits INTEGER NOT NULL DEFAULT 0,
  today_scans INTEGER NOT NULL DEFAULT 0, week_visits INTEGER NOT NULL DEFAULT 0,
  week_scans INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (campaign, level, entity)) WITHOUT ROWID;
CREATE INDEX standings_all ON standings (campaign, level, all_visits DESC, entity);
CREATE INDEX standings_today ON standings (campaign, level, today_visits DESC, entity);
CREATE INDEX standings_week ON standings (campaign, level, week_visits DESC, entity);
CREATE TABLE windows (campaign TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE exclusions (campaign TEXT NOT NULL, link TEXT NOT NULL, day TEXT NOT NULL,
  verdict TEXT NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (link, day, verdict)) WITHOUT ROWID;
CREATE TABLE salts (campaign TEXT NOT NULL, day TEXT NOT NULL, salt BLOB NOT NULL,
  PRIMARY KEY (campaign, day)) WITHOUT ROWID;
CREATE TABLE tokens (digest TEXT PRIMARY KEY, campaign TEXT NOT NULL, created TEXT NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
"""


class SqliteStore(DirectoryTables, VisitTables, Boards):
    """All that the rooms ask of a store, over one file."""

    most_actions = 100

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    @classmethod
    def open(cls, path: str, clock: Clock) -> SqliteStore:
        """The store in the file at `path`, made if it is not there."""
        return cls(Database(path, SCHEMA, VERSION), clock)

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
