"""Ranks: fair to ties, stable, and moved by nothing but visits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Level
from chalicelib.errors import BadInput
from chalicelib.leaderboard import (
    MOST_ROWS,
    Page,
    Period,
    Row,
    Standing,
    check_limit,
    left_out,
    name_rows,
    rank,
    to_json,
)
from chalicelib.visits.model import Verdict
from tests.contract.samples import CAMPAIGN, ESSOR, LYON, LYON_POSTER, NOON, RIVE, ruling

Counts = list[tuple[str, int, int]]

boards = st.lists(
    st.tuples(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 6), st.integers(0, 6)),
    max_size=25,
    unique_by=lambda count: count[0],
)


def ranks(counts: Counts) -> dict[str, int]:
    return {standing.entity: standing.rank for standing in rank(counts)}


@pytest.mark.parametrize(
    ("counts", "standings"),
    [
        ([], []),
        ([("a", 0, 0)], [(1, "a")]),
        ([("b", 2, 0), ("a", 2, 0)], [(1, "a"), (1, "b")]),
        ([("a", 1, 1), ("b", 5, 0)], [(1, "b"), (2, "a")]),
        (
            [("a", 3, 0), ("b", 3, 3), ("c", 9, 0), ("d", 1, 0)],
            [(1, "c"), (2, "a"), (2, "b"), (4, "d")],
        ),
        ([("c", 0, 0), ("b", 0, 0), ("a", 1, 0)], [(1, "a"), (2, "b"), (2, "c")]),
        ([("a", 2, 0), ("b", 2, 0), ("c", 1, 0)], [(1, "a"), (1, "b"), (3, "c")]),
    ],
)
def test_ranks(counts: Counts, standings: list[tuple[int, str]]) -> None:
    assert [(s.rank, s.entity) for s in rank(counts)] == standings


@given(boards)
def test_law_a_rank_is_one_more_than_those_with_more_visits(counts: Counts) -> None:
    for standing in rank(counts):
        assert standing.rank == 1 + sum(visits > standing.visits for _, visits, _ in counts)


@given(boards)
def test_law_everybody_is_there_once_with_their_figures(counts: Counts) -> None:
    assert sorted((s.entity, s.visits, s.scans) for s in rank(counts)) == sorted(counts)


@given(boards, st.randoms(use_true_random=False))
def test_law_the_order_does_not_depend_on_how_it_came(counts: Counts, random: object) -> None:
    shuffled = list(counts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled) == rank(counts)


@given(boards)
def test_law_fewer_visits_come_later_and_ties_by_entity(counts: Counts) -> None:
    order = [(-standing.visits, standing.entity) for standing in rank(counts)]
    assert order == sorted(order)


@given(boards.filter(bool), st.data())
def test_law_a_visit_lifts_its_own_and_nobody_else(counts: Counts, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from([entity for entity, _, _ in counts]))
    grown = [(e, v + (e == chosen), s) for e, v, s in counts]
    before, after = ranks(counts), ranks(grown)
    visits = {entity: count for entity, count, _ in counts}
    assert after[chosen] <= before[chosen]
    for entity in before.keys() - {chosen}:
        # Only those it was level with fall, by the one place that it took.
        assert after[entity] == before[entity] + (visits[entity] == visits[chosen])


@given(boards)
def test_law_who_joins_without_visits_moves_nobody(counts: Counts) -> None:
    before, after = ranks(counts), ranks([*counts, ("zz", 0, 0)])
    assert {entity: after[entity] for entity in before} == before


@given(boards, st.integers(0, 6))
def test_law_scans_move_nobody(counts: Counts, scans: int) -> None:
    assert ranks([(entity, visits, scans) for entity, visits, _ in counts]) == ranks(counts)


@pytest.mark.parametrize("limit", [1, 50, MOST_ROWS])
def test_a_page_may_have_so_many_rows(limit: int) -> None:
    assert check_limit(limit) == limit


@pytest.mark.parametrize("limit", [-1, 0, MOST_ROWS + 1, 10**9])
def test_a_limit_out_of_bounds_is_refused(limit: int) -> None:
    with pytest.raises(BadInput, match=f"from 1 to {MOST_ROWS}, not {limit}"):
        check_limit(limit)


def page(*standings: Standing, total: int = 8) -> Page:
    return Page(standings, total, NOON, None)


@pytest.mark.parametrize(
    ("level", "entity", "row"),
    [
        (Level.ASSOCIATION, "essor", Row(1, "essor", "L’Essor", 6, 2, 0.75)),
        (Level.ASSOCIATION, "gone", Row(1, "gone", "gone", 6, 2, 0.75)),
        (Level.GROUP, LYON.id, Row(1, "lyon", "Lyon", 6, 2, 0.75, association="essor")),
        (Level.GROUP, "gone/lyon", Row(1, "gone/lyon", "gone/lyon", 6, 2, 0.75)),
        (
            Level.LINK, "CD4M8Y2",
            Row(1, "CD4M8Y2", "Lyon · poster", 6, 2, 0.75, "essor", "lyon", "poster"),
        ),
        (
            Level.LINK, "AB3K9X7",
            Row(1, "AB3K9X7", "L’Essor · poster", 6, 2, 0.75, "essor", "", "poster"),
        ),
        (
            Level.LINK, "EF5N7Z3",
            Row(1, "EF5N7Z3", "La Rive · whatsapp", 6, 2, 0.75, "rive", "", "whatsapp", True),
        ),
        (Level.LINK, "ZZZZZZZ", Row(1, "ZZZZZZZ", "ZZZZZZZ", 6, 2, 0.75)),
    ],
)  # fmt: skip
def test_rows_have_the_names_of_today(level: Level, entity: str, row: Row) -> None:
    links = {link.code: link for link in (ESSOR, LYON_POSTER, replace(RIVE, closed=True))}
    assert name_rows(page(Standing(1, entity, 6, 2)), CAMPAIGN, level, links) == [row]


def test_a_share_of_nothing_is_nothing() -> None:
    (row,) = name_rows(page(Standing(1, "essor", 0, 0), total=0), CAMPAIGN, Level.ASSOCIATION, {})
    assert row.share == 0.0


def test_json_says_who_owns_what_and_how_old_it_is() -> None:
    found = to_json(page(Standing(1, "CD4M8Y2", 6, 2)), CAMPAIGN, Level.LINK, Period.WEEK,
                    {"CD4M8Y2": LYON_POSTER})  # fmt: skip
    assert found == {
        "campaign": "enfants",
        "level": "link",
        "period": "7d",
        "updated_at": "2026-11-23T11:00:00+00:00",
        "rows": [
            {
                "rank": 1, "slug": "CD4M8Y2", "name": "Lyon · poster", "visits": 6, "scans": 2,
                "share": 0.75, "association": "essor", "group": "lyon", "channel": "poster",
                "retired": False,
            }
        ],
        "next": None,
        "left_out": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "more"),
    [(Level.CAMPAIGN, set()), (Level.ASSOCIATION, set()), (Level.GROUP, {"association"})],
)
def test_json_has_no_empty_owner(level: Level, more: set[str]) -> None:
    (row,) = to_json(page(Standing(1, "x", 1, 0)), CAMPAIGN, level, Period.TODAY, {})["rows"]
    assert set(row) == {"rank", "slug", "name", "visits", "scans", "share", "retired"} | more


def test_rows_of_all_time_say_what_was_not_counted() -> None:
    found = replace(
        page(Standing(1, "essor", 2, 0), Standing(2, "rive", 0, 0)),
        excluded={"essor": {Verdict.ROBOT: 3, Verdict.REPEAT: 1}},
    )
    essor, rive = to_json(found, CAMPAIGN, Level.ASSOCIATION, Period.ALL, {})["rows"]
    none = {"repeat": 0, "preview": 0, "robot": 0, "prefetch": 0, "head": 0}
    assert essor["excluded"] == none | {"robot": 3, "repeat": 1}
    assert rive["excluded"] == none
    week = to_json(found, CAMPAIGN, Level.ASSOCIATION, Period.WEEK, {})["rows"]
    assert "excluded" not in week[0]


def test_the_last_act_on_a_links_day_holds() -> None:
    out = ruling(ESSOR, "2026-11-22")
    again = replace(out, reason="Une autre")
    other = ruling(LYON_POSTER, "2026-11-21")
    back = replace(other, ranked=True)
    assert left_out([out, other, again, back]) == (again,)
    assert left_out([out, other]) == (other, out)
    assert left_out([]) == ()


def test_what_is_left_out_says_whose_it_is_and_why() -> None:
    found = replace(page(), left_out=(ruling(LYON_POSTER), ruling(RIVE, "2026-11-24")))
    assert to_json(found, CAMPAIGN, Level.ASSOCIATION, Period.ALL, {})["left_out"] == [
        {
            "day": "2026-11-23", "association": "essor", "group": "lyon", "channel": "poster",
            "reason": "Une fête",
        },
        {
            "day": "2026-11-24", "association": "rive", "group": "", "channel": "whatsapp",
            "reason": "Une fête",
        },
    ]  # fmt: skip
