"""Time as it is handed in: days where the campaign lives, and the bound of one request."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import Budget, earliest_today, local_day, wall_clock, zone
from tests.fakes import Ticker

moments = st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1900 < at.year < 9999)


def test_the_wall_clock_knows_where_it_is() -> None:
    assert wall_clock().tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "timezone", "day"),
    [
        ("2026-11-23T22:59:59+00:00", "Europe/Paris", "2026-11-23"),
        ("2026-11-23T23:00:00+00:00", "Europe/Paris", "2026-11-24"),
        ("2026-07-14T21:59:59+00:00", "Europe/Paris", "2026-07-14"),
        ("2026-07-14T22:00:00+00:00", "Europe/Paris", "2026-07-15"),
        ("2026-11-24T00:30:00+01:00", "Europe/Paris", "2026-11-24"),
        ("2026-11-24T03:59:59+00:00", "America/Martinique", "2026-11-23"),
        ("2026-11-24T04:00:00+00:00", "America/Martinique", "2026-11-24"),
        ("2026-11-23T19:59:59+00:00", "Indian/Reunion", "2026-11-23"),
        ("2026-11-23T20:00:00+00:00", "Indian/Reunion", "2026-11-24"),
        ("2026-03-29T00:59:59+00:00", "Europe/Paris", "2026-03-29"),
        ("2026-10-25T22:30:00+00:00", "Europe/Paris", "2026-10-25"),
        ("2026-10-25T23:00:00+00:00", "Europe/Paris", "2026-10-26"),
    ],
)
def test_the_day_turns_at_midnight_where_the_campaign_lives(
    at: str, timezone: str, day: str
) -> None:
    assert local_day(datetime.fromisoformat(at), timezone) == date.fromisoformat(day)


@pytest.mark.parametrize("name", ["Europe/Pari", "", "../secrets", "/etc/passwd", "Mars/Olympus"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises((ZoneInfoNotFoundError, ValueError)):
        zone(name)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T11:59:59+00:00", "2026-11-22"),
        ("2026-11-23T12:00:00+00:00", "2026-11-23"),
        ("2026-11-23T12:59:59+01:00", "2026-11-22"),
    ],
)
def test_the_earliest_today_is_twelve_hours_behind(at: str, day: str) -> None:
    assert earliest_today(datetime.fromisoformat(at)) == date.fromisoformat(day)


@given(moments, st.sampled_from(sorted(available_timezones())))
def test_law_nowhere_is_it_earlier(at: datetime, name: str) -> None:
    there = at.astimezone(ZoneInfo(name))
    offset = there.utcoffset()
    assert offset is not None
    # Before 1900 some zones followed their own sun, further behind than any zone is today.
    if offset >= timedelta(hours=-12):
        assert earliest_today(at) <= there.date() <= earliest_today(at) + timedelta(days=2)


def test_a_budget_runs_out_and_never_below_zero() -> None:
    ticker = Ticker()
    budget = Budget(0.8, ticker)
    assert budget.left() == pytest.approx(0.8)
    ticker.seconds += 0.5
    assert budget.left() == pytest.approx(0.3)
    ticker.seconds += 0.3
    assert budget.left() == pytest.approx(0.0)
    ticker.seconds += 100
    assert budget.left() == 0.0


@given(st.floats(0, 60), st.lists(st.floats(0, 10), max_size=10))
def test_law_time_that_passed_is_spent(seconds: float, steps: list[float]) -> None:
    ticker = Ticker()
    budget = Budget(seconds, ticker)
    before = budget.left()
    for step in steps:
        ticker.seconds += step
        assert 0 <= budget.left() <= before
        before = budget.left()
    assert before == pytest.approx(max(0.0, seconds - sum(steps)), abs=1e-6)
