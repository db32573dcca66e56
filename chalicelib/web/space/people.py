"""Who may sign in for a campaign, or for an association and its groups: added and removed."""

from __future__ import annotations

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import people, rules
from chalicelib.access.audit import COMMAND_LINE
from chalicelib.access.model import Member, Role
from chalicelib.access.rules import Action
from chalicelib.access.signin import MOST_CHARACTERS, check_email
from chalicelib.campaign.model import Level
from chalicelib.errors import BadInput
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where, where_of
from chalicelib.web.space.wrong import Wrong

WHOLE = "."


@dataclass(frozen=True, slots=True)
class Crew:
    """A place with who may sign in for it."""

    where: Where
    members: tuple[Member, ...]


def show(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET /space/c/{campaign}/people`, and of an association."""
    where = find(guest, Action.MEMBERS_READ, campaign, association)
    return _page(guest, where, "", preset(where), Wrong())


def add(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/people`: somebody may sign in from now on."""
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    email, chosen = guest.fields.get("email", "")[: MOST_CHARACTERS + 1], guest.fields.get("place")
    place = chosen_of(where, chosen)
    wrong = Wrong() if place else Wrong(place="people.wrong.place")
    try:
        address = check_email(email)
    except BadInput:
        wrong["email"] = "space.email.wrong"
    if wrong or place is None:
        return _page(guest, where, email, chosen or "", wrong)
    crew = next((one for one in crews(where) if key(one.where) == key(place)), None)
    if crew and any(member.email == address for member in crew.members):
        return _page(guest, where, email, key(place), Wrong(email="people.wrong.known"))
    house = wiring.house()
    people.add(house.store, address, place.place, guest.actor.name, house.clock())
    return guest.go(where.page("people"), said="member_added")


def remove(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/people/remove`: asks whether that is meant, and does it when it was said.

    An address of somebody's never stands in an address of ours, so both are sent.
    """
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    place = chosen_of(where, guest.fields.get("place"), gone=True)
    if place is None:
        raise rules.unknown()
    crew = next((one for one in crews(where) if key(one.where) == key(place)), None)
    email = guest.fields.get("email", "")
    members = [one for one in crew.members if one.email == email] if crew else []
    if not members:
        # Gone already: somebody else was faster, or the form was sent twice.
        return guest.go(where.page("people"))
    last = members[0].place.role is Role.ORGANISER and crew is not None and len(crew.members) == 1
    if guest.fields.get("sure") != "yes" or last:
        return guest.page(
            "space_remove.html",
            where,
            "people",
            member=members[0],
            part=place,
            key=key(place),
            last=last,
            oneself=email == guest.actor.name,
        )
    house = wiring.house()
    people.remove(house.store, members, guest.actor.name, house.clock())
    return guest.go(where.page("people"), said="member_removed")


def crews(where: Where) -> list[Crew]:
    """Who may sign in within a place, part by part as they are today, the widest first.

    Parts that left are there while somebody is a member of them.
    """
    campaign = where.campaign
    found: dict[str, tuple[Where, list[Member]]] = {key(part): (part, []) for part in parts(where)}
    for member in wiring.house().store.members(campaign.slug):
        part = where_of(campaign, member.place)
        if part is not None and where.place.covers(part.place):
            found.setdefault(key(part), (part, []))[1].append(member)
    return [Crew(part, tuple(members)) for part, members in found.values()]


def parts(where: Where) -> list[Where]:
    """A place and all within it that has not left, each before its own parts."""
    campaign = where.campaign
    found = [] if where.association else [Where(campaign)]
    for one in campaign.associations:
        if one.retired or (where.association and one.slug != where.association.slug):
            continue
        found.append(Where(campaign, one))
        found += [Where(campaign, one, group) for group in one.groups if not group.retired]
    return found


def key(where: Where) -> str:
    """How a form names a place: `essor`, `essor/lyon`, a full stop for the campaign."""
    slugs = (one.slug for one in (where.association, where.group) if one)
    return "/".join(slugs) or WHOLE


def alone(where: Where) -> list[Where]:
    """The parts right below a place for which nobody can sign in, nor for anything within."""
    level = Level.GROUP if where.association else Level.ASSOCIATION
    found = crews(where)
    taken = {key(one.where) for one in found if one.members}
    if level is Level.ASSOCIATION:
        taken |= {whole.partition("/")[0] for whole in taken}
    below = [one.where for one in found if one.where.level is level]
    return [part for part in below if key(part) not in taken]


def preset(where: Where) -> str:
    """What a form chooses beforehand: an association itself; of a campaign nothing, for the
    first choice would be to make somebody an organiser.
    """
    return key(where) if where.association else ""


def chosen_of(where: Where, chosen: str | None, *, gone: bool = False) -> Where | None:
    """The part of a place that a form names, None when it names none; with `gone`, also one that
    has left.

    `UnknownPlace` for what does not lie within it.
    """
    if not chosen:
        return None
    among = [crew.where for crew in crews(where)] if gone else parts(where)
    for part in among:
        if key(part) == chosen:
            return part
    raise rules.unknown()


def _page(guest: Guest, where: Where, email: str, place: str, wrong: Wrong) -> Response:
    found = crews(where)
    return guest.form(
        "space_people.html",
        where,
        "people",
        wrong,
        crews=[crew for crew in found if crew.members],
        alone=alone(where),
        places=[(key(part), part) for part in parts(where)],
        keys={crew.where.path: key(crew.where) for crew in found},
        typed={"email": email, "place": place},
        here=guest.actor.name,
        by_command=COMMAND_LINE,
    )
