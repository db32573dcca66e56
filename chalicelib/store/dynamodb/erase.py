"""Forgetting a campaign in DynamoDB. For administrators: it reads whole tables.

The links go first, so that nobody is counted any more, and the campaign last: an erasing
that was interrupted shows, and can be called again.
"""

from __future__ import annotations

from chalicelib.campaign.model import Link
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.access import AccessItems
from chalicelib.store.dynamodb.client import text
from chalicelib.store.dynamodb.directory import DirectoryItems
from chalicelib.store.dynamodb.keys import Item, Key, Table


class Erasing(DirectoryItems, AccessItems):
    """`directory.Register.erase`."""

    def erase(self, slug: str) -> None:
        """Forgets a campaign; its codes and aliases stay taken."""
        links = self.links(slug)
        tombstone: Item = {"erased": {"BOOL": True}}
        self._db.put_all((key, tombstone) for link in links for key in _names(link))
        self._delete_found(Table.VISITS, "campaign = :campaign", {":campaign": text(slug)})
        self._delete_found(
            Table.TALLIES,
            "begins_with(pk, :counts) OR begins_with(pk, :boards) OR campaign = :campaign",
            {
                ":counts": text(keys.counts_of(slug)),
                ":boards": text(keys.boards_of(slug)),
                ":campaign": text(slug),
            },
        )
        salts = self._db.query(Table.SALTS, slug)
        self._db.delete_all(keys.key_of(Table.SALTS, item) for item in salts)
        for token in self.tokens(slug):
            self._db.delete_all((keys.token(token.digest), keys.token_of(slug, token.digest)))
        # Members, invitations and acts say whose they are.
        self._delete_found(Table.DIRECTORY, "campaign = :campaign", {":campaign": text(slug)})
        pictures = self._db.query(Table.DIRECTORY, keys.pictures(slug))
        self._db.delete_all(keys.key_of(Table.DIRECTORY, item) for item in pictures)
        self._db.delete_all(keys.link(slug, link.owner, link.channel) for link in links)
        self._db.delete_all([keys.campaign(slug)])

    def _delete_found(self, table: Table, condition: str, values: Item) -> None:
        found = self._db.scan(table, condition, values)
        self._db.delete_all(keys.key_of(table, item) for item in found)


def _names(link: Link) -> set[Key]:
    """The link's code and aliases, each place once."""
    return {keys.code(name) for name in (link.code, *link.aliases)}
