"""Spreadsheets in and out, as CSV."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.access.rules import Action
from chalicelib.campaign import sheet
from chalicelib.errors import BadInput
from chalicelib.web.api import query
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import read
from chalicelib.web.work import sheets as doing
from chalicelib.web.work.call import Call


def merge(call: Call, slug: str) -> Response:
    """`POST /v1/campaigns/{campaign}/import`: all of it or nothing; with `?dry_run=1` nothing."""
    own = call.own(Action.IMPORT, slug)
    dry_run = query(call.request, "dry_run")
    if dry_run not in (None, "0", "1"):
        raise BadInput(f"dry_run must be 1 or 0, not {dry_run!r}")
    raw = read(call.request, "text/csv", sheet.MOST_BYTES)
    return repeats.once(
        call, lambda: repeats.done(doing.take_in(call, own, raw, dry_run=dry_run == "1"), "lines")
    )


def links(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/links.csv`: every link of whoever asks."""
    return doing.links_of(call.own(Action.EXPORT, slug))


def days(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/days.csv`: of all that is theirs who ask, day by day."""
    return doing.days_of(call.own(Action.EXPORT, slug))


def board(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/leaderboard.csv`: every row of a board."""
    call.own(Action.EXPORT, slug)
    return doing.board_of(call, slug)
