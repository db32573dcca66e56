"""Campaigns, pictures, links and salts in SQLite."""

from __future__ import annotations

import sqlite3
from typing import Any

from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import Budget
from chalicelib.errors import CodeTaken, Conflict, UnknownLink
from chalicelib.store.documents import (
    campaign_from_text,
    campaign_to_text,
    changed,
    link_from_text,
    link_to_text,
)
from chalicelib.store.sqlite.changes import Changes
from chalicelib.store.sqlite.database import Database


class DirectoryTables(Changes):
    """`links.Directory`, `directory.Register` and `visitor.Salts`."""

    _db: Database

    def link(self, key: str, budget: Budget) -> Link | None:
        """The link whose code or alias folds to `key`."""
        rows = self._db.read(
            "SELECT document FROM names JOIN links USING (code) WHERE key = ?", (key,)
        )
        return link_from_text(rows[0][0]) if rows else None

    def campaign(self, slug: str, budget: Budget) -> Campaign | None:
        """The campaign called `slug`."""
        return self.load(slug)

    def load(self, slug: str) -> Campaign | None:
        """The campaign as it is now."""
        rows = self._db.read("SELECT document FROM campaigns WHERE slug = ?", (slug,))
        return campaign_from_text(rows[0][0]) if rows else None

    def campaigns(self) -> list[Campaign]:
        """Every campaign, in the order of slugs."""
        rows = self._db.read("SELECT document FROM campaigns ORDER BY slug")
        return [campaign_from_text(row[0]) for row in rows]

    def save(self, campaign: Campaign) -> None:
        """Keeps `campaign` over its version before; `Conflict` when that is not what is kept."""
        document = campaign_to_text(campaign)

        def job(connection: sqlite3.Connection) -> None:
            kept = connection.execute(
                "SELECT version FROM campaigns WHERE slug = ?", (campaign.slug,)
            ).fetchone()
            if (kept[0] if kept else 0) != campaign.version - 1:
                raise Conflict(f"campaign {campaign.slug!r} was changed by somebody else meanwhile")
            put_campaign(connection, campaign, document)

        self._change(job)

    def links(self, campaign: str) -> list[Link]:
        """Every link of a campaign, in the order of owner and channel."""
        rows = self._db.read(
            "SELECT document FROM links WHERE campaign = ? ORDER BY owner, channel", (campaign,)
        )
        return [link_from_text(row[0]) for row in rows]

    def links_of(self, campaign: str, owner: str) -> list[Link]:
        """The links of one owner, in the order of channels; reads no others."""
        rows = self._db.read(
            "SELECT document FROM links WHERE campaign = ? AND owner = ? ORDER BY channel",
            (campaign, owner),
        )
        return [link_from_text(row[0]) for row in rows]

    def add_link(self, link: Link) -> None:
        """Keeps a new link with its code and aliases; `CodeTaken` keeps nothing."""
        self._change(lambda connection: put_link(connection, link))

    def change_link(self, link: Link) -> None:
        """Changes association, aliases and `closed` of the link that has this code."""

        def job(connection: sqlite3.Connection) -> None:
            kept = connection.execute(
                "SELECT document FROM links WHERE code = ?", (link.code,)
            ).fetchone()
            if kept is None:
                raise UnknownLink(f"no link has the code {link.code!r}")
            _claim(connection, link.aliases, link.code)
            new = changed(link_from_text(kept[0]), link)
            connection.execute(
                "UPDATE links SET document = ? WHERE code = ?", (link_to_text(new), link.code)
            )
            connection.execute(_ENTITY, (new.campaign, Level.LINK, new.code, new.closed))

        self._change(job)

    def taken(self, name: str) -> bool:
        """Whether somebody has, or had, this name."""
        return bool(self._db.read("SELECT 1 FROM names WHERE key = ?", (fold(name),)))

    def picture(self, campaign: str, name: str) -> bytes | None:
        """The PNG that a campaign keeps under this name."""
        rows = self._db.read(
            "SELECT png FROM pictures WHERE campaign = ? AND name = ?", (campaign, name)
        )
        return bytes(rows[0][0]) if rows else None

    def save_picture(self, campaign: str, name: str, png: bytes) -> None:
        """Keeps a PNG; safe to repeat."""
        row = (campaign, name, png)
        self._db.write(lambda c: c.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?)", row))

    def erase(self, slug: str) -> None:
        """Forgets a campaign; its codes and aliases stay taken."""

        def job(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE names SET code = NULL WHERE code IN"
                " (SELECT code FROM links WHERE campaign = ?)",
                (slug,),
            )
            connection.execute("DELETE FROM campaigns WHERE slug = ?", (slug,))
            for table in _OF_A_CAMPAIGN:
                connection.execute(f"DELETE FROM {table} WHERE campaign = ?", (slug,))  # nosec B608

        self._db.write(job)

    def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None:
        """The day's salt, if it exists."""
        rows = self._db.read(
            "SELECT salt FROM salts WHERE campaign = ? AND day = ?", (campaign, day)
        )
        return bytes(rows[0][0]) if rows else None

    def make_salt(self, campaign: str, day: str, fresh: bytes, budget: Budget) -> bytes:
        """Keeps `fresh` unless the day has a salt; answers the one that holds."""

        def job(connection: sqlite3.Connection) -> bytes:
            connection.execute(
                "INSERT OR IGNORE INTO salts VALUES (?, ?, ?)", (campaign, day, fresh)
            )
            kept = connection.execute(
                "SELECT salt FROM salts WHERE campaign = ? AND day = ?", (campaign, day)
            ).fetchone()
            return bytes(kept[0])

        return self._db.write(job, budget.left())

    def destroy_salts(self, campaign: str, before: str) -> int:
        """Destroys older salts; `secure_delete` overwrites them, the checkpoint empties the log."""

        def job(connection: sqlite3.Connection) -> int:
            return connection.execute(
                "DELETE FROM salts WHERE campaign = ? AND day < ?", (campaign, before)
            ).rowcount

        destroyed = self._db.write(job)
        if destroyed:
            self._db.read("PRAGMA wal_checkpoint(TRUNCATE)")
        return destroyed


