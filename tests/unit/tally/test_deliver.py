"""The stream's batches: where to start again, what is set aside, what never blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import BadInput, StoreUnavailable
from chalicelib.tally.apply import Adder
from chalicelib.tally.deliver import Record, deliver
from chalicelib.visits.model import Visit
from tests.contract.samples import LYON_POSTER, visit
from tests.fakes import FakeTally

VISITS = [visit(LYON_POSTER, f"v{n}") for n in range(200)]


class FakeStream:
    """`deliver.Stream`: an image holds its visit, or is damaged."""

    def __init__(self) -> None:
        self.aside: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self.away = False

    def visit_of(self, image: Mapping[str, Any]) -> Visit:
        if "visit" not in image:
            raise BadInput("no visit in it")
        found: Visit = image["visit"]
        return found

    def set_aside(self, event_id: str, reason: str, keys: Mapping[str, Any]) -> None:
        if self.away:
            raise StoreUnavailable("nowhere to put it")
        self.aside[event_id] = (reason, keys)


def good(n: int) -> Record:
    return Record(f"s{n}", f"e{n}", {"key": n}, {"visit": VISITS[n]})


def damaged(n: int) -> Record:
    return Record(f"s{n}", f"e{n}", {"key": n}, {})


def start(
    records: Sequence[Record], stuck: Sequence[int] = ()
) -> tuple[FakeTally, FakeStream, Adder]:
    store = FakeTally(*(r.image["visit"] for r in records if r.image))
    store.stuck = {VISITS[n].key for n in stuck}
    return store, FakeStream(), Adder(store, lambda seconds: None)


def test_a_batch_that_is_done_says_nothing() -> None:
    records = [good(n) for n in range(200)]
    store, stream, adder = start(records)
    assert deliver(records, stream, adder) is None
    assert store.marked == {each.key for each in VISITS}
    assert deliver([], stream, adder) is None


@pytest.mark.parametrize(
    "stuck",
    [[0], [5], [79], [80], [199], [7, 3, 150], list(range(200)), [90, 91]],
    ids=str,
)
def test_the_first_that_failed_is_named_and_all_before_it_are_done(stuck: list[int]) -> None:
    records = [good(n) for n in range(200)]
    store, stream, adder = start(records, stuck)
    first = min(stuck)
    assert deliver(records, stream, adder) == f"s{first}"
    assert {each.key for each in VISITS[:first]} <= store.marked
    store.stuck = set()
    assert deliver(records[first:], stream, adder) is None
    assert store.marked == {each.key for each in VISITS}
    assert all(count.visits <= 200 for count in store.counts.values())


def test_a_store_that_is_down_fails_with_the_first() -> None:
    records = [good(n) for n in range(20)]
    store, stream, adder = start(records, range(20))
    assert deliver(records, stream, adder) == "s0"
    assert store.counts == {}


def test_a_damaged_record_is_set_aside_by_name_and_passed_over() -> None:
    records = [good(0), damaged(1), good(2), damaged(3)]
    store, stream, adder = start(records)
    assert deliver(records, stream, adder) is None
    assert store.marked == {VISITS[0].key, VISITS[2].key}
    assert stream.aside == {
        "e1": ("no visit in it", {"key": 1}),
        "e3": ("no visit in it", {"key": 3}),
    }


def test_a_damaged_record_does_not_block_what_fails_beside_it() -> None:
    records = [damaged(0), good(1), damaged(2), good(3)]
    store, stream, adder = start(records, [3])
    assert deliver(records, stream, adder) == "s3"
    assert store.marked == {VISITS[1].key}
    assert set(stream.aside) == {"e0", "e2"}


def test_only_damaged_records_are_done_too() -> None:
    records = [damaged(n) for n in range(3)]
    _, stream, adder = start(records)
    assert deliver(records, stream, adder) is None
    assert len(stream.aside) == 3


def test_what_cannot_be_set_aside_is_delivered_again() -> None:
    """Passed over without a trace it would be lost."""
    records = [good(0), damaged(1), good(2)]
    store, stream, adder = start(records)
    stream.away = True
    assert deliver(records, stream, adder) == "s1"
    assert store.marked == {VISITS[0].key}
    stream.away = False
    assert deliver(records[1:], stream, adder) is None
    assert (set(stream.aside), len(store.marked)) == ({"e1"}, 2)


@given(
    st.lists(st.booleans(), max_size=170),
    st.lists(st.integers(0, 169), max_size=4),
    st.integers(0, 2),
)
def test_law_starting_again_where_it_said_ends_exactly(
    whole: list[bool], stuck: list[int], conflicts: int
) -> None:
    """Whatever fails on the way, each visit is added once and each damaged record kept."""
    records = [good(n) if fine else damaged(n) for n, fine in enumerate(whole)]
    store, stream, adder = start(records, stuck)
    store.conflicts = conflicts
    place = deliver(records, stream, adder)
    while place is not None:
        at = [record.sequence for record in records].index(place)
        assert at in stuck
        store.stuck.discard(VISITS[at].key)
        place = deliver(records[at:], stream, adder)
    assert len(store.marked) == sum(whole)
    assert len(stream.aside) == len(whole) - sum(whole)
    assert {count.visits for count in store.counts.values()} <= {sum(whole)}
