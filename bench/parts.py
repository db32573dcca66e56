"""Where the CPU of a counted redirect goes on one machine, part by part, each in one thread.

`python -m bench.parts`: the event that is made of a request; all of `app.py` but the write, with
every request somebody new; and the write with all that it adds up, by how many share a commit.
What `bench.redirects` measures beyond these and the trivial application is handing over between
threads. Microseconds, and multiples of the SHA-256 of a megabyte that is taken by turns with them.
Writes `bench/results/parts.json`.
"""

from __future__ import annotations

import hashlib
import json
import random
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast

import app
from bench.crowd import Crowd
from chalicelib import wiring
from chalicelib.clock import Budget, wall_clock
from chalicelib.config import Settings
from chalicelib.demo import put_demo
from chalicelib.local.events import event_from_wsgi
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.store.sqlite.visits import record_all
from chalicelib.visits.model import Outcome, Visit
from tests.unit.web.door import PHONE, ROUTES, environ

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
ROUNDS, CLICKS = 25, 200
SHARED = (1, 8, 64)
"""How many visits one commit takes."""
MEGABYTE = bytes(2**20)


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of one redirect takes."""

    name: str
    us: float
    references: float


class Unwritten:
    """A store that has written before it was asked."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def record(self, visit: Visit, budget: Budget) -> Outcome:
        """A new visit, always."""
        return Outcome.NEW


def main() -> int:
    """Measures, prints and writes."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-") as folder:
        path = str(Path(folder) / "parts.sqlite3")
        with closing(SqliteStore.open(path, wall_clock)) as store:
            parts = [*_door(store), *(_write(path, size) for size in SHARED)]
    for part in parts:
        print(f"{part.name:44}{part.us:9.1f} µs {part.references:8.3f} x SHA-256 of 1 MB")
    RESULTS.mkdir(exist_ok=True)
    report = [asdict(part) for part in parts]
    (RESULTS / "parts.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


def _door(store: SqliteStore) -> list[Part]:
    settings = Settings(base_url="https://qr.exemple.fr")
    code = put_demo(store, settings.destination_hosts, wall_clock()).code
    unwritten = cast(wiring.Store, Unwritten(store))
    house = wiring.House(settings, unwritten, wall_clock, secrets.token_bytes, _no_log)
    wiring.use(house)
    people = count()

    def asked() -> dict[str, Any]:
        number = next(people)
        address = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return environ(f"/{code}", "GET", address, {"User-Agent": f"{PHONE} {number}"})

    def requests() -> list[dict[str, Any]]:
        return [asked() for _ in range(CLICKS)]

    def events() -> list[dict[str, Any]]:
        return [event_from_wsgi(request, ROUTES) for request in requests()]

    def follow(event: dict[str, Any]) -> None:
        said = app.app(event, None)["headers"]["X-Porte-Voix"]
        if said != "counted":
            raise SystemExit(f"a click was answered {said}")

    parts = [
        _part("the event", requests, lambda request: event_from_wsgi(request, ROUTES)),
        _part("app.py, without the write", events, follow),
    ]
    wiring.use(None)
    return parts


def _write(path: str, size: int) -> Part:
    crowd = Crowd()
    dice = random.Random(size)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")

        def commit(visits: list[Visit]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            record_all(connection, visits)
            connection.execute("COMMIT")

        def batch() -> list[list[Visit]]:
            return [crowd.visits(size, wall_clock(), 1.0, dice)]

        return _part(f"the write, {size} to a commit", batch, commit, size)


def _part(
    name: str, prepared: Callable[[], list[Any]], work: Callable[[Any], object], size: int = 1
) -> Part:
    """The median of `work` on things that are `prepared` untimed, for each of `size` in one."""
    mine, theirs = [], []
    for _ in range(ROUNDS):
        things = prepared()
        mine.append(_cpu(lambda things=things: [work(thing) for thing in things]) / len(things))
        theirs.append(_cpu(lambda: hashlib.sha256(MEGABYTE).digest()))
    took, reference = statistics.median(mine) / size, statistics.median(theirs)
    return Part(name, round(1e6 * took, 1), round(took / reference, 3))


def _cpu(work: Callable[[], object]) -> float:
    before = time.thread_time()
    work()
    return time.thread_time() - before


def _no_log(line: str) -> None:
    """Nothing that is measured depends on it."""


if __name__ == "__main__":
    sys.exit(main())
