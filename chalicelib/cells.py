"""Rows as CSV, for tools and for spreadsheets. No cell of either starts a formula.

Spreadsheets run what begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line
end (OWASP, "CSV Injection"). Such text gets an apostrophe before it, as OWASP advises: a tab
would hide the change and stay in whatever copies the cell. Text that begins with apostrophes
and goes on like that gets one more, so taking one away (`as_written`) gives back what was.
Numbers are left alone. Text for spreadsheets is quoted throughout: a comma or a semicolon in
it begins no new cell, whichever of the two a program splits at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.language import language

Row = Mapping[str, Any]

HEADERS = {
    "about": "détail",
    "aliases": "alias",
    "association": "association",
    "at": "date",
    "channel": "canal",
    "closed": "fermé",
    "code": "code",
    "contact": "contact",
    "day": "jour",
    "department": "département",
    "group": "groupe",
    "name": "nom",
    "qr_url": "adresse du QR code",
    "rank": "rang",
    "retired": "retiré",
    "scans": "scans",
    "share": "part",
    "signatures": "signatures",
    "slug": "nom court",
    "url": "adresse",
    "visits": "visites",
    "website": "site",
    "what": "action",
    "who": "qui",
}
"""What columns are called in French; in English they have the names of the JSON API."""

_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r\n]")


def harmless(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """The text that `harmless` made this cell of."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and _FORMULA.match(rest) else cell


def plain(value: Any, locale: str = "en") -> Any:
    """A value in one cell: lists by spaces, true and false in words, nothing for None."""
    if isinstance(value, bool):
        return _YES_NO[language(locale)][not value]
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list | tuple) else value


def to_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """RFC 4180 with commas, for tools: `columns` as they are, and no end of line at the end."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(plain(row[column])) for column in columns])
    return text.getvalue().removesuffix("\r\n")


def to_excel(rows: Iterable[Row], columns: Sequence[str], locale: str) -> bytes:
    """CSV that opens right in Excel and LibreOffice where people speak `locale`.

    UTF-8 with a byte order mark, or Excel takes it for Windows-1252. In French `;` between
    cells and a comma in decimals, as French Windows has them; in English `,` and a point.
    """
    french = language(locale) == "fr"
    text = io.StringIO()
    separator = ";" if french else ","
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([HEADERS[column] if french else column for column in columns])
    for row in rows:
        cells = (plain(row[column], locale) for column in columns)
        writer.writerow([_safe(_decimal(cell) if french else cell) for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


_YES_NO = {"fr": ("oui", "non"), "en": ("yes", "no")}


class _Number(str):
    """A number that is spelled already: not to be made harmless, for a minus is its own."""


def _decimal(value: Any) -> Any:
    return _Number(str(value).replace(".", ",")) if isinstance(value, float) else value


def _safe(value: Any) -> Any:
    return harmless(value) if type(value) is str else value
