"""Adding up exactly once: batches, other people's transactions, visits that are spent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import StoreUnavailable
from chalicelib.tally.apply import MOST_TRIES, Adder
from chalicelib.tally.fold import fold
from chalicelib.tally.model import Count
from chalicelib.visits.model import Visit
from tests.contract.samples import ESSOR, LYON_POSTER, RIVE, visit
from tests.fakes import FakeTally

VISITS = [visit(LYON_POSTER, f"v{n}", scan=n % 3 == 0) for n in range(120)]
MANY_LINKS = [
    visit(replace(ESSOR, code=f"LINK{n:03}", channel=f"c{n}"), f"v{m}")
    for n in range(30)
    for m in range(4)
]


def start(*visits: Visit) -> tuple[Adder, FakeTally, list[float]]:
    store, waits = FakeTally(*visits), []
    return Adder(store, waits.append), store, waits


def sums(*visits: Visit) -> dict[object, Count]:
    return {counter: Count(n.visits, n.scans) for counter, n in fold(visits).items()}


@pytest.mark.parametrize("visits", [VISITS, MANY_LINKS], ids=["one link", "many links"])
def test_each_is_added_once_in_transactions_that_fit(visits: list[Visit]) -> None:
    adder, store, waits = start(*visits)
    assert adder.add(visits) == len(visits)
    assert store.counts == sums(*visits)
    assert [each for batch in store.transactions for each in batch] == visits
    assert all(len(batch) + len(fold(batch)) <= 100 for batch in store.transactions)
    assert len(store.transactions) > 1
    assert waits == []


def test_nothing_is_no_transaction() -> None:
    adder, store, _ = start()
    assert (adder.add([]), store.transactions) == (0, [])


def test_again_adds_nothing() -> None:
    adder, store, _ = start(*VISITS)
    adder.add(VISITS)
    done = len(store.transactions)
    assert adder.add(VISITS) == 0
    assert adder.add(iter([*VISITS, *VISITS])) == 0
    assert (store.counts, len(store.transactions)) == (sums(*VISITS), done)


def test_the_same_twice_in_one_go_is_once() -> None:
    adder, store, _ = start(*VISITS[:3])
    assert adder.add([*VISITS[:3], *VISITS[:3], VISITS[0]]) == 3
    assert store.counts == sums(*VISITS[:3])


def test_the_marked_and_the_gone_drop_out_and_the_rest_is_added() -> None:
    adder, store, _ = start(*VISITS[:10])
    adder.add(VISITS[2:4])
    gone = VISITS[10:12]
    assert adder.add([*VISITS[:10], *gone]) == 8
    assert store.counts == sums(*VISITS[:10])


def test_a_conflict_is_waited_for_longer_and_longer() -> None:
    adder, store, waits = start(*VISITS[:5])
    store.conflicts = MOST_TRIES - 1
    assert adder.add(VISITS[:5]) == 5
    assert store.counts == sums(*VISITS[:5])
    assert len(waits) == MOST_TRIES - 1
    assert all(0 <= wait <= 0.02 * 2**n for n, wait in enumerate(waits))


def test_conflicts_without_end_are_said_and_nothing_is_added() -> None:
    adder, store, waits = start(*VISITS[:5])
    store.conflicts = MOST_TRIES
    with pytest.raises(StoreUnavailable, match=f"in other hands {MOST_TRIES} times"):
        adder.add(VISITS[:5])
    assert (store.counts, len(waits)) == ({}, MOST_TRIES)
    assert adder.add(VISITS[:5]) == 5


def test_a_batch_that_fails_leaves_those_before_it_added() -> None:
    adder, store, _ = start(*VISITS)
    store.stuck = {VISITS[100].key}
    with pytest.raises(StoreUnavailable):
        adder.add(VISITS)
    before = sum(len(batch) for batch in store.transactions)
    assert 0 < before <= 100
    store.stuck = set()
    assert adder.add(VISITS) == len(VISITS) - before
    assert store.counts == sums(*VISITS)


def test_other_links_beside_it_do_not_change_what_a_visit_adds() -> None:
    adder, store, _ = start(VISITS[0], visit(RIVE, "ada"))
    assert adder.add([visit(RIVE, "ada")]) == 1
    assert adder.add([VISITS[0]]) == 1
    assert store.counts == sums(VISITS[0], visit(RIVE, "ada"))


@given(
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 20)), max_size=12),
    st.sets(st.integers(0, 19)),
    st.integers(0, 3),
    st.sampled_from([9, 12, 100]),
)
def test_law_deliveries_in_any_pieces_add_each_once(
    pieces: list[tuple[int, int]], gone: set[int], conflicts: int, most: int
) -> None:
    visits = [MANY_LINKS[n * 6] for n in range(20)]
    adder, store, _ = start(*(each for n, each in enumerate(visits) if n not in gone))
    store.most_actions = most
    store.conflicts = conflicts
    delivered: dict[str, Visit] = {}
    added = 0
    for first, length in pieces:
        piece = visits[first : first + length]
        added += adder.add(piece)
        delivered |= {each.key: each for each in piece if each.key in store.kept}
    assert added == len(delivered)
    assert store.counts == sums(*delivered.values())
