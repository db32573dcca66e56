"""Making a token, finding it, and ending it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.audit import What
from chalicelib.access.model import Place, Scope, Token
from chalicelib.web.work import changes
from chalicelib.web.work.call import Call


def add(call: Call, place: Place, label: str, scope: Scope, days: int | None) -> tuple[Token, str]:
    """Makes a token for who may, with its secret; and keeps who did."""
    house = wiring.house()
    token, secret = house.tokens.draw(place, label, house.clock(), scope, days)
    about = f"token {token.id} {token.label!r}, {token.scope}"
    act = changes.act(call, What.TOKEN_CREATED, place, about)
    house.store.with_act(act).save_token(token)
    return token, secret


def revoke(call: Call, token: Token) -> Token:
    """Makes a token worthless, for who may; and keeps who did."""
    token = replace(token, revoked=True)
    about = f"token {token.id} {token.label!r}"
    act = changes.act(call, What.TOKEN_REVOKED, token.place, about)
    wiring.house().store.with_act(act).save_token(token)
    return token


def token_in(place: Place, token_id: str) -> Token:
    """The token of a place that is called so; `UnknownPlace` when it has none."""
    for token in wiring.house().tokens.list(place.campaign):
        if token.id == token_id and place.covers(token.place):
            return token
    raise rules.unknown()
