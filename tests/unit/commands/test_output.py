"""Rows for people, spreadsheets and programs."""

from __future__ import annotations

import csv

from chalicelib.commands.output import as_csv, as_table


def test_no_cell_of_csv_starts_a_formula() -> None:
    rows = [{"a": text} for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", "x=1")] + [{"a": -1}]
    read = list(csv.reader(as_csv(rows, ["a"]).split("\r\n"), strict=False))
    assert [row[0] for row in read if row][:5] == ["a", "'=1", "'+1", "'-1", "'@x"]
    assert as_csv([{"a": -1}, {"a": "x=1"}], ["a"]) == "a\r\n-1\r\nx=1"


def test_a_table_is_aligned_whatever_the_letters_are_wide() -> None:
    rows = [
        {"name": "Été", "visits": 5},
        {"name": "E\u0301te\u0301", "visits": 12},
        {"name": "日本", "visits": 1},
    ]
    assert as_table(rows, ["name", "visits"]) == (
        "name  visits\nÉté        5\nE\u0301te\u0301       12\n日本       1"
    )
