"""Finding visits that were never tallied, and any other drift.

Visits without a mark go through the tally's own transaction, so reconciling twice, or
beside the stream, adds nothing twice. Every other difference is reported and left alone: a
figure that was shown is not changed behind people's backs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.campaign.model import Level
from chalicelib.tally.apply import Adder
from chalicelib.tally.fold import counters
from chalicelib.tally.model import ALL, Count, Counter, Drift
from chalicelib.visits.model import Visit

AT_ONCE = 500
"""Untallied visits handed to the adder at a time; bounds memory, not the result."""


class Ledger(Protocol):
    """What reconciling reads."""

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        """Every visit kept and not expired, with whether it carries the tally's mark."""
        ...

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter of every campaign."""
        ...


@dataclass(slots=True)
class Report:
    """What a round found: how many visits it looked at and added, and what drifts."""

    kept: int = 0
    added: int = 0
    drifts: list[Drift] = field(default_factory=list)


def reconcile(ledger: Ledger, adder: Adder, moving_since: str = "9999") -> Report:
    """One round over everything kept.

    Days from `moving_since` on (ISO) are not compared, for their visits may arrive while the
    counters are read; nor is the first day kept, of which a part may have expired.
    """
    report = Report()
    report.added = _add_missing(ledger, adder)
    expected: dict[Counter, list[int]] = defaultdict(lambda: [0, 0])
    for visit, _ in ledger.kept_visits():
        report.kept += 1
        for counter in counters(visit):
            if counter.period != ALL:
                expected[counter][0] += 1
                expected[counter][1] += visit.scan
    report.drifts = list(_drifts(expected, ledger.counters(), moving_since))
    return report


def _add_missing(ledger: Ledger, adder: Adder) -> int:
    added, waiting = 0, []
    for visit, tallied in ledger.kept_visits():
        if not tallied:
            waiting.append(visit)
        if len(waiting) == AT_ONCE:
            added += adder.add(waiting)
            waiting = []
    return added + adder.add(waiting)


def _drifts(
    expected: dict[Counter, list[int]],
    actual: Iterable[tuple[Counter, Count]],
    moving_since: str,
) -> Iterator[Drift]:
    """Days against the visits kept of them; totals against the sum of their days."""
    first_kept = min((c.period for c in expected), default="9999")
    sums: dict[tuple[str, Level, str], list[int]] = defaultdict(lambda: [0, 0])
    totals: dict[tuple[str, Level, str], tuple[Counter, Count]] = {}
    for counter, count in actual:
        entity = (counter.campaign, counter.level, counter.entity)
        if counter.period == ALL:
            totals[entity] = (counter, count)
            continue
        sums[entity][0] += count.visits
        sums[entity][1] += count.scans
        kept = expected.pop(counter, [0, 0])
        if first_kept < counter.period < moving_since and (count.visits, count.scans) != tuple(kept):
            yield Drift(counter, count, Count(kept[0], kept[1]))
    for counter, kept in expected.items():
        if first_kept < counter.period < moving_since:
            yield Drift(counter, Count(), Count(kept[0], kept[1]))
    for entity in totals.keys() | sums.keys():
        counter, count = totals.get(entity, (Counter(*entity, ALL), Count()))
        days = sums[entity]
        if (count.visits, count.scans) != tuple(days):
            yield Drift(counter, count, Count(days[0], days[1]))
