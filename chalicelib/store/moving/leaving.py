"""A campaign leaving a store: the same questions to both, and few that each answers its own way.

What never leaves: salts, sessions, one-time secrets, signing keys, answers that are kept for
retries, and what is made anew where the campaign comes to (boards, kits).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Protocol

from chalicelib.access.model import Member, Token
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import Clock, local_day
from chalicelib.leaderboard import Ruling, left_out
from chalicelib.petition.model import Official, Point
from chalicelib.store.moving.records import (
    Counted,
    Done,
    Kept,
    NotCounted,
    Picture,
    Record,
    SpreadOf,
    Taken,
    to_record,
)
from chalicelib.tally.model import ALL, Count, Counter, LinkDay, Spread
from chalicelib.visits.model import REPLAY_WINDOW, Visit


class Leaving(Protocol):
    """`moving.MovingStore.move_out`, over what a store has besides."""

    _clock: Clock

    def links(self, campaign: str) -> list[Link]: ...
    def rulings(self, campaign: str) -> list[Ruling]: ...
    def spreads(self, campaign: str, day: str) -> dict[str, Spread]: ...
    def totals(self, campaign: str, level: Level) -> dict[str, Count]: ...
    def days(self, campaign: str, level: Level, entity: str) -> list[tuple[str, Count]]: ...
    def kept_visits(self) -> Iterator[tuple[Visit, bool]]: ...
    def official(self, campaign: str) -> Official | None: ...
    def points(self, campaign: str) -> list[Point]: ...
    def tokens(self, campaign: str) -> list[Token]: ...
    def members(self, campaign: str) -> list[Member]: ...

    @abstractmethod
    def _pictures(self, slug: str) -> Iterator[Picture]:
        """The campaign's pictures."""

    @abstractmethod
    def _taken(self) -> Iterator[Taken]:
        """The names that are nobody's and stay taken, of every campaign that was erased."""

    @abstractmethod
    def _not_counted(self, slug: str) -> Iterable[NotCounted]:
        """What was not counted, each pair of a link and an association once."""

    @abstractmethod
    def _acts(self, slug: str) -> Iterator[Done]:
        """The audit trail, oldest first."""

    @abstractmethod
    def _owners_out(self, ruling: Ruling) -> Mapping[str, tuple[int, int]]:
        """Whose the visits of a day are that is left out, however long ago it was."""

    def move_out(self, campaign: Campaign) -> Iterator[Record]:
        """Every record of the campaign, one after the other; the campaign's own comes first."""
        return map(to_record, self._values(campaign))

    def _values(self, campaign: Campaign) -> Iterator[Any]:
        slug = campaign.slug
        yield campaign
        yield from self._pictures(slug)
        yield from self.links(slug)
        yield from self._taken()
        rulings = self.rulings(slug)
        yield from rulings
        yield from self._spreads(campaign, {(r.day, r.link): r for r in left_out(rulings)})
        yield from self._counted(slug)
        yield from self._not_counted(slug)
        for visit, tallied in self.kept_visits():
            if visit.campaign == slug:
                yield Kept(visit, tallied)
        official = self.official(slug)
        yield from [official] if official else []
        yield from self.points(slug)
        yield from self._acts(slug)
        yield from self.tokens(slug)
        yield from self.members(slug)

    def _spreads(
        self, campaign: Campaign, out: Mapping[tuple[str, str], Ruling]
    ) -> Iterator[SpreadOf]:
        """Of the days that may still be ruled on, and of those that are left out."""
        today = local_day(self._clock(), campaign.timezone)
        open_days = [
            (today - timedelta(days=days)).isoformat() for days in range(REPLAY_WINDOW.days + 1)
        ]
        for day in sorted({*open_days, *(day for day, _ in out)}):
            found = self.spreads(campaign.slug, day) if day in open_days else {}
            for link in sorted({*found, *(link for of, link in out if of == day)}):
                spread = found.get(link, Spread())
                if ruling := out.get((day, link)):
                    owners = self._owners_out(ruling)
                    spread = Spread(owners, spread.networks, spread.families)
                if spread.owners:
                    yield SpreadOf(LinkDay(campaign.slug, link, day), spread)

    def _counted(self, slug: str) -> Iterator[Counted]:
        """Each entity's days, and then its total; those of one entity are held at a time."""
        for level in Level:
            for entity, total in self.totals(slug, level).items():
                months = set()
                for day, count in self.days(slug, level, entity):
                    months.add(day[:7])
                    yield Counted(Counter(slug, level, entity, day), count)
                ever = Counter(slug, level, entity, ALL)
                yield Counted(ever, Count(total.visits, total.scans), tuple(sorted(months)))
