"""Groups of an association."""

from __future__ import annotations

from dataclasses import replace

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.audit import What
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.model import Association, Campaign, Group, Level
from chalicelib.errors import BadFields, UnknownOwner
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.v1 import changes, shapes
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.door import Call
from chalicelib.web.v1.paging import page
from chalicelib.web.v1.places import association_of, campaign_of, group_in, group_of, place_of_group

Found = tuple[Campaign, Association, Group]


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
    refuse_retired(association_of(call, Action.GROUP_WRITE, slug, association)[1])
    values = read_json(call.request)

    def work() -> Answer:
        return changes.created(_shape(*add(call, slug, association, values)))

    return changes.once(call, work)


def change(call: Call, slug: str, association: str, group: str) -> Response:
    """`PATCH …/groups/{group}`; another `association` takes it over with its links and figures."""
    campaign, home, found = group_of(call, Action.GROUP_WRITE, slug, association, group)
    refuse_retired(home, found)
    values = read_json(call.request)
    to = values.pop("association", association)
    if not isinstance(to, str):
        raise BadFields((("association", "must be text in quotes"),))
    # Who takes it over, and who gives it away.
    call.check(Action.GROUP_WRITE, replace(place_of_group(campaign, to, found), group=""))
    taker = campaign.association(to)
    if taker is None or taker.retired:
        raise BadFields((("association", f"no association is called {to!r}"),))
    return _answer(*alter(call, campaign, home, found, values, to))


def retire(call: Call, slug: str, association: str, group: str) -> Response:
    """`DELETE …/groups/{group}`: its links close, its history stays."""
    campaign, home, found = group_of(call, Action.GROUP_WRITE, slug, association, group)
    if home.retired or found.retired:
        return _answer(campaign, home, found)
    return _answer(*leave(call, campaign, home, found))


def add(call: Call, slug: str, association: str, values: edit.Values) -> Found:
    """Makes a group, for who may; and keeps who did."""
    name = str(values.get("slug"))
    changes.edit(
        call,
        lambda d: edit.add_group(d, association, values),
        What.GROUP_CREATED,
        Place(slug, association),
        f"group {association}/{name}",
    )
    return _reread(slug, association, name)


def alter(
    call: Call, campaign: Campaign, home: Association, found: Group, values: edit.Values, to: str
) -> Found:
    """Changes a group, for who may, and lets the association `to` have it; keeps who did."""
    slug, association, group = campaign.slug, home.slug, found.slug

    def both(draft: edit.Draft) -> edit.Draft:
        if values:
            draft = edit.change_group(draft, association, group, values)
        return draft if to == association else edit.move_group(draft, association, group, to)

    what = ", ".join((*values, *(() if to == association else (f"to {to}",))))
    changes.edit(
        call,
        both,
        What.GROUP_CHANGED,
        Place(slug, to, found.id),
        f"group {association}/{group}: {what}",
    )
    return _reread(slug, to, group)


def leave(call: Call, campaign: Campaign, home: Association, found: Group) -> Found:
    """Retires a group, for who may; and keeps who did."""
    changes.edit(
        call,
        lambda d: edit.retire_group(d, home.slug, found.slug),
        What.GROUP_CHANGED,
        place_of_group(campaign, home.slug, found),
        f"group {home.slug}/{found.slug} is retired",
    )
    return _reread(campaign.slug, home.slug, found.slug)


def refuse_retired(*owners: Association | Group) -> None:
    """`UnknownOwner` when one of them is retired: nothing is added to it or changed."""
    if any(owner.retired for owner in owners):
        raise UnknownOwner("it is retired; an organiser can let it return")


def _reread(slug: str, association: str, group: str) -> Found:
    campaign = campaign_of(slug)
    home = campaign.association(association)
    found = group_in(home, group) if home else None
    if home is None or found is None:
        raise rules.unknown()
    return campaign, home, found


def _answer(campaign: Campaign, home: Association, group: Group) -> Response:
    return json_answer(_shape(campaign, home, group))


def _shape(campaign: Campaign, home: Association, group: Group) -> shapes.Shape:
    slug = campaign.slug
    count = wiring.house().store.total(slug, Level.GROUP, group.id)
    days = shapes.days(slug, Level.GROUP, group.id)
    return shapes.group(slug, home, group, count) | {"days": days}
