"""Printing rows for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection")."""


def as_json(value: Any) -> str:
    """`value` as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """RFC 4180, with a header; no cell of text starts a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless(_plain(row[column])) for column in columns])
    return text.getvalue().removesuffix("\r\n")


def as_table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Aligned columns under their names; numbers to the right."""
    cells = [[str(_plain(row[column])) for column in columns] for row in rows]
    right = [all(_is_number(row[column]) for row in rows) for column in columns]
    widths = [
        max(_width(line[place]) for line in (list(columns), *cells))
        for place in range(len(columns))
    ]
    lines = []
    for line in (list(columns), *cells):
        padded = [
            " " * (width - _width(cell)) + cell if to_right else cell + " " * (width - _width(cell))
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    """A value in one cell: lists by spaces, true and false as yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list | tuple) else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _width(text: str) -> int:
    """Columns of a terminal (Unicode Standard Annex 11): wide characters take two, marks none."""
    width = 0
    for character in text:
        if unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
