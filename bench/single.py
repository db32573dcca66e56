"""What single things take here: a page of a board of any length, the campaign's page, a petition's
page read, a QR code; and what a visit takes up on disk, before and after it expires.

`python -m bench.single`: each is timed in turns with a reference that every machine has, the
SHA-256 of a megabyte, and given in milliseconds and in multiples of that. Writes
`bench/results/single.json`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bench.metered import PREFIX, Metered
from bench.units import INDEX_BYTES, item_size
from chalicelib import wiring
from chalicelib.campaign.model import Campaign, Level, Petition
from chalicelib.clock import Budget
from chalicelib.config import Settings
from chalicelib.demo import put_demo
from chalicelib.kit.qr import svg
from chalicelib.leaderboard import Period
from chalicelib.petition.fetch import Fetcher
from chalicelib.petition.page import read
from chalicelib.petition.poll import Poller
from chalicelib.store.dynamodb.keys import Table
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.visits.model import RETENTION, Visit
from tests.unit.petition.platform import Platform, always, answer
from tests.unit.web.door import environ
from tests.unit.web.door import read as read_answer

RESULTS = Path(__file__).with_name("results")
PAGES = Path(__file__).parents[1] / "tests" / "unit" / "petition" / "pages"
ROWS = (10, 1_000, 100_000)
VISITS = 20_000
ROUNDS = 60
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MEGABYTE = bytes(2**20)


@dataclass(frozen=True, slots=True)
class Took:
    """The median time of one thing, in milliseconds and in SHA-256s of a megabyte."""

    name: str
    ms: float
    references: float


@dataclass(frozen=True, slots=True)
class Room:
    """What a visit takes up, in bytes."""

    sqlite_kept: float
    sqlite_expired: float
    dynamodb_kept: float
    dynamodb_expired: float


def main() -> int:
    """Measures, prints and writes."""
    took = [*_boards(), *_pages()]
    room = _room()
    for one in took:
        print(f"{one.name:44}{one.ms:10.3f} ms {one.references:8.3f} x SHA-256 of 1 MB")
    print(f"a visit on disk, of {VISITS}: {asdict(room)}")
    RESULTS.mkdir(exist_ok=True)
    report = {"took": [asdict(one) for one in took], "bytes_per_visit": asdict(room)}
    (RESULTS / "single.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


def _boards() -> Iterator[Took]:
    """The first page of a board, fifty rows of it, and one in its middle, of ever more rows."""
    for rows in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "boards.sqlite3"
            with closing(SqliteStore.open(str(path), lambda: NOON)) as store:
                yield from _board(store, path, rows)


def _board(store: SqliteStore, path: Path, rows: int) -> Iterator[Took]:
    campaign = Campaign("essai", "Essai", "", "https://petitions.senat.fr/1", version=1)
    store.save(campaign)
    _stand(path, rows)

    def page(cursor: str | None) -> None:
        shown = store.board(campaign, Level.GROUP, Period.ALL, 50, cursor).rows
        if not shown:
            raise SystemExit(f"a board of {rows} rows shows none at {cursor}")

    middle = rows // 2
    deep = f"{middle + 1}.{middle}.{middle}.{middle + 1}.{middle}.e{middle - 1:06}"
    yield _timed(f"a page of a board of {rows} rows", lambda: page(None))
    yield _timed(f"a page in the middle of {rows} rows", lambda: page(deep))


def _stand(path: Path, rows: int) -> None:
    """Standings as so many groups with a visit more each would leave them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO standings (campaign, level, entity, all_visits) VALUES (?, ?, ?, ?)",
            (("essai", Level.GROUP, f"e{n:06}", rows - n) for n in range(rows)),
        )
        connection.commit()


