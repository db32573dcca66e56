"""What an address of the space names. What is not there, and what is not theirs, end alike."""

from __future__ import annotations

from chalicelib.access import rules
from chalicelib.access.rules import Action
from chalicelib.web.space.door import Guest
from chalicelib.web.space.where import Where
from chalicelib.web.work.places import association_of, campaign_of, group_of


def find(
    guest: Guest, action: Action, campaign: str, association: str = "", group: str = ""
) -> Where:
    """The place at an address, as it is now, for who may do `action` there; `UnknownPlace`."""
    call = guest.call
    if group:
        return Where(*group_of(call, action, campaign, association, group))
    if association:
        return Where(*association_of(call, action, campaign, association))
    where = Where(campaign_of(campaign)) if call.actor.places else None
    if where is None or not call.may(action, where.place):
        raise rules.unknown()
    return where
