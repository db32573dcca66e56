"""What was done and what was answered, in SQLite: `access.store.AuditStore`."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from chalicelib.access.model import Act, Kept
from chalicelib.store.documents import act_from_text, kept_from_text, kept_to_text, seconds
from chalicelib.store.sqlite.changes import put_act
from chalicelib.store.sqlite.database import Database


class AuditTables:
    """Acts, and the answers that are given again."""

    _db: Database

    def append(self, act: Act) -> None:
        """Keeps an act; two at one moment are both kept."""
        self._db.write(lambda connection: put_act(connection, act))

    def acts(
        self, campaign: str, limit: int, before: str | None = None, association: str = ""
    ) -> tuple[list[Act], str | None]:
        """The latest acts, newest first, and the cursor with which to go on."""
        where, values = "campaign = ?", [campaign]
        if association:
            where, values = f"{where} AND association = ?", [*values, association]
        if before is not None:
            where, values = f"{where} AND moment < ?", [*values, before]
        rows = self._db.read(
            f"SELECT moment, document FROM acts WHERE {where} ORDER BY moment DESC LIMIT ?",
            (*values, limit + 1),
        )
        acts = [act_from_text(document) for _, document in rows[:limit]]
        return acts, rows[limit - 1][0] if len(rows) > limit else None

    def answered(self, key: str, now: datetime) -> Kept | None:
        """The answer that was kept for an idempotency key."""
        rows = self._db.read(
            "SELECT document FROM answers WHERE key = ? AND expires > ?", (key, seconds(now))
        )
        return kept_from_text(rows[0][0]) if rows else None

    def keep_answer(self, key: str, kept: Kept, now: datetime, until: datetime) -> bool:
        """Keeps an answer under a key that has none; whether this one is kept now."""
        row = (key, seconds(until), kept_to_text(kept))

        def job(connection: sqlite3.Connection) -> bool:
            old = (key, seconds(now))
            connection.execute("DELETE FROM answers WHERE key = ? AND expires <= ?", old)
            done = connection.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?)", row)
            return done.rowcount == 1

        return self._db.write(job)

    def replace_answer(self, key: str, kept: Kept, until: datetime) -> None:
        """Keeps an answer over the one that there may be."""
        row = (key, seconds(until), kept_to_text(kept))
        self._db.write(lambda c: c.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row))

    def drop_answer(self, key: str) -> None:
        """Forgets the answer of a key."""
        self._db.write(lambda c: c.execute("DELETE FROM answers WHERE key = ?", (key,)))
