"""Groups: made, renamed, retired."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.access import rules
from chalicelib.access.rules import Action
from chalicelib.campaign.fields import DEFAULT_CHANNELS, TAKEN
from chalicelib.campaign.model import Association, Group
from chalicelib.campaign.roster import fresh_slug
from chalicelib.errors import BadFields, Conflict
from chalicelib.web.space.door import Guest
from chalicelib.web.space.links import owners_of
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import CONFLICT, Wrong, said
from chalicelib.web.work import groups as doing
from chalicelib.web.work.places import association_of, group_of

OFFERED = ("poster", "flyer", "market", "whatsapp", "sms", "email", "facebook")
"""Channels that a new group's links can be made for at once."""


def new(guest: Guest, campaign: str, association: str) -> Response:
    """`GET …/groups/new`: a name, and the links to begin with."""
    where = find(guest, Action.GROUP_WRITE, campaign, association)
    return _form(guest, where, {"name": "", "department": ""}, DEFAULT_CHANNELS)


def create(guest: Guest, campaign: str, association: str) -> Response:
    """`POST …/groups/new`: on to the first link of the group, which is ready to be printed."""
    where = Where(*association_of(guest.call, Action.GROUP_WRITE, campaign, association))
    home = _home(where)
    doing.refuse_retired(home)
    given = guest.given("name", "department")
    chosen = tuple(channel for channel in OFFERED if guest.fields.get(f"channel-{channel}"))
    try:
        slug = _slug(home, given["name"])
        values = {**given, "slug": slug, "channels": list(chosen or DEFAULT_CHANNELS)}
        found = Where(*doing.add(guest.call, campaign, association, values))
    except BadFields as error:
        return _form(guest, where, given, chosen, said(error, "group", slug="name"))
    except Conflict:
        return _form(guest, where, given, chosen, Wrong(form=CONFLICT))
    (owner,) = owners_of(found)
    first = next(iter(owner.open), None)
    path = f"/space/c/{campaign}/l/{first.link.code}" if first else found.page("links")
    return guest.go(path, said="group_created")


def naming(guest: Guest, campaign: str, association: str, group: str) -> Response:
    """`GET …/g/{group}/name`."""
    where, found = _group(guest, campaign, association, group)
    return _renaming(guest, where, {"name": found.name, "department": found.department})


def rename(guest: Guest, campaign: str, association: str, group: str) -> Response:
    """`POST …/g/{group}/name`: another name; its address, its codes and its figures stay."""
    where, found = _group(guest, campaign, association, group)
    home = _home(where)
    given = guest.given("name", "department")
    try:
        _refuse_same_name(home, given["name"], found)
        doing.alter(guest.call, where.campaign, home, found, given, home.slug)
    except BadFields as error:
        return _renaming(guest, where, given, said(error, "group"))
    except Conflict:
        return _renaming(guest, where, given, Wrong(form=CONFLICT))
    return guest.go(where.page("links"), said="group_renamed")


def confirm(guest: Guest, campaign: str, association: str, group: str) -> Response:
    """`GET …/g/{group}/retire`: what closes with it, before it does."""
    where, _ = _group(guest, campaign, association, group)
    (owner,) = owners_of(where)
    return guest.page("space_group_retire.html", where, "links", links=owner.open)


def retire(guest: Guest, campaign: str, association: str, group: str) -> Response:
    """`POST …/g/{group}/retire`: its links close, its figures stay."""
    where, found = _group(guest, campaign, association, group)
    home = _home(where)
    doing.retire(guest.call, where.campaign, home, found)
    return guest.go(Where(where.campaign, home).page("links"), said="group_retired")


def _group(guest: Guest, campaign: str, association: str, group: str) -> tuple[Where, Group]:
    found = group_of(guest.call, Action.GROUP_WRITE, campaign, association, group)
    doing.refuse_retired(*found[1:])
    return Where(*found), found[2]


def _home(where: Where) -> Association:
    if where.association is None:
        raise rules.unknown()
    return where.association


def _slug(home: Association, name: str) -> str:
    """What addresses call a group of this name: as no other of its association was ever called,
    unless it is a group that comes back.
    """
    for group in home.groups:
        if group.retired and _same(group.name, name):
            return group.slug
    _refuse_same_name(home, name)
    made = fresh_slug(name, {group.slug for group in home.groups})
    # Names that are too short, or in another alphabet, have an address all the same.
    return made if len(made) > 1 else fresh_slug(f"groupe {name}", {g.slug for g in home.groups})


def _refuse_same_name(home: Association, name: str, but: Group | None = None) -> None:
    if any(_same(g.name, name) for g in home.groups if not g.retired and g != but):
        raise BadFields((("name", f"{name!r} {TAKEN}"),))


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def _form(
    guest: Guest,
    where: Where,
    given: dict[str, str],
    chosen: tuple[str, ...],
    wrong: Wrong | None = None,
) -> Response:
    return guest.form(
        "space_group_new.html",
        where,
        "links",
        wrong,
        given=given,
        offered=OFFERED,
        chosen=chosen,
    )


def _renaming(
    guest: Guest, where: Where, given: dict[str, str], wrong: Wrong | None = None
) -> Response:
    return guest.form(
        "space_group_name.html",
        where,
        "links",
        wrong,
        given=given,
    )
