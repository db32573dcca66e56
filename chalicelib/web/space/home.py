"""`/space`: the places of who is signed in, and the way to each."""

from __future__ import annotations

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.tally.model import Count
from chalicelib.web.space.door import Guest
from chalicelib.web.space.where import Where, where_of


@dataclass(frozen=True, slots=True)
class Part:
    """A place of theirs with what it sums up to."""

    where: Where
    role: Role
    total: Count
    today: Count


def show(guest: Guest) -> Response:
    """`GET /space`: who they are, and what is theirs; straight on where that is one place."""
    found = places(guest.actor)
    if len(found) == 1:
        return guest.go(found[0].path)
    return guest.page("space.html", parts=[_part(where) for where in found])


def places(actor: Actor) -> list[Where]:
    """Their places, without those of campaigns that are erased."""
    found = []
    for place in actor.places:
        campaign = wiring.house().store.load(place.campaign)
        where = where_of(campaign, place) if campaign else None
        if where:
            found.append(where)
    return found


def _part(where: Where) -> Part:
    house, campaign = wiring.house(), where.campaign
    today = local_day(house.clock(), campaign.timezone).isoformat()
    owner = where.place.owner
    return Part(
        where,
        where.place.role,
        house.store.total(campaign.slug, where.level, owner),
        house.store.day(campaign.slug, where.level, today).get(owner, Count()),
    )
