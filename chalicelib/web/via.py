"""Who sent somebody to a page: the owner of the link that `via` names, in the address alone.

A link may lead to the campaign's page instead of straight to the petition. The visit was counted
at the link; `via` says which one it was, so that the page can name who invites and pass on that
owner's links. It is no cookie, it counts nothing, and pages keep it on their own links only.
"""

from __future__ import annotations

from chalice.app import Request

from chalicelib import wiring
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign
from chalicelib.clock import Budget
from chalicelib.web.api import SECONDS, query


def sender(request: Request, campaign: Campaign) -> Found | None:
    """The open link of this campaign that `via` names. None for any other, and silently: whoever
    followed a link that was closed since is welcome all the same.
    """
    code = query(request, "via")
    if not code:
        return None
    found = wiring.house().links.find(read_segment(code)[0], Budget(SECONDS))
    mine = found is not None and found.campaign.slug == campaign.slug and found.open
    return found if mine else None


def owner_name(found: Found) -> str:
    """Who owns a link: an association, with its group if that is whose link it is."""
    group = found.campaign.group(found.link.group) if found.link.group else None
    association = found.campaign.association(found.link.association)
    name = association.name if association else found.link.association
    return f"{name}, {group[1].name}" if group else name
