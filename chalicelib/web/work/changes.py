"""What changes something: it is planned and carried out as every apply is, and leaves an act."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.access.audit import What, act_of
from chalicelib.access.model import Act, Place
from chalicelib.campaign import apply
from chalicelib.campaign.apply import Done
from chalicelib.campaign.codes import drawn_from
from chalicelib.campaign.desired import Author
from chalicelib.campaign.edit import Edit, plan_edit
from chalicelib.campaign.plan import Plan
from chalicelib.web.work.call import Call


def edit(call: Call, change: Edit, what: What, place: Place, about: str) -> Done:
    """Makes a change to the campaign of `place`, and keeps who did `what` there."""
    house = wiring.house()
    plan = plan_edit(house.store, place.campaign, change, author(call))
    return carry_out(plan, act(call, what, place, about))


def carry_out(plan: Plan, act: Act) -> Done:
    """Does what a plan says, and keeps the act with it."""
    house = wiring.house()
    return apply.carry_out(plan, house.store.with_act(act), draw=drawn_from(house.random))


def author(call: Call, reason: str = "") -> Author:
    """Who changes it, and when."""
    return Author(call.actor.name, wiring.house().clock(), reason)


def act(call: Call, what: What, place: Place, about: str) -> Act:
    """An act of whoever asks, to be kept with what they change."""
    return act_of(wiring.house().clock(), call.actor.name, what, place, about)
