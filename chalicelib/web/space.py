"""`/space`: what is theirs who are signed in, with what exists for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.model import Actor, Place, Role
from chalicelib.access.rules import Action
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import local_day
from chalicelib.tally.model import Count
from chalicelib.web import session
from chalicelib.web.signin import go, page

LEVELS = {
    Role.ORGANISER: Level.CAMPAIGN,
    Role.ASSOCIATION: Level.ASSOCIATION,
    Role.GROUP: Level.GROUP,
}
"""Whose figures somebody sees, by what they are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A link of theirs, with its figures."""

    link: Link
    address: str
    total: Count
    today: Count


@dataclass(frozen=True, slots=True)
class Part:
    """A place of theirs: its name, its figures, its links by who owns them."""

    campaign: Campaign
    role: Role
    name: str
    board: bool
    total: Count
    today: Count
    owners: list[tuple[str, list[Shown]]]


def home(request: Request) -> Response:
    """`GET /space`: who they are, and what is theirs."""
    who = session.caller(request)
    if who.session is None:
        return go(request, who, "/space/sign-in")
    parts = list(_parts(who.actor))
    return page(request, who, "space.html", email=who.session.email, parts=parts)


def _parts(actor: Actor) -> Iterator[Part]:
    """Their places, without those of campaigns that are erased."""
    for place in actor.places:
        campaign = wiring.house().store.load(place.campaign)
        if campaign is not None:
            yield _part(actor, place, campaign)


def _part(actor: Actor, place: Place, campaign: Campaign) -> Part:
    house = wiring.house()
    today = local_day(house.clock(), campaign.timezone).isoformat()
    level = LEVELS[place.role]
    return Part(
        campaign,
        place.role,
        _name(campaign, place.association, place.group) or campaign.title,
        campaign.public_leaderboard or rules.may(actor, Action.BOARD_READ, Place(campaign.slug)),
        house.store.total(campaign.slug, level, place.owner),
        house.store.day(campaign.slug, level, today).get(place.owner, Count()),
        _owners(actor, place, campaign, today),
    )


def _owners(
    actor: Actor, place: Place, campaign: Campaign, today: str
) -> list[tuple[str, list[Shown]]]:
    """The links of a place, by owner in the order of the campaign's links."""
    house = wiring.house()
    totals = house.store.totals(campaign.slug, Level.LINK)
    days = house.store.day(campaign.slug, Level.LINK, today)
    found: dict[str, list[Shown]] = {}
    for link in house.store.links(campaign.slug):
        of = Place(campaign.slug, link.association, link.group)
        if place.covers(of) and rules.may(actor, Action.LINK_READ, of):
            name = _name(campaign, link.association, link.group)
            address = short_url(house.settings.base_url, link.code)
            shown = Shown(
                link, address, totals.get(link.code, Count()), days.get(link.code, Count())
            )
            found.setdefault(name, []).append(shown)
    return list(found.items())


def _name(campaign: Campaign, association: str, group: str) -> str:
    """Whose a place is: `Essor`, `Essor, Lyon`; "" for the campaign's own."""
    found = campaign.group(group) if group else None
    if found:
        return f"{found[0].name}, {found[1].name}"
    member = campaign.association(association)
    return member.name if member else association
