"""What a place's visits come to: by day, by hour, by group and by channel.

Figures are read as the pages of everybody read them: exact, up to the moment. What was not
counted, and the rank, come with the leaderboard, which may be a minute old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib import wiring
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import local_day, zone
from chalicelib.leaderboard import MOST_ROWS, Period
from chalicelib.tally.model import Count
from chalicelib.visits.model import Verdict
from chalicelib.web.space.where import Where
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import place_of_link

MOST_DAYS, FEWEST_DAYS = 30, 7
"""How many days are shown: from the first that has a visit, so many at most and at least."""

USUAL_DAYS = 28
"""Whole days before today, at most, of which a usual day is the mean."""

Day = tuple[str, Count]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a place sums up to; `name` is a group's slug, "" for the association's own
    links, or a channel.
    """

    name: str
    visits: int
    scans: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in the ranking: `rank` of `of`, as it was at `at`; `of` is None when there are more
    than were looked through. `excluded` are requests that were not counted, approximately.
    """

    rank: int
    of: int | None
    at: datetime
    excluded: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class Hours:
    """Visits by hour of today up to now, and of a usual day; no `usual` without a whole day."""

    today: tuple[int, ...]
    usual: tuple[float, ...]
    days: int
    now: int


def recent(days: Sequence[Day], today: date) -> list[Day]:
    """The last days up to today, those without a visit too."""
    known = dict(days)
    first = date.fromisoformat(days[0][0]) if days else today
    shown = min(MOST_DAYS, max(FEWEST_DAYS, (today - first).days + 1))
    wanted = ((today - timedelta(days=back)).isoformat() for back in reversed(range(shown)))
    return [(day, known.get(day, Count())) for day in wanted]


def hours(days: Sequence[Day], now: datetime, timezone: str) -> Hours:
    """How today goes beside a usual day."""
    there = now.astimezone(zone(timezone))
    today = there.date()
    known = dict(days)
    whole = min(USUAL_DAYS, (today - date.fromisoformat(days[0][0])).days) if days else 0
    before = [(today - timedelta(days=back + 1)).isoformat() for back in range(whole)]
    sums = [sum(_hour(known.get(day, Count()), h) for day in before) for h in range(24)]
    usual = tuple(total / whole for total in sums) if whole else ()
    counted = known.get(today.isoformat(), Count())
    return Hours(tuple(_hour(counted, h) for h in range(24)), usual, whole, there.hour)


def today_of(campaign: Campaign) -> date:
    """The campaign's day."""
    return local_day(wiring.house().clock(), campaign.timezone)


def links_of(place: Place, links: Iterable[Link]) -> list[Link]:
    """Those that belong to a place."""
    return [link for link in links if place.covers(place_of_link(link))]


def by_group(where: Where, links: Sequence[Link], counts: Mapping[str, Count]) -> list[Part]:
    """What the links of each group, and of the association itself, sum up to: the most first."""

    def owner(link: Link) -> str:
        found = where.campaign.group(link.group) if link.group else None
        return found[1].slug if found else ""

    return _sums(links, counts, owner)


def by_channel(links: Sequence[Link], counts: Mapping[str, Count]) -> list[Part]:
    """What the links of each channel sum up to: the most first."""
    return _sums(links, counts, lambda link: link.channel)


def standing(call: Call, where: Where) -> Standing | None:
    """Where an association or a group stands; None where it is not among the first of the board.

    One page of the board is read, which is as dear whatever there is in the campaign. A rank is
    0 for who may not see the board.
    """
    campaign, level = where.campaign, where.level
    page = wiring.house().store.board(campaign, level, Period.ALL, MOST_ROWS, None)
    seen = campaign.public_leaderboard or call.may(Action.BOARD_READ, Place(campaign.slug))
    for row in page.rows:
        if row.entity == where.place.owner:
            of = None if page.next else len(page.rows)
            excluded = page.excluded.get(row.entity, {})
            return Standing(row.rank if seen else 0, of, page.updated_at, excluded)
    return None


def _hour(count: Count, hour: int) -> int:
    return count.hours.get(hour, (0, 0))[0]


def _sums(
    links: Sequence[Link], counts: Mapping[str, Count], name: Callable[[Link], str]
) -> list[Part]:
    sums: dict[str, tuple[int, int]] = {}
    for link in links:
        count, before = counts.get(link.code, Count()), sums.get(name(link), (0, 0))
        sums[name(link)] = (before[0] + count.visits, before[1] + count.scans)
    found = [Part(key, *both) for key, both in sums.items()]
    return sorted(found, key=lambda part: (-part.visits, part.name))
