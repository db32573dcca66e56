"""A campaign that moves to another store is there what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.campaign.model import Campaign, Level
from chalicelib.errors import CodeTaken, Conflict, StoreUnavailable
from chalicelib.leaderboard import Period
from chalicelib.moving import move_in, move_out
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.tally.apply import Adder
from chalicelib.visits.model import Outcome
from tests.contract.lively import LIVELY, LONG_AGO, YESTERDAY, drifts, live, out_of, records, shown
from tests.contract.samples import (
    CAMPAIGN,
    DAY,
    ESSOR,
    LYON_POSTER,
    NOON,
    OTHER,
    OTHER_LINK,
    RIVE,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import DynamoStand, SqliteStand, Stand


@pytest.fixture
def second(tmp_path: Path) -> Iterator[SqliteStand]:
    stand = SqliteStand(tmp_path / "second.sqlite3")
    yield stand
    stand.close()


def test_a_campaign_goes_to_dynamodb_and_back_and_is_what_it_was(
    sqlite_stand: SqliteStand, moto_stand: DynamoStand, second: SqliteStand, tmp_path: Path
) -> None:
    live(sqlite_stand)
    before = shown(sqlite_stand)
    assert len(before["visits"]) > 10
    path = tmp_path / "first.jsonl"
    out_of(sqlite_stand, path)
    first = records(path)
    for number, stand in enumerate((moto_stand, second)):
        move_in(stand.store, path)
        assert shown(stand) == before
        assert drifts(stand) == (0, [])
        path = tmp_path / f"again-{number}.jsonl"
        out_of(stand, path)
        assert records(path) == first


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a lively campaign of another store."""
    folder = tmp_path_factory.mktemp("moved")
    source = SqliteStand(folder / "source.sqlite3")
    live(source)
    source.lose(visit(RIVE, "nobody has added this one", scan=True))
    source.store.save(replace(OTHER, slug="erased"))
    source.store.add_link(replace(OTHER_LINK, code="MN8S9T0", campaign="erased"))
    source.store.erase("erased")
    out_of(source, folder / "moved.jsonl")
    source.close()
    return folder / "moved.jsonl"


def test_nothing_leaves_that_opens_anything_and_only_its_owner_reads_the_file(moved: Path) -> None:
    text = moved.read_text("utf-8")
    assert "ada@example.org" in text
    for secret in ("salt", "session id", "once", "key that stays", "autres", OTHER_LINK.code):
        assert secret not in text
    assert moved.stat().st_mode & 0o777 == 0o600


@pytest.fixture(params=["sqlite", "moto"])
def stand(request: pytest.FixtureRequest) -> Stand:
    """Where campaigns come to: what moves there knows nothing of emulators."""
    found: Stand = request.getfixturevalue(f"{request.param}_stand")
    return found


def test_what_came_goes_on(stand: Stand, moved: Path) -> None:
    move_in(stand.store, moved)
    store, ruled = stand.store, YESTERDAY.date().isoformat()
    drifts(stand)
    total = store.total("enfants", Level.LINK, RIVE.code)
    known = next(kept for kept, _ in store.kept_visits() if kept.link == ESSOR.code)
    assert store.record(known, patient()) is Outcome.RETRY
    assert store.record(visit(RIVE, "somebody new"), patient()) is Outcome.NEW
    store.rule(ruling(ESSOR, ruled, at=NOON + timedelta(hours=1)))
    store.rule(ruling(LYON_POSTER, ruled, True, NOON + timedelta(hours=1)))
    assert drifts(stand)[1] == []
    if isinstance(stand, DynamoStand):
        stand.store.rebuild_boards(LIVELY)
    assert store.total("enfants", Level.LINK, RIVE.code).visits == total.visits + 1
    board = store.board(LIVELY, Level.LINK, Period.ALL, 50, None)
    visits = {row.entity: row.visits for row in board.rows}
    out = {ruled, LONG_AGO.date().isoformat()}
    days = store.days("enfants", Level.LINK, ESSOR.code)
    assert visits[ESSOR.code] == sum(count.visits for day, count in days if day not in out)
    assert visits[LYON_POSTER.code] == store.total("enfants", Level.LINK, LYON_POSTER.code).visits


def test_only_what_was_not_added_up_is_added_up_where_it_comes(stand: Stand, moved: Path) -> None:
    move_in(stand.store, moved)
    total = stand.store.total("enfants", Level.CAMPAIGN, "enfants").visits
    assert stand.deliver() + drifts(stand)[0] == 1
    assert stand.store.total("enfants", Level.CAMPAIGN, "enfants").visits == total + 1
    assert drifts(stand) == (0, [])


