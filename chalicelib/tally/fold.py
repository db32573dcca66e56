"""From visits to increments: pure, and the only place that says what a visit adds to."""

from __future__ import annotations

from collections import Counter as Sum
from collections.abc import Iterable, Iterator
from typing import Protocol

from chalicelib.campaign.model import Level
from chalicelib.tally.model import ALL, Count, Counter, LinkDay, Spread
from chalicelib.visits.model import Visit


class Owned(Protocol):
    """What belongs to a link, and so to the link's owners: visits, exclusions, rulings."""

    @property
    def campaign(self) -> str: ...
    @property
    def association(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def link(self) -> str: ...


def entities(of: Owned) -> Iterator[tuple[Level, str]]:
    """Whose tally it belongs to: link, group if any, association, campaign."""
    yield Level.LINK, of.link
    if of.group:
        yield Level.GROUP, of.group
    yield Level.ASSOCIATION, of.association
    yield Level.CAMPAIGN, of.campaign


def counters(visit: Visit) -> Iterator[Counter]:
    """The counters that one visit adds one to: each entity's total and its day."""
    for level, entity in entities(visit):
        yield Counter(visit.campaign, level, entity, ALL)
        yield Counter(visit.campaign, level, entity, visit.day)


def link_day(visit: Visit) -> LinkDay:
    """Where the visit is part of a spread."""
    return LinkDay(visit.campaign, visit.link, visit.day)


def fold(visits: Iterable[Visit]) -> dict[Counter, Count]:
    """What these visits add, each taken once: the same key twice is one visit."""
    increments: dict[Counter, Count] = {}
    for visit in _once(visits):
        scans = int(visit.scan)
        for counter in counters(visit):
            old = increments.get(counter, Count())
            hours = dict(old.hours)
            if counter.period != ALL:
                before = hours.get(visit.hour, (0, 0))
                hours[visit.hour] = (before[0] + 1, before[1] + scans)
            increments[counter] = Count(old.visits + 1, old.scans + scans, hours)
    return increments


def spread(visits: Iterable[Visit]) -> dict[LinkDay, Spread]:
    """How these visits are spread over their links' days, each taken once."""
    by_day: dict[LinkDay, list[Visit]] = {}
    for visit in _once(visits):
        by_day.setdefault(link_day(visit), []).append(visit)
    return {day: _spread_of(some) for day, some in by_day.items()}


def batches(visits: Iterable[Visit], most_actions: int) -> Iterator[tuple[Visit, ...]]:
    """Splits visits so that each batch's marks and additions fit one transaction.

    Visits of one link go together, and links of one owner: they share counters, so a
    transaction holds more of them, and every counter is written less often.
    A batch costs one action a visit (its mark), one a counter and one a spread;
    `most_actions` is the store's limit (DynamoDB: 100). One visit alone costs at most ten.
    """
    batch: dict[str, Visit] = {}
    touched: set[Counter | LinkDay] = set()
    for visit in sorted(_once(visits), key=_owners):
        adds: set[Counter | LinkDay] = {*counters(visit), link_day(visit)}
        more = touched | adds
        if batch and len(batch) + 1 + len(more) > most_actions:
            yield tuple(batch.values())
            batch, more = {}, adds
        batch[visit.key] = visit
        touched = more
    if batch:
        yield tuple(batch.values())


def _owners(visit: Visit) -> tuple[str, ...]:
    return visit.campaign, visit.association, visit.group, visit.link, visit.day


def _once(visits: Iterable[Visit]) -> Iterable[Visit]:
    return {visit.key: visit for visit in visits}.values()


def _spread_of(visits: Iterable[Visit]) -> Spread:
    owners: dict[str, tuple[int, int]] = {}
    networks: Sum[str] = Sum()
    families: Sum[str] = Sum()
    for visit in visits:
        before = owners.get(visit.association, (0, 0))
        owners[visit.association] = (before[0] + 1, before[1] + visit.scan)
        networks.update([visit.network] if visit.network else ())
        families.update([visit.family] if visit.family else ())
    return Spread(owners, dict(networks), dict(families))
