"""Where official counts are read: one small class for each kind of platform, one protocol.

A source asks one or two questions, through the `Fetch` that it is handed, and answers with a
`Reading`: a count, or why there is none. Unknown is never zero. What a source raises is `Busy`,
when the platform asks to be left alone, and what `Fetch` raises when there was no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from chalicelib.campaign.model import Petition
from chalicelib.petition.answers import (
    Busy,
    Fetch,
    Look,
    inside,
    is_count,
    json_of,
    not_a_number,
    number,
    word,
)
from chalicelib.petition.decidim import Chamber, Decidim
from chalicelib.petition.model import Openness, Reading, Request, Validators
from chalicelib.petition.open_data import OpenData

__all__ = ["SOURCES", "Busy", "Fetch", "OpenData", "Source", "UkParliament", "source_of"]

_UK_PETITIONS = "https://petition.parliament.uk/petitions"
_UK_STATES = {
    "open": Openness.OPEN,
    "closed": Openness.CLOSED,
    "rejected": Openness.CLOSED,
    "hidden": Openness.CLOSED,
    "stopped": Openness.CLOSED,
}


class Source(Protocol):
    """A kind of platform; `name` is what the campaign file calls it."""

    @property
    def name(self) -> str: ...

    def read(
        self, petition: Petition, url: str, fetch: Fetch, now: datetime, validators: Validators
    ) -> Reading:
        """The petition's count at `now`. `url` is the campaign's `petition_url`; `validators`
        are those of the last reading by this source, which make the question conditional.
        """
        ...


@dataclass(frozen=True, slots=True)
class UkParliament:
    """petition.parliament.uk: its JSON, and the smaller document that has the count alone."""

    name: str = "uk-parliament"

    def read(
        self, petition: Petition, url: str, fetch: Fetch, now: datetime, validators: Validators
    ) -> Reading:
        """The petition's count and state; the state is unknown when only the count is left."""
        look = Look(self.name, now, validators)
        # Its ids are digits alone, but whoever writes `i-` before them means no other.
        digits = number(petition.id)
        if not digits:
            return look.unknown(not_a_number(petition.id))
        address = f"{_UK_PETITIONS}/{digits}"
        answer = fetch(Request(f"{address}.json", "application/json", validators=validators))
        settled = look.settled(answer, f"/petitions/{digits}.json")
        if settled:
            return settled
        attributes = inside(json_of(answer), "data", "attributes")
        count = inside(attributes, "signature_count")
        if is_count(count):
            state = _UK_STATES.get(word(inside(attributes, "state")), Openness.UNKNOWN)
            return look.counted(count, state, answer)
        look = Look(self.name, now)
        answer = fetch(Request(f"{address}/count.json", "application/json"))
        settled = look.settled(answer, f"/petitions/{digits}/count.json")
        if settled:
            return settled
        count = inside(json_of(answer), "signature_count")
        if is_count(count):
            return look.counted(count, Openness.UNKNOWN)
        return look.unknown("neither the petition's JSON nor its count.json has a signature_count")


def source_of(petition: Petition) -> Source | None:
    """The source that the petition names; None when people enter its count by hand."""
    return SOURCES.get(petition.source)


_ALL: tuple[Source, ...] = (
    Chamber("assemblee-nationale", "https://petitions.assemblee-nationale.fr"),
    Chamber("senat", "https://petitions.senat.fr"),
    Decidim(),
    OpenData(),
    UkParliament(),
)
SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})
"""Every source by its name, but `manual`, which reads nothing."""
