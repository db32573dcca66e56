"""Tokens: listed without their secrets, made, and revoked."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place, Scope, Token
from chalicelib.access.rules import Action
from chalicelib.access.tokens import MOST_DAYS, token_to_json
from chalicelib.campaign.tables import Problems, Table
from chalicelib.errors import BadFields
from chalicelib.web.answers import json_answer
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.paging import page
from chalicelib.web.work import shapes
from chalicelib.web.work import tokens as doing
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of


def every(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/tokens`, oldest first."""
    own = call.own(Action.TOKENS_READ, slug)
    found = [token for token in wiring.house().tokens.list(slug) if own.covers(token.place)]
    shown, following = page(call, found, lambda token: (token.created.isoformat(), token.digest))
    rows = [token_to_json(token) for token in shown]
    return json_answer({"campaign": slug, "rows": rows, "next": following})


def show(call: Call, slug: str, token_id: str) -> Response:
    """`GET /v1/campaigns/{campaign}/tokens/{token}`."""
    return json_answer(token_to_json(_find(call, Action.TOKENS_READ, slug, token_id)))


def create(call: Call, slug: str) -> Response:
    """`POST /v1/campaigns/{campaign}/tokens`: the answer alone shows the secret, as `token`."""
    own = call.own(Action.TOKENS_WRITE, slug)
    values = read_json(call.request)
    wanted = values.get("association", own.association)
    place = Place(slug, wanted if isinstance(wanted, str) else own.association)
    call.check(Action.TOKENS_WRITE, place)
    return repeats.once(call, lambda: _create(call, place, values))


def revoke(call: Call, slug: str, token_id: str) -> Response:
    """`DELETE /v1/campaigns/{campaign}/tokens/{token}`: it is worthless at once."""
    token = _find(call, Action.TOKENS_WRITE, slug, token_id)
    if not token.revoked:
        token = doing.revoke(call, token)
    return json_answer(token_to_json(token))


def _find(call: Call, action: Action, slug: str, token_id: str) -> Token:
    return doing.token_in(call.own(action, slug), token_id)


def _create(call: Call, place: Place, values: dict[str, Any]) -> Answer:
    problems = Problems()
    table = Table(problems, (), values)
    label = table.text("label", 120)
    scope = Scope(table.choice("scope", tuple(Scope), Scope.READ))
    days = table.whole("days", 1, MOST_DAYS, 1)
    table.text("association", 40, "")
    table.finish()
    problems.raise_any()
    if place.association and campaign_of(place.campaign).association(place.association) is None:
        raise BadFields((("association", f"no association is called {place.association!r}"),))
    token, secret = doing.add(call, place, label, scope, days if table.has("days") else None)
    where = shapes.address(f"/v1/campaigns/{place.campaign}/tokens/{token.id}")
    shown = {**token_to_json(token), "self": where}
    return repeats.created({**shown, "token": secret}, kept=shown)
