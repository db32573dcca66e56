"""Where DynamoDB's limits are, and which partition keys come near them.

A partition takes 1 000 write and 3 000 read units a second. DynamoDB may split a busy one, even
within a key; here nothing is ever split, so a key has one partition's limit for itself.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.metered import Spot
from chalicelib.store.dynamodb.keys import Table

WRITES, READS = 1000, 3000
MOST_SHARE = 0.5
"""How much of a partition's limit a key may take at ten times the busiest minute."""

NEW_TABLE_WRITES, NEW_TABLE_READS = 4000, 12_000
"""What a new table on demand takes at once; more after it was busy, or warmed beforehand.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html"""

MENDS = {
    "SPREAD#": "the link in the partition key, fewer groups of networks, a link's visits together",
    "COUNT#": "an owner's visits added up together: fewer transactions, of fewer counters each",
    "EXCLUDED#": "the link in the partition key",
    "CAMPAIGNS": "what a redirect needs of a campaign in a small item of its own",
}
"""What would cool the keys that start like this."""

Rates = Mapping[Spot, float]
"""Units a second, by where they are spent."""


@dataclass(frozen=True)
class Heat:
    """How busy one place is: units a second, and the limit for them."""

    table: Table
    partition: str
    write: bool
    rate: float
    limit: float

    @property
    def share(self) -> float:
        """How much of its limit that is."""
        return self.rate / self.limit

    @property
    def too_hot(self) -> bool:
        """Whether it is more than a key may take."""
        return self.share > MOST_SHARE

    @property
    def mend(self) -> str:
        """What would cool it, as far as anybody has thought about that."""
        known = (mend for start, mend in MENDS.items() if self.partition.startswith(start))
        return next(known, "not known yet")


def keys_by_heat(rates: Rates) -> list[Heat]:
    """Every partition key that is written or read, the hottest first."""
    heats = [
        Heat(spot.table, spot.partition, spot.write, rate, WRITES if spot.write else READS)
        for spot, rate in rates.items()
    ]
    return sorted(heats, key=lambda heat: -heat.share)


def hottest(rates: Rates) -> list[Heat]:
    """Of each table, the key that is hottest by its writes, and by its reads."""
    found: dict[tuple[Table, bool], Heat] = {}
    for heat in keys_by_heat(rates):
        found.setdefault((heat.table, heat.write), heat)
    return [found[at] for at in sorted(found, key=lambda at: (list(Table).index(at[0]), not at[1]))]


def tables(rates: Rates) -> list[Heat]:
    """Each table as a whole, beside what a new one takes."""
    sums: dict[tuple[Table, bool], float] = {}
    for spot, rate in rates.items():
        at = (spot.table, spot.write)
        sums[at] = sums.get(at, 0.0) + rate
    limits = {True: NEW_TABLE_WRITES, False: NEW_TABLE_READS}
    return [
        Heat(table, "(the whole table)", write, rate, limits[write])
        for (table, write), rate in sums.items()
    ]
