"""What an address names. What is not there, and what is not theirs, end alike."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.links import Found, Links
from chalicelib.campaign.model import Association, Campaign, Group, Level, Link
from chalicelib.clock import Budget
from chalicelib.errors import Unauthorized, UnknownLink
from chalicelib.web.api import SECONDS
from chalicelib.web.work.call import Call


def campaign_of(slug: str) -> Campaign:
    """The campaign as it is now, for who was found to have a place in it; `UnknownPlace` when
    there is none.
    """
    campaign = wiring.house().store.load(slug)
    if campaign is None:
        raise rules.unknown()
    return campaign


def association_of(
    call: Call, action: Action, slug: str, association: str
) -> tuple[Campaign, Association]:
    """A campaign and its association, for who may do `action` there."""
    call.check(action, Place(slug, association))
    campaign = campaign_of(slug)
    found = campaign.association(association)
    if found is None:
        raise rules.unknown()
    return campaign, found


def group_of(
    call: Call, action: Action, slug: str, association: str, group: str
) -> tuple[Campaign, Association, Group]:
    """A campaign, its association and a group of that, for who may do `action` there."""
    call.own(action, slug)
    campaign = campaign_of(slug)
    home = campaign.association(association)
    found = group_in(home, group) if home else None
    if home is None or found is None:
        raise rules.unknown()
    call.check(action, place_of_group(campaign, association, found))
    return campaign, home, found


def link_of(call: Call, action: Action, code: str) -> Found:
    """The link that has this code or alias, for who may do `action` to it; `UnknownLink`."""
    somebody(call)
    # From the store and not from the memory of the redirect, which is a minute old.
    found = Links(wiring.house().store).find(read_segment(code)[0], Budget(SECONDS))
    if found is None or not call.may(action, place_of_link(found.link)):
        raise UnknownLink(rules.REFUSAL)
    return found


def check_board(call: Call, campaign: Campaign, level: Level) -> None:
    """Refuses who may not see this board of a campaign."""
    shown = campaign.public_leaderboard and level is not Level.LINK
    call.check(Action.CAMPAIGN_READ if shown else Action.BOARD_READ, Place(campaign.slug))


def group_in(home: Association, slug: str) -> Group | None:
    """The group of an association that is called `slug`."""
    return next((group for group in home.groups if group.slug == slug), None)


def somebody(call: Call) -> None:
    """`Unauthorized` for who is nobody: they learn nothing about what exists."""
    if not call.actor.places:
        raise Unauthorized(rules.NO_TOKEN)


def place_of_group(campaign: Campaign, association: str, group: Group) -> Place:
    """Where a group is."""
    return Place(campaign.slug, association, group.id)


def place_of_link(link: Link) -> Place:
    """Where a link is."""
    return Place(link.campaign, link.association, link.group)
