"""Tokens of a campaign or an association: listed, made, and revoked."""

from __future__ import annotations

import json

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place, Scope
from chalicelib.access.rules import Action
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong
from chalicelib.web.work import tokens as doing

LASTS = ("30", "90", "365", "")
"""Days that are offered; "" is for ever."""

MOST_LABEL = 120


def show(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/tokens`: those of the place, without their secrets, and a form for another."""
    where = find(guest, Action.TOKENS_READ, campaign, association)
    return _list(guest, where, {"label": "", "scope": Scope.READ, "days": "90", "whose": ""})


def create(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/tokens`: the answer alone shows the secret, and shows it once: whoever loads it
    again makes no other token.
    """
    where = find(guest, Action.TOKENS_WRITE, campaign, association)
    given = guest.given("label", "scope", "days", "whose")
    if wrong := _wrong(given, where):
        return _list(guest, where, given, wrong)
    place = Place(campaign, association or given["whose"])
    days = int(given["days"]) if given["days"] else None

    def work() -> Answer:
        label, scope = given["label"], Scope(given["scope"])
        token, secret = doing.add(guest.call, place, label, scope, days)
        shown = {"id": token.id, "secret": ""}
        return Answer(201, json.dumps(shown | {"secret": secret}), json.dumps(shown))

    key = guest.fields.get("once") or None
    answer, _ = wiring.house().idempotency.run(guest.actor, key, repr((where.path, given)), work)
    secret = json.loads(answer.body)["secret"]
    return guest.page("space_token.html", where, "tokens", secret=secret, label=given["label"])


def confirm(guest: Guest, campaign: str, association: str, token: str = "") -> Response:
    """`GET …/tokens/{token}/revoke`: which one it is, before it is worthless."""
    where, token_id = _named(guest, campaign, association, token)
    found = doing.token_in(where.place, token_id)
    return guest.page("space_token_revoke.html", where, "tokens", found=found)


def revoke(guest: Guest, campaign: str, association: str, token: str = "") -> Response:
    """`POST …/tokens/{token}/revoke`: worthless at once."""
    where, token_id = _named(guest, campaign, association, token)
    found = doing.token_in(where.place, token_id)
    if not found.revoked:
        doing.revoke(guest.call, found)
    return guest.go(where.page("tokens"), said="token_revoked")


def _named(guest: Guest, campaign: str, association: str, token: str) -> tuple[Where, str]:
    """The place and the token that an address names: of a campaign it has no association."""
    if not token:
        association, token = "", association
    return find(guest, Action.TOKENS_WRITE, campaign, association), token


def _wrong(given: dict[str, str], where: Where) -> Wrong:
    wrong = Wrong()
    label = given["label"]
    if not label or len(label) > MOST_LABEL or not label.isprintable():
        wrong["label"] = "wrong.token.label"
    if given["scope"] not in tuple(Scope):
        wrong["scope"] = "wrong.choice"
    if given["days"] not in LASTS:
        wrong["days"] = "wrong.choice"
    if given["whose"] and where.campaign.association(given["whose"]) is None:
        wrong["whose"] = "wrong.choice"
    return wrong


def _list(
    guest: Guest, where: Where, given: dict[str, str], wrong: Wrong | None = None
) -> Response:
    house = wiring.house()
    tokens = [
        one for one in house.tokens.list(where.campaign.slug) if where.place.covers(one.place)
    ]
    now = house.clock()
    return guest.form(
        "space_tokens.html",
        where,
        "tokens",
        wrong,
        working=[one for one in tokens if one.works(now)],
        over=[one for one in tokens if not one.works(now)],
        given=given,
        lasts=LASTS,
        whose=_whose(where),
        once=house.random(16).hex(),
    )


def _whose(where: Where) -> list[tuple[str, str]]:
    """For whom organisers make tokens; for an association there is nothing to choose."""
    if where.association:
        return []
    return [(one.slug, one.name) for one in where.campaign.associations if not one.retired]
