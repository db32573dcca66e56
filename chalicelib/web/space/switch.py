"""Another address for every printed code at once: asked for, looked at, confirmed, in that order.

What is confirmed is what was looked at: the preview is sealed with the campaign's version, and a
campaign that somebody changed meanwhile is looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import What
from chalicelib.access.rules import Action
from chalicelib.campaign.model import ANNOUNCED, Level
from chalicelib.campaign.switching import Switching, plan_switch
from chalicelib.errors import Conflict, Unauthorized
from chalicelib.petition.history import MANUAL
from chalicelib.tally.model import Count
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong, attempt
from chalicelib.web.work import changes

FIELDS = ("petition_url", "reason")
_WRONG = {"petition_url": "switch.wrong.petition_url", "reason": "switch.wrong.reason"}
_SEAL = "switch"


@dataclass(frozen=True, slots=True)
class Preview:
    """A switch as it is looked at: how many links, how many of them have been scanned, and what
    was sealed of it.
    """

    planned: Switching
    links: int
    scanned: int
    sealed: str


def show(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}/switch`: the form, and the switches that were made."""
    where = find(guest, Action.CAMPAIGN_SWITCH, campaign)
    return _form(guest, where, dict.fromkeys(FIELDS, ""), Wrong())


def preview(guest: Guest, campaign: str) -> Response:
    """`POST /space/c/{campaign}/switch`: what it would come to; nothing is changed."""
    where = find(guest, Action.CAMPAIGN_SWITCH, campaign)
    return _preview(guest, where, _typed(guest.fields), Wrong())


def confirm(guest: Guest, campaign: str) -> Response:
    """`POST /space/c/{campaign}/switch/confirm`: does it, for who typed the campaign's slug."""
    where = find(guest, Action.CAMPAIGN_SWITCH, campaign)
    try:
        seen = json.loads(wiring.house().seals.open(_SEAL, guest.fields.get("previewed", "")))
    except Unauthorized:
        return _form(guest, where, dict.fromkeys(FIELDS, ""), Wrong(form="switch.wrong.previewed"))
    typed = _typed(seen)
    if guest.fields.get("slug", "") != campaign:
        return _preview(guest, where, typed, Wrong(slug="switch.wrong.slug"))
    planned, wrong = _plan(guest, where, typed)
    if planned is None or seen != _seen(planned):
        return _preview(guest, where, typed, wrong or Wrong(form="switch.wrong.changed"))
    try:
        act = changes.act(guest.call, What.CAMPAIGN_SWITCHED, where.place, planned.about)
        changes.carry_out(planned.plan, act)
    except Conflict:
        return _preview(guest, where, typed, Wrong(form="switch.wrong.changed"))
    return guest.go(where.page("switch"), said="switched")


def _plan(guest: Guest, where: Where, typed: Mapping[str, str]) -> tuple[Switching | None, Wrong]:
    """What the switch would come to now; None with what is wrong about it."""
    house, found = wiring.house(), list[Switching]()
    hosts, by = house.settings.destination_hosts, changes.author(guest.call)
    slug = where.campaign.slug
    wrong = attempt(lambda: found.append(plan_switch(house.store, slug, typed, hosts, by)), _WRONG)
    if wrong:
        return None, wrong
    if found[0].plan.empty:
        return None, Wrong(petition_url="switch.wrong.same")
    return found[0], Wrong()


def _preview(guest: Guest, where: Where, typed: dict[str, str], wrong: Wrong) -> Response:
    planned, why = _plan(guest, where, typed)
    if planned is None:
        return _form(guest, where, typed, why)
    house = wiring.house()
    counts = house.store.totals(where.campaign.slug, Level.LINK)
    scanned = sum(1 for one in planned.links if counts.get(one.code, Count()).scans)
    sealed = house.seals.seal(_SEAL, json.dumps(_seen(planned)))
    return guest.form(
        "space_switching.html",
        where,
        "switch",
        wrong,
        preview=Preview(planned, len(planned.links), scanned, sealed),
        read=planned.before.petition.source != MANUAL,
        announced=ANNOUNCED.days,
        today=house.clock(),
    )


def _seen(planned: Switching) -> dict[str, str | int]:
    """What makes a switch this one: from what, to what, why, and what the campaign was then."""
    before = planned.before
    return {
        "campaign": before.slug,
        "version": before.version,
        "from": before.petition_url,
        "petition_url": planned.to,
        "reason": planned.reason,
    }


def _typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "") for name in FIELDS}


def _form(guest: Guest, where: Where, typed: dict[str, str], wrong: Wrong) -> Response:
    house = wiring.house()
    return guest.form(
        "space_switch.html",
        where,
        "switch",
        wrong,
        typed=typed,
        hosts=sorted(house.settings.destination_hosts),
        links=sum(1 for link in house.store.links(where.campaign.slug) if not link.closed),
        announced=where.campaign.announced(house.clock()),
    )
