"""A campaign's first page in the space: everything across its associations."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Level
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find


def show(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}`, for organisers."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign)
    totals = wiring.house().store.totals(campaign, Level.ASSOCIATION)
    return guest.page("space_overview.html", where, "first", totals=totals)
