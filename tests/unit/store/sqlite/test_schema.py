"""Files that an older Porte-voix wrote are read, and lose nothing."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.access.model import Place, Token
from chalicelib.campaign.model import Level
from chalicelib.errors import StoreUnavailable
from chalicelib.leaderboard import Period
from chalicelib.store.documents import campaign_to_text, link_to_text
from chalicelib.store.sqlite.schema import STEPS
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.tally.model import Count, Spread
from chalicelib.visits.model import Outcome, Verdict
from tests.contract.samples import CAMPAIGN, DAY, ESSOR, LYON_POSTER, NOON, patient, ruling, visit
from tests.contract.stands import SetClock

ENTITIES = (
    ("campaign", "enfants", 5, 2), ("association", "essor", 5, 2), ("group", "essor/lyon", 4, 2),
    ("link", LYON_POSTER.code, 4, 2), ("link", ESSOR.code, 1, 0),
)  # fmt: skip

VISITS = (
    visit(ESSOR, "ada"),
    *(visit(LYON_POSTER, f"v{n}", scan=n < 2) for n in range(4)),
)


@pytest.fixture
def first_format(tmp_path: Path) -> Path:
    """A file of the first format: four visits of one link and one of another, on one day."""
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(STEPS[0] + "PRAGMA user_version = 1;")
        file.execute(
            "INSERT INTO campaigns VALUES (?, 1, ?)", ("enfants", campaign_to_text(CAMPAIGN))
        )
        for link in (LYON_POSTER, ESSOR):
            row = (link.code, "enfants", link.owner, link.channel, link_to_text(link))
            file.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?)", row)
            file.execute("INSERT INTO names VALUES (?, ?)", (link.code, link.code))
        for level, entity, visits, scans in ENTITIES:
            file.execute(
                "INSERT INTO standings (campaign, level, entity, all_visits, all_scans,"
                " today_visits, today_scans, week_visits, week_scans)"
                " VALUES ('enfants', ?, ?, ?, ?, ?, ?, ?, ?)",
                (level, entity, *(visits, scans) * 3),
            )
            for period in (DAY, f"{DAY}T12"):
                row = ("enfants", level, entity, period, visits, scans)
                file.execute("INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?)", row)
        file.execute("INSERT INTO windows VALUES ('enfants', ?)", (DAY,))
        fields = "link, day, visitor, request, at, hour, scan, campaign, association, grp"
        for one in VISITS:
            row = (one.link, one.day, one.visitor, one.request, one.at.isoformat(), one.hour)
            owner = (one.scan, one.campaign, one.association, one.group, one.expires.timestamp())
            file.execute(
                f"INSERT INTO visits ({fields}, expires, tallied)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                row + owner,
            )
        for day, verdict, requests in (
            ("2026-11-22", "robot", 2), (DAY, "robot", 3), (DAY, "head", 1)
        ):  # fmt: skip
            row = ("enfants", LYON_POSTER.code, day, verdict, requests)
            file.execute("INSERT INTO exclusions VALUES (?, ?, ?, ?, ?)", row)
    return path


def test_a_file_of_the_first_format_is_read_as_it_was(first_format: Path) -> None:
    store = SqliteStore.open(str(first_format), SetClock())
    assert store.total("enfants", Level.CAMPAIGN, "enfants") == Count(5, 2)
    found = {Verdict.ROBOT: 5, Verdict.HEAD: 1}
    assert store.excluded("enfants", LYON_POSTER.code) == found
    page = store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 9, None)
    assert (page.total, page.scans, page.excluded) == (5, 2, {"essor": found})
    spreads = store.spreads("enfants", DAY)
    assert spreads[LYON_POSTER.code] == Spread({"essor": (4, 2)})
    assert store.record(visit(ESSOR, "ada"), patient()) is Outcome.RETRY
    assert store.record(visit(ESSOR, "bob"), patient()) is Outcome.NEW
    store.close()


def test_a_file_of_the_first_format_takes_pictures(first_format: Path) -> None:
    for _ in range(2):
        store = SqliteStore.open(str(first_format), SetClock())
        assert store.load("enfants") == CAMPAIGN
        store.save_picture("enfants", "a1", b"png")
        store.close()
    store = SqliteStore.open(str(first_format), SetClock())
    assert store.picture("enfants", "a1") == b"png"
    store.close()


def test_a_token_of_the_first_format_reads_its_campaign_and_can_be_revoked(
    first_format: Path,
) -> None:
    document = (
        '{"id": "0a", "campaign": "enfants", "label": "site", "digest": "abc",'
        ' "created": "2026-11-23T11:00:00+00:00", "revoked": false}'
    )
    with closing(sqlite3.connect(first_format)) as file, file:
        row = ("abc", "enfants", "2026-11-23T11:00:00+00:00", document)
        file.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", row)
    store = SqliteStore.open(str(first_format), SetClock())
    token = Token("0a", Place("enfants"), "site", "abc", NOON)
    assert store.token("abc") == token
    assert not token.writes
    store.use_token(token, DAY)
    assert store.token("abc") == replace(token, used=DAY)
    store.save_token(replace(token, revoked=True))
    assert store.tokens("enfants") == [replace(token, revoked=True)]
    store.close()


def test_a_day_of_the_first_format_can_be_left_out(first_format: Path) -> None:
    store = SqliteStore.open(str(first_format), SetClock())
    store.rule(ruling(LYON_POSTER))
    for period in Period:
        page = store.board(CAMPAIGN, Level.LINK, period, 9, None)
        shown = [(s.entity, s.visits, s.scans) for s in page.rows]
        assert shown == [(ESSOR.code, 1, 0), (LYON_POSTER.code, 0, 0)]
    store.close()


def test_two_processes_may_upgrade_at_once(first_format: Path) -> None:
    together = threading.Barrier(4)
    stores: list[SqliteStore] = []

    def open_it() -> None:
        together.wait()
        stores.append(SqliteStore.open(str(first_format), SetClock()))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    totals = [store.total("enfants", Level.CAMPAIGN, "enfants") for store in stores]
    assert totals == [Count(5, 2)] * 4
    for store in stores:
        store.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(first_format: Path) -> None:
    with closing(sqlite3.connect(first_format)) as file, file:
        file.execute("CREATE TABLE outs (in_the_way TEXT)")
    before = first_format.read_bytes()
    with pytest.raises(StoreUnavailable, match=r"old\.sqlite3: table outs already exists"):
        SqliteStore.open(str(first_format), SetClock())
    with closing(sqlite3.connect(first_format)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (1,)
        columns = [row[1] for row in file.execute("PRAGMA table_info(visits)")]
    assert "network" not in columns
    assert len(before) == len(first_format.read_bytes())
