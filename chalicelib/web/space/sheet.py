"""Spreadsheets taken in, in two steps: what each line would do, and then all of it or nothing.

What was read travels back to the page and is sent again with the second step, which reads and
checks it anew: what others did meanwhile counts.
"""

from __future__ import annotations

from chalice.app import Response

from chalicelib.access.rules import Action
from chalicelib.campaign import sheet
from chalicelib.campaign.spreadsheet import What
from chalicelib.campaign.tables import BadFile
from chalicelib.cells import HEADERS, Row
from chalicelib.errors import BadFields, Conflict
from chalicelib.language import language
from chalicelib.web.session import sent_to
from chalicelib.web.space import sheet_words
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import CONFLICT
from chalicelib.web.work import sheets
from chalicelib.web.work.shapes import Shape

MOST_SHOWN = 500
"""Lines of a report that a page shows: of more, those that are wrong or change something come
first.
"""

TAKE_IN = "take-in"
"""What the field `do` of the report's form holds."""

TEMPLATE = ("association", "group", "name", "department", "channel", "aliases")
_ORDER = (What.WRONG.value, What.CHANGED.value, What.NEW.value, What.SAME.value)


def show(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/sheet`: a form, what its columns are, and files to take away."""
    return _form(guest, find(guest, Action.IMPORT, campaign, association))


def send(guest: Guest, campaign: str, association: str = "") -> Response:
    """`POST …/sheet`: what each line would do; with the field `do` from that report, all of it or
    nothing.
    """
    where = find(guest, Action.IMPORT, campaign, association)
    return _step(guest, where, dry_run=guest.fields.get("do") != TAKE_IN)


def template(guest: Guest, campaign: str, association: str = "") -> Response:
    """`GET …/sheet/template.csv`: the columns, with lines to write over."""
    where = find(guest, Action.IMPORT, campaign, association)
    file = sheets.csv_file(where.campaign, "modele", example(where), TEMPLATE)
    return sent_to(guest.who, file)


def example(where: Where) -> list[Row]:
    """Lines that say what can be said."""
    members = (where.association,) if where.association else where.campaign.associations
    home = next((one.slug for one in members), "mon-association")
    lines = (
        ("Lyon", "Rhône", "poster", ""),
        ("Lyon", "", "whatsapp", ""),
        ("Villeurbanne", "Rhône", "market", ""),
    )
    return [
        {
            "association": home,
            "group": name,
            "name": "",
            "department": department,
            "channel": channel,
            "aliases": aliases,
        }
        for name, department, channel, aliases in lines
    ]


def _step(guest: Guest, where: Where, *, dry_run: bool) -> Response:
    raw = guest.files.get("file") or guest.fields.get("text", "").encode()
    if not raw.strip():
        return _form(guest, where, "", "wrong.sheet.empty")
    text = _text(raw)
    try:
        report = sheets.take_in(guest.call, where.place, raw, dry_run=dry_run)
    except BadFile as error:
        return _form(guest, where, text, "wrong.sheet.file", str(error))
    except BadFields as error:
        lines: list[Shape] = [
            {"line": _line(name), "what": "wrong", "text": why} for name, why in error.fields
        ]
        return _report(guest, where, lines, text, 422)
    except Conflict:
        return _form(guest, where, text, CONFLICT)
    if not dry_run:
        return guest.go(where.page("sheet"), said="sheet_taken_in")
    return _report(guest, where, report["lines"], text, 200)


def _report(guest: Guest, where: Where, lines: list[Shape], text: str, status: int) -> Response:
    counts = {what: sum(line["what"] == what for line in lines) for what in _ORDER}
    ordered = sorted(lines, key=lambda line: _ORDER.index(str(line["what"])))
    shown = lines if len(lines) <= MOST_SHOWN else ordered[:MOST_SHOWN]
    return guest.page(
        "space_sheet_report.html",
        where,
        "sheet",
        status,
        lines=[
            {**line, "text": sheet_words.said(str(line["text"]), guest.locale)} for line in shown
        ],
        hidden=len(lines) - len(shown),
        counts=counts,
        text=text,
    )


def _form(
    guest: Guest, where: Where, text: str = "", wrong: str = "", refusal: str = ""
) -> Response:
    # `the sheet:3: why`, as files that are wrong are spoken of everywhere.
    french = language(guest.locale) == "fr"
    line, _, why = refusal.removeprefix(f"{sheets.NAME}:").partition(": ")
    return guest.page(
        "space_sheet.html",
        where,
        "sheet",
        422 if wrong else 200,
        text=text,
        wrong=wrong,
        line=line,
        why=sheet_words.said(why, guest.locale),
        columns=[(one, HEADERS[one] if french else one) for one in TEMPLATE],
        example=example(where),
        board=guest.call.may(Action.BOARD_READ, where.place) or where.campaign.public_leaderboard,
    )


def _text(raw: bytes) -> str:
    """What was sent, as the page shows it and sends it again."""
    try:
        return sheet.decode(raw, sheets.NAME)
    except BadFile:
        return ""


def _line(name: str) -> str:
    return name.removeprefix("line ")
