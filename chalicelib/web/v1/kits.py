"""Whole kits: an association's pages as one PDF, everything as a ZIP."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.kit.bundle import DEFAULT_PIECE, Order
from chalicelib.web.answers import json_answer
from chalicelib.web.api import query
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import association_of, campaign_of

AGAIN_SECONDS = 2
"""When who asked for a kit that is being made should ask again."""


def association(call: Call, slug: str, association: str) -> Response:
    """`GET /v1/campaigns/{campaign}/kit/{association}`: a page for each of its links of paper."""
    association_of(call, Action.KIT_READ, slug, association)
    return _whole(Order(slug, association, query(call.request, "piece") or DEFAULT_PIECE))


def everything(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/kit`: every file of every owner, as a ZIP."""
    call.check(Action.KIT_READ, Place(slug))
    campaign_of(slug)
    return _whole(Order(slug))


def _whole(asked: Order) -> Response:
    """303 to where it lies; 202 while it is being made, with when to ask again."""
    address = wiring.house().bundles.ask(asked)
    if address is None:
        answer = json_answer({"state": "making", "retry_after": AGAIN_SECONDS}, 202)
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
        return answer
    answer = json_answer({"state": "ready", "url": address}, 303)
    answer.headers["Location"] = address
    return answer
