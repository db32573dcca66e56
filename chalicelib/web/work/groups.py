"""Making, changing and retiring a group."""

from __future__ import annotations

from chalicelib.access import rules
from chalicelib.access.audit import What
from chalicelib.access.model import Place
from chalicelib.campaign import edit
from chalicelib.campaign.model import Association, Campaign, Group
from chalicelib.errors import UnknownOwner
from chalicelib.web.work import changes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, group_in, place_of_group

Found = tuple[Campaign, Association, Group]


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


def retire(call: Call, campaign: Campaign, home: Association, found: Group) -> Found:
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
