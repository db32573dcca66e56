"""Counts that come by hand: all or nothing, each line that is wrong named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Campaign, Milestone
from chalicelib.errors import BadInput
from chalicelib.petition.history import import_history, read_count, set_count, unstamp
from chalicelib.petition.model import Crossing, Official, Openness, Point
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CAMPAIGN = Campaign(
    "enfants", "Enfants", "", "https://petitions.senat.fr/1",
    milestones=(Milestone(1_000, "mille"), Milestone(10_000, "dix mille")), version=1,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore.open(str(tmp_path / "pv.sqlite3"), SetClock(NOW))
    yield store
    store.close()


def take_in(store: SqliteStore, *lines: str) -> object:
    return import_history(store, CAMPAIGN, [f"{line}\n" for line in lines], NOW)


def official(store: SqliteStore) -> Official:
    found = store.official("enfants")
    assert found is not None
    return found


def test_a_history_is_kept_in_order_and_stamps_what_it_crosses(store: SqliteStore) -> None:
    done = take_in(
        store,
        "\ufeffat,count",
        "2026-11-22T12:00:00+01:00,12000",
        "2026-11-20T09:00:00Z,800",
        "",
        "2026-11-21T09:00:00.5+00:00, 1500 ",
    )
    assert done == type(done)(
        3,
        (
            Crossing(1_000, datetime(2026, 11, 21, 9, 0, 0, 500_000, UTC)),
            Crossing(10_000, datetime(2026, 11, 22, 11, 0, tzinfo=UTC)),
        ),
    )
    assert [point.count for point in store.points("enfants")] == [800, 1500, 12000]
    assert (official(store).count, official(store).source) == (12_000, "import")
    assert official(store).at == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def test_what_the_first_line_is_above_was_crossed_before(store: SqliteStore) -> None:
    take_in(store, "at,count", "2026-11-20T09:00:00Z,1200", "2026-11-21T09:00:00Z,1300")
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert official(store).crossings == (Crossing(1_000, at, known=False),)


def test_importing_twice_changes_nothing(store: SqliteStore) -> None:
    lines = ("at,count", "2026-11-20T09:00:00Z,800", "2026-11-21T09:00:00Z,1500")
    take_in(store, *lines)
    before = (store.points("enfants"), official(store).crossings, official(store).count)
    take_in(store, *lines)
    assert (store.points("enfants"), official(store).crossings, official(store).count) == before


def test_a_history_takes_nothing_from_a_later_reading(store: SqliteStore) -> None:
    set_count(store, CAMPAIGN, 9_000, NOW, False, NOW)
    take_in(store, "at,count", "2026-11-20T09:00:00Z,800", "2026-11-21T09:00:00Z,1500")
    assert (official(store).count, official(store).at) == (9_000, NOW)
    assert [c.signatures for c in official(store).crossings if c.known] == [1_000]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ((), ["line 1 must be at,count, not ''"]),
        (("count,at",), ["line 1 must be at,count, not 'count,at'"]),
        (("at;count",), ["line 1 must be at,count, not 'at;count'"]),
        (("at,count",), ["the file has no line after its header"]),
        (
            (
                "at,count", "2026-11-20T09:00:00,800", "hier,800", "2026-11-20T09:00:00Z,-1",
                "2026-11-20T09:00:00Z", "2026-11-25T09:00:00Z,800", "2026-11-20T09:00:00Z,8 00",
            ),
            [
                "line 2: '2026-11-20T09:00:00' lacks its offset, like +01:00 or Z",
                "line 3: 'hier' is not a time like 2026-11-23T12:00:00+01:00",
                "line 4: count must be a whole number up to 1000000000, not '-1'",
                "line 5: has 1 fields; it must have 2",
                "line 6: 2026-11-25T09:00:00+00:00 is still to come",
                "and 1 more lines",
            ],
        ),
        (
            ("at,count", "0001-01-01T00:00:00+14:00,8", f"2026-11-20T09:00:00Z,{'1' * 5_000}"),
            [
                "line 2: 0001-01-01T00:00:00+14:00 is before 2000",
                f"line 3: count must be a whole number up to 1000000000, not '{'1' * 40}…'",
            ],
        ),
        (
            ("at,count", '2026-11-20T09:00:00Z,"8'),
            ["line 2: this is no CSV in UTF-8 (unexpected end of data)"],
        ),
        (
            ("x" * 200_000,),
            ["line 1: this is no CSV in UTF-8 (field larger than field limit (131072))"],
        ),
        (
            ("at,count", "2026-11-20T09:00:00Z,8", "2026-11-20T10:00:00+01:00,9"),
            ["line 3: 2026-11-20T10:00:00+01:00 was there already"],
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_line_by_line_and_keeps_nothing(
    store: SqliteStore, lines: tuple[str, ...], problems: list[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        take_in(store, *lines)
    assert str(refused.value).splitlines() == problems
    assert (store.official("enfants"), store.points("enfants")) == (None, [])


def test_a_count_set_by_hand_is_believed_whatever_it_is(store: SqliteStore) -> None:
    set_count(store, CAMPAIGN, 50_000, NOW - timedelta(hours=1), False, NOW)
    found = set_count(store, CAMPAIGN, 3, NOW, True, NOW)
    assert (found.count, found.source, found.openness) == (3, "manual", Openness.CLOSED)
    assert store.points("enfants") == [
        Point(NOW - timedelta(hours=1), 50_000, "manual"),
        Point(NOW, 3, "manual"),
    ]


def test_a_count_is_set_neither_before_the_last_one_nor_in_days_to_come(
    store: SqliteStore,
) -> None:
    set_count(store, CAMPAIGN, 5, NOW, False, NOW)
    with pytest.raises(BadInput, match="`signatures import` takes what is older"):
        set_count(store, CAMPAIGN, 6, NOW - timedelta(minutes=1), False, NOW)
    with pytest.raises(BadInput, match="is still to come"):
        set_count(store, CAMPAIGN, 6, NOW + timedelta(minutes=1), False, NOW)
    assert official(store).count == 5


def test_a_stamp_goes_by_hand_alone(store: SqliteStore) -> None:
    set_count(store, CAMPAIGN, 900, NOW - timedelta(hours=2), False, NOW)
    set_count(store, CAMPAIGN, 1_100, NOW - timedelta(hours=1), False, NOW)
    set_count(store, CAMPAIGN, 900, NOW, False, NOW)
    assert [c.signatures for c in official(store).crossings] == [1_000]
    assert unstamp(store, CAMPAIGN, 1_000, NOW).crossings == ()
    with pytest.raises(BadInput, match="milestone 1000 of campaign 'enfants' is not stamped"):
        unstamp(store, CAMPAIGN, 1_000, NOW)


@given(st.text(max_size=12))
def test_law_a_count_is_read_as_it_is_written_or_not_at_all(text: str) -> None:
    try:
        count = read_count(text)
    except BadInput:
        assert not (text.isascii() and text.isdigit() and int(text) <= 10**9)
    else:
        assert int(text) == count
