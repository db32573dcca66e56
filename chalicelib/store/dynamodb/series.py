"""Official counts in DynamoDB: `series.SeriesStore`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.errors import Conflict
from chalicelib.petition.model import Official, Point
from chalicelib.store.documents import official_from_text, official_to_text, time_key
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import Action, Client, number, text
from chalicelib.store.dynamodb.keys import Item, Table

OF_A_READING = 2
"""The most points of one reading: what was held and is confirmed by it, and its own."""


class SeriesItems:
    """What is known of each campaign's official count, and the changes of it."""

    _db: Client

    def official(self, campaign: str) -> Official | None:
        """What is known; None before anything is."""
        item = self._db.get(keys.official(campaign))
        return official_from_text(item["document"]["S"]) if item else None

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]:
        """The changes of the count, oldest first."""
        first = {":first": text(time_key(since))} if since else None
        condition = "#sort >= :first" if since else ""
        found = self._db.query(Table.TALLIES, keys.points(campaign), condition, first)
        return [_point(item) for item in found]

    def keep_official(self, official: Official, points: Sequence[Point] = ()) -> None:
        """Keeps the official over its version before.

        The points of a reading are kept with it, in one transaction; a history's are kept
        before, since no transaction holds them: who is interrupted imports it again.
        """
        slug = official.campaign
        together = points if len(points) <= OF_A_READING else ()
        if not together:
            self._db.put_all((keys.point(slug, p.at), point_item(p, slug)) for p in points)
        actions = [_replace(official)]
        actions += [
            Action("Put", keys.point(slug, p.at), put=point_item(p, slug)) for p in together
        ]
        if self._db.transact(actions):
            raise Conflict(f"the count of {slug!r} was read by somebody else")

    def drop_points(self, campaign: str, points: Sequence[Point]) -> None:
        """Deletes points."""
        self._db.delete_all(keys.point(campaign, point.at) for point in points)


def official_item(official: Official) -> Item:
    """What the official is kept as."""
    return {
        "document": text(official_to_text(official)),
        "version": number(official.version),
        "campaign": text(official.campaign),
    }


def _replace(official: Official) -> Action:
    first = official.version == 1
    return Action(
        "Put",
        keys.official(official.campaign),
        put=official_item(official),
        condition="attribute_not_exists(pk)" if first else "version = :before",
        values={} if first else {":before": number(official.version - 1)},
    )


def point_item(point: Point, campaign: str) -> Item:
    """What a change of the count is kept as."""
    return {
        "count": number(point.count),
        "source": text(point.source),
        "campaign": text(campaign),
    }


def _point(item: Item) -> Point:
    at = datetime.fromisoformat(item["sk"]["S"])
    return Point(at, int(item["count"]["N"]), item["source"]["S"])
