"""Cells for spreadsheets and for tools: harmless, and read back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.cells import HEADERS, as_written, harmless, to_csv, to_excel

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HOSTILE = st.builds(
    "".join,
    st.lists(st.sampled_from([*STARTERS, "'", '"', ";", ",", " ", "\u00a0", "é", "1"]), max_size=8),
)
ROWS = st.lists(st.fixed_dictionaries({"name": HOSTILE | st.text(), "visits": st.integers()}))


@pytest.mark.parametrize("start", STARTERS)
@pytest.mark.parametrize("before", ["", " ", "'", "''", " \u00a0'"])
def test_no_text_starts_a_formula(start: str, before: str) -> None:
    cell = harmless(f"{before}{start}SUM(1)")
    assert cell.startswith("'")
    assert as_written(cell) == f"{before}{start}SUM(1)"


@pytest.mark.parametrize("text", ["", "x=1", "L'Essor", "'quoted'", "1-2", "été"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == as_written(text) == text


@given(HOSTILE | st.text())
def test_law_what_was_made_harmless_comes_back(text: str) -> None:
    assert as_written(harmless(text)) == text
    assert not harmless(text).startswith(STARTERS)
    assert not harmless(text).lstrip().startswith(STARTERS[:4])


@given(ROWS, st.sampled_from(["fr", "en"]))
@example([{"name": "a,=1;=2\n=3", "visits": -1}], "fr")
def test_law_rows_come_back_from_a_spreadsheet(rows: list[dict[str, object]], locale: str) -> None:
    raw = to_excel(rows, ["name", "visits"], locale)
    assert raw.startswith("\ufeff".encode())
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    separator = ";" if locale == "fr" else ","
    header, *read = csv.reader(text, delimiter=separator, strict=True)
    assert header == (["nom", "visites"] if locale == "fr" else ["name", "visits"])
    assert [(as_written(a), int(b)) for a, b in read] == [(r["name"], r["visits"]) for r in rows]


@given(HOSTILE)
def test_law_a_cell_stays_one_cell_at_whatever_a_program_splits(text: str) -> None:
    raw = to_excel([{"name": text}], ["name"], "fr").decode("utf-8-sig")
    for separator in ";,\t":
        _, (cell,) = csv.reader(io.StringIO(raw, newline=""), delimiter=separator)
        assert as_written(cell) == text


def test_a_spreadsheet_in_french_and_in_english() -> None:
    rows = [{"day": "2026-11-23", "share": 0.125, "closed": True, "aliases": ["a", "b"],
             "signatures": None, "visits": -3}]  # fmt: skip
    columns = ["day", "share", "closed", "aliases", "signatures", "visits"]
    assert to_excel(rows, columns, "fr").decode("utf-8-sig") == (
        '"jour";"part";"fermé";"alias";"signatures";"visites"\r\n'
        '"2026-11-23";"0,125";"oui";"a b";"";-3\r\n'
    )
    assert to_excel(rows, columns, "en-GB").decode("utf-8-sig") == (
        '"day","share","closed","aliases","signatures","visits"\r\n'
        '"2026-11-23",0.125,"yes","a b","",-3\r\n'
    )


def test_csv_for_tools_keeps_its_commas_and_names() -> None:
    rows = [{"a": -1, "url": "x=1"}, {"a": 0.5, "url": "=1"}, {"a": True, "url": "a,b"}]
    assert to_csv(rows, ["a", "url"]) == 'a,url\r\n-1,x=1\r\n0.5,\'=1\r\nyes,"a,b"'


def test_no_two_columns_have_one_french_name() -> None:
    assert len(set(HEADERS.values())) == len(HEADERS)
