"""A campaign leaving a SQLite file, or coming to one: `moving.MovingStore`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from chalicelib.access.model import Member, Token
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import Clock, local_day
from chalicelib.errors import Conflict
from chalicelib.leaderboard import Ruling
from chalicelib.petition.model import Official, Point
from chalicelib.store.documents import act_from_text, act_to_text, campaign_to_text
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
from chalicelib.store.moving.shares import share_out
from chalicelib.store.moving.survey import NOBODYS, Survey, refuse_names_in_the_way, survey
from chalicelib.store.sqlite.access import put_member, put_token
from chalicelib.store.sqlite.database import Database
from chalicelib.store.sqlite.directory import put_campaign, put_link
from chalicelib.store.sqlite.figures import put_ruling
from chalicelib.store.sqlite.series import put_official, put_points
from chalicelib.store.sqlite.tally import exclude, put_count, put_out, roll
from chalicelib.store.sqlite.visits import put_visit
from chalicelib.visits.model import Verdict

MOVE_SECONDS = 3600.0
"""How long a whole campaign may take to be written: a million counters take some minutes."""


class MovingTables(Leaving):
    """Rows as records, and records as rows: all of them in one transaction."""

    _db: Database
    _clock: Clock

    def move_in(self, slug: str, digest: str, read: Callable[[], Iterator[Record]]) -> None:
        """Takes in all that `read` answers each time it is called, or nothing."""
        found = survey(read(), slug)
        self._db.write(partial(self._bring, found=found, records=read()), MOVE_SECONDS)

    def _bring(
        self, connection: sqlite3.Connection, found: Survey, records: Iterable[Record]
    ) -> None:
        campaign = found.campaign
        if connection.execute(
            "SELECT 1 FROM campaigns WHERE slug = ?", (campaign.slug,)
        ).fetchone():
            raise Conflict(f"campaign {campaign.slug!r} is here already; nothing was changed")
        refuse_names_in_the_way(found, partial(_holder, connection))
        put_campaign(connection, campaign, campaign_to_text(campaign))
        now = self._clock()
        for record in records:
            value = from_record(record, campaign.slug)
            if not isinstance(value, Kept) or value.visit.expires > now:
                _PUT[type(value)](connection, campaign.slug, value)
        for ruling in found.out():
            put_out(connection, ruling, found.owners.get((ruling.link, ruling.day), {}))
        roll(connection, campaign.slug, local_day(now, campaign.timezone).isoformat())

    def _pictures(self, slug: str) -> Iterator[Picture]:
        for name, png in self._db.each(
            "SELECT name, png FROM pictures WHERE campaign = ? ORDER BY name", (slug,)
        ):
            yield Picture(name, bytes(png))

    def _taken(self) -> Iterator[Taken]:
        for row in self._db.each("SELECT key FROM names WHERE code IS NULL ORDER BY key"):
            yield Taken(row[0])

    def _not_counted(self, slug: str) -> Iterable[NotCounted]:
        links = {link.code: link for link in self.links(slug)}
        requests: dict[tuple[str, str], dict[Verdict, int]] = {}
        for verdict in Verdict:
            of_links, of_associations = (
                self._excluded_sums(slug, level, verdict)
                for level in (Level.LINK, Level.ASSOCIATION)
            )
            for pair, many in share_out(links, of_links, of_associations).items():
                requests.setdefault(pair, {})[verdict] = many
        for code, association in sorted(requests):
            group = links[code].group if code in links else ""
            yield NotCounted(slug, association, group, code, requests[code, association])

    def _excluded_sums(self, slug: str, level: Level, verdict: Verdict) -> dict[str, int]:
        rows = self._db.read(
            "SELECT entity, requests FROM exclusions"
            " WHERE campaign = ? AND level = ? AND verdict = ?",
            (slug, level, verdict),
        )
        return dict(rows)

    def _acts(self, slug: str) -> Iterator[Done]:
        for moment, document in self._db.each(
            "SELECT moment, document FROM acts WHERE campaign = ? ORDER BY moment", (slug,)
        ):
            yield Done(moment, act_from_text(document))

    def _owners_out(self, ruling: Ruling) -> Mapping[str, tuple[int, int]]:
        rows = self._db.read(
            "SELECT entity, visits, scans FROM outs"
            " WHERE campaign = ? AND level = ? AND link = ? AND day = ?",
            (ruling.campaign, Level.ASSOCIATION, ruling.link, ruling.day),
        )
        return {entity: (visits, scans) for entity, visits, scans in rows}


def _holder(connection: sqlite3.Connection, key: str) -> Link | None:
    """Who has a name: an open transaction leaves nothing half done, so any holder is another."""
    found = connection.execute("SELECT 1 FROM names WHERE key = ?", (key,)).fetchone()
    return NOBODYS if found else None


Put = Callable[[sqlite3.Connection, str, Any], object]
"""Keeps a value of a campaign, by its slug."""


def _put_not_counted(connection: sqlite3.Connection, value: NotCounted) -> None:
    for verdict, requests in value.requests.items():
        exclude(connection, value, verdict, requests)


def _put_act(connection: sqlite3.Connection, value: Done) -> None:
    act = value.act
    row = (act.campaign, value.moment, act.association, act_to_text(act))
    connection.execute("INSERT INTO acts VALUES (?, ?, ?, ?)", row)


_PUT: dict[type, Put] = {
    # Kept before all others.
    Campaign: lambda connection, slug, value: None,
    # The visits say as much, but of days that are left out.
    SpreadOf: lambda connection, slug, value: None,
    Picture: lambda connection, slug, value: connection.execute(
        "INSERT INTO pictures VALUES (?, ?, ?)", (slug, value.name, value.png)
    ),
    Link: lambda connection, slug, value: put_link(connection, value),
    Taken: lambda connection, slug, value: connection.execute(
        "INSERT OR IGNORE INTO names VALUES (?, NULL)", (fold(value.key),)
    ),
    Ruling: lambda connection, slug, value: put_ruling(connection, value),
    Counted: lambda connection, slug, value: put_count(connection, value.counter, value.count),
    NotCounted: lambda connection, slug, value: _put_not_counted(connection, value),
    Kept: lambda connection, slug, value: put_visit(connection, value.visit, value.tallied),
    Official: lambda connection, slug, value: put_official(connection, value),
    Point: lambda connection, slug, value: put_points(connection, slug, (value,)),
    Done: lambda connection, slug, value: _put_act(connection, value),
    Token: lambda connection, slug, value: put_token(connection, value),
    Member: lambda connection, slug, value: put_member(connection, value),
}
