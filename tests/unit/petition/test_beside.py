"""Days side by side: nothing is guessed, and nothing is said of who signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.beside import FEWEST_DAYS, Beside, Day, beside, to_json
from chalicelib.petition.model import Point

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PARIS = "Europe/Paris"


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def point(when: datetime, count: int) -> Point:
    return Point(when, count, "an")


def test_a_days_signatures_are_what_its_last_reading_adds_to_the_day_befores() -> None:
    points = [point(at(20), 100), point(at(21, 8), 130), point(at(21, 20), 150), point(at(23), 145)]
    found = beside({"2026-11-21": (7, 2), "2026-11-23": (1, 0)}, points, NOW, PARIS, NOW, 60)
    assert found.days == (
        Day("2026-11-20", 0, 0, None, True),
        Day("2026-11-21", 7, 2, 50, True),
        Day("2026-11-22", 0, 0, 0, True),
        Day("2026-11-23", 1, 0, -5, False),
    )


def test_after_the_last_reading_nothing_is_known() -> None:
    found = beside({}, [point(at(18), 5), point(at(19), 9)], at(20), PARIS, NOW, 60)
    assert [(d.day[-2:], d.gained) for d in found.days] == [
        ("18", None), ("19", 4), ("20", 0), ("21", None), ("22", None), ("23", None),
    ]  # fmt: skip


def test_midnight_is_the_campaigns() -> None:
    points = [point(at(20), 1), point(at(21, 22), 5), point(at(21, 23), 9)]  # 23 h and 0 h there
    found = beside({}, points, NOW, PARIS, NOW, 60)
    assert [d.gained for d in found.days] == [None, 4, 4, 0]


def test_no_more_days_than_were_asked_for() -> None:
    found = beside({"2026-01-01": (1, 1)}, [point(at(1, month=3), 5)], NOW, PARIS, NOW, 7)
    assert [d.day for d in found.days] == [
        str(date(2026, 11, 17) + timedelta(days=n)) for n in range(7)
    ]
    assert [d.gained for d in found.days] == [0] * 7


def test_nothing_known_is_nothing_shown() -> None:
    assert beside({}, [], None, PARIS, NOW, 60) == Beside((), None)
    assert beside({}, [], NOW, PARIS, NOW, 60) == Beside((), None)


def days_of(visits: list[int], gained: list[int]) -> Beside:
    first = NOW.date() - timedelta(days=len(visits))
    by_day = {str(first + timedelta(days=n)): (v, 0) for n, v in enumerate(visits)}
    count, points = 1000, [point(NOW - timedelta(days=len(visits) + 1), 1000)]
    for n, more in enumerate(gained):
        count += more
        points.append(point(NOW - timedelta(days=len(visits) - n), count))
    return beside(by_day, points, NOW, PARIS, NOW, 60)


@pytest.mark.parametrize(("sign", "shown"), [(1, 1.0), (-1, -1.0)])
def test_days_that_rise_and_fall_together_correlate(sign: int, shown: float) -> None:
    visits = [3 * n % 17 for n in range(FEWEST_DAYS)]
    assert days_of(visits, [50 + sign * v for v in visits]).correlation == shown


def test_few_days_or_days_that_are_all_alike_have_no_correlation() -> None:
    few = list(range(FEWEST_DAYS - 1))
    assert days_of(few, few).correlation is None
    assert days_of([5] * 20, list(range(20))).correlation is None


def test_today_is_no_part_of_the_correlation() -> None:
    visits = list(range(FEWEST_DAYS))
    before = days_of(visits, visits)
    with_today = beside(
        {d.day: (d.visits, 0) for d in before.days} | {"2026-11-23": (9999, 0)},
        [point(NOW - timedelta(days=11), 1000),
         *(point(NOW - timedelta(days=10 - n), 1000 + n * (n + 1) // 2) for n in range(10))],
        NOW, PARIS, NOW, 60,
    )  # fmt: skip
    assert with_today.correlation == before.correlation == 1.0


def test_json_names_no_association() -> None:
    found = to_json(days_of([1, 2], [3, 4]))
    assert list(found) == ["days", "correlation"]
    assert set(found["days"][0]) == {"day", "visits", "scans", "signatures"}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-2, 10**6)), max_size=30))
def test_law_the_days_signatures_add_up_to_the_whole_rise(changes: list[tuple[int, int]]) -> None:
    rises = dict(changes)
    points = [
        point(NOW - timedelta(days=30) + timedelta(hours=13 * hours), max(0, rises.get(hours, 0)))
        for hours in range(max(rises, default=-1) + 1)
    ]
    found = beside({}, points, NOW, PARIS, NOW, 60)
    gained = [d.gained for d in found.days if d.gained is not None]
    rise = points[-1].count - last_of_first_day(points) if points else 0
    assert sum(gained) == rise


@pytest.mark.parametrize(
    ("rise", "shown"), [(9, [None, 5, None, None, None, 4]), (2, [None, 5, 0, 0, 2, 4])]
)
def test_what_came_while_readings_were_missing_is_no_days(
    rise: int, shown: list[int | None]
) -> None:
    """Two quiet days may have brought two signatures, and not nine in their last hour."""
    steps = zip((5, 4, 1, 0), (0, 5, 5 + rise, 9 + rise), strict=True)
    points = [point(NOW - timedelta(days=n), 100 + more) for n, more in steps]
    assert [day.gained for day in beside({}, points, NOW, PARIS, NOW, 60).days] == shown


def test_days_before_the_first_visit_are_no_part_of_the_correlation() -> None:
    visits = [3 * n % 17 + 1 for n in range(FEWEST_DAYS)]
    found = days_of(visits, visits)
    first, count = FEWEST_DAYS + 1, 1000
    points = [
        point(NOW - timedelta(days=n), 1000 - 70 * (n - first))
        for n in range(first + 10, first - 1, -1)
    ]
    for n, more in enumerate(visits):
        count += more
        points.append(point(NOW - timedelta(days=len(visits) - n), count))
    by_day = {d.day: (d.visits, 0) for d in found.days if d.visits}
    assert beside(by_day, points, NOW, PARIS, NOW, 60).correlation == found.correlation


def last_of_first_day(points: list[Point]) -> int:
    paris = [(p.at + timedelta(hours=1)).date() for p in points]
    return [p.count for p, day in zip(points, paris, strict=True) if day == paris[0]][-1]
