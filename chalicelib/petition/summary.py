"""What people are shown of an official count: how many, since when, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.campaign.model import Campaign, Milestone
from chalicelib.petition.forecast import Expected, Pace, expected, pace
from chalicelib.petition.model import Crossing, Official, Openness, Point
from chalicelib.petition.series import HOURLY, Officials, is_stale, known


class Known(Officials, Protocol):
    """What a summary reads of a store."""

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, when it was crossed, and when it may be: None where nothing says so."""

    milestone: Milestone
    crossing: Crossing | None
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A campaign's official count as it is shown.

    `stale` is True when the last good reading is older than it should be. `next` is the
    first milestone that is not reached, None after the last.
    """

    official: Official
    stale: bool
    pace: Pace
    steps: tuple[Step, ...]

    @property
    def next(self) -> Milestone | None:
        """The milestone to come."""
        count = self.official.count or 0
        return next((s.milestone for s in self.steps if s.milestone.signatures > count), None)

    @property
    def progress(self) -> float:
        """From 0 to 1, towards the milestone to come; 1 after the last, 0 without a count."""
        if self.official.count is None or not self.steps:
            return 0.0
        to_come = self.next
        return min(1.0, self.official.count / to_come.signatures) if to_come else 1.0


def summarise(store: Known, campaign: Campaign, now: datetime) -> Summary:
    """What there is to say of the campaign's count now; `StoreUnavailable` without a store."""
    official = known(store, campaign, now)
    begun = max(filter(None, (official.since, now - HOURLY)))
    points = store.points(campaign.slug, begun)
    if official.at is None or official.count is None:
        steps = tuple(Step(m, None, None) for m in campaign.milestones)
        return Summary(official, False, Pace(None, None, None), steps)
    crossings = {crossing.signatures: crossing for crossing in official.crossings}
    is_open = official.openness is not Openness.CLOSED
    count, at = official.count, official.at
    to_come = next((m for m in campaign.milestones if m.signatures > count), None)
    steps = tuple(
        Step(
            m,
            crossings.get(m.signatures),
            # Of the next one alone: what lies beyond is a guess on a guess.
            expected(points, m.signatures, now, at) if is_open and m == to_come else None,
        )
        for m in campaign.milestones
    )
    return Summary(official, is_stale(official, campaign, now), pace(points, now, at), steps)


def to_json(summary: Summary, series: Sequence[Point]) -> dict[str, Any]:
    """`GET /v1/campaigns/{campaign}/signatures`."""
    official = summary.official
    return {
        "count": official.count,
        "read_at": _iso(official.at),
        "source": official.source or None,
        "stale": summary.stale,
        "state": official.openness.value,
        "held": official.held and {"at": _iso(official.held.at), "count": official.held.count},
        "pace": {
            "hour": summary.pace.hour,
            "day": summary.pace.day,
            "week": summary.pace.week,
        },
        "milestones": [_step_to_json(step, official.count) for step in summary.steps],
        "series": [{"at": _iso(point.at), "count": point.count} for point in series],
    }


def _step_to_json(step: Step, count: int | None) -> dict[str, Any]:
    crossing, guess = step.crossing, step.expected
    return {
        "signatures": step.milestone.signatures,
        "label": step.milestone.label,
        "reached": crossing is not None or (count or 0) >= step.milestone.signatures,
        "reached_at": _iso(crossing.at) if crossing and crossing.known else None,
        "expected_at": _iso(guess.likely) if guess else None,
        "expected": guess and {"earliest": _iso(guess.earliest), "latest": _iso(guess.latest)},
        "condition": step.milestone.condition or None,
        "condition_state": "not_published" if step.milestone.condition else None,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
