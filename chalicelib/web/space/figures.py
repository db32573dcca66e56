"""A place's first page: what it sums up to."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.rules import Action
from chalicelib.clock import local_day
from chalicelib.tally.model import Count
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find


def show(guest: Guest, campaign: str, association: str, group: str = "") -> Response:
    """`GET /space/c/{campaign}/a/{association}`, and of a group."""
    where = find(guest, Action.DAYS_READ, campaign, association, group)
    house = wiring.house()
    today = local_day(house.clock(), where.campaign.timezone).isoformat()
    owner = where.place.owner
    return guest.page(
        "space_figures.html",
        where,
        "first",
        total=house.store.total(campaign, where.level, owner),
        today=house.store.day(campaign, where.level, today).get(owner, Count()),
    )