def test_names_of_what_was_erased_stay_taken_where_the_campaign_comes(
    stand: Stand, moved: Path
) -> None:
    assert not stand.store.taken("MN8S9T0")
    move_in(stand.store, moved)
    assert stand.store.taken("MN8S9T0")
    assert stand.store.link("MN8S9T0", patient()) is None


def test_visits_that_expired_on_their_way_stay_out(stand: Stand, moved: Path) -> None:
    stand.clock.now = NOON + timedelta(days=34, hours=20)
    move_in(stand.store, moved)
    days = {kept.day for kept, _ in stand.store.kept_visits()}
    assert days == {DAY}
    assert drifts(stand)[1] == []


def test_a_campaign_that_is_here_is_left_as_it_is(stand: Stand, moved: Path) -> None:
    stand.store.save(CAMPAIGN)
    before = stand.everything()
    with pytest.raises(
        Conflict, match=r"^campaign 'enfants' is here already; nothing was changed$"
    ):
        move_in(stand.store, moved)
    assert stand.everything() == before


def test_names_that_are_others_are_all_named_and_nothing_is_written(
    stand: Stand, moved: Path
) -> None:
    stand.store.save(OTHER)
    stand.store.add_link(replace(OTHER_LINK, aliases=("essor-brest",)))
    stand.store.save(replace(OTHER, slug="gone"))
    stand.store.add_link(replace(RIVE, campaign="gone"))
    stand.store.erase("gone")
    before = stand.everything()
    with pytest.raises(CodeTaken, match=rf"{RIVE.code}, essor-brest; choose another store$"):
        move_in(stand.store, moved)
    assert stand.everything() == before


WRITES = ("put_item", "update_item", "delete_item", "batch_write_item", "transact_write_items")


class Failing:
    """A client whose connection is gone at one of its writes: before it is sent, or after."""

    def __init__(self, client: Any, at: int, after: bool) -> None:
        self._client = client
        self._left = at
        self._after = after

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        return self._failing(operation) if name in WRITES else operation

    def _failing(self, operation: Any) -> Any:
        def call(**params: Any) -> Any:
            self._left -= 1
            if self._left or self._after:
                answer = operation(**params)
            if not self._left:
                raise EndpointConnectionError(endpoint_url="dynamodb")
            return answer

        return call


def test_a_move_that_is_cut_off_anywhere_shows_nothing_and_ends_the_same_when_run_again(
    moto_stand: DynamoStand, second: SqliteStand, moved: Path
) -> None:
    move_in(second.store, moved)
    for at in count(1):
        client = Failing(moto_stand.client, at, after=at % 2 == 0)
        store = DynamoStore(client, "test", moto_stand.clock)
        try:
            move_in(store, moved)
        except StoreUnavailable:
            if store.load("enfants"):
                # Only the mark of the move is left to be taken away.
                break
            assert store.campaigns() == []
        else:
            break
    assert at > 5
    assert (drifts(second), drifts(moto_stand)) == ((1, []), (1, []))
    assert shown(moto_stand) == shown(second)


def test_a_move_that_did_not_end_is_not_mixed_with_another(
    moto_stand: DynamoStand, moved: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreUnavailable):
        move_in(DynamoStore(Failing(moto_stand.client, 4, False), "test", moto_stand.clock), moved)
    other = tmp_path / "other.jsonl"
    source = SqliteStand(tmp_path / "other.sqlite3")
    source.store.save(CAMPAIGN)
    out_of(source, other)
    source.close()
    with pytest.raises(Conflict, match="run it again with that file; nothing was changed"):
        move_in(moto_stand.store, other)
    move_in(moto_stand.store, moved)
    assert moto_stand.store.load("enfants") == LIVELY


class Busy(DynamoStore):
    """A store that counts a visit while its campaign leaves."""

    def move_out(self, campaign: Campaign) -> Iterator[Any]:
        yield from super().move_out(campaign)
        self.record(visit(ESSOR, "in between"), patient())
        Adder(self).add([visit(ESSOR, "in between")])


def test_what_was_counted_meanwhile_is_no_file(moto_stand: DynamoStand, tmp_path: Path) -> None:
    moto_stand.store.save(CAMPAIGN)
    moto_stand.store.add_link(ESSOR)
    busy = Busy(moto_stand.client, "test", moto_stand.clock)
    with pytest.raises(Conflict, match="run again in a quiet moment"):
        move_out(busy, "enfants", tmp_path / "out.jsonl", NOON, "0.1.0")
    assert not (tmp_path / "out.jsonl").exists()
