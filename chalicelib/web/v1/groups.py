"""Groups of an association."""

from __future__ import annotations

from dataclasses import replace

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Association, Campaign, Group, Level
from chalicelib.errors import BadFields
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.paging import page
from chalicelib.web.work import groups as doing
from chalicelib.web.work import shapes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import (
    association_of,
    campaign_of,
    group_of,
    place_of_group,
)


def every(call: Call, slug: str, association: str) -> Response:
    """`GET …/associations/{association}/groups`, by slug; a group sees itself alone."""
    own = call.own(Action.GROUP_READ, slug)
    campaign = campaign_of(slug)
    home = campaign.association(association)
    if home is None:
        raise rules.unknown()
    found = [g for g in home.groups if own.covers(place_of_group(campaign, association, g))]
    if not found and not own.covers(Place(slug, association)):
        raise rules.unknown()
    counts = wiring.house().store.totals(slug, Level.GROUP)
    shown, following = page(call, found, lambda group: (group.slug,))
    rows = [shapes.group(slug, home, one, counts.get(one.id, Count())) for one in shown]
    return json_answer(
        {"campaign": slug, "association": association, "rows": rows, "next": following}
    )


def show(call: Call, slug: str, association: str, group: str) -> Response:
    """`GET …/groups/{group}`."""
    return _answer(*group_of(call, Action.GROUP_READ, slug, association, group))


def create(call: Call, slug: str, association: str) -> Response:
    """`POST …/associations/{association}/groups`."""
    doing.refuse_retired(association_of(call, Action.GROUP_WRITE, slug, association)[1])
    values = read_json(call.request)

    def work() -> Answer:
        return repeats.created(_shape(*doing.add(call, slug, association, values)))

    return repeats.once(call, work)


def change(call: Call, slug: str, association: str, group: str) -> Response:
    """`PATCH …/groups/{group}`; another `association` takes it over with its links and figures."""
    campaign, home, found = group_of(call, Action.GROUP_WRITE, slug, association, group)
    doing.refuse_retired(home, found)
    values = read_json(call.request)
    to = values.pop("association", association)
    if not isinstance(to, str):
        raise BadFields((("association", "must be text in quotes"),))
    # Who takes it over, and who gives it away.
    call.check(Action.GROUP_WRITE, replace(place_of_group(campaign, to, found), group=""))
    taker = campaign.association(to)
    if taker is None or taker.retired:
        raise BadFields((("association", f"no association is called {to!r}"),))
    return _answer(*doing.alter(call, campaign, home, found, values, to))


def retire(call: Call, slug: str, association: str, group: str) -> Response:
    """`DELETE …/groups/{group}`: its links close, its history stays."""
    campaign, home, found = group_of(call, Action.GROUP_WRITE, slug, association, group)
    if home.retired or found.retired:
        return _answer(campaign, home, found)
    return _answer(*doing.retire(call, campaign, home, found))


def _answer(campaign: Campaign, home: Association, group: Group) -> Response:
    return json_answer(_shape(campaign, home, group))


def _shape(campaign: Campaign, home: Association, group: Group) -> shapes.Shape:
    slug = campaign.slug
    count = wiring.house().store.total(slug, Level.GROUP, group.id)
    days = shapes.days(slug, Level.GROUP, group.id)
    return shapes.group(slug, home, group, count) | {"days": days}
