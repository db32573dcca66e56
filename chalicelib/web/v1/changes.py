"""What changes something: it is planned and carried out as every apply is, leaves an act, and is
done once for one `Idempotency-Key`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import What, act_of
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Act, Place
from chalicelib.campaign import apply
from chalicelib.campaign.apply import Done
from chalicelib.campaign.codes import drawn_from
from chalicelib.campaign.desired import Author
from chalicelib.campaign.edit import Edit, plan_edit
from chalicelib.campaign.plan import Plan
from chalicelib.web.answers import json_answer, json_text
from chalicelib.web.v1.body import raw_body
from chalicelib.web.v1.door import Call

MOST_KEPT = 200_000
"""Bytes of an answer: an item of DynamoDB has 400 KB at most."""


def edit(call: Call, change: Edit, what: What, place: Place, about: str) -> Done:
    """Makes a change to the campaign of `place`, and keeps who did `what` there."""
    house = wiring.house()
    plan = plan_edit(house.store, place.campaign, change, author(call))
    return carry_out(plan, act(call, what, place, about))


def carry_out(plan: Plan, act: Act) -> Done:
    """Does what a plan says, and keeps the act with it."""
    house = wiring.house()
    return apply.carry_out(plan, house.store.with_act(act), draw=drawn_from(house.random))


def author(call: Call, reason: str = "") -> Author:
    """Who changes it, and when."""
    return Author(call.actor.name, wiring.house().clock(), reason)


def act(call: Call, what: What, place: Place, about: str) -> Act:
    """An act of whoever asks, to be kept with what they change."""
    return act_of(wiring.house().clock(), call.actor.name, what, place, about)


def once(call: Call, work: Callable[[], Answer]) -> Response:
    """Answers what `work` does, or did when the same was asked with the same key before.

    A 201 says in `Location` where what was created is to be found: at its `self`.
    """
    request, house = call.request, wiring.house()
    key = request.headers.get("idempotency-key")
    asked = f"{request.method} {request.context['path']} {request.query_params!r}"
    said = f"{asked} {raw_body(request)!r}"
    answer, _ = house.idempotency.run(call.actor, key, said, work)
    value = json.loads(answer.body)
    shown = json_answer(value, answer.status)
    if answer.status == 201:
        shown.headers["Location"] = value["self"]
    return shown


def done(shown: dict[str, Any], longest: str) -> Answer:
    """The answer of what was done. When it is too long to be kept, it is kept without its list
    `longest`, and answered so to whoever asks again.
    """
    body = json_text(shown)
    if len(body.encode()) <= MOST_KEPT:
        return Answer(200, body)
    return Answer(200, body, json_text(shown | {longest: []}))


def created(value: Any, kept: Any = None) -> Answer:
    """The answer of what was created; `kept` is what is answered from then on in its place."""
    return Answer(201, json_text(value), json_text(kept) if kept is not None else None)
