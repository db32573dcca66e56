"""The database is locked, full or broken: people leave for the petition, and no visit is lost."""

from __future__ import annotations

import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chalicelib.web.redirect import BUDGET_SECONDS
from tests.fault.server import PHONE, Place, click


def test_a_locked_database_loses_no_visit(place: Place) -> None:
    code = place.codes()[0]
    with place.serving() as server:
        clients = [server.client(number) for number in range(6)]
        assert click(clients[0], f"/{code}", PHONE) == (302, "counted")
        with closing(sqlite3.connect(place.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for client in clients[1:]:
                assert click(client, f"/{code}", PHONE) == (302, "deferred")
            other.execute("ROLLBACK")
        server.stop()
    deferred = server.events("visit_deferred")
    assert len(deferred) == 5
    assert 0 < server.longest_wait() <= BUDGET_SECONDS
    # What the store still did after the server had given up is recognised.
    place.command("replay", "-", stdin="".join(server.log))
    assert place.counted() == 6
    assert "visits counted now: 0" in place.command("replay", "-", stdin="".join(deferred))
    assert place.counted() == 6
    assert place.reconciled()["drifts"] == []


def test_a_full_disk_loses_no_visit(place: Place) -> None:
    code = place.codes()[0]
    grown = place.database.stat().st_size + 64 * 1024
    with place.serving() as server:
        # No file of this process may grow beyond this any more: to it, the disk is full.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (grown, grown))
        said = [click(server.client(0), f"/{code}", PHONE.format(n)) for n in range(300)]
        server.stop()
    assert {status for status, _ in said} == {302}
    assert {verdict for _, verdict in said} == {"counted", "deferred"}
    place.command("replay", "-", stdin="".join(server.log))
    assert place.counted() == 300


@pytest.mark.parametrize("broken", ["a folder", "another file's content", "a newer format"])
def test_a_database_that_cannot_be_used_is_named(place: Place, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "other.sqlite3"
    if broken == "a folder":
        path.mkdir()
    elif broken == "a newer format":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version=999")
    else:
        path.write_text("not a database\n" * 100)
    said = place.command("serve", "--database", str(path), "--port", "1", code=1)
    assert said.count("\n") == 1
    assert str(path) in said
