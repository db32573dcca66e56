"""Who did what when, newest first, page by page; and all of it as a spreadsheet."""

from __future__ import annotations

from itertools import islice

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import COMMAND_LINE, act_to_json
from chalicelib.access.model import Act
from chalicelib.access.rules import Action
from chalicelib.cells import to_excel
from chalicelib.language import language
from chalicelib.web.answers import Headers
from chalicelib.web.api import query
from chalicelib.web.session import sent_to
from chalicelib.web.space.door import Guest
from chalicelib.web.space.log_words import in_french
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where

PER_PAGE = 50
MOST_ROWS = 20_000
"""Of a spreadsheet: an answer of Lambda has six megabytes at most."""

COLUMNS = ("at", "who", "what", "about", "association")


def show(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET /space/c/{campaign}/audit`, and of an association: its own acts alone."""
    where = find(guest, Action.AUDIT_READ, campaign, association)
    cursor = query(guest.request, "cursor")
    page = wiring.house().trail.page(where.place, PER_PAGE, cursor or None)
    return guest.page(
        "space_audit.html",
        where,
        "audit",
        acts=[(act, _said(act, where, guest.locale)) for act in page.acts],
        following=page.next,
        later=bool(cursor),
        by_command=COMMAND_LINE,
    )


def csv(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/audit.csv`: the same as a spreadsheet of people's: the API takes no cookie."""
    where = find(guest, Action.AUDIT_READ, campaign, association)
    acts = islice(wiring.house().trail.all(where.place), MOST_ROWS)
    rows = [act_to_json(act) for act in acts]
    body = to_excel(rows, COLUMNS, guest.locale).decode("utf-8")
    headers: Headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{"-".join(_names(where.path))}.csv"',
        "Cache-Control": "no-store",
    }
    return sent_to(guest.who, Response(body, headers))


def _said(act: Act, where: Where, locale: str) -> str | None:
    """What it was about in a page's language; None when that is English, or has no words for it."""
    return in_french(act.about, where.campaign.timezone) if language(locale) == "fr" else None


def _names(path: str) -> list[str]:
    """What the file is called after: the campaign, and the association if it is one's own."""
    return ["audit", *path.split("/")[3::2]]
