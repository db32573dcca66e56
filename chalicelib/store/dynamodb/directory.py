"""Campaigns, pictures, links and salts in DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import Budget
from chalicelib.errors import BadInput, CodeTaken, Conflict, UnknownLink
from chalicelib.store.documents import (
    campaign_from_text,
    campaign_to_text,
    changed,
    link_from_text,
    link_to_text,
)
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.changes import MOST_OF_A_CHANGE, Changes
from chalicelib.store.dynamodb.client import Action, Client, number, text
from chalicelib.store.dynamodb.keys import Item, Key, Table

MOST_BYTES = 350 * 1024
"""A campaign is one item, and DynamoDB's items end at 400 KB."""

SALT_LIFE = timedelta(days=4)
"""After so long DynamoDB deletes a salt even if nobody destroyed it as he should have."""

NEW = "attribute_not_exists(pk)"
"""Nothing is there yet."""


class DirectoryItems(Changes):
    """`links.Directory`, `directory.Register` and `visitor.Salts`."""

    _db: Client

    def link(self, key: str, budget: Budget) -> Link | None:
        """The link whose code or alias folds to `key`: one read, two for an alias."""
        item = self._db.get(keys.code(key), budget)
        if item and "code" in item:
            item = self._db.get(keys.code(item["code"]["S"]), budget)
        return _link(item) if item and "document" in item else None

    def campaign(self, slug: str, budget: Budget) -> Campaign | None:
        """The campaign called `slug`."""
        return _campaign(self._db.get(keys.campaign(slug), budget, consistent=False))

    def load(self, slug: str) -> Campaign | None:
        """The campaign as it is now."""
        return _campaign(self._db.get(keys.campaign(slug)))

    def campaigns(self) -> list[Campaign]:
        """Every campaign, in the order of slugs."""
        found = self._db.query(Table.DIRECTORY, keys.CAMPAIGNS)
        return [campaign_from_text(item["document"]["S"]) for item in found]

    def save(self, campaign: Campaign) -> None:
        """Keeps `campaign` over its version before; `Conflict` when that is not what is kept.

        `BadInput` when it is too large for one item.
        """
        before = campaign.version - 1
        action = Action(
            "Put",
            keys.campaign(campaign.slug),
            put=campaign_item(campaign),
            condition="version = :before" if before else NEW,
            values={":before": number(before)} if before else {},
        )
        # A transaction of one: its retry after a lost answer is not taken for a conflict.
        if self._change([action]):
            raise Conflict(f"campaign {campaign.slug!r} was changed by somebody else meanwhile")

    def links(self, campaign: str) -> list[Link]:
        """Every link of a campaign, in the order of owner and channel."""
        found = [_link(item) for item in self._db.query(Table.DIRECTORY, keys.links(campaign))]
        return sorted(found, key=lambda link: (link.owner, link.channel))

    def links_of(self, campaign: str, owner: str) -> list[Link]:
        """The links of one owner, in the order of channels; reads no others."""
        condition = {":owner": text(f"{owner}#")}
        found = self._db.query(
            Table.DIRECTORY, keys.links(campaign), "begins_with(#sort, :owner)", condition
        )
        return sorted((_link(item) for item in found), key=lambda link: link.channel)

    def add_link(self, link: Link) -> None:
        """Keeps a new link with its code and aliases; `CodeTaken` keeps nothing."""
        document = {"document": text(link_to_text(link))}
        listed = keys.link(link.campaign, link.owner, link.channel)
        names = _names(link, taken=(link.code,))
        actions = [
            Action("Put", keys.code(link.code), put=document, condition=NEW),
            Action("Put", listed, put=document, condition=NEW),
            *_point(names, link.code),
        ]
        _refuse_too_many(link, actions)
        if failed := self._change(actions):
            raise _taken(link, failed[0], [link.code, "", *names.values()])

    def change_link(self, link: Link) -> None:
        """Changes association, aliases and `closed` of the link that has this code."""
        kept = self._db.get(keys.code(link.code))
        if not kept or "document" not in kept:
            raise UnknownLink(f"no link has the code {link.code!r}")
        old = _link(kept)
        names = _names(link, taken=(link.code, *old.aliases))
        new = changed(old, link)
        document = {"document": text(link_to_text(new))}
        actions = [
            Action(
                "Put",
                keys.code(link.code),
                put=document,
                condition="document = :old",
                values={":old": kept["document"]},
            ),
            Action("Put", keys.link(old.campaign, old.owner, old.channel), put=document),
            *_point(names, link.code),
        ]
        _refuse_too_many(link, actions)
        failed = self._change(actions)
        if failed and failed[0] == 0:
            raise Conflict(f"link {link.code!r} was changed by somebody else meanwhile")
        if failed:
            raise _taken(link, failed[0], [link.code, "", *names.values()])

    def taken(self, name: str) -> bool:
        """Whether somebody has, or had, this name."""
        return self._db.get(keys.code(name)) is not None

    def picture(self, campaign: str, name: str) -> bytes | None:
        """The PNG that a campaign keeps under this name."""
        # DynamoDB refuses a key that is empty.
        item = self._db.get(keys.picture(campaign, name)) if name else None
        return bytes(item["png"]["B"]) if item else None

    def save_picture(self, campaign: str, name: str, png: bytes) -> None:
        """Keeps a PNG; safe to repeat."""
        self._db.put(keys.picture(campaign, name), {"png": {"B": png}})

    def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None:
        """The day's salt, if it exists."""
        item = self._db.get(keys.salt(campaign, day), budget)
        return bytes(item["salt"]["B"]) if item else None

    def make_salt(self, campaign: str, day: str, fresh: bytes, budget: Budget) -> bytes:
        """Keeps `fresh` unless the day has a salt; answers the one that holds."""
        end = datetime.fromisoformat(day).replace(tzinfo=UTC) + SALT_LIFE
        item: Item = {"salt": {"B": fresh}, keys.EXPIRES: number(int(end.timestamp()))}
        kept = self._db.put_new(keys.salt(campaign, day), item, budget)
        return bytes(kept["salt"]["B"]) if kept else fresh

    def destroy_salts(self, campaign: str, before: str) -> int:
        """Destroys the salts of days before `before`; answers how many there were."""
        day = {":before": text(before)}
        old = self._db.query(Table.SALTS, campaign, "#sort < :before", day)
        return self._db.delete_all([keys.key_of(Table.SALTS, item) for item in old])


