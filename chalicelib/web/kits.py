"""The kit over the web, a link's pages one by one; whole kits are the API's (`v1.kits`)."""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.errors import UnknownPath
from chalicelib.kit import pieces
from chalicelib.kit.order import order
from chalicelib.web.answers import kept_answer
from chalicelib.web.downloads import KEPT_SECONDS, find_link, logo_of

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
