"""The kit over the web: a link's pages one by one, an association's as one PDF, all as a ZIP."""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.errors import UnknownPath
from chalicelib.kit import pieces
from chalicelib.kit.bundle import DEFAULT_PIECE, Order
from chalicelib.kit.order import order
from chalicelib.web.answers import json_answer, kept_answer
from chalicelib.web.api import check_token, query
from chalicelib.web.downloads import KEPT_SECONDS, find_link, logo_of

AGAIN_SECONDS = 2
"""When who asked for a kit that is being made should ask again."""

KINDS = {"pdf": "application/pdf", "png": "image/png"}


def piece(request: Request, code: str, file: str) -> Response:
    """`GET /{code}/kit/{file}`: one page or picture of a link, such as `flyer-a4.pdf`."""
    found, made = find_link(code), pieces.piece(file)
    if made is None:
        known = ", ".join(each.file for each in (*pieces.PRINTS, *pieces.PICTURES))
        raise UnknownPath(f"a kit has no {file!r}; it has {known}")
    house, campaign = wiring.house(), found.campaign
    one = order(campaign, found.link, house.settings.base_url, logo_of(found))
    name = made.name_for(one.name, campaign.locale)
    return kept_answer(
        request,
        made.make([one.matter]),
        KINDS[made.suffix],
        KEPT_SECONDS,
        {"Content-Disposition": f'inline; filename="{name}"'},
    )


def association(request: Request, slug: str, association: str) -> Response:
    """`GET /v1/campaigns/{campaign}/kit/{association}`: a page for each of its links of paper."""
    check_token(request, slug)
    return _whole(Order(slug, association, query(request, "piece") or DEFAULT_PIECE))


def everything(request: Request, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/kit`: every file of every owner, as a ZIP."""
    check_token(request, slug)
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
