"""Single statements of SQLite that fail: whoever asked is told, and the next one is served."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import StoreUnavailable
from chalicelib.store.sqlite.database import Database

STEPS = ("CREATE TABLE words (word TEXT)",)
WRITE = "INSERT INTO words VALUES ('one')"


class Failing:
    """Which statements fail, by how they begin; and after they were carried out, or before."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@pytest.fixture
def failing() -> Failing:
    return Failing()


@pytest.fixture
def database(tmp_path: Path, failing: Failing) -> Iterator[Database]:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            if sql.startswith(failing.before):
                raise sqlite3.OperationalError("disk I/O error")
            cursor = super().execute(sql, values)
            if sql.startswith(failing.after):
                raise sqlite3.OperationalError("disk I/O error")
            return cursor

    made = Database(str(tmp_path / "words.sqlite3"), STEPS, Connection)
    yield made
    made.close()


def write(database: Database) -> None:
    database.write(lambda connection: connection.execute(WRITE).rowcount, seconds=10)


def words(database: Database) -> int:
    count: int = database.read("SELECT count(*) FROM words")[0][0]
    return count


@pytest.mark.parametrize(
    "statements",
    [
        ("BEGIN",),
        ("SAVEPOINT",),
        ("INSERT",),
        ("RELEASE",),
        ("COMMIT",),
        ("INSERT", "ROLLBACK"),
        ("RELEASE", "ROLLBACK"),
        ("COMMIT", "ROLLBACK"),
        ("PRAGMA",),
    ],
)
def test_the_writer_outlives_every_statement_that_fails_and_undoes_what_it_began(
    database: Database, failing: Failing, statements: tuple[str, ...]
) -> None:
    failing.before = statements
    with pytest.raises(StoreUnavailable, match="disk I/O error"):
        write(database)
    failing.before = ()
    write(database)
    assert words(database) == 1


@pytest.mark.parametrize("statement", ["BEGIN", "ROLLBACK"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_view_that_stands_still_is_over_when_it_is_over(
    database: Database, failing: Failing, statement: str, moment: str
) -> None:
    words(database)
    setattr(failing, moment, (statement,))
    try:
        with database.snapshot():
            words(database)
    except StoreUnavailable:
        assert statement == "BEGIN"
    setattr(failing, moment, ())
    write(database)
    # A reader that is still in its transaction sees the file as it was before.
    assert words(database) == 1
    with database.snapshot():
        assert words(database) == 1
