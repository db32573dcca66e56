"""What older versions kept is read whole, and counting goes on: a sample of each is beside.

`tests/unit/store/older/sqlite-N.sql` is a file that took N steps of the schema, with documents as
that version wrote them; `dynamodb.json` has items as the first production store wrote them. A new
step brings its sample, and none is ever edited.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.access.model import Place
from chalicelib.campaign.model import Level
from chalicelib.clock import earliest_today
from chalicelib.errors import StoreUnavailable
from chalicelib.leaderboard import Period
from chalicelib.moving import move_in, move_out
from chalicelib.store.dynamodb.keys import Table
from chalicelib.store.sqlite.schema import STEPS
from chalicelib.tally.apply import Adder
from chalicelib.tally.model import Count
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import Outcome, Verdict
from tests.contract.samples import DAY, ESSOR, LYON_POSTER, NOON, patient, visit
from tests.contract.stands import DynamoStand, SqliteStand, Stand

OLDER = Path(__file__).parents[1] / "unit" / "store" / "older"
SAMPLES = [path.stem for path in sorted(OLDER.glob("sqlite-*.sql"))]


def test_every_step_of_the_schema_has_its_sample() -> None:
    assert [f"sqlite-{step}" for step in range(1, len(STEPS) + 1)] == SAMPLES


@pytest.fixture(params=[*SAMPLES, "dynamodb"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Stand:
    """A store that an older version filled."""
    if request.param == "dynamodb":
        dynamo: DynamoStand = request.getfixturevalue("moto_stand")
        for name, items in json.loads((OLDER / "dynamodb.json").read_text("utf-8")).items():
            for item in items:
                dynamo.client.put_item(TableName=dynamo.table(Table(name)), Item=item)
        return dynamo
    with closing(sqlite3.connect(tmp_path / "portevoix.sqlite3")) as file:
        file.executescript((OLDER / f"{request.param}.sql").read_text("utf-8"))
    found: SqliteStand = request.getfixturevalue("sqlite_stand")
    return found


def drifts(stand: Stand) -> tuple[int, list[object]]:
    today = earliest_today(stand.clock())
    found = reconcile(stand.store, Adder(stand.store), today)
    return found.added, list(found.drifts)


def test_all_that_it_holds_is_read(older: Stand) -> None:
    store = older.store
    campaign = store.load("enfants")
    assert campaign
    assert (campaign.version, campaign.associations[0].groups[0].department) == (3, "Rhône")
    assert [link.code for link in store.links("enfants")] == [ESSOR.code, LYON_POSTER.code]
    assert store.link("ESS0R-1Y0N", patient()) == LYON_POSTER
    assert store.taken("G0NE777")
    assert store.total("enfants", Level.CAMPAIGN, "enfants") == Count(3, 1)
    assert store.days("enfants", Level.LINK, LYON_POSTER.code) == [(DAY, Count(2, 1, {12: (2, 1)}))]
    assert store.excluded("enfants", LYON_POSTER.code) == {Verdict.ROBOT: 5}
    out = len(store.rulings("enfants"))
    for rebuilt in (False, True):
        if rebuilt:
            older.deliver(campaign)
        page = store.board(campaign, Level.ASSOCIATION, Period.ALL, 9, None)
        assert [(row.entity, row.visits) for row in page.rows] == [("essor", 3 - out)]
        assert len(page.left_out) == out
    token = store.token("abc")
    assert token
    assert (token.place, token.works(NOON)) == (Place("enfants"), True)
    assert store.tokens("enfants") == [token]
    official = store.official("enfants")
    assert [point.count for point in store.points("enfants")] == ([120] if official else [])
    assert drifts(older) == (0, [])


def test_a_new_visit_counts_and_old_ones_are_known_and_expire(older: Stand) -> None:
    store = older.store
    assert store.record(visit(ESSOR, "v1"), patient()) is Outcome.RETRY
    assert store.record(visit(ESSOR, "new"), patient()) is Outcome.NEW
    older.deliver()
    assert store.total("enfants", Level.LINK, ESSOR.code) == Count(2, 0)
    assert drifts(older) == (0, [])
    older.clock.now = NOON + timedelta(days=36)
    assert list(store.kept_visits()) == []


def test_it_moves_to_a_store_of_today(older: Stand, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    move_out(older.store, "enfants", path, NOON, "0.1.0")
    today = SqliteStand(tmp_path / "today.sqlite3")
    move_in(today.store, path)
    assert today.store.load("enfants") == older.store.load("enfants")
    assert today.store.totals("enfants", Level.LINK) == older.store.totals("enfants", Level.LINK)
    assert today.store.tokens("enfants") == older.store.tokens("enfants")
    assert drifts(today) == (0, [])
    today.close()


def test_a_file_of_a_newer_version_is_refused_with_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        SqliteStand(path)
    assert str(refused.value) == (
        f"{path}: written by a newer Porte-voix (format {len(STEPS) + 1}, this one reads"
        f" {len(STEPS)}); install that one, or put back the copy from before"
    )
    assert path.read_bytes() == before
