"""Campaigns: whose they are, what everybody may know, and where their codes lead."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import What
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign.apply import plan_to_json
from chalicelib.campaign.model import Level
from chalicelib.campaign.switching import plan_switch
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.api import find_campaign
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import flag, read_json
from chalicelib.web.v1.paging import page
from chalicelib.web.work import changes, shapes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, somebody


def every(call: Call) -> Response:
    """`GET /v1/campaigns`: those in which whoever asks has a place."""
    somebody(call)
    store = wiring.house().store
    slugs = {place.campaign for place in call.actor.places}
    found = [campaign for slug in slugs if (campaign := store.load(slug))]
    rows, following = page(call, found, lambda campaign: (campaign.slug,))
    return json_answer({"rows": [shapes.campaign(one) for one in rows], "next": following})


def show(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}`."""
    call.check(Action.CAMPAIGN_READ, Place(slug))
    find_campaign(slug)
    # As it is now: what was found may be a minute old.
    return json_answer(shapes.campaign(campaign_of(slug)))


def switch(call: Call, slug: str) -> Response:
    """`POST /v1/campaigns/{campaign}/destination`: every code leads elsewhere, or would."""
    place = Place(slug)
    call.check(Action.CAMPAIGN_SWITCH, place)
    values = read_json(call.request)
    dry_run = flag(values, "dry_run")
    return repeats.once(call, lambda: _switch(call, place, values, dry_run))


def _switch(call: Call, place: Place, values: dict[str, Any], dry_run: bool) -> Answer:
    house = wiring.house()
    campaign_of(place.campaign)
    hosts, by = house.settings.destination_hosts, changes.author(call)
    planned = plan_switch(house.store, place.campaign, values, hosts, by)
    plan, before = planned.plan, planned.before
    counts = house.store.totals(before.slug, Level.LINK)
    shown = {
        "from": before.petition_url,
        "to": planned.to,
        "links": [
            shapes.link(link, before, counts.get(link.code, Count())) for link in planned.links
        ],
    }
    act = changes.act(call, What.CAMPAIGN_SWITCHED, place, planned.about)
    done = None if dry_run else changes.carry_out(plan, act)
    return repeats.done(plan_to_json(plan, done) | shown, "links")
