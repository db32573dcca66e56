"""A change and its act, in one transaction of SQLite: `access.store.AuditStore.with_act`."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable
from itertools import count
from typing import Self, TypeVar

from chalicelib.access.model import Act
from chalicelib.store.documents import act_to_text, moment
from chalicelib.store.sqlite.database import Database

T = TypeVar("T")


class Changes:
    """What is done by somebody."""

    _db: Database
    _act: Act | None = None

    def with_act(self, act: Act) -> Self:
        """The same store, whose next change takes the act with it."""
        view = copy.copy(self)
        view._act = act
        return view

    def _change(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What `job` answers, once its changes are on disk, and the act that waits for one."""
        act = self._act
        if act is None:
            return self._db.write(job)

        def both(connection: sqlite3.Connection) -> T:
            result = job(connection)
            put_act(connection, act)
            return result

        done = self._db.write(both)
        self._act = None
        return done


def put_act(connection: sqlite3.Connection, act: Act) -> None:
    """Keeps an act, under the first number of its moment that is free."""
    document = act_to_text(act)
    for number in count():
        row = (act.campaign, moment(act.at, number), act.association, document)
        done = connection.execute("INSERT OR IGNORE INTO acts VALUES (?, ?, ?, ?)", row)
        if done.rowcount:
            return
