"""A campaign's first page in the space: everything across its associations, and what asks for
somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chalice.app import Response

from chalicelib import fairness, wiring
from chalicelib.access.rules import Action
from chalicelib.campaign.model import ANNOUNCED, Campaign, Level
from chalicelib.clock import local_day
from chalicelib.petition.model import Official
from chalicelib.petition.poll import MISSED
from chalicelib.petition.series import is_stale, known
from chalicelib.tally.model import Count
from chalicelib.web.render import day as day_in_words
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.words import plural

RECENT = 7
"""Days that are looked through for the last activity: one read a level and day, however many
associations there are."""

ASKED_DAYS = 2
"""Days whose spread is looked at for questions: today's and yesterday's."""


@dataclass(frozen=True, slots=True)
class Line:
    """An association or a group as organisers look at it. `last` is its latest day with a visit
    among the recent ones, or "".
    """

    where: Where
    today: Count
    total: Count
    last: str
    people: int
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """Something that asks for somebody: the key of its words, where to go, with which `query`,
    and what the words hold.
    """

    words: str
    path: str
    values: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


def show(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}`, for organisers."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign)
    house, now = wiring.house(), wiring.house().clock()
    today = local_day(now, where.campaign.timezone)
    lines = _lines(where.campaign, today)
    official = known(house.store, where.campaign, now)
    return guest.page(
        "space_overview.html",
        where,
        "first",
        total=house.store.total(campaign, Level.CAMPAIGN, campaign),
        today=house.store.day(campaign, Level.CAMPAIGN, today.isoformat()).get(campaign, Count()),
        now=now,
        days=(today.isoformat(), (today - timedelta(days=1)).isoformat()),
        recent=RECENT,
        lines=lines,
        gone=[one for one in where.campaign.associations if one.retired],
        official=official,
        age=age(official.at, now, guest.locale) if official.at else None,
        needs=list(_needs(guest, where, lines, official, now)),
    )


def age(at: datetime, now: datetime, locale: str) -> tuple[str, int]:
    """How old something is, in words: their key, and the number that goes with it."""
    minutes = max(0, int((now - at) / timedelta(minutes=1)))
    for unit, length in (("overview.age.days", 1440), ("overview.age.hours", 60)):
        if minutes >= length:
            return plural(locale, unit, minutes // length), minutes // length
    if not minutes:
        return "overview.age.now", 0
    return plural(locale, "overview.age.minutes", minutes), minutes


def _lines(campaign: Campaign, today: date) -> list[Line]:
    store = wiring.house().store
    totals: dict[str, Count] = {}
    last: dict[str, str] = {}
    now: dict[str, Count] = {}
    for level in (Level.ASSOCIATION, Level.GROUP):
        totals |= store.totals(campaign.slug, level)
        for number in range(RECENT):
            day = (today - timedelta(days=number)).isoformat()
            counts = store.day(campaign.slug, level, day)
            now |= counts if number == 0 else {}
            last = dict.fromkeys(counts, day) | last
    people: Counter[str] = Counter()
    for member in store.members(campaign.slug):
        people[member.place.owner] += 1

    def line(where: Where, parts: tuple[Line, ...] = ()) -> Line:
        owner, none = where.place.owner, Count()
        return Line(
            where,
            now.get(owner, none),
            totals.get(owner, none),
            last.get(owner, ""),
            people[owner],
            parts,
        )

    return [
        line(
            Where(campaign, one),
            tuple(line(Where(campaign, one, g)) for g in one.groups if not g.retired),
        )
        for one in campaign.associations
        if not one.retired
    ]


def _needs(
    guest: Guest, where: Where, lines: list[Line], official: Official, now: datetime
) -> Iterator[Need]:
    """What asks for somebody, the most pressing first."""
    campaign, store = where.campaign, wiring.house().store
    if not campaign.state.counts:
        yield Need("overview.needs.closed", where.path)
    today = local_day(now, campaign.timezone)
    for number in range(ASKED_DAYS):
        day = (today - timedelta(days=number)).isoformat()
        rows = fairness.report(store, campaign.slug, day)
        asked = sum(1 for row in rows if row.flags and row.ruling is None)
        if asked:
            words = plural(guest.locale, "overview.needs.flags", asked)
            said = {"count": asked, "day": day_in_words(day, guest.locale)}
            yield Need(words, where.page("fairness"), said, {"day": day})
    if official.held is not None:
        yield Need("overview.needs.held", where.page("count"))
    never = official.at is None and official.failures >= MISSED
    if never or is_stale(official, campaign, now):
        yield Need("overview.needs.stale", where.page("count"))
    alone = sum(1 for line in lines if not _people(line))
    if alone:
        words = plural(guest.locale, "overview.needs.alone", alone)
        yield Need(words, where.page("people/sheet"), {"count": alone})
    moved = campaign.announced(now)
    if moved:
        until = local_day(moved.at + ANNOUNCED, campaign.timezone).isoformat()
        said_until = {"day": day_in_words(until, guest.locale)}
        yield Need("overview.needs.moved", where.page("switch"), said_until)


def _people(line: Line) -> int:
    """Who can act for an association: its own people, and those of its groups."""
    return line.people + sum(part.people for part in line.parts)