def put_campaign(connection: sqlite3.Connection, campaign: Campaign, document: str) -> None:
    """Keeps a campaign over the one that there may be, with its rows of boards."""
    connection.execute(
        "INSERT OR REPLACE INTO campaigns VALUES (?, ?, ?)",
        (campaign.slug, campaign.version, document),
    )
    connection.executemany(_ENTITY, _entities(campaign))


def put_link(connection: sqlite3.Connection, link: Link) -> None:
    """Keeps a new link; `CodeTaken` as `Register.add_link` has it."""
    _claim(connection, (link.code, *link.aliases), link.code)
    row = (link.code, link.campaign, link.owner, link.channel, link_to_text(link))
    done = connection.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?)", row)
    if not done.rowcount:
        raise CodeTaken(f"{link.owner!r} has a link for channel {link.channel!r} already")
    connection.execute(_ENTITY, (link.campaign, Level.LINK, link.code, link.closed))


_OF_A_CAMPAIGN = (
    "links", "visits", "counts", "standings", "windows", "exclusions", "salts", "tokens",
    "rulings", "days_out", "outs", "officials", "points", "pictures", "members",
    "one_times", "acts",
)  # fmt: skip

_ENTITY = """
INSERT INTO standings (campaign, level, entity, retired) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET retired = excluded.retired"""


def _entities(campaign: Campaign) -> list[tuple[Any, ...]]:
    """The rows that a board has even before the first visit."""
    rows: list[tuple[Any, ...]] = [(campaign.slug, Level.CAMPAIGN, campaign.slug, False)]
    for association in campaign.associations:
        rows.append((campaign.slug, Level.ASSOCIATION, association.slug, association.retired))
        rows.extend(
            (campaign.slug, Level.GROUP, group.id, group.retired) for group in association.groups
        )
    return rows


def _claim(connection: sqlite3.Connection, names: tuple[str, ...], code: str) -> None:
    """Takes names for a link; `CodeTaken` when one is, or was, another's."""
    for name in names:
        key = fold(name)
        connection.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (key, code))
        kept = connection.execute("SELECT code FROM names WHERE key = ?", (key,)).fetchone()
        if kept[0] != code or (name == code and _has_link(connection, code)):
            raise CodeTaken(f"{name!r} belongs, or belonged, to another link")


def _has_link(connection: sqlite3.Connection, code: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM links WHERE code = ?", (code,)).fetchone())
