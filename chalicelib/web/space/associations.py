"""Associations, for organisers: one more, another name, leaving and coming back."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.audit import What
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.model import Link
from chalicelib.campaign.returning import return_association
from chalicelib.campaign.roster import fresh_slug
from chalicelib.campaign.sheet import to_slug
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong, attempt
from chalicelib.web.work import changes

FIELDS = ("name", "contact", "website")
_WRONG = {
    "name": "association.wrong.name",
    "contact": "association.wrong.contact",
    "website": "association.wrong.website",
}


def show_new(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}/associations`: the form for one more."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign)
    return _form(guest, where, dict.fromkeys(FIELDS, ""))


def add(guest: Guest, campaign: str) -> Response:
    """`POST /space/c/{campaign}/associations`: one more, under a slug made of its name."""
    where, typed = find(guest, Action.ASSOCIATION_WRITE, campaign), _typed(guest)
    if not to_slug(typed["name"]):
        return _form(guest, where, typed, Wrong(name=_WRONG["name"]))
    slug = fresh_slug(typed["name"], {one.slug for one in where.campaign.associations})
    values = {"slug": slug, **typed}
    wrong = attempt(
        lambda: changes.edit(
            guest.call,
            lambda draft: edit.add_association(draft, values),
            What.ASSOCIATION_CREATED,
            Place(campaign, slug),
            f"association {slug}",
        ),
        _WRONG,
    )
    if wrong:
        return _form(guest, where, typed, wrong)
    return guest.go(where.path, said="association_added")


def show_change(guest: Guest, campaign: str, association: str) -> Response:
    """`GET /space/c/{campaign}/a/{association}/change`: what may be changed, filled in."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign, association)
    one = where.association
    assert one is not None  # noqa: S101 (found by its slug)
    return _form(guest, where, {name: getattr(one, name) for name in FIELDS})


def change(guest: Guest, campaign: str, association: str) -> Response:
    """`POST /space/c/{campaign}/a/{association}/change`."""
    where, typed = _here(guest, campaign, association), _typed(guest)
    wrong = attempt(
        lambda: changes.edit(
            guest.call,
            lambda draft: edit.change_association(draft, association, typed),
            What.ASSOCIATION_CHANGED,
            where.place,
            f"association {association}: {', '.join(FIELDS)}",
        ),
        _WRONG,
    )
    if wrong:
        return _form(guest, where, typed, wrong)
    return guest.go(Where(where.campaign).path, said="association_changed")


def show_leave(guest: Guest, campaign: str, association: str) -> Response:
    """`GET /space/c/{campaign}/a/{association}/leave`: what leaving, or coming back, comes to."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign, association)
    return _leaving(guest, where)


def leave(guest: Guest, campaign: str, association: str) -> Response:
    """`POST /space/c/{campaign}/a/{association}/leave`: its links close, its history stays."""
    where = _here(guest, campaign, association)
    wrong = attempt(
        lambda: changes.edit(
            guest.call,
            lambda draft: edit.retire_association(draft, association),
            What.ASSOCIATION_CHANGED,
            where.place,
            f"association {association} is retired",
        ),
        {},
    )
    if wrong:
        return _leaving(guest, where, wrong)
    return guest.go(Where(where.campaign).path, said="association_left")


def come_back(guest: Guest, campaign: str, association: str) -> Response:
    """`POST /space/c/{campaign}/a/{association}/return`: it is back, with its codes."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign, association)
    if where.association is None or not where.association.retired:
        raise rules.unknown()
    groups = guest.fields.get("groups") == "yes"
    wrong = attempt(
        lambda: changes.edit(
            guest.call,
            lambda draft: return_association(draft, association, groups=groups),
            What.ASSOCIATION_CHANGED,
            where.place,
            f"association {association} returns",
        ),
        {},
    )
    if wrong:
        return _leaving(guest, where, wrong)
    return guest.go(Where(where.campaign).path, said="association_back")


def _here(guest: Guest, campaign: str, association: str) -> Where:
    """An association that has not left."""
    where = find(guest, Action.ASSOCIATION_WRITE, campaign, association)
    if where.association is None or where.association.retired:
        raise rules.unknown()
    return where


def _typed(guest: Guest) -> dict[str, str]:
    return {name: guest.fields.get(name, "") for name in FIELDS}


def _form(
    guest: Guest, where: Where, typed: Mapping[str, str], wrong: Wrong | None = None
) -> Response:
    return guest.form(
        "space_association.html",
        where,
        "change" if where.association else "first",
        wrong,
        typed=typed,
    )


def _leaving(guest: Guest, where: Where, wrong: Wrong | None = None) -> Response:
    links = [one for one in _links(where) if not one.closed]
    return guest.page(
        "space_leave.html",
        where,
        "change",
        409 if wrong else 200,
        links=links,
        wrong=wrong or Wrong(),
    )


def _links(where: Where) -> list[Link]:
    """The links of an association and of its groups."""
    owner = where.place.owner
    links = wiring.house().store.links(where.campaign.slug)
    return [link for link in links if link.association == owner]
