"""What a place prints: every link's pages at once, and all of it as one file."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.rules import Action
from chalicelib.errors import UnknownOwner
from chalicelib.kit.bundle import DEFAULT_PIECE, EVERYTHING, REFUSED, Order
from chalicelib.kit.pieces import PRINTS
from chalicelib.web.api import query
from chalicelib.web.pages import root
from chalicelib.web.space.door import Guest
from chalicelib.web.space.links import owners_of
from chalicelib.web.space.places import find

AGAIN_SECONDS = 3
"""When a page of what is being made looks again."""

FLYERS = ("flyer-a4.pdf", "flyer-a5.pdf", "flyer-a6.pdf")


def show(guest: Guest, campaign: str, association: str, group: str = "") -> Response:
    """`GET …/kit`: one button for everything, and each link's flyers."""
    where = find(guest, Action.KIT_READ, campaign, association, group)
    owners = [one for one in owners_of(where) if not one.retired]
    paper = [(one, [row for row in one.open if row.on_paper]) for one in owners]
    return guest.page(
        "space_kit.html",
        where,
        "kit",
        paper=[(one, rows) for one, rows in paper if rows],
        pieces=[(one.file, *one.parts) for one in PRINTS],
        chosen=DEFAULT_PIECE,
        flyers=FLYERS,
        file_root=root(),
    )


def whole(guest: Guest, campaign: str, association: str, group: str = "") -> Response:
    """`GET …/kit/whole?piece=`: everything as a ZIP and the pages as one PDF; while they are made
    the page says so, and looks again by itself.
    """
    where = find(guest, Action.KIT_READ, campaign, association, group)
    wanted = query(guest.request, "piece") or DEFAULT_PIECE
    asked = next((one for one in PRINTS if one.file == wanted), PRINTS[0])
    orders = {
        kind: Order(campaign, association, file, where.place.group)
        for kind, file in (("pdf", asked.file), ("zip", EVERYTHING))
    }
    made = {kind: _ask(one) for kind, one in orders.items()}
    answer = guest.page(
        "space_kit_whole.html",
        where,
        "kit",
        made=made,
        piece=asked,
        making=None in made.values(),
        unfit=[kind for kind, at in made.items() if at and _is_refusal(at)],
    )
    if None in made.values():
        answer.headers["Refresh"] = str(AGAIN_SECONDS)
    return answer


def _ask(order: Order) -> str | None:
    """Where it lies; None while it is made, "" when there is nothing to make."""
    try:
        return wiring.house().bundles.ask(order)
    except UnknownOwner:
        return ""


def _is_refusal(address: str) -> bool:
    return urlsplit(address).path.endswith(REFUSED)
