"""A campaign leaving DynamoDB's tables, or coming to them: `moving.MovingStore`.

No transaction holds a whole campaign. So its document is written last: until then nobody is led
anywhere, and no page knows of it. All that is written before is absolute, so a move that was
interrupted is run again and ends the same; a mark says of which file it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.access.model import Member, Token
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import Budget, Clock
from chalicelib.errors import Conflict
from chalicelib.leaderboard import Ruling
from chalicelib.petition.model import Official, Point
from chalicelib.store.documents import act_from_text
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.access import member_items, token_items
from chalicelib.store.dynamodb.changes import act_items
from chalicelib.store.dynamodb.client import Action, Client, number, text
from chalicelib.store.dynamodb.directory import NEW, DirectoryItems, campaign_item
from chalicelib.store.dynamodb.figures import FigureItems, ruling_item, verdicts
from chalicelib.store.dynamodb.keys import Item, Key, Table
from chalicelib.store.dynamodb.series import official_item, point_item
from chalicelib.store.dynamodb.visits import image_of, spread_names
from chalicelib.store.moving.leaving import Leaving
from chalicelib.store.moving.records import (
    Counted,
    Done,
    Kept,
    NotCounted,
    Picture,
    Record,
    SpreadOf,
    Taken,
    from_record,
)
from chalicelib.store.moving.survey import NOBODYS, refuse_names_in_the_way, survey
from chalicelib.tally.model import LinkDay

_ALIASES = 90
"""Names that a link gets in one transaction."""

_PATIENT_SECONDS = 10.0


class MovingItems(DirectoryItems, FigureItems, Leaving):
    """Items as records, and records as items."""

    _db: Client
    _clock: Clock

    def move_in(self, slug: str, digest: str, read: Callable[[], Iterator[Record]]) -> None:
        """Takes in all that `read` answers each time it is called; nothing shows before the end."""
        found = survey(read(), slug)
        last = campaign_item(found.campaign)
        if self.load(slug):
            raise Conflict(f"campaign {slug!r} is here already; nothing was changed")
        refuse_names_in_the_way(found, self._holder)
        self._begin(slug, digest)
        for link in found.links.values():
            self._bring_link(link)
        self._db.put_all(self._moved(slug, read()))
        if self._db.transact([Action("Put", keys.campaign(slug), put=last, condition=NEW)]):
            raise Conflict(f"campaign {slug!r} was made by somebody else meanwhile")
        self._db.delete(keys.moving(slug))

    def _holder(self, key: str) -> Link | None:
        found = self.link(key, Budget(_PATIENT_SECONDS))
        return found or (NOBODYS if self.taken(key) else None)

    def _begin(self, slug: str, digest: str) -> None:
        """Marks the move; `Conflict` when one of another file began and did not end."""
        item = {"digest": text(digest), "campaign": text(slug)}
        kept = self._db.put_new(keys.moving(slug), item, Budget(_PATIENT_SECONDS))
        if kept and kept["digest"]["S"] != digest:
            raise Conflict(
                f"a move of campaign {slug!r} from another file began here and did not end:"
                " run it again with that file; nothing was changed"
            )

    def _bring_link(self, link: Link) -> None:
        kept = self.link(fold(link.code), Budget(_PATIENT_SECONDS))
        if kept is None:
            kept = replace(link, aliases=link.aliases[:_ALIASES])
            self.add_link(kept)
        while len(kept.aliases) < len(link.aliases):
            kept = replace(link, aliases=link.aliases[: len(kept.aliases) + _ALIASES])
            self.change_link(kept)

    def _moved(self, slug: str, records: Iterable[Record]) -> Iterator[tuple[Key, Item]]:
        now = self._clock()
        for record in records:
            value = from_record(record, slug)
            if isinstance(value, Kept):
                if value.visit.expires > now:
                    mark = {"tallied": text(now.isoformat())} if value.tallied else {}
                    yield keys.visit(value.visit), image_of(value.visit) | mark
            elif not isinstance(value, Taken):
                yield from _ITEMS[type(value)](slug, value)
            elif not self.taken(value.key):
                yield keys.code(value.key), {"erased": {"BOOL": True}}

    def _pictures(self, slug: str) -> Iterator[Picture]:
        for item in self._db.query(Table.DIRECTORY, keys.pictures(slug)):
            yield Picture(item["sk"]["S"], bytes(item["png"]["B"]))

    def _taken(self) -> Iterator[Taken]:
        for item in self._db.scan(Table.DIRECTORY, "erased = :yes", {":yes": {"BOOL": True}}):
            yield Taken(item["pk"]["S"].partition("#")[2])

    def _not_counted(self, slug: str) -> Iterable[NotCounted]:
        for item in self._db.query(Table.TALLIES, keys.excluded(slug)):
            association, group, link = (item[n]["S"] for n in ("association", "grp", "link"))
            yield NotCounted(slug, association, group, link, verdicts(item))

    def _acts(self, slug: str) -> Iterator[Done]:
        for item in self._db.query(Table.DIRECTORY, keys.acts(slug)):
            yield Done(item["sk"]["S"], act_from_text(item["document"]["S"]))

    def _owners_out(self, ruling: Ruling) -> Mapping[str, tuple[int, int]]:
        return self.spread(LinkDay(ruling.campaign, ruling.link, ruling.day)).owners


def _counter_item(value: Counted) -> Item:
    count = value.count
    added = {"visits": count.visits, "scans": count.scans}
    for hour, (visits, scans) in count.hours.items():
        added |= {f"v{hour:02}": visits, f"s{hour:02}": scans}
    # As additions make it: what is zero is not there.
    item = {name: number(n) for name, n in added.items() if n or name == "scans"}
    return item | ({"months": {"SS": list(value.months)}} if value.months else {})


def _spread_item(value: SpreadOf) -> Item:
    names = {name: number(visits) for name, visits in spread_names(value.spread).items()}
    return names | {"campaign": text(value.day.campaign)}


def _excluded_item(value: NotCounted) -> Item:
    item = {verdict.value: number(many) for verdict, many in value.requests.items()}
    return item | {
        "campaign": text(value.campaign),
        "association": text(value.association),
        "grp": text(value.group),
        "link": text(value.link),
    }


Items = Callable[[str, Any], Iterable[tuple[Key, Item]]]
"""A value of a campaign, by its slug, as the items that keep it."""

_ITEMS: dict[type, Items] = {
    # Kept after all others, and before them.
    Campaign: lambda slug, value: (),
    Link: lambda slug, value: (),
    Picture: lambda slug, value: [(keys.picture(slug, value.name), {"png": {"B": value.png}})],
    Ruling: lambda slug, value: [(keys.ruling(value), ruling_item(value))],
    SpreadOf: lambda slug, value: [(keys.spread(value.day), _spread_item(value))],
    Counted: lambda slug, value: [(keys.counter(value.counter), _counter_item(value))],
    NotCounted: lambda slug, value: [(keys.exclusion(value), _excluded_item(value))],
    Official: lambda slug, value: [(keys.official(slug), official_item(value))],
    Point: lambda slug, value: [(keys.point(slug, value.at), point_item(value, slug))],
    Done: lambda slug, value: act_items(value.act, value.moment),
    Token: lambda slug, value: token_items(value),
    Member: lambda slug, value: member_items(value),
}
