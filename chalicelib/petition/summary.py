"""What people are shown of an official count: how many, since when, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.campaign.model import Campaign, Milestone
from chalicelib.petition.forecast import Expected, Pace, expected, pace
from chalicelib.petition.model import Crossing, Official, Openness, Point
from chalicelib.petition.series import Officials, is_stale, known


class Known(Officials, Protocol):
    """What a summary reads of a store."""

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, when it was crossed, and when it may be: None where nothing says so."""

    milestone: Milestone
    crossing: Crossing | None
    expected: Expected | None
    reached: bool
    """Stamped, or below the count: a fall of two below it takes nothing away."""


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
        return next((step.milestone for step in self.steps if not step.reached), None)

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
    # All of them, as an estimate reaches no further ahead than twice the series' own length:
    # what is older than two weeks is one a day.
    points = store.points(campaign.slug, official.since)
    crossings = {crossing.signatures: crossing for crossing in official.crossings}
    reached = {
        m.signatures: m.signatures in crossings or m.signatures <= (official.count or 0)
        for m in campaign.milestones
    }
    # Of the next one alone: what lies beyond is a guess on a guess.
    to_come = next((signatures for signatures, is_ in reached.items() if not is_), None)
    paces, guess = Pace(None, None, None), None
    if official.at is not None and official.count is not None:
        paces = pace(points, now, official.at)
        if to_come is not None and official.openness is not Openness.CLOSED:
            guess = expected(points, to_come, now, official.at)
    steps = tuple(
        Step(
            m,
            crossings.get(m.signatures),
            guess if m.signatures == to_come else None,
            reached[m.signatures],
        )
        for m in campaign.milestones
    )
    return Summary(official, is_stale(official, campaign, now), paces, steps)


def to_json(summary: Summary, series: Sequence[Point]) -> dict[str, Any]:
    """`GET /v1/campaigns/{campaign}/signatures`, whose shape is promised to tools."""
    official = summary.official
    return {
        "count": official.count,
        "read_at": _iso(official.at),
        "source": official.source or None,
        "stale": summary.stale,
        "milestones": [_step_to_json(step) for step in summary.steps],
        "series": [{"at": _iso(point.at), "count": point.count} for point in series],
    }


def more_to_json(summary: Summary) -> dict[str, Any]:
    """What is known besides: held counts, pace, what comes next, what nobody publishes."""
    official, pace_ = summary.official, summary.pace
    to_come = next((step for step in summary.steps if not step.reached), None)
    return {
        "state": official.openness.value,
        "held": official.held and {"at": _iso(official.held.at), "count": official.held.count},
        "check": official.check and {"at": _iso(official.check.at), "count": official.check.count},
        "pace": {"hour": pace_.hour, "day": pace_.day, "week": pace_.week},
        "next": to_come and {
            "signatures": to_come.milestone.signatures,
            "label": to_come.milestone.label,
            "expected": to_come.expected and {
                "earliest": _iso(to_come.expected.earliest),
                "latest": _iso(to_come.expected.latest),
            },
        },
        "conditions": [
            {
                "signatures": step.milestone.signatures,
                "condition": step.milestone.condition,
                "state": "not_published",
            }
            for step in summary.steps
            if step.milestone.condition
        ],
    }  # fmt: skip


def _step_to_json(step: Step) -> dict[str, Any]:
    crossing, guess = step.crossing, step.expected
    return {
        "signatures": step.milestone.signatures,
        "label": step.milestone.label,
        "reached_at": _iso(crossing.at) if crossing and crossing.known else None,
        "expected_at": _iso(guess.likely) if guess else None,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
