"""The way from a visit to its tally, second by second: shards, batches, conflicts, lag.

What is simulated: the stream hands a shard's visits over in order, one batch at a time
(Lambda's event source); `tally.deliver` takes them `TOGETHER`, `tally.fold.batches` cuts that
into transactions, and `tally.apply` tries again when another transaction is in the way. Every
transaction of a campaign adds to the campaign's own counters, so two of them at the same time
always are in each other's way: the later one is refused.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from zlib import crc32

from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.tally.apply import MOST_TRIES
from chalicelib.tally.deliver import TOGETHER
from chalicelib.tally.fold import batches
from chalicelib.visits.model import Visit
from deploy.functions import TALLY_STREAM

FIRST_PAUSE = 0.02
"""What `tally.apply` waits at most after the first refusal, in seconds; twice that each time."""


def batch_size() -> int:
    """Visits that Lambda hands over at once, as the template has it."""
    return int(TALLY_STREAM["BatchSize"])


@dataclass(frozen=True)
class Pace:
    """How fast the parts are, in seconds.

    `transaction` is a transaction of up to 99 actions from end to end, refused or not; `between`
    what the function does before the next one. `stream` is how long a change takes to show in
    the stream; `poll` how often Lambda looks there (four times a second, says its
    documentation); `window` how long it gathers a batch, as deployed. A new table on demand
    takes 4 000 write units a second, so it has four partitions and as many shards.
    """

    shards: int = 4
    transaction: float = 0.02
    between: float = 0.005
    stream: float = 0.2
    poll: float = 0.25
    window: float = 3.0


@dataclass
class Tallying:
    """What came of it. Times in seconds; `lags` are from a visit's write to its tally."""

    committed: list[tuple[Visit, ...]] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    refused: int = 0
    given_up: int = 0
    invocations: int = 0
    busy: float = 0.0
    ended: float = 0.0

    @property
    def attempts_each(self) -> float:
        """How often a transaction is tried."""
        return 1 + self.refused / max(1, len(self.committed))

    @property
    def conflict_rate(self) -> float:
        """How much of all attempts is refused."""
        return self.refused / max(1, self.refused + len(self.committed))


Shard = Generator[float, float, None]
"""Answers when it wants to be woken, and is sent what time it is then."""


def tally(visits: Sequence[Visit], pace: Pace, chance: random.Random) -> Tallying:
    """Hands `visits`, in the order of their times, over to the tally."""
    done = Tallying()
    by_shard: dict[int, list[Visit]] = {}
    for visit in visits:
        by_shard.setdefault(crc32(visit.key.encode()) % pace.shards, []).append(visit)
    counters = _Counters()
    start = visits[0].at.timestamp() if visits else 0.0
    shards = [_shard(v, start, pace, counters, done, chance) for v in by_shard.values()]
    waking = [(next(shard), place) for place, shard in enumerate(shards)]
    heapify(waking)
    while waking:
        now, place = heappop(waking)
        try:
            heappush(waking, (shards[place].send(now), place))
        except StopIteration:
            done.ended = max(done.ended, now)
    return done


@dataclass
class _Counters:
    """The items that every transaction of a campaign changes."""

    free: float = 0.0


def _shard(
    visits: Sequence[Visit],
    start: float,
    pace: Pace,
    counters: _Counters,
    done: Tallying,
    chance: random.Random,
) -> Shard:
    """One shard's function: batch after batch, as Lambda hands them over."""
    written = [visit.at.timestamp() - start for visit in visits]
    shows = [at + pace.stream for at in written]
    size, place, now = batch_size(), 0, 0.0
    while place < len(visits):
        gathers = max(now, shows[place]) + pace.window
        full = shows[place + size - 1] if place + size <= len(visits) else gathers
        now = yield max(now, min(gathers, full)) + chance.uniform(0, pace.poll)
        end = place
        while end < min(place + size, len(visits)) and shows[end] <= now:
            end += 1
        done.invocations += 1
        begun = now
        for first in range(place, end, TOGETHER):
            together = visits[first : min(first + TOGETHER, end)]
            for batch in batches(together, DynamoStore.most_actions):
                now = yield from _transaction(now, pace, counters, done, chance)
                done.committed.append(batch)
                done.lags += [now - (visit.at.timestamp() - start) for visit in batch]
                now = yield now + pace.between
        done.busy += now - begun
        place = end


def _transaction(
    now: float, pace: Pace, counters: _Counters, done: Tallying, chance: random.Random
) -> Generator[float, float, float]:
    """Tries until it goes through; answers when.

    Where `tally.apply` gives up, so that its batch is tried visit by visit, this counts it and
    goes on trying.
    """
    attempt = 0
    while counters.free > now:
        done.refused += 1
        now = yield now + pace.transaction
        now = yield now + chance.uniform(0, FIRST_PAUSE * 2**attempt)
        attempt += 1
        if attempt == MOST_TRIES:
            done.given_up += 1
            attempt = 0
    counters.free = now + pace.transaction
    return (yield now + pace.transaction)
