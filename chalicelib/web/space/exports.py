"""What a place has, as spreadsheets to take away: the API's files, for who has no token."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.access.rules import Action
from chalicelib.web.session import sent_to
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.work import sheets


def links(guest: Guest, campaign: str, association: str = "", group: str = "") -> Response:
    """`GET …/links.csv`: every link of the place."""
    where = find(guest, Action.EXPORT, campaign, association, group)
    return sent_to(guest.who, sheets.links_of(where.place))


def days(guest: Guest, campaign: str, association: str = "", group: str = "") -> Response:
    """`GET …/days.csv`: the place's visits, day by day."""
    where = find(guest, Action.EXPORT, campaign, association, group)
    return sent_to(guest.who, sheets.days_of(where.place))


def board(guest: Guest, campaign: str, association: str = "", group: str = "") -> Response:
    """`GET …/leaderboard.csv`: the campaign's leaderboard, for who may see it."""
    where = find(guest, Action.EXPORT, campaign, association, group)
    return sent_to(guest.who, sheets.board_of(guest.call, where.campaign.slug))
