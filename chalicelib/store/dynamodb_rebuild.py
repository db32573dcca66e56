"""Ranking leaderboards for DynamoDB: what the schedule does once a minute.

Items of a generation are written first, then the head is turned to it: a round that is
interrupted has changed nothing that is shown. Generations are named after what they hold,
so two rounds at once write the same items or different ones, never a mixture.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import blake2b

from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import Clock, local_day
from chalicelib.leaderboard import Period, Standing, rank
from chalicelib.store import keys
from chalicelib.store.documents import campaign_to_text, link_to_text
from chalicelib.store.dynamodb_boards import ROWS
from chalicelib.store.dynamodb_client import Client, number, text
from chalicelib.store.dynamodb_directory import DirectoryItems
from chalicelib.store.dynamodb_figures import FigureItems
from chalicelib.store.keys import Item, Key, Table
from chalicelib.tally.model import ALL

LIFE = timedelta(days=2)
"""How long a generation is kept after it was written. One that is still shown is written
again when half of it is over, so boards survive a day without rebuilding."""

Counts = dict[str, tuple[int, int]]
"""Visits and scans by entity."""

Boards = dict[tuple[Level, Period], list[Standing]]


class Rebuilding(DirectoryItems, FigureItems):
    """The rebuilding of boards, from the counters and the directory."""

    _db: Client
    _clock: Clock

    def rebuild_boards(self, campaign: Campaign) -> bool:
        """Ranks the campaign's boards as they are now; answers whether rows were written.

        Every visit changes the campaign's own total in the transaction that adds it. So while
        that total, the day, the campaign and its links are the same, nothing is ranked. The
        total is read first: a visit that is added meanwhile makes the next round rank again.
        """
        now = self._clock()
        today = local_day(now, campaign.timezone)
        total = self.total(campaign.slug, Level.CAMPAIGN, campaign.slug)
        links = self.links(campaign.slug)
        basis = _digest(
            f"{today} {total.visits} {total.scans}",
            campaign_to_text(campaign),
            *(link_to_text(link) for link in links),
        )
        head = self._db.get(keys.board_head(campaign.slug))
        if head and now >= datetime.fromisoformat(head["written_at"]["S"]) + LIFE / 2:
            head = None
        if head and head["basis"]["S"] == basis:
            self._show(campaign.slug, head, now)
            return False
        boards = self._rank_all(campaign, links, today)
        generation = _digest(*(f"{name} {standings}" for name, standings in boards.items()))
        written = not head or head["generation"]["S"] != generation
        if written:
            self._db.put_all(_items(campaign.slug, generation, boards, now))
        at = text(now.isoformat()) if written or not head else head["written_at"]
        new: Item = {"generation": text(generation), "basis": text(basis), "written_at": at}
        self._show(campaign.slug, new, now)
        return written

    def _show(self, slug: str, head: Item, now: datetime) -> None:
        self._db.put(keys.board_head(slug), head | {"updated_at": text(now.isoformat())})

    def _rank_all(self, campaign: Campaign, links: list[Link], today: date) -> Boards:
        return {
            (level, period): rank(
                (entity, visits, scans)
                for entity, (visits, scans) in (_zeros(campaign, links, level) | counts).items()
            )
            for level in Level
            for period, counts in self._windows(campaign.slug, level, today).items()
        }

    def _windows(self, slug: str, level: Level, today: date) -> dict[Period, Counts]:
        days = [self._counts(slug, level, str(today - timedelta(days=n))) for n in range(7)]
        return {
            Period.ALL: self._counts(slug, level, ALL),
            Period.TODAY: days[0],
            Period.WEEK: _sum(days),
        }

    def _counts(self, slug: str, level: Level, period: str) -> Counts:
        found = self.counts_of(slug, level, period)
        return {entity: (count.visits, count.scans) for entity, count in found.items()}


def _sum(days: Iterable[Counts]) -> Counts:
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for counts in days:
        for entity, (visits, scans) in counts.items():
            sums[entity] = (sums[entity][0] + visits, sums[entity][1] + scans)
    return dict(sums)


def _zeros(campaign: Campaign, links: list[Link], level: Level) -> Counts:
    """Who is on a board even without a visit: all but the retired and the closed."""
    if level is Level.CAMPAIGN:
        entities = [campaign.slug]
    elif level is Level.ASSOCIATION:
        entities = [a.slug for a in campaign.associations if not a.retired]
    elif level is Level.GROUP:
        entities = [g.id for a in campaign.associations for g in a.groups if not g.retired]
    else:
        entities = [link.code for link in links if not link.closed]
    return dict.fromkeys(entities, (0, 0))


def _items(slug: str, generation: str, boards: Boards, now: datetime) -> Iterator[tuple[Key, Item]]:
    """The items of a generation. An empty board has one too: it says that there are no rows."""
    partition = keys.board_pages(slug, generation)
    expires = number(int((now + LIFE).timestamp()))
    for (level, period), standings in boards.items():
        total = sum(standing.visits for standing in boards[Level.CAMPAIGN, period])
        for place in range(0, len(standings) or 1, ROWS):
            rows = [[s.rank, s.entity, s.visits, s.scans] for s in standings[place : place + ROWS]]
            key = Key(Table.TALLIES, partition, keys.board_page(level, period, place // ROWS))
            yield (
                key,
                {
                    "rows": text(json.dumps(rows, separators=(",", ":"))),
                    "size": number(len(standings)),
                    "total": number(total),
                    "updated_at": text(now.isoformat()),
                    keys.EXPIRES: expires,
                },
            )


def _digest(*parts: str) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big"))
        digest.update(raw)
    return digest.hexdigest()
