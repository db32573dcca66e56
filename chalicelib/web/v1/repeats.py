"""What is asked again with the same `Idempotency-Key` is done once and answered alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.idempotency import Answer
from chalicelib.web.answers import json_answer, json_text
from chalicelib.web.v1.body import raw_body
from chalicelib.web.work.call import Call

MOST_KEPT = 200_000
"""Bytes of an answer: an item of DynamoDB has 400 KB at most."""


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
