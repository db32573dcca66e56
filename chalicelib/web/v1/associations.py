"""Associations: for organisers, and each for itself."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.audit import What
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.model import Campaign, Level
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.paging import page
from chalicelib.web.work import changes, shapes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import association_of, campaign_of


def every(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/associations`: those of whoever asks, by slug."""
    own = call.own(Action.ASSOCIATION_READ, slug)
    campaign = campaign_of(slug)
    found = [one for one in campaign.associations if own.covers(Place(slug, one.slug))]
    counts = wiring.house().store.totals(slug, Level.ASSOCIATION)
    shown, following = page(call, found, lambda one: (one.slug,))
    rows = [shapes.association(slug, one, counts.get(one.slug, Count())) for one in shown]
    return json_answer({"campaign": slug, "rows": rows, "next": following})


def show(call: Call, slug: str, association: str) -> Response:
    """`GET /v1/campaigns/{campaign}/associations/{association}`."""
    campaign, _ = association_of(call, Action.ASSOCIATION_READ, slug, association)
    return _answer(campaign, association)


def create(call: Call, slug: str) -> Response:
    """`POST /v1/campaigns/{campaign}/associations`."""
    call.check(Action.ASSOCIATION_WRITE, Place(slug))
    values = read_json(call.request)

    def work() -> Answer:
        place = Place(slug, str(values.get("slug")))
        about = f"association {place.association}"
        changes.edit(
            call, lambda d: edit.add_association(d, values), What.ASSOCIATION_CREATED, place, about
        )
        return repeats.created(_shape(campaign_of(slug), place.association))

    return repeats.once(call, work)


def change(call: Call, slug: str, association: str) -> Response:
    """`PATCH /v1/campaigns/{campaign}/associations/{association}`."""
    _, found = association_of(call, Action.ASSOCIATION_WRITE, slug, association)
    if found.retired:
        raise rules.unknown()
    values = read_json(call.request)
    about = f"association {association}: {', '.join(values)}"
    changes.edit(
        call,
        lambda d: edit.change_association(d, association, values),
        What.ASSOCIATION_CHANGED,
        Place(slug, association),
        about,
    )
    return _answer(campaign_of(slug), association)


def retire(call: Call, slug: str, association: str) -> Response:
    """`DELETE /v1/campaigns/{campaign}/associations/{association}`: it leaves with its groups."""
    campaign, found = association_of(call, Action.ASSOCIATION_WRITE, slug, association)
    if found.retired:
        return _answer(campaign, association)
    changes.edit(
        call,
        lambda d: edit.retire_association(d, association),
        What.ASSOCIATION_CHANGED,
        Place(slug, association),
        f"association {association} is retired",
    )
    return _answer(campaign_of(slug), association)


def _answer(campaign: Campaign, association: str) -> Response:
    return json_answer(_shape(campaign, association))


def _shape(campaign: Campaign, association: str) -> shapes.Shape:
    found = campaign.association(association)
    if found is None:
        raise rules.unknown()
    count = wiring.house().store.total(campaign.slug, Level.ASSOCIATION, association)
    days = shapes.days(campaign.slug, Level.ASSOCIATION, association)
    return shapes.association(campaign.slug, found, count) | {"days": days}
