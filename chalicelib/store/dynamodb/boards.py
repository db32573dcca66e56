"""Reading leaderboards in DynamoDB: a page costs the same whatever the number of rows.

A generation is all boards of a campaign, ranked from the same counters and written as
items of a hundred rows (`rebuild`). The head names the generation that is shown,
so boards change all at once, and whoever pages through one goes on in the generation that
he began in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import Clock
from chalicelib.errors import BadInput, StoreUnavailable
from chalicelib.fairness import ruling_from_json
from chalicelib.leaderboard import Page, Period, Standing
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import Client, text
from chalicelib.store.dynamodb.keys import Item, Table
from chalicelib.visits.model import Verdict

ROWS = 100
"""Rows of one item. The longest page that is asked for, 200 rows, touches three of them."""

_CURSOR = re.compile(r"([0-9a-f]{32})\.([0-9]{1,7})\Z", re.ASCII)


class BoardItems:
    """`leaderboard.BoardStore`."""

    _db: Client
    _clock: Clock

    def board(
        self, campaign: Campaign, level: Level, period: Period, limit: int, cursor: str | None
    ) -> Page:
        """One page, as the last rebuilding ranked it; empty before the first one."""
        now = self._clock()
        head = self._db.get(keys.board_head(campaign.slug))
        shown = head["generation"]["S"] if head else ""
        generation, start = _read_cursor(cursor) if cursor else (shown, 0)
        if not head and not cursor:
            return Page((), 0, now, None)
        partition = keys.board_pages(campaign.slug, generation)
        items = list(self._items(partition, level, period, start, limit, now))
        if cursor and not items:
            raise BadInput("cursor is too old, or not of this leaderboard; start without it")
        if not items:
            raise StoreUnavailable(f"the boards of {campaign.slug!r} were not rebuilt for days")
        rows = [row for item in items for row in json.loads(item["rows"]["S"])]
        rows = rows[start % ROWS :][:limit]
        end = start + len(rows)
        more = end < int(items[0]["size"]["N"])
        made = head if head and generation == shown else items[0]
        out = json.loads(items[0]["left_out"]["S"])
        return Page(
            tuple(_standing(row) for row in rows),
            int(items[0]["total"]["N"]),
            datetime.fromisoformat(made["updated_at"]["S"]),
            f"{generation}.{end}" if more else None,
            int(items[0]["scans"]["N"]),
            {row[1]: {Verdict(v): n for v, n in row[4].items()} for row in rows if row[4]},
            tuple(ruling_from_json(ruling) for ruling in out),
        )

    def _items(
        self, partition: str, level: Level, period: Period, start: int, limit: int, now: datetime
    ) -> Iterator[Item]:
        """The items that hold rows `start` to `start + limit`, unless they have expired."""
        ends = {
            ":first": text(keys.board_page(level, period, start // ROWS)),
            ":last": text(keys.board_page(level, period, (start + limit - 1) // ROWS)),
        }
        found = self._db.query(Table.TALLIES, partition, "#sort BETWEEN :first AND :last", ends)
        for item in found:
            if int(item[keys.EXPIRES]["N"]) > now.timestamp():
                yield item


def _standing(row: list[Any]) -> Standing:
    """A row as it was written. Before rows said their rank of the day before, nobody moved."""
    rank, entity, visits, scans, _, *before = row
    return Standing(rank, entity, visits, scans, before[0] if before else rank)


def _read_cursor(cursor: str) -> tuple[str, int]:
    match = _CURSOR.match(cursor)
    if match is None:
        raise BadInput("cursor is not one that this leaderboard gave; start without it")
    return match[1], int(match[2])
