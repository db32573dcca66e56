"""The rules of fields that a campaign's parts have, wherever they come from.

A campaign file, a tool's JSON and a line of a spreadsheet are read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from chalicelib.campaign.codes import check_alias, fold
from chalicelib.campaign.desired import Channels, DesiredAssociation, DesiredGroup
from chalicelib.campaign.destinations import check_destination
from chalicelib.campaign.tables import Table
from chalicelib.errors import BadInput

DEFAULT_CHANNELS = ("poster",)
"""The channels of an owner for whom nobody named any."""

TAKEN = "is another's already; choose another"

_WEBSITE = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?(?:[/?#][\x21-\x7e]*)?\Z")


def petition_url(table: Table, hosts: frozenset[str]) -> str:
    """Where links lead: an address that the redirect allows."""
    url = table.text("petition_url", 2000)
    if url:
        try:
            check_destination(url, hosts)
        except BadInput as error:
            table.wrong("petition_url", str(error))
    return url


def association(table: Table) -> DesiredAssociation:
    """An association's own fields; its channels, groups and logo are for others to read."""
    slug, name = table.slug("slug"), table.text("name", 120)
    return DesiredAssociation(slug, name, table.text("contact", 200, ""), _website(table))


def group(table: Table) -> DesiredGroup:
    """A group's own fields; its channels are for others to read."""
    return DesiredGroup(
        table.slug("slug"), table.text("name", 120), table.text("department", 120, "")
    )


class Aliases:
    """The aliases of a whole campaign, each of which belongs to one link."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {fold(alias): alias for alias in taken}

    def read(self, table: Table) -> tuple[str, ...]:
        """The `aliases` of a link, which no other link has."""
        aliases = table.strings("aliases")
        for alias in aliases:
            try:
                check_alias(alias)
            except BadInput as error:
                table.wrong("aliases", str(error))
                continue
            other = self._taken.get(fold(alias))
            if other is not None:
                reads = "" if other == alias else f" as {other!r}, which reads the same"
                table.wrong("aliases", f"{alias!r} is used already{reads}; choose another")
            self._taken[fold(alias)] = alias
        return aliases

    def channels(self, table: Table, channels: tuple[str, ...]) -> Channels:
        """An owner's channels, and those that its `links` add, with their aliases."""
        links: dict[str, tuple[str, ...]] = dict.fromkeys(channels, ())
        named: set[str] = set()
        for item in table.tables("links"):
            channel = item.slug("channel")
            if channel and channel in named:
                item.wrong("channel", f"{channel!r} has its links entry already; write one")
            named.add(channel)
            links[channel] = self.read(item)
            item.finish()
        return links


def _website(table: Table) -> str:
    website = table.text("website", 2000, "")
    if website and not _WEBSITE.match(website):
        table.wrong("website", f"{website!r} must be an address like https://exemple.fr")
    return website
