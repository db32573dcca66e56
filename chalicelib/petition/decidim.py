"""Petitions on Decidim: the pages of the two chambers' fork, and the API of the others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.campaign.model import Petition
from chalicelib.petition import page
from chalicelib.petition.answers import (
    Fetch,
    Look,
    inside,
    is_count,
    json_of,
    not_a_number,
    number,
    over,
    path_of,
    shown,
    text_of,
    word,
)
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators

QUERY = (
    "query($id: ID) { initiative(id: $id) { id state signatureEndDate onlineVotes offlineVotes } }"
)

_STATES = {
    "published": Openness.OPEN,
    "accepted": Openness.CLOSED,
    "rejected": Openness.CLOSED,
    "discarded": Openness.CLOSED,
    "classified": Openness.CLOSED,
    "examinated": Openness.CLOSED,
    "debatted": Openness.CLOSED,
}
"""Decidim's states and the chambers' own, which are spelled so; others are not open yet."""


@dataclass(frozen=True, slots=True)
class Chamber:
    """The Assemblée nationale, or the Sénat: their pages, as they have no usable API."""

    name: str
    site: str

    def read(
        self, petition: Petition, url: str, fetch: Fetch, now: datetime, validators: Validators
    ) -> Reading:
        """The count on the petition's page; `url` is not looked at, the id is enough."""
        look = Look(self.name, now, validators)
        digits = number(petition.id)
        if not digits:
            return look.unknown(not_a_number(petition.id))
        return _read_page(look, f"{self.site}/initiatives/i-{digits}", digits, fetch)


@dataclass(frozen=True, slots=True)
class Decidim:
    """Any other Decidim platform: its API, and where that does not answer, its page."""

    name: str = "decidim"

    def read(
        self, petition: Petition, url: str, fetch: Fetch, now: datetime, validators: Validators
    ) -> Reading:
        """The count on the host of `url`, the petition's page."""
        look = Look(self.name, now, validators)
        digits = number(petition.id)
        host = _host(url)
        if not digits:
            return look.unknown(not_a_number(petition.id))
        if not host:
            return look.unknown(f"petition_url {shown(url)!r} is not an https address")
        body = json.dumps({"query": QUERY, "variables": {"id": digits}}).encode()
        answer = fetch(Request(f"https://{host}/api", "application/json", body))
        said = _said(answer, digits, look)
        if isinstance(said, Reading):
            return said
        seen = _read_page(look, url, digits, fetch)
        if seen.count is None and not seen.unchanged:
            return look.unknown(f"{said}; the page: {seen.why}", seen.openness)
        return seen


def _said(answer: Answer, digits: str, look: Look) -> Reading | str:
    """What the API says of the petition, or why the page has to be asked.

    An API that cannot answer this question says so in `errors`, with 500, and the page may
    well be there; any other 500 is the platform's own trouble.
    """
    document = json_of(answer)
    errors = inside(document, "errors")
    if not (answer.status == 500 and errors) and look.settled(answer):
        return f"the API answered {answer.status}"
    if errors:
        first = errors[0] if isinstance(errors, list) else errors
        return f"the API's error is {shown(word(inside(first, 'message')))!r}"
    data = inside(document, "data")
    if not isinstance(data, dict) or "initiative" not in data:
        return "the API's answer is not GraphQL"
    initiative = data["initiative"]
    if initiative is None:
        return look.unknown("the API knows no such petition")
    if word(inside(initiative, "id")) != digits:
        return "the API answered about another petition"
    votes = [inside(initiative, name) for name in ("onlineVotes", "offlineVotes")]
    counts = [vote for vote in votes if is_count(vote)]
    if not counts or len(counts) + votes.count(None) != len(votes):
        return "the API has no number of votes"
    openness = _STATES.get(word(inside(initiative, "state")), Openness.UNKNOWN)
    if openness is Openness.OPEN and over(word(inside(initiative, "signatureEndDate")), look.at):
        openness = Openness.CLOSED
    return look.counted(sum(counts), openness)


def _read_page(look: Look, url: str, digits: str, fetch: Fetch) -> Reading:
    answer = fetch(Request(url, "text/html", validators=look.validators))
    settled = look.settled(answer, path_of(url))
    if settled:
        return settled
    seen = page.read(text_of(answer), digits)
    if seen.count is None:
        return look.unknown(seen.why, seen.openness)
    return look.counted(seen.count, seen.openness, answer)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme == "https" and "@" not in parts.netloc else ""
