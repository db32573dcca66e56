"""Rows for people."""

from __future__ import annotations

from chalicelib.commands.output import as_table


def test_a_table_is_aligned_whatever_the_letters_are_wide() -> None:
    rows = [
        {"name": "Été", "visits": 5},
        {"name": "E\u0301te\u0301", "visits": 12},
        {"name": "日本", "visits": 1},
    ]
    assert as_table(rows, ["name", "visits"]) == (
        "name  visits\nÉté        5\nE\u0301te\u0301       12\n日本       1"
    )
