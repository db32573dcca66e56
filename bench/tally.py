"""What the tally does in a second, and what a visit costs it, by the size of its batches.

`python -m bench.tally` hands batches of 1, 10, 100 and 1 000 visits to the tally: all of one link,
and of 504 links as a crowd follows them. The CPU is that of our code with botocore's, which builds
and signs each transaction; the answer comes from a hook in the place of HTTP. Units are those of
DynamoDB's documented rules, in the middle of a day. Times are given beside the SHA-256 of a
megabyte, by turns with it. Writes `bench/results/tally.json`.

On one machine nothing is tallied apart: `bench.redirects` measures that.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bench.crowd import Crowd
from bench.handler import AWAY, without_network
from bench.metered import PREFIX, Metered
from bench.replay import AT
from chalicelib.store.aws.client import open_client
from chalicelib.store.dynamodb.store import CONFIG, DynamoStore
from chalicelib.tally.apply import Adder
from chalicelib.visits.model import Visit

RESULTS = Path(__file__).with_name("results")
SIZES = (1, 10, 100, 1_000)
VISITS = 2_000
CROWDS = {"one link": Crowd(associations=1, groups=0, channels=1), "504 links": Crowd()}
MEGABYTE = bytes(2**20)


@dataclass(frozen=True, slots=True)
class Pace:
    """One size of batch: visits a second of CPU, what one costs in SHA-256s, and in units."""

    crowd: str
    batch: int
    per_second: float
    references: float
    units_per_visit: float
    visits_per_transaction: float


def main() -> int:
    """Measures, prints and writes."""
    os.environ |= AWAY
    paces = [measure(name, size) for name in CROWDS for size in SIZES]
    print("crowd        batch  visits/s  x SHA-256 of 1 MB  units a visit  in a transaction")
    for pace in paces:
        print(
            f"{pace.crowd:12}{pace.batch:6}{pace.per_second:10.0f}{pace.references:19.4f}"
            f"{pace.units_per_visit:15.2f}{pace.visits_per_transaction:18.1f}"
        )
    RESULTS.mkdir(exist_ok=True)
    report = [asdict(pace) for pace in paces]
    (RESULTS / "tally.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


def measure(crowd: str, size: int) -> Pace:
    """What visits that are there already take to be marked and added up."""
    sent: list[str] = []
    client = open_client("dynamodb", CONFIG)
    without_network(client, sent)
    with closing(DynamoStore(client, PREFIX, lambda: AT)) as store:
        seconds, reference = _timed(crowd, size, Adder(store))
    metered = Metered()
    adder = Adder(DynamoStore(metered, PREFIX, lambda: AT))
    visits = _visits(crowd, VISITS)
    # What a batch costs in the middle of a day: its counters are there.
    _add(adder, visits[:1_000])
    before, made = metered.units, len(metered.actions)
    for some in _batches(visits[1_000:], size):
        _add(adder, some)
    counted = VISITS - 1_000
    counted = VISITS - 1_000
    return Pace(
        crowd,
        size,
        round(1 / seconds, 1),
        round(seconds / reference, 5),
        round((metered.units - before) / counted, 2),
        round(counted / (len(metered.actions) - made), 1),
    )


def _add(adder: Adder, visits: list[Visit]) -> None:
    if adder.add(visits) != len(visits):
        raise SystemExit("the tally did not add all that was new")


def _timed(crowd: str, size: int, adder: Adder) -> tuple[float, float]:
    """CPU seconds of one visit, and of the reference, in turns: medians over the batches."""
    spent, reference = [], []
    for some in _batches(_visits(crowd, VISITS), size):
        spent.append(_cpu(partial(_add, adder, some)) / len(some))
        reference.append(_cpu(lambda: hashlib.sha256(MEGABYTE).digest()))
    return statistics.median(spent), statistics.median(reference)


def _visits(crowd: str, count: int) -> list[Visit]:
    return CROWDS[crowd].visits(count, AT, 60.0, random.Random(crowd))


def _batches(visits: list[Visit], size: int) -> list[list[Visit]]:
    return [visits[at : at + size] for at in range(0, len(visits), size)]


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    sys.exit(main())
