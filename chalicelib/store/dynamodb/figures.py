"""Reading tallies in DynamoDB: `figures.Figures`, `fairness.FairnessStore`, and the counters
of `reconcile.Ledger`.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections import Counter as Sum
from collections.abc import Iterator

from chalicelib.campaign.model import Level
from chalicelib.clock import Budget
from chalicelib.errors import Conflict
from chalicelib.fairness import ruling_from_json, ruling_to_json
from chalicelib.leaderboard import Ruling
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import Client, text
from chalicelib.store.dynamodb.keys import Item, Table
from chalicelib.tally.model import ALL, Count, Counter, LinkDay, Spread
from chalicelib.visits.model import Verdict

_RULE_SECONDS = 5.0


class FigureItems:
    """Totals, days, spreads, exclusions and rulings."""

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

    def day(self, campaign: str, level: Level, day: str) -> dict[str, Count]:
        """The counts of a level's entities on one day, with their hours."""
        found = self._db.query(Table.TALLIES, keys.counts(campaign, level, day))
        return {item["sk"]["S"]: _count_with_hours(item) for item in found}

    def excluded(self, campaign: str, link: str) -> dict[Verdict, int]:
        """How many requests for a link were not counted, by verdict."""
        sums: Sum[Verdict] = Sum()
        start = {":start": text(keys.exclusions_of(link))}
        partition = keys.excluded(campaign)
        for item in self._db.query(Table.TALLIES, partition, "begins_with(#sort, :start)", start):
            sums.update(verdicts(item))
        return dict(sums)

    def spreads(self, campaign: str, day: str) -> dict[str, Spread]:
        """How the visits of a day are spread, by link."""
        links = self.counts_of(campaign, Level.LINK, day)
        asked = {keys.spread(LinkDay(campaign, link, day)): link for link in links}
        found = self._db.get_all(Table.TALLIES, list(asked))
        return {asked[keys.key_of(Table.TALLIES, item)]: spread_of(item) for item in found}

    def spread(self, day: LinkDay) -> Spread:
        """How the visits of one link's day are spread."""
        item = self._db.get(keys.spread(day))
        return spread_of(item) if item else Spread()

    def rulings(self, campaign: str) -> list[Ruling]:
        """Every act, in the order of their times."""
        found = self._db.query(Table.TALLIES, keys.rulings(campaign))
        return [ruling_from_json(json.loads(item["document"]["S"])) for item in found]

    def rule(self, ruling: Ruling) -> None:
        """Keeps an act; the next rebuilding of the boards follows it."""
        item = ruling_item(ruling)
        if self._db.put_new(keys.ruling(ruling), item, Budget(_RULE_SECONDS)):
            raise Conflict(f"link {ruling.link} was ruled on at this very moment; run again")

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        """Every counter, in any order."""
        start = {":counts": text(keys.COUNTS)}
        for item in self._db.scan(Table.TALLIES, "begins_with(pk, :counts)", start):
            yield keys.counter_of(item), _count(item)


def ruling_item(ruling: Ruling) -> Item:
    """What an act is kept as."""
    document = json.dumps(ruling_to_json(ruling), ensure_ascii=False)
    return {"document": text(document), "campaign": text(ruling.campaign)}


def verdicts(item: Item) -> dict[Verdict, int]:
    """What an item of exclusions holds."""
    return {verdict: _int(item, verdict) for verdict in Verdict if verdict in item}


def spread_of(item: Item) -> Spread:
    """The spread that an item holds."""
    parts: dict[str, dict[str, int]] = {"v": {}, "s": {}, "n": {}, "f": {}}
    for attribute in item:
        kind, mark, name = attribute.partition("#")
        if mark:
            parts[kind][name] = _int(item, attribute)
    owners = {name: (visits, parts["s"][name]) for name, visits in parts["v"].items()}
    return Spread(owners, parts["n"], parts["f"])


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
