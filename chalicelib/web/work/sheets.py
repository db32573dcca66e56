"""Spreadsheets in and out, as CSV: what is in them, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalice.app import Response

from chalicelib import leaderboard, wiring
from chalicelib.access.audit import What
from chalicelib.access.model import Place, Role
from chalicelib.access.rules import REFUSAL
from chalicelib.campaign import sheet
from chalicelib.campaign.apply import plan_to_json
from chalicelib.campaign.edit import Draft, draft_of, plan_draft
from chalicelib.campaign.model import Campaign, Level
from chalicelib.campaign.spreadsheet import Merged
from chalicelib.campaign.spreadsheet import merge as merge_sheet
from chalicelib.cells import Row, to_excel
from chalicelib.errors import BadFields
from chalicelib.leaderboard import MOST_ROWS, Period
from chalicelib.tally.model import Count
from chalicelib.web.answers import Headers
from chalicelib.web.api import choice
from chalicelib.web.work import changes, shapes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, check_board, place_of_link

LINKS = (
    "code", "url", "qr_url", "association", "group", "channel", "visits", "scans", "aliases",
    "closed",
)  # fmt: skip
DAYS = ("day", "visits", "scans")
BOARD = ("rank", "slug", "name", "visits", "scans", "share")
OWNERS: dict[Level, tuple[str, ...]] = {
    Level.ASSOCIATION: (),
    Level.GROUP: ("association",),
    Level.LINK: ("association", "group", "channel"),
}
LEVELS = {
    Role.ORGANISER: Level.CAMPAIGN,
    Role.ASSOCIATION: Level.ASSOCIATION,
    Role.GROUP: Level.GROUP,
}

NAME = "the sheet"
"""How messages call what was sent: it has no name."""


def links_of(own: Place) -> Response:
    """Every link of a place, as a file."""
    campaign, store = campaign_of(own.campaign), wiring.house().store
    counts = store.totals(campaign.slug, Level.LINK)
    rows = [
        shapes.link(link, campaign, counts.get(link.code, Count()))
        for link in store.links(campaign.slug)
        if own.covers(place_of_link(link))
    ]
    return csv_file(campaign, "links", rows, LINKS)


def days_of(own: Place) -> Response:
    """The days of a place, as a file."""
    campaign = campaign_of(own.campaign)
    rows = shapes.days(campaign.slug, LEVELS[own.role], own.owner)
    return csv_file(campaign, "days", rows, DAYS)


def board_of(call: Call, slug: str) -> Response:
    """A board of a campaign, for who may see it, as a file."""
    campaign, store = campaign_of(slug), wiring.house().store
    level = choice(call.request, "level", tuple(OWNERS), Level.ASSOCIATION)
    check_board(call, campaign, level)
    period = choice(call.request, "period", tuple(Period), Period.ALL)
    by_code = {k.code: k for k in store.links(slug)} if level is Level.LINK else {}
    rows: list[Row] = []
    cursor: str | None = None
    while True:
        page = store.board(campaign, level, period, MOST_ROWS, cursor)
        rows += leaderboard.to_json(page, campaign, level, period, by_code)["rows"]
        cursor = page.next
        if cursor is None:
            return csv_file(campaign, "leaderboard", rows, (*BOARD, *OWNERS[level], "retired"))


def take_in(call: Call, own: Place, raw: bytes, *, dry_run: bool) -> shapes.Shape:
    """Takes a spreadsheet in for who may, all of it or nothing, and says what each line did.

    `BadFields` names the lines that are wrong, `BadFile` says why it is no spreadsheet.
    """
    house = wiring.house()
    campaign_of(own.campaign)
    whole, found = draft_of(house.store, own.campaign), sheet.read(raw, NAME)
    merged = merge_sheet(_part(whole, own), found)
    if merged.wrong:
        raise BadFields(tuple((f"line {one.line}", one.text) for one in merged.wrong))
    plan = plan_draft(_joined(whole, merged, own), house.store, changes.author(call))
    about = f"{len(found.lines)} lines of a spreadsheet, {len(plan.new)} links added"
    act = changes.act(call, What.IMPORTED, own, about)
    done = None if dry_run else changes.carry_out(plan, act)
    lines = [{"line": o.line, "what": o.what.value, "text": o.text} for o in merged.outcomes]
    return plan_to_json(plan, done) | {"lines": lines}


def _part(whole: Draft, own: Place) -> Draft:
    """What a sheet may change: for an association nobody else is there."""
    if not own.association:
        return whole
    kept = tuple(a for a in whole.kept.associations if a.slug == own.association)
    desired = tuple(a for a in whole.desired.associations if a.slug == own.association)
    return replace(
        whole,
        kept=replace(whole.kept, associations=kept),
        desired=replace(whole.desired, associations=desired),
    )


def _joined(whole: Draft, merged: Merged, own: Place) -> Draft:
    """The campaign with what the sheet changed of its part."""
    desired = merged.draft.desired
    if not own.association:
        return merged.draft
    before = {a.slug: a for a in whole.desired.associations}
    mine = before.get(own.association)
    for one in desired.associations:
        if one.slug != own.association:
            raise BadFields(((f"association {one.slug}", REFUSAL),))
        if mine is None or replace(one, channels={}, groups=()) != replace(
            mine, channels={}, groups=()
        ):
            why = "name, contact and site are for organisers to change; leave them out"
            raise BadFields(((f"association {one.slug}", why),))
        before[one.slug] = one
    joined = replace(whole.desired, associations=tuple(before.values()))
    return replace(whole, desired=joined)


def csv_file(
    campaign: Campaign, name: str, rows: Sequence[Row], columns: Sequence[str]
) -> Response:
    """CSV that opens right in Excel and LibreOffice where people speak the campaign's language."""
    # As text: Chalice takes bytes for pictures alone. The byte order mark is kept.
    body = to_excel(rows, columns, campaign.locale).decode("utf-8")
    headers: Headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}-{campaign.slug}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(body, headers)
