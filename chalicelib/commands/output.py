"""Printing rows for people and programs, and for spreadsheets as `cells` makes them."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from chalicelib.cells import Row, plain, to_excel


def as_json(value: Any) -> str:
    """`value` as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def print_excel(rows: Sequence[Row], columns: Sequence[str], locale: str) -> None:
    """Writes what a spreadsheet opens: bytes, whatever the terminal's own encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(to_excel(rows, columns, locale))


def as_table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Aligned columns under their names; numbers to the right."""
    cells = [[str(plain(row[column])) for column in columns] for row in rows]
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _width(text: str) -> int:
    """Columns of a terminal (Unicode Standard Annex 11): wide characters take two, marks none."""
    width = 0
    for character in text:
        if unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
