"""What is shown of a count: what is reached, what comes next, and an estimate of that alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.campaign.model import Campaign, Milestone
from chalicelib.petition.history import import_history, set_count, unstamp
from chalicelib.petition.summary import more_to_json, summarise, to_json
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CAMPAIGN = Campaign(
    "enfants", "Enfants", "", "https://petitions.senat.fr/1",
    milestones=(
        Milestone(1_000, "mille"),
        Milestone(10_000, "dix mille"),
        Milestone(20_000, "vingt mille", "30 départements"),
    ),
    version=1,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A hundred a day for ten days, read each hour, 9 900 by now."""
    store = SqliteStore.open(str(tmp_path / "pv.sqlite3"), SetClock(NOW))
    rows = ((NOW - timedelta(hours=n), 9_900 - int(n * 100 / 24)) for n in range(240, -1, -1))
    lines = ["at,count\n", *(f"{at.isoformat()},{count}\n" for at, count in rows)]
    import_history(store, CAMPAIGN, lines, NOW)
    yield store
    store.close()


def test_the_next_milestone_alone_has_an_estimate(store: SqliteStore) -> None:
    summary = summarise(store, CAMPAIGN, NOW)
    first, second, third = to_json(summary, [])["milestones"]
    assert (first["expected_at"], third["expected_at"]) == (None, None)
    likely = datetime.fromisoformat(second["expected_at"])
    assert abs(likely - (NOW + timedelta(days=1))) < timedelta(hours=1)
    to_come = more_to_json(summary)["next"]
    assert to_come["signatures"] == 10_000
    assert to_come["expected"]["earliest"] < second["expected_at"] < to_come["expected"]["latest"]


def test_an_estimate_reaches_as_far_ahead_as_the_whole_series_allows(store: SqliteStore) -> None:
    rows = ((NOW - timedelta(days=n), 9_900 - 100 * n) for n in range(11, 90))
    lines = ["at,count\n", *(f"{at.isoformat()},{count}\n" for at, count in rows)]
    import_history(store, CAMPAIGN, lines, NOW)
    far = replace(CAMPAIGN, milestones=(Milestone(16_000, "seize mille"),))
    (step,) = summarise(store, far, NOW).steps
    assert step.expected is not None
    assert abs(step.expected.likely - (NOW + timedelta(days=61))) < timedelta(days=1)


def test_a_closed_petition_has_no_estimate(store: SqliteStore) -> None:
    set_count(store, CAMPAIGN, 9_900, NOW, True, NOW)
    assert all(step.expected is None for step in summarise(store, CAMPAIGN, NOW).steps)


def test_a_fall_of_two_below_a_milestone_takes_nothing_away(store: SqliteStore) -> None:
    later = NOW + timedelta(hours=2)
    set_count(store, CAMPAIGN, 10_001, NOW + timedelta(hours=1), False, later)
    set_count(store, CAMPAIGN, 9_999, later, False, later)
    summary = summarise(store, CAMPAIGN, later)
    assert [step.reached for step in summary.steps] == [True, True, False]
    assert (summary.next, summary.progress) == (CAMPAIGN.milestones[2], 9_999 / 20_000)
    unstamp(store, CAMPAIGN, 10_000, later)
    assert summarise(store, CAMPAIGN, later).next == CAMPAIGN.milestones[1]


def test_a_condition_that_nobody_publishes_is_never_met(store: SqliteStore) -> None:
    set_count(store, CAMPAIGN, 30_000, NOW, False, NOW)
    summary = summarise(store, CAMPAIGN, NOW)
    said = [{"signatures": 20_000, "condition": "30 départements", "state": "not_published"}]
    assert more_to_json(summary)["conditions"] == said
    assert (more_to_json(summary)["next"], summary.progress) == (None, 1.0)


def test_without_milestones_there_is_nothing_to_come(store: SqliteStore) -> None:
    bare = replace(CAMPAIGN, milestones=())
    summary = summarise(store, bare, NOW)
    assert (summary.next, summary.progress, summary.steps) == (None, 0.0, ())
