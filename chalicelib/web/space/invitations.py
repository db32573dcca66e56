"""Invitations: one, to be handed on now, or a sheet of them to be printed and cut.

A code is shown once, on the answer to the form that asked for it, and is kept as a hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalice.app import Response
from markupsafe import Markup

from chalicelib import wiring
from chalicelib.access import people
from chalicelib.access.invitations import LASTS, MOST_AT_ONCE
from chalicelib.access.rules import Action
from chalicelib.kit.qr import svg
from chalicelib.web.space.door import Guest
from chalicelib.web.space.people import alone, chosen_of, key, parts, preset
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong

MOST_EACH = 40
"""Of a sheet, for each place: five pages of A4."""

EVERY = "*"
"""Chooses every part that nobody can sign in for yet."""

ENTRY = "/space/invitation"


@dataclass(frozen=True, slots=True)
class Card:
    """One invitation as it is shown: for whom, its code, the address that holds it, and that as
    a QR code.
    """

    where: Where
    code: str
    address: str
    picture: Markup


def show_one(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/people/invite`: for whom."""
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    return _one(guest, where, Wrong())


def make_one(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/people/invite`: its code, once."""
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    place = chosen_of(where, guest.fields.get("place"))
    if place is None:
        return _one(guest, where, Wrong(place="people.wrong.place"))
    now = wiring.house().clock()
    card = _cards(guest, place, 1, now)[0]
    return guest.page("space_invited.html", where, "people", card=card, until=now + LASTS)


def show_sheet(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/people/sheet`: for whom, and how many."""
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    every = bool(alone(where))
    typed = {"place": EVERY if every else preset(where), "count": "1" if every else "8"}
    return _asking(guest, where, typed, Wrong())


def make_sheet(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/people/sheet`: their codes, once, on a page to be printed."""
    where = find(guest, Action.MEMBERS_WRITE, campaign, association)
    typed = {name: guest.fields.get(name, "") for name in ("place", "count")}
    chosen = None if typed["place"] == EVERY else chosen_of(where, typed["place"])
    places = [chosen] if chosen else alone(where) if typed["place"] == EVERY else []
    count = typed["count"]
    each = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    if not places:
        words = "invite.wrong.nobody" if typed["place"] == EVERY else "people.wrong.place"
        return _asking(guest, where, typed, Wrong(place=words))
    if not 1 <= each <= MOST_EACH or each * len(places) > MOST_AT_ONCE:
        return _asking(guest, where, typed, Wrong(count="invite.wrong.count"))
    now = wiring.house().clock()
    cards = [card for place in places for card in _cards(guest, place, each, now)]
    return guest.page("space_invitations.html", where, "people", cards=cards, **_terms(where, now))


def _one(guest: Guest, where: Where, wrong: Wrong) -> Response:
    return guest.form(
        "space_invite.html",
        where,
        "people",
        wrong,
        places=[(key(part), part) for part in parts(where)],
        chosen=preset(where),
        **_terms(where, wiring.house().clock()),
    )


def _cards(guest: Guest, place: Where, count: int, now: datetime) -> list[Card]:
    house = wiring.house()
    codes = people.invite(house.store, house.random, place.place, guest.actor.name, now, count)
    cards = []
    for code in codes:
        address = f"{house.settings.base_url}{ENTRY}?code={code}"
        # Drawn by us alone, and its title escaped: nothing in it is anybody else's.
        drawn = svg.svg(address, "M", title=f"QR code : {code}").decode()
        picture = Markup(drawn)  # noqa: S704 # nosec B704
        cards.append(Card(place, code, address, picture))
    return cards


def _terms(where: Where, now: datetime) -> dict[str, Any]:
    """What is said with every code: until when it works, and where it is typed in."""
    entry = f"{wiring.house().settings.base_url}{ENTRY}"
    return {"until": now + LASTS, "entry": entry}


def _asking(guest: Guest, where: Where, typed: dict[str, str], wrong: Wrong) -> Response:
    return guest.form(
        "space_sheet_of_invitations.html",
        where,
        "people",
        wrong,
        places=[(key(part), part) for part in parts(where)],
        alone=alone(where),
        typed=typed,
        most=MOST_EACH,
        most_at_once=MOST_AT_ONCE,
    )
