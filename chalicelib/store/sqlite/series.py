"""Official counts in SQLite: `series.SeriesStore`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from chalicelib.errors import Conflict
from chalicelib.petition.model import Official, Point
from chalicelib.store.documents import official_from_text, official_to_text, time_key
from chalicelib.store.sqlite.database import Database


class SeriesTables:
    """What is known of each campaign's official count, and the changes of it."""

    _db: Database

    def official(self, campaign: str) -> Official | None:
        """What is known; None before anything is."""
        rows = self._db.read("SELECT document FROM officials WHERE campaign = ?", (campaign,))
        return official_from_text(rows[0][0]) if rows else None

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]:
        """The changes of the count, oldest first."""
        rows = self._db.read(
            "SELECT at, count, source FROM points WHERE campaign = ? AND at >= ? ORDER BY at",
            (campaign, time_key(since) if since else ""),
        )
        return [Point(datetime.fromisoformat(at), count, source) for at, count, source in rows]

    def keep_official(self, official: Official, points: Sequence[Point] = ()) -> None:
        """Keeps the official over its version before, with its points; or nothing."""

        def job(connection: sqlite3.Connection) -> None:
            kept = connection.execute(
                "SELECT version FROM officials WHERE campaign = ?", (official.campaign,)
            ).fetchone()
            if (kept[0] if kept else 0) != official.version - 1:
                raise Conflict(f"the count of {official.campaign!r} was read by somebody else")
            put_official(connection, official)
            put_points(connection, official.campaign, points)

        self._db.write(job)

    def drop_points(self, campaign: str, points: Sequence[Point]) -> None:
        """Deletes points."""
        rows = [(campaign, time_key(point.at)) for point in points]
        self._db.write(
            lambda c: c.executemany("DELETE FROM points WHERE campaign = ? AND at = ?", rows)
        )


def put_official(connection: sqlite3.Connection, official: Official) -> None:
    """Keeps what is known, over what was."""
    row = (official.campaign, official.version, official_to_text(official))
    connection.execute("INSERT OR REPLACE INTO officials VALUES (?, ?, ?)", row)


def put_points(connection: sqlite3.Connection, campaign: str, points: Sequence[Point]) -> None:
    """Keeps changes of the count."""
    rows = [(campaign, time_key(p.at), p.count, p.source) for p in points]
    connection.executemany("INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?)", rows)
