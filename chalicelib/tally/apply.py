"""Adding visits up exactly once, whatever is delivered twice, late, split or lost.

Fifth step on the way of a click. A batch's marks (on the visits themselves) and its
additions are one transaction: either all of it happened or none. A visit that carries a
mark already, or is gone, drops out, and the rest is added again without it. So what a
delivery does depends only on the marks, never on what a process remembers.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from chalicelib.errors import Conflict, StoreUnavailable
from chalicelib.tally.fold import batches
from chalicelib.visits.model import Visit

MOST_TRIES = 8


class TallyStore(Protocol):
    """Where tallies are kept."""

    most_actions: int
    """How many marks and additions one transaction holds."""

    def add_once(self, visits: tuple[Visit, ...]) -> frozenset[str]:
        """Marks all these visits and adds what they fold to, in one transaction.

        Answers the keys of the visits that were marked already or are gone: when there are
        any, nothing was written. Raises `Conflict` when another transaction was in the way,
        `StoreUnavailable` when it is not known whether it was written.
        """
        ...


class Adder:
    """Adds visits to their tallies."""

    def __init__(self, store: TallyStore, sleep: Callable[[float], None] = time.sleep) -> None:
        self._store = store
        self._sleep = sleep

    def add(self, visits: Iterable[Visit]) -> int:
        """Adds each of `visits` once; answers how many had not been added before.

        Raises `StoreUnavailable` when the store fails; calling again is always safe.
        """
        return sum(self._add_batch(b) for b in batches(visits, self._store.most_actions))

    def _add_batch(self, batch: tuple[Visit, ...]) -> int:
        for attempt in range(MOST_TRIES):
            if not batch:
                return 0
            try:
                spent = self._store.add_once(batch)
            except Conflict:
                # Two shards adding to one campaign's counters meet here: wait a random
                # moment, longer each time, so that they part.
                self._sleep(random.uniform(0, 0.02 * 2**attempt))
                continue
            if not spent:
                return len(batch)
            batch = tuple(v for v in batch if v.key not in spent)
        raise StoreUnavailable(f"the tally was in other hands {MOST_TRIES} times in a row")
