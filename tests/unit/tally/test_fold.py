"""What a visit adds to, and how visits are cut into transactions."""

from __future__ import annotations

from collections import Counter as Bag
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Level
from chalicelib.tally.fold import batches, counters, fold, link_day, spread
from chalicelib.tally.model import ALL, Count, Counter, Spread
from chalicelib.visits.model import Visit
from tests.contract.samples import ESSOR, LYON_POSTER, OTHER_LINK, RIVE, visit

ADA, BOB = visit(LYON_POSTER, "ada"), visit(LYON_POSTER, "bob", scan=True)
DAY = "2026-11-23"

each_visit = st.builds(
    lambda link, visitor, day, hour, scan: replace(
        visit(link, visitor, scan=scan), day=f"2026-11-{day:02}", hour=hour
    ),
    st.sampled_from([ESSOR, LYON_POSTER, RIVE, OTHER_LINK]),
    st.sampled_from("abcdefghij"),
    st.integers(21, 24),
    st.integers(0, 23),
    st.booleans(),
)
some_visits = st.lists(each_visit, max_size=60)
distinct = st.lists(each_visit, max_size=60, unique_by=lambda each: each.key)


def plain(count: Count) -> tuple[int, int, dict[int, tuple[int, int]]]:
    return count.visits, count.scans, dict(count.hours)


def added(one: Count, other: Count) -> Count:
    hours = dict(one.hours)
    for hour, (visits, scans) in other.hours.items():
        before = hours.get(hour, (0, 0))
        hours[hour] = (before[0] + visits, before[1] + scans)
    return Count(one.visits + other.visits, one.scans + other.scans, hours)


def test_a_visit_of_a_group_adds_to_four_totals_and_their_days() -> None:
    assert list(counters(ADA)) == [
        Counter("enfants", level, entity, period)
        for level, entity in (
            (Level.LINK, "CD4M8Y2"),
            (Level.GROUP, "essor/lyon"),
            (Level.ASSOCIATION, "essor"),
            (Level.CAMPAIGN, "enfants"),
        )
        for period in (ALL, DAY)
    ]


def test_a_visit_of_an_association_adds_to_no_group() -> None:
    levels = [counter.level for counter in counters(visit(RIVE, "ada"))]
    assert Bag(levels) == {Level.LINK: 2, Level.ASSOCIATION: 2, Level.CAMPAIGN: 2}


def test_days_have_hours_and_totals_have_none() -> None:
    late = replace(visit(LYON_POSTER, "eve"), hour=23)
    increments = fold([ADA, BOB, late])
    for level, entity in ((Level.LINK, "CD4M8Y2"), (Level.CAMPAIGN, "enfants")):
        assert increments[Counter("enfants", level, entity, ALL)] == Count(3, 1)
        day = Count(3, 1, {12: (2, 1), 23: (1, 0)})
        assert increments[Counter("enfants", level, entity, DAY)] == day


def test_nothing_adds_nothing() -> None:
    assert fold([]) == {}
    assert list(batches([], 100)) == []


@given(some_visits)
def test_law_the_same_visit_twice_is_one(visits: list[Visit]) -> None:
    """The first or the last request of it may be told: visits and keys are the same."""
    once, twice = fold(visits), fold([*visits, *visits])
    assert {c: n.visits for c, n in once.items()} == {c: n.visits for c, n in twice.items()}


@given(distinct, st.integers(0, 60))
def test_law_folding_all_is_the_sum_of_folding_parts(visits: list[Visit], cut: int) -> None:
    one, other = fold(visits[:cut]), fold(visits[cut:])
    whole = {
        counter: plain(added(one.get(counter, Count()), other.get(counter, Count())))
        for counter in one.keys() | other.keys()
    }
    assert {c: plain(n) for c, n in fold(visits).items()} == whole


@given(distinct, st.randoms(use_true_random=False))
def test_law_the_order_does_not_matter(visits: list[Visit], random: object) -> None:
    shuffled = list(visits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(visits)


@given(some_visits)
def test_law_every_sum_is_the_visits(visits: list[Visit]) -> None:
    keys = {each.key for each in visits}
    sums: Bag[tuple[Level, bool]] = Bag()
    for counter, count in fold(visits).items():
        assert 0 <= count.scans <= count.visits
        assert count.visits > 0
        sums[counter.level, counter.period == ALL] += count.visits
        if counter.period == ALL:
            assert count.hours == {}
        else:
            assert sum(visits for visits, _ in count.hours.values()) == count.visits
            assert sum(scans for _, scans in count.hours.values()) == count.scans
    for level in (Level.LINK, Level.ASSOCIATION, Level.CAMPAIGN):
        assert sums[level, True] == sums[level, False] == len(keys)


@given(some_visits, st.integers(10, 120))
def test_law_batches_hold_every_visit_and_fit(visits: list[Visit], most: int) -> None:
    found = list(batches(visits, most))
    assert {each.key for batch in found for each in batch} == {each.key for each in visits}
    for batch in found:
        assert batch
        assert len({each.key for each in batch}) == len(batch)
        assert len(batch) + len(fold(batch)) + len(spread(batch)) <= most


@given(distinct)
def test_law_a_batch_is_as_long_as_it_can_be(visits: list[Visit]) -> None:
    found = list(batches(visits, 100))
    assert {each.key for batch in found for each in batch} == {each.key for each in visits}
    for batch, following in pairwise(found):
        longer = (*batch, following[0])
        assert len(longer) + len(fold(longer)) + len(spread(longer)) > 100


@pytest.mark.parametrize(
    ("most", "lengths"), [(9, [1] * 5), (10, [1] * 5), (11, [2, 2, 1]), (13, [4, 1]), (14, [5])]
)
def test_batches_are_full_to_the_last_action(most: int, lengths: list[int]) -> None:
    """Visits of one group's link on one day: eight counters, a spread, and a mark each."""
    found = batches([visit(LYON_POSTER, f"v{n}") for n in range(5)], most)
    assert [len(batch) for batch in found] == lengths


@pytest.mark.parametrize("link", [ESSOR, LYON_POSTER])
def test_one_visit_alone_costs_at_most_ten(link: object) -> None:
    (batch,) = batches([visit(link, "ada")], 1)  # type: ignore[arg-type]
    assert 1 + len(fold(batch)) + len(spread(batch)) <= 10


@given(some_visits)
def test_law_every_visit_is_in_its_days_spread_once(visits: list[Visit]) -> None:
    sums = Bag(spread_day for spread_day in map(link_day, {v.key: v for v in visits}.values()))
    found = spread(visits)
    assert found.keys() == sums.keys()
    for day, each in found.items():
        assert sum(visits for visits, _ in each.owners.values()) == sums[day]
        assert sum(each.networks.values()) == sum(each.families.values()) == sums[day]
        assert all(0 <= scans <= visits for visits, scans in each.owners.values())


def test_a_visit_without_a_network_is_counted_to_its_owner_alone() -> None:
    old = replace(ADA, network="", family="")
    assert spread([old]) == {link_day(old): Spread({"essor": (1, int(old.scan))}, {}, {})}
