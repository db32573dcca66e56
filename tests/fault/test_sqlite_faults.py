"""Faults that come and go under a server that runs: a lock held by another process from before
the first click, a disk that is full for a while, a file that cannot be written.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.web.redirect import BUDGET_SECONDS
from tests.fault.server import PHONE, Place, Server, click

HOLDER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as connection:
    connection.execute("BEGIN EXCLUSIVE")
    print("held", flush=True)
    sys.stdin.read()
"""

MOST_CLICKS = 5000
"""A bound by count for what must come in the end."""


@contextlib.contextmanager
def locked_by_another_process(database: Path) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDER, str(database)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.communicate(timeout=30)


def crowd(server: Server, code: str, clients: int) -> list[str]:
    """All follow the link at once: what was said to each."""
    heard: list[str] = []

    def follow(number: int) -> None:
        status, said = click(server.client(number), f"/{code}", PHONE)
        heard.append(f"{status} {said}")

    threads = [threading.Thread(target=follow, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return heard


def clicks_until(server: Server, code: str, wanted: str, series: int) -> int:
    """New visitors follow the link until one of them is told `wanted`; how many they were."""
    for turn in range(1, MOST_CLICKS):
        status, said = click(server.client(0), f"/{code}", PHONE.format(f"{series}.{turn}"))
        assert status == 302
        if said == wanted:
            return turn
    raise AssertionError(f"nobody was {wanted}")


def replayed(place: Place, log: list[str]) -> tuple[int, int]:
    """How many visits a replay counts, and how many it knows already."""
    report = json.loads(place.command("replay", "-", "--format", "json", stdin="".join(log)))
    assert report["refused"] == []
    return report["counted"], report["already"]


def test_a_lock_held_since_before_the_start_delays_nobody(place: Place) -> None:
    code = place.codes()[0]
    with place.serving() as server:
        # The day has its salt, as it has on every day but the first.
        assert click(server.client(100), f"/{code}", PHONE) == (302, "counted")
    with locked_by_another_process(place.database), place.serving() as server:
        assert crowd(server, code, 8) == ["302 deferred"] * 8
        clicked = [click(server.client(number), f"/{code}", PHONE)[0] for number in range(8)]
        assert clicked == [302] * 8
        server.kill()
        server.stop()
    # Nobody was written, everybody clicked twice, and each is one visit.
    assert place.counted() == 1
    assert len(server.events("visit_deferred")) == 16
    assert 0 < server.longest_wait() <= BUDGET_SECONDS
    assert replayed(place, server.log) == (8, 8)
    assert replayed(place, server.log) == (0, 16)
    assert place.counted() == 9


def test_once_the_lock_is_gone_visits_are_counted_without_a_restart(place: Place) -> None:
    code = place.codes()[0]
    with place.serving() as server:
        people = clicks_until(server, code, "counted", 0)
        for number in (1, 2):
            with locked_by_another_process(place.database):
                people += clicks_until(server, code, "deferred", 10 * number)
            people += clicks_until(server, code, "counted", 10 * number + 1)
        assert server.stop() == 0
    assert server.errors == ""
    counted, already = replayed(place, server.log)
    assert counted + already == len(server.events("visit_deferred"))
    assert place.counted() == people
    assert place.reconciled()["drifts"] == []


def test_once_the_disk_has_room_again_visits_are_counted_without_a_restart(place: Place) -> None:
    code = place.codes()[0]
    grown = place.database.stat().st_size + 64 * 1024
    with place.serving() as server:
        pid = server.process.pid
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (grown, hard))
        people = clicks_until(server, code, "deferred", 0)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        people += clicks_until(server, code, "counted", 1)
        assert server.stop() == 0
    assert server.errors == ""
    replayed(place, server.log)
    assert place.counted() == people
    assert place.reconciled()["drifts"] == []


def test_a_full_disk_keeps_no_half_of_a_visit(place: Place) -> None:
    code = place.codes()[0]
    grown = place.database.stat().st_size + 64 * 1024
    with place.serving() as server:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (grown, grown))
        people = clicks_until(server, code, "deferred", 0)
        server.kill()
        server.stop()
    assert people - 1 <= place.counted() <= people
    assert place.reconciled()["drifts"] == []


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/proc/portevoix.sqlite3", "/proc/portevoix.sqlite3: unable to open database file"),
        ("/proc/none/portevoix.sqlite3", "/proc/none: No such file or directory"),
        ("/dev/full", "/dev/full: database or disk is full"),
        ("enfants.toml", "enfants.toml: file is not a database"),
        ("enfants.toml/portevoix.sqlite3", "enfants.toml: File exists"),
    ],
)
def test_a_place_that_can_hold_no_database_is_named(place: Place, path: str, named: str) -> None:
    assert place.command("serve", "--port", "0", "--database", path, code=1) == f"{named}\n"


def test_a_database_that_takes_no_visit_is_refused_before_anything_is_served(place: Place) -> None:
    # The version of its writer is one that SQLite does not know, so that nobody may write to it,
    # not even who may write to every file (sqlite.org/fileformat, 1.3.2).
    with place.database.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")
    said = place.command("serve", "--port", "0", code=1)
    assert said == f"{place.database}: attempt to write a readonly database\n"
