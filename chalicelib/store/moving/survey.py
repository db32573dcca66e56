"""What has to be known of all records of a campaign before the first is taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Link
from chalicelib.errors import BadInput, CodeTaken
from chalicelib.leaderboard import Ruling, left_out
from chalicelib.store.moving.records import Record, SpreadOf, from_record


@dataclass(slots=True)
class Survey:
    """The campaign, its links by code, which code has which key, its rulings, and whose the
    visits of links' days are.
    """

    campaign: Campaign
    links: dict[str, Link] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    rulings: list[Ruling] = field(default_factory=list)
    owners: dict[tuple[str, str], Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    def out(self) -> tuple[Ruling, ...]:
        """The rulings by which days are out of the ranking now."""
        return left_out(sorted(self.rulings, key=attrgetter("at", "link", "day")))

    def names(self) -> Iterator[tuple[str, Link]]:
        """Every code and alias, with its link."""
        for link in self.links.values():
            for name in (link.code, *link.aliases):
                yield name, link


def survey(records: Iterable[Record], slug: str) -> Survey:
    """Reads every record once; `BadInput` names the line of the first that is wrong."""
    found: Survey | None = None
    # The header is the file's first line.
    for line, record in enumerate(records, 2):
        try:
            value = from_record(record, slug)
            if found is None:
                found = _begun(value)
            else:
                _note(found, value)
        except BadInput as error:
            raise BadInput(f"line {line}: {error}") from None
    if found is None:
        raise BadInput("line 2: there is no campaign")
    return found


def refuse_names_in_the_way(found: Survey, holder: Callable[[str], Link | None]) -> None:
    """`CodeTaken` names the codes and aliases that are others'.

    `holder` answers the link that has a key now, or an empty one for a name that is taken with
    nothing behind it. A link of this very campaign was brought by a move that did not end.
    """
    refused = []
    for name, link in found.names():
        kept = holder(fold(name))
        if kept and (kept.code, kept.campaign) != (link.code, link.campaign):
            refused.append(name)
    if refused:
        raise CodeTaken(
            f"campaign {found.campaign.slug!r} cannot come here: another link has, or once had,"
            f" {', '.join(sorted(refused))}; choose another store"
        )


NOBODYS = Link("", "", "", "", "")
"""Who has a name that is taken for ever."""


def _begun(value: Any) -> Survey:
    if not isinstance(value, Campaign):
        raise BadInput("the first record must be the campaign")
    return Survey(value)


def _note(found: Survey, value: Any) -> None:
    if isinstance(value, Campaign):
        raise BadInput("there is a second campaign")
    if isinstance(value, Link):
        if value.code in found.links:
            raise BadInput(f"link {value.code} is there twice")
        found.links[value.code] = value
        for name in (value.code, *value.aliases):
            if found.holders.setdefault(fold(name), value.code) != value.code:
                raise BadInput(f"{name!r} is the name of two links")
    elif isinstance(value, Ruling):
        found.rulings.append(value)
    elif isinstance(value, SpreadOf):
        found.owners[value.day.link, value.day.day] = value.spread.owners