def campaign_item(campaign: Campaign) -> Item:
    """What a campaign is kept as; `BadInput` when it is too large for one item."""
    document = campaign_to_text(campaign)
    size = len(document.encode())
    if size > MOST_BYTES:
        raise BadInput(
            f"campaign {campaign.slug!r} is {size // 1024} KB; {MOST_BYTES // 1024} KB is the"
            " most that is kept: shorten its texts, or split it into two campaigns"
        )
    return {"document": text(document), "version": number(campaign.version)}


def _campaign(item: Item | None) -> Campaign | None:
    return campaign_from_text(item["document"]["S"]) if item else None


def _link(item: Item) -> Link:
    return link_from_text(item["document"]["S"])


def _names(link: Link, taken: tuple[str, ...]) -> dict[Key, str]:
    """Where the link's aliases go, without those that fold to what it has already."""
    has = {keys.code(name) for name in taken}
    return {keys.code(alias): alias for alias in link.aliases if keys.code(alias) not in has}


def _point(names: dict[Key, str], code: str) -> Iterator[Action]:
    for key in names:
        yield Action("Put", key, put={"code": text(code)}, condition=NEW)


def _refuse_too_many(link: Link, actions: list[Action]) -> None:
    if len(actions) > MOST_OF_A_CHANGE:
        raise BadInput(f"link {link.code!r} gets more than {MOST_OF_A_CHANGE - 2} aliases at once")


def _taken(link: Link, place: int, names: list[str]) -> CodeTaken:
    if names[place]:
        return CodeTaken(f"{names[place]!r} belongs, or belonged, to another link")
    return CodeTaken(f"{link.owner!r} has a link for channel {link.channel!r} already")
