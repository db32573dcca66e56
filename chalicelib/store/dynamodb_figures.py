"""Reading tallies in DynamoDB: `figures.Figures`, and the counters of `reconcile.Ledger`."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter as Sum
from collections.abc import Iterator

from chalicelib.campaign.model import Level
from chalicelib.store import keys
from chalicelib.store.dynamodb_client import Client, text
from chalicelib.store.keys import Item, Table
from chalicelib.tally.model import ALL, Count, Counter
from chalicelib.visits.model import Verdict


class FigureItems:
    """Totals, days and exclusions."""

    _db: Client

    def totals(self, campaign: str, level: Level) -> dict[str, Count]:
        """The total of every entity of a level."""
        return self.counts_of(campaign, level, ALL)

    def counts_of(self, campaign: str, level: Level, period: str) -> dict[str, Count]:
        """The counters of every entity of a level for a day or for all time, without hours."""
        found = self._db.query(Table.TALLIES, keys.counts(campaign, level, period))
        return {item["sk"]["S"]: _count(item) for item in found}

    def total(self, campaign: str, level: Level, entity: str) -> Count:
        """One entity's total."""
        item = self._db.get(keys.counter(Counter(campaign, level, entity, ALL)))
        return _count(item) if item else Count()

    def days(self, campaign: str, level: Level, entity: str) -> list[tuple[str, Count]]:
        """One entity's days, oldest first, with their hours.

        A day's counters of all entities live together, for the boards. So an entity's days
        are asked for one by one, in the months that its total names.
        """
        total = self._db.get(keys.counter(Counter(campaign, level, entity, ALL)))
        months = total["months"]["SS"] if total else []
        asked = [
            keys.counter(Counter(campaign, level, entity, f"{month}-{day:02}"))
            for month in months
            for day in range(1, monthrange(int(month[:4]), int(month[5:]))[1] + 1)
        ]
        found = self._db.get_all(Table.TALLIES, asked)
        return sorted(
            ((keys.counter_of(item).period, _count_with_hours(item)) for item in found),
            key=lambda day: day[0],
        )

    def excluded(self, link: str) -> dict[Verdict, int]:
        """How many requests were not counted, by verdict."""
        sums: Sum[Verdict] = Sum()
        for item in self._db.query(Table.TALLIES, keys.excluded(link)):
            for verdict in Verdict:
                if verdict in item:
                    sums[verdict] += int(item[verdict]["N"])
        return dict(sums)

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter, in any order."""
        start = {":counts": text(keys.COUNTS)}
        for item in self._db.scan(Table.TALLIES, "begins_with(pk, :counts)", start):
            yield keys.counter_of(item), _count(item)


def _count(item: Item) -> Count:
    return Count(_int(item, "visits"), _int(item, "scans"))


def _count_with_hours(item: Item) -> Count:
    hours = {
        hour: (_int(item, f"v{hour:02}"), _int(item, f"s{hour:02}"))
        for hour in range(24)
        if f"v{hour:02}" in item
    }
    return Count(_int(item, "visits"), _int(item, "scans"), hours)


def _int(item: Item, name: str) -> int:
    return int(item[name]["N"]) if name in item else 0
