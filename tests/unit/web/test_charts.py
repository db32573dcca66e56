"""Charts are measured so that what is drawn is what was counted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.charts import HEIGHT, columns, every, nice_top

VALUES = st.lists(st.integers(0, 10**6), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 1), (1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (7, 8), (9, 10), (23, 30), (100, 100),
     (101, 150), (999, 1000), (1234, 1500), (9_999, 10_000)],
)  # fmt: skip
def test_the_top_is_round_and_near(highest: int, top: int) -> None:
    assert nice_top(highest) == top


@given(st.integers(0, 10**9))
def test_everything_fits_under_the_top_which_wastes_less_than_half(highest: int) -> None:
    top = nice_top(highest)
    assert highest <= top
    assert highest <= 1 or top <= 2 * highest


@given(VALUES)
def test_columns_are_as_high_as_their_values_and_stand_within_the_picture(
    values: list[int],
) -> None:
    chart = columns(values)
    assert len(chart.columns) == len(values)
    for column, value in zip(chart.columns, values, strict=True):
        assert column.height == pytest.approx(HEIGHT * value / chart.top, abs=0.01)
        assert column.y + column.height == pytest.approx(HEIGHT, abs=0.01)
        assert 0 <= column.x < column.x + column.width <= 100.01
    ends = [(c.x, c.x + c.width) for c in chart.columns]
    assert all(one[1] < other[0] for one, other in pairwise(ends))


@given(VALUES)
def test_lines_across_are_few_and_the_highest_is_the_top(values: list[int]) -> None:
    ticks = columns(values).ticks
    assert 1 <= len(ticks) <= 4
    assert ticks[-1].value == columns(values).top
    assert ticks[-1].y == 0


def test_a_part_is_the_foot_of_its_column_and_never_more_than_it() -> None:
    half, whole = columns([4, 4], parts=[2, 9]).columns
    assert half.part_height == pytest.approx(HEIGHT / 2)
    assert whole.part_height == whole.height


def test_a_mark_stands_at_its_value_and_none_where_that_is_nothing() -> None:
    first, second = columns([1, 1], marks=[4, 0]).columns
    assert first.mark_y == 0
    assert second.mark_y is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0, 0], []),
        ([5], [0]),
        ([9, 1, 1, 1, 1, 1, 1, 1, 1, 2], [0, 9]),
        ([1, 1, 1, 1, 1, 1, 9, 2], [6, 7]),
        ([1] * 28 + [9, 2], [28]),
        ([3, 9, 9, 0, 0], [2]),
    ],
)
def test_the_highest_and_the_last_say_their_values_where_there_is_room(
    values: list[float], said: list[int]
) -> None:
    assert [at for at, column in enumerate(columns(values).columns) if column.shown] == said


def test_words_at_the_edges_stay_within_the_picture() -> None:
    assert [c.anchor for c in columns([1] * 30).columns][::29] == ["start", "end"]
    assert columns([1] * 30).columns[15].anchor == "middle"


@pytest.mark.parametrize(
    ("count", "most", "places"),
    [(0, 5, []), (1, 5, [0]), (5, 5, [0, 1, 2, 3, 4]), (30, 5, [5, 11, 17, 23, 29])],
)
def test_every_so_many_say_their_name_with_the_last(
    count: int, most: int, places: list[int]
) -> None:
    assert every(count, most) == places
