"""Who reaches more people than the week before: a view for those whose totals are still small.

An association's growth is its visits of the last seven days, today among them, less those of
the seven days before. Days that organisers left out of the ranking count in neither week.

What it costs: two pages of boards, seven days of associations (a counter each), and the days of
one link for each day of the week before that is left out. So it is for campaigns of at most
`MOST` associations; there is no such view of groups.
"""

from __future__ import annotations

from collections import Counter as Sum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import local_day
from chalicelib.leaderboard import (
    MOST_ROWS,
    BoardStore,
    Page,
    Period,
    Row,
    Ruling,
    knows,
    name_rows,
)
from chalicelib.tally.figures import Figures

MOST = 100
"""Associations of a campaign. Seven days of so many are less than half a megabyte to read."""

WEEK = 7


class GrowthStore(BoardStore, Figures, Protocol):
    """What growth is read of, and `load`: the campaign as it is now, not as it is remembered."""

    def load(self, slug: str) -> Campaign | None: ...


@dataclass(frozen=True, slots=True)
class Grown:
    """An association's two weeks. `new` when its first visit came in the last seven days."""

    name: str
    visits: int
    before: int
    new: bool

    @property
    def gained(self) -> int:
        """Visits more than the week before; less than 0 when there were fewer."""
        return self.visits - self.before


def measurable(campaign: Campaign) -> bool:
    """Whether the campaign is small enough for this view."""
    return len(campaign.associations) <= MOST


def grown(store: GrowthStore, campaign: Campaign, now: datetime) -> tuple[list[Grown], Page]:
    """Each association that has not left, the biggest growth first; and the board of the week,
    which says how old the figures are. `StoreUnavailable` when the store does not answer.
    """
    ever = store.board(campaign, Level.ASSOCIATION, Period.ALL, MOST_ROWS, None)
    week = store.board(campaign, Level.ASSOCIATION, Period.WEEK, MOST_ROWS, None)
    if not knows(campaign, ever, Level.ASSOCIATION):
        campaign = store.load(campaign.slug) or campaign
    visits = {standing.entity: standing.visits for standing in week.rows}
    before = _week_before(store, campaign, local_day(now, campaign.timezone), week.left_out)
    rows = name_rows(ever, campaign, Level.ASSOCIATION, {})
    found = [_of(row, visits.get(row.slug, 0), before[row.slug]) for row in rows if not row.retired]
    return sorted(found, key=lambda one: (-one.gained, -one.visits, one.name)), week


def _of(row: Row, visits: int, before: int) -> Grown:
    return Grown(row.name, visits, before, new=bool(visits) and row.visits == visits)


def _week_before(
    store: GrowthStore, campaign: Campaign, today: date, out: Iterable[Ruling]
) -> Sum[str]:
    """The visits of the seven days before the last seven, by association."""
    days = {str(today - timedelta(days=WEEK + n)) for n in range(WEEK)}
    sums: Sum[str] = Sum()
    for day in sorted(days):
        for association, count in store.day(campaign.slug, Level.ASSOCIATION, day).items():
            sums[association] += count.visits
    for ruling in out:
        if ruling.day in days:
            counted = dict(store.days(campaign.slug, Level.LINK, ruling.link))
            sums[ruling.association] -= counted[ruling.day].visits if ruling.day in counted else 0
    return sums
