"""A spreadsheet's file: CSV as Excel, LibreOffice and others save it, read into rows.

Found out from the file itself: its encoding (UTF-8, else Windows-1252), what parts its cells
(`;`, `,` or a tab: whichever makes most headers known) and its line ends. Headers are French
or English, in any case, with or without accents.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.campaign.tables import BadFile
from chalicelib.cells import HEADERS, as_written

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000

READ = ("association", "group", "name", "department", "contact", "website", "channel", "aliases",
        "closed")  # fmt: skip
"""The columns that an import reads."""
SHOWN = ("code", "url", "qr_url", "visits", "scans")
"""Columns of an export of links that an import passes over: nobody edits them."""
_ALSO = {"alias": "aliases", "site web": "website", "departement": "department", "web": "website"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the number of the line on which it begins, and its cells that are not empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows, and how it calls each column that an import reads."""

    headers: Mapping[str, str]
    lines: tuple[Line, ...]


def read(raw: bytes, name: str) -> Sheet:
    """The rows of a file called `name`, empty ones left out; `BadFile` says why there are none."""
    text = decode(raw, name)
    separator, headers = _headers(text, name)
    lines: list[Line] = []
    for number, row in _rows(text, separator, name, skip=1):
        if len(lines) == MOST_ROWS:
            raise BadFile(f"{name}:{number}: more than {MOST_ROWS} lines; split the file")
        if any(cell.strip() for cell in row[len(headers) :]):
            raise BadFile(
                f"{name}:{number}: has {len(row)} cells, and line 1 names {len(headers)} columns"
            )
        cells = dict(zip(headers, row, strict=False))
        lines.append(Line(number, {column: cell for column, cell in cells.items() if cell.strip()}))
    if not lines:
        raise BadFile(f"{name}:1: no line follows the headers")
    return Sheet(headers, tuple(lines))


def to_slug(name: str) -> str:
    """`name` in small ASCII letters, digits and hyphens: `L'Arc-en-ciel` is `l-arc-en-ciel`."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    letters = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def decode(raw: bytes, name: str) -> str:
    """The text of a file called `name`, in UTF-8 or else Windows-1252; `BadFile` for no text."""
    if len(raw) > MOST_BYTES:
        raise BadFile(f"{name}:1: larger than {MOST_BYTES:,} bytes; split the file")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK")):
        raise BadFile(f"{name}:1: this is no CSV; save the spreadsheet as CSV UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # What Excel calls "CSV": in Windows-1252 œ, ’ and € have their places, unlike in Latin-1.
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadFile(
            f"{name}:{line}: neither UTF-8 nor Windows-1252; save the spreadsheet as CSV UTF-8"
        ) from None


def _headers(text: str, name: str) -> tuple[str, dict[str, str]]:
    """What parts the cells, and the headers by the column that each means."""
    best: tuple[int, str, list[str]] = (-1, ";", [])
    for separator in (";", ",", "\t"):
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [""])
        known = sum(_key(header) in _COLUMNS for header in row)
        if (known, len(row)) > (best[0], len(best[2])):
            best = (known, separator, row)
    _, separator, row = best
    while row and not row[-1].strip():
        row.pop()
    columns: dict[str, str] = {}
    for header in row:
        column = _COLUMNS.get(_key(header))
        if column is None:
            raise BadFile(f"{name}:1: column {header.strip()!r} is not known; {_KNOWN}")
        if column in columns:
            raise BadFile(
                f"{name}:1: columns {columns[column]!r} and {header.strip()!r} are the same one;"
                " keep one of them"
            )
        columns[column] = header.strip()
    if "association" not in columns:
        raise BadFile(f"{name}:1: column 'association' is missing; {_KNOWN}")
    return separator, columns


def _rows(text: str, separator: str, name: str, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty after the first `skip`, each with its first line's number."""
    # newline="": each kind of line end counts, and those inside a cell stay as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for row in reader:
            number, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if skip:
                skip -= 1
                continue
            yield number, [as_written(cell) for cell in row]
    except csv.Error as error:
        raise BadFile(f"{name}:{begins}: not CSV that can be read: {error}") from None


def _key(header: str) -> str:
    return to_slug(header).replace("-", " ")


_COLUMNS = (
    {_key(column): column for column in (*READ, *SHOWN)}
    | {_key(HEADERS[column]): column for column in (*READ, *SHOWN)}
    | _ALSO
)
_KNOWN = "known: " + ", ".join(dict.fromkeys((*(HEADERS[c] for c in READ), *READ)))
