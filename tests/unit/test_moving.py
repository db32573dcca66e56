"""The file that a campaign moves in: whole, or refused in a line that says what is wrong."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.campaign.model import Campaign, Level
from chalicelib.errors import BadInput, UnknownCampaign
from chalicelib.moving import Record, move_in, move_out
from chalicelib.store.moving.records import to_record
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.tally.model import Count
from tests.contract.samples import CAMPAIGN, ESSOR, NOON
from tests.contract.stands import SetClock


class Source:
    """A store of one campaign with so many counters, none of which it holds."""

    def __init__(self, counters: int = 2, campaign: Campaign | None = CAMPAIGN) -> None:
        self._counters = counters
        self._campaign = campaign

    def steady(self) -> AbstractContextManager[bool]:
        return nullcontext(True)

    def load(self, slug: str) -> Campaign | None:
        return self._campaign

    def total(self, campaign: str, level: Level, entity: str) -> Count:
        return Count()

    def move_out(self, campaign: Campaign) -> Iterator[Record]:
        yield to_record(campaign)
        for n in range(self._counters):
            yield {"kind": "count", "entity": f"{n}"}

    def move_in(self, slug: str, digest: str, read: Callable[[], Iterator[Record]]) -> None:
        for _ in range(2):
            assert sum(1 for _ in read()) == self._counters + 1


def written(path: Path, source: Source | None = None) -> Path:
    move_out(source or Source(), "enfants", path, NOON, "0.1.0")
    return path


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    moved = move_in(Source(), path)
    assert (moved.campaign, moved.records) == ("enfants", {"campaign": 1, "count": 2})
    raw = path.read_bytes()
    text = gzip.decompress(raw) if name.endswith(".gz") else raw
    assert text.startswith(
        b'{"porte-voix":"campaign","format":1,"slug":"enfants",'
        b'"at":"2026-11-23T11:00:00+00:00","version":"0.1.0"}\n{"kind":"campaign","document":{"slug"'
    )


def test_a_file_that_was_cut_or_changed_anywhere_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "out.jsonl").read_bytes()
    lines = whole.splitlines(keepends=True)
    wrong = [whole[:length] for length in range(0, len(whole) - 1, 7)]
    wrong += [b"".join(lines[:n] + lines[n + 1 :]) for n in range(len(lines))]
    wrong += [b"".join(lines[:n] + lines[n : n + 1] + lines[n:]) for n in range(len(lines))]
    wrong += [whole.replace(b'"entity":"1"', b'"entity":"7"'), b"[]\n", b"\xff\n", b"{}\n"]
    for number, some in enumerate(wrong):
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(some)
        with pytest.raises(BadInput, match=rf"^{path}: .+\Z") as refused:
            move_in(Source(), path)
        assert "\n" not in str(refused.value)


def test_a_compressed_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl.gz")
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 9):
        path.write_bytes(whole[:length])
        with pytest.raises(BadInput):
            move_in(Source(), path)


def test_a_newer_format_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2'))
    with pytest.raises(BadInput, match="format 2, and this version reads 1; move it in with"):
        move_in(Source(), path)


def test_a_file_is_never_written_over_and_none_is_left_of_what_failed(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl")
    before = path.read_bytes()
    with pytest.raises(BadInput, match=r"out\.jsonl: is there already; choose another name"):
        written(path)
    assert path.read_bytes() == before
    with pytest.raises(UnknownCampaign):
        written(tmp_path / "none.jsonl", Source(campaign=None))
    assert not (tmp_path / "none.jsonl").exists()


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    def most(counters: int) -> int:
        source, path = Source(counters), tmp_path / f"{counters}.jsonl"
        tracemalloc.start()
        move_in(source, written(path, source))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small = most(100)
    assert most(5_000) < 2 * small


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"kind": "wish"}, "line 3: records of the kind 'wish' are not known; a newer"),
        ({"kind": 7}, "line 3: records of the kind 7 are not known"),
        (to_record(CAMPAIGN), "line 3: there is a second campaign"),
        (to_record(replace(ESSOR, campaign="autres")), "line 3: link is of the campaign 'autres'"),
        (
            {"kind": "count", "level": "link", "entity": "A", "period": "all", "visits": -1},
            "line 3: count cannot be read: BadInput: -1 is not a whole number from 0",
        ),
        (
            {"kind": "count", "level": "moon", "entity": "A", "period": "all"},
            "line 3: count cannot be read: ValueError: 'moon' is not a valid Level",
        ),
        ({"kind": "picture", "name": "a1"}, "line 3: picture cannot be read: KeyError: 'png'"),
    ],
)
def test_every_record_is_looked_at_before_anything_is_written(
    tmp_path: Path, record: Record, why: str
) -> None:
    class One(Source):
        def move_out(self, campaign: Campaign) -> Iterator[Record]:
            yield to_record(campaign)
            yield record

    path = written(tmp_path / "out.jsonl", One())
    store = SqliteStore.open(str(tmp_path / "db.sqlite3"), SetClock())
    with pytest.raises(BadInput) as refused:
        move_in(store, path)
    assert str(refused.value).startswith(f"{path}: {why}")
    assert str(refused.value).endswith("; nothing was changed")
    assert store.campaigns() == []
    store.close()


def test_two_links_of_one_name_are_refused(tmp_path: Path) -> None:
    class Two(Source):
        def move_out(self, campaign: Campaign) -> Iterator[Record]:
            yield to_record(campaign)
            yield to_record(ESSOR)
            yield to_record(replace(ESSOR, code="CD4M8Y2", channel="x", aliases=(ESSOR.code,)))

    store = SqliteStore.open(str(tmp_path / "db.sqlite3"), SetClock())
    with pytest.raises(BadInput, match="line 4: 'AB3K9X7' is the name of two links"):
        move_in(store, written(tmp_path / "out.jsonl", Two()))
    store.close()
