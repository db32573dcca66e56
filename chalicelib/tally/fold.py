"""From visits to increments: pure, and the only place that says what a visit adds to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.campaign.model import Level
from chalicelib.tally.model import ALL, Count, Counter
from chalicelib.visits.model import Visit

Increments = dict[Counter, Count]


def entities(visit: Visit) -> Iterator[tuple[Level, str]]:
    """Whose tally a visit belongs to: link, group if any, association, campaign."""
    yield Level.LINK, visit.link
    if visit.group:
        yield Level.GROUP, visit.group
    yield Level.ASSOCIATION, visit.association
    yield Level.CAMPAIGN, visit.campaign


def counters(visit: Visit) -> Iterator[Counter]:
    """The counters that one visit adds one to: each entity's total and its day."""
    for level, entity in entities(visit):
        yield Counter(visit.campaign, level, entity, ALL)
        yield Counter(visit.campaign, level, entity, visit.day)


def fold(visits: Iterable[Visit]) -> Increments:
    """What these visits add, each taken once: the same key twice is one visit."""
    increments: Increments = {}
    for visit in {v.key: v for v in visits}.values():
        scans = int(visit.scan)
        for counter in counters(visit):
            old = increments.get(counter, Count())
            hours = dict(old.hours)
            if counter.period != ALL:
                before = hours.get(visit.hour, (0, 0))
                hours[visit.hour] = (before[0] + 1, before[1] + scans)
            increments[counter] = Count(old.visits + 1, old.scans + scans, hours)
    return increments


def batches(visits: Iterable[Visit], most_actions: int) -> Iterator[tuple[Visit, ...]]:
    """Splits visits so that each batch's marks and additions fit one transaction.

    A batch costs one action a visit (its mark) and one a counter; `most_actions` is the
    store's limit (DynamoDB: 100). One visit alone costs at most nine.
    """
    batch: dict[str, Visit] = {}
    touched: set[Counter] = set()
    for visit in visits:
        if visit.key in batch:
            continue
        more = touched.union(counters(visit))
        if batch and len(batch) + 1 + len(more) > most_actions:
            yield tuple(batch.values())
            batch, more = {}, set(counters(visit))
        batch[visit.key] = visit
        touched = more
    if batch:
        yield tuple(batch.values())