def _pages() -> Iterator[Took]:
    """The campaign's page whole, a petition's page as the poller reads it, a QR code."""
    import app

    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore.open(str(Path(folder) / "pages.sqlite3"), lambda: NOON)
        settings = Settings(base_url="https://qr.exemple.fr")
        link = put_demo(store, settings.destination_hosts, NOON)
        wiring.use(wiring.House(settings, store, lambda: NOON, bytes, _no_log))
        with closing(store):
            for name, path in (
                ("the campaign's page", f"/c/{link.campaign}"),
                ("the leaderboard's page", f"/c/{link.campaign}/leaderboard"),
            ):
                yield _timed(name, lambda path=path: _asked(app.app, path))
        wiring.use(None)
    page = (PAGES / "an_entity.html").read_text("utf-8")
    yield _timed("a petition's page, read", lambda: read(page, "1"))
    yield _poll(page)
    # Another code each time: what is drawn once is remembered.
    codes = (f"HTTPS://QR.EXEMPLE.FR/Q/A{number:06}" for number in count())
    yield _timed("a QR code as SVG", lambda: svg.svg(next(codes)))


def _poll(page: str) -> Took:
    """A reading of the official count: asked of a server on loopback, believed, and kept."""
    said = always(answer(200, page.encode(), "Content-Type: text/html; charset=utf-8"))
    with Platform(said) as platform, tempfile.TemporaryDirectory() as folder:
        now = count()
        store = SqliteStore.open(str(Path(folder) / "poll.sqlite3"), lambda: NOON)
        hosts = frozenset(["petitions.assemblee-nationale.fr"])
        fetch = Fetcher(hosts, "https://exemple.fr/contact", platform.local)
        poller = Poller(store, fetch, fetch, lambda: 0.5, _no_log)
        petition = Petition("assemblee-nationale", "i-1")
        address = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
        campaign = Campaign("essai", "Essai", "", address, petition=petition, version=1)
        store.save(campaign)

        def poll() -> None:
            at = NOON + timedelta(hours=next(now))
            if poller.poll(campaign, at, at_once=True) is None:
                raise SystemExit("the petition was not read")

        with closing(store):
            return _timed("a reading of the official count", poll)


def _asked(door: Callable[[object, None], dict[str, object]], path: str) -> None:
    from chalicelib.local.events import event_from_wsgi
    from tests.unit.web.door import ROUTES

    event = event_from_wsgi(environ(path, "GET", "192.0.2.1", {"Accept": "text/html"}), ROUTES)
    answer = read_answer(door(event, None))
    if answer.status != 200:
        raise SystemExit(f"{path} was answered {answer.status}")


def _timed(name: str, work: Callable[[], object]) -> Took:
    """In turns with the reference, so that whatever slows the machine slows both."""
    work()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(_seconds(work))
        theirs.append(_seconds(lambda: hashlib.sha256(MEGABYTE).digest()))
    took, reference = statistics.median(mine), statistics.median(theirs)
    return Took(name, round(1000 * took, 3), round(took / reference, 3))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _room() -> Room:
    """What a visit adds to a database, while it is kept and after."""
    with tempfile.TemporaryDirectory() as folder:
        path, now = Path(folder) / "room.sqlite3", [NOON]
        store = SqliteStore.open(str(path), lambda: now[0])
        link = put_demo(store, Settings().destination_hosts, NOON)
        before = _used(path)
        for number in range(VISITS):
            store.record(_visit(link.code, link.association, link.group, number), Budget(30.0))
        kept = _used(path)
        now[0] = NOON + RETENTION + timedelta(days=1)
        store.expire()
        store.close()
        expired = _used(path)
    client = Metered()
    other = DynamoStore(client, PREFIX, lambda: NOON)
    for number in range(100):
        other.record(_visit("AB3K9XZ", "essor", "", number), Budget(30.0))
    items = client.items(Table.VISITS)
    bytes_each = statistics.mean(item_size(item) for item in items) + INDEX_BYTES
    return Room(
        round((kept - before) / VISITS, 1),
        round((expired - before) / VISITS, 1),
        round(bytes_each, 1),
        0.0,
    )


def _visit(code: str, association: str, group: str, number: int) -> Visit:
    return Visit(
        "defense-des-enfants",
        association,
        group,
        code,
        "2026-11-23",
        12,
        NOON,
        f"{number:032x}",
        f"c6af9ac6-7b61-11e6-9a41-{number:012x}",
        False,
        f"{number % 256:02x}",
        "chrome-android",
    )


def _used(path: Path) -> int:
    """The bytes of a file's pages that hold something."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


def _no_log(line: str) -> None:
    """Nothing that is measured depends on it."""


if __name__ == "__main__":
    sys.exit(main())
