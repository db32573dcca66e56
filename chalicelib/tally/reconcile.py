"""Finding visits that were never tallied, and any other drift.

Visits without a mark go through the tally's own transaction, so reconciling twice, or
beside the stream, adds nothing twice. Every other difference is reported and left alone: a
figure that was shown is not changed behind people's backs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from chalicelib.campaign.model import Level
from chalicelib.tally.apply import Adder
from chalicelib.tally.fold import counters
from chalicelib.tally.model import ALL, Count, Counter, Drift
from chalicelib.visits.model import RETENTION, Visit

AT_ONCE = 500
"""Untallied visits handed to the adder at a time; bounds memory, not the result."""


class Ledger(Protocol):
    """What reconciling reads."""

    def steady(self) -> AbstractContextManager[bool]:
        """Opens a view for both reads below; True when it stands still while it is open."""
        ...

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        """Every visit kept and not expired, with whether it carries the tally's mark."""
        ...

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter of every campaign."""
        ...


_MARGIN = timedelta(days=2)
"""A day begins up to 14 hours before UTC's and `today` ends up to 12 after it: of a day this
much inside the retention no visit has expired, wherever the campaign lives."""


@dataclass(slots=True)
class Report:
    """What a round found: how many visits it looked at and added, and what drifts."""

    kept: int = 0
    added: int = 0
    drifts: list[Drift] = field(default_factory=list)


def reconcile(ledger: Ledger, adder: Adder, today: date) -> Report:
    """One round over everything kept. `today` is the earliest day that is today somewhere.

    Days of which visits may have expired are not compared; nor, where the store cannot hold
    still, days whose visits may arrive while the counters are read.
    """
    report = Report()
    report.added = _add_missing(ledger, adder)
    expected: dict[Counter, tuple[int, int]] = defaultdict(lambda: (0, 0))
    with ledger.steady() as still:
        for visit, _ in ledger.kept_visits():
            report.kept += 1
            for counter in counters(visit):
                if counter.period != ALL:
                    visits, scans = expected[counter]
                    expected[counter] = visits + 1, scans + visit.scan
        begun = today - RETENTION + _MARGIN
        whole = (begun.isoformat(), "9999" if still else today.isoformat())
        report.drifts = list(_drifts(expected, ledger.counters(), whole))
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
    expected: dict[Counter, tuple[int, int]],
    actual: Iterable[tuple[Counter, Count]],
    whole: tuple[str, str],
) -> Iterator[Drift]:
    """Days against the visits kept of them; totals against the sum of their days.

    `whole` are two days, both excluded: between them every visit of a day is still kept.
    """
    sums: dict[tuple[str, Level, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    totals: dict[tuple[str, Level, str], Count] = {}
    for counter, count in actual:
        entity = (counter.campaign, counter.level, counter.entity)
        if counter.period == ALL:
            totals[entity] = count
            continue
        visits, scans = sums[entity]
        sums[entity] = visits + count.visits, scans + count.scans
        kept = expected.pop(counter, (0, 0))
        if whole[0] < counter.period < whole[1] and (count.visits, count.scans) != kept:
            yield Drift(counter, count, Count(*kept))
    for counter, kept in expected.items():
        if whole[0] < counter.period < whole[1]:
            yield Drift(counter, Count(), Count(*kept))
    for entity in sorted(totals.keys() | sums.keys()):
        total, days = totals.get(entity, Count()), sums[entity]
        if (total.visits, total.scans) != days:
            yield Drift(Counter(*entity, ALL), total, Count(*days))
