"""A spreadsheet's file is read however it was saved, or refused with its line."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.sheet import MOST_BYTES, MOST_ROWS, read, to_slug
from chalicelib.campaign.tables import BadFile
from chalicelib.cells import to_excel

TEXT = 'Association;Nom;Département\n"L’Œuvre";"Dix € et\nplus";Rhône\n\n;;\nessor;x;\n'


def cells(raw: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(line.number, dict(line.cells)) for line in read(raw, "f.csv").lines]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_whatever_a_spreadsheet_was_saved_as(encoding: str, separator: str, end: str) -> None:
    raw = TEXT.replace(";", separator).replace("\n", end).encode(encoding)
    assert cells(raw) == [
        (2, {"association": "L’Œuvre", "name": f"Dix € et{end}plus", "department": "Rhône"}),
        (6, {"association": "essor", "name": "x"}),
    ]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("association;groupe;canal;alias", ["association", "group", "channel", "aliases"]),
        ("ASSOCIATION, GROUP ,Channel,ALIASES", ["association", "group", "channel", "aliases"]),
        ("Association;DEPARTEMENT;site web", ["association", "department", "website"]),
        ("association;name;contact;website", ["association", "name", "contact", "website"]),
        ("code;url;qr_url;association;visits;scans",
         ["code", "url", "qr_url", "association", "visits", "scans"]),
        ("Association", ["association"]),
        ("association;nom;;", ["association", "name"]),
    ],
)  # fmt: skip
def test_headers_in_french_and_english(header: str, columns: list[str]) -> None:
    assert list(read(f"{header}\nx\n".encode(), "f.csv").headers) == columns


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "f.csv:1: column 'association' is missing; known: association, groupe, nom,"),
        (b"nom;canal\nx;y\n", "f.csv:1: column 'association' is missing; known: "),
        (b"association;couleur\nx;y\n", "f.csv:1: column 'couleur' is not known; known: "),
        (b"nom;Name;association\n", "f.csv:1: columns 'nom' and 'Name' are the same one"),
        (b"association;;nom\nx;;y\n", "f.csv:1: column '' is not known"),
        (b"association\n\n", "f.csv:1: no line follows the headers"),
        (b"association;nom\nx;y\nx;y;z\n", "f.csv:3: has 3 cells, and line 1 names 2 columns"),
        (b'association;nom\nx;"y\n', "f.csv:2: not CSV that can be read: unexpected end"),
        (b'association;nom\nx;"y" z\n', "f.csv:2: not CSV that can be read: "),
        (b"association;nom\nx;\x81\n", "f.csv:2: neither UTF-8 nor Windows-1252"),
        (codecs.BOM_UTF16_LE + "association".encode("utf-16-le"), "f.csv:1: this is no CSV"),
        (b"PK\x03\x04...", "f.csv:1: this is no CSV; save the spreadsheet as CSV UTF-8"),
        (b"association\n" + b"x\n" * (MOST_ROWS + 1), "f.csv:5002: more than 5000 lines"),
        (b"x" * (MOST_BYTES + 1), "f.csv:1: larger than 1,000,000 bytes"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(raw: bytes, why: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(raw, "f.csv")
    assert str(caught.value).startswith(why)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L'Arc-en-ciel", "l-arc-en-ciel"),
        ("L’Œuvre  d’Été !", "l-oeuvre-d-ete"),
        ("Straße", "strasse"),
        ("  Lyon 3ᵉ", "lyon-3e"),
        ("日本", ""),
    ],
)
def test_a_slug_is_made_of_a_name(name: str, slug: str) -> None:
    assert to_slug(name) == slug


HOSTILE = st.text(st.sampled_from("=+-@\t\r\n'\"; ,é€a"), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1), st.sampled_from(["fr", "en"]))
def test_law_what_we_export_is_read_as_it_was(pairs: list[tuple[str, str]], locale: str) -> None:
    rows = [{"association": a, "name": b} for a, b in pairs]
    raw = to_excel(rows, ["association", "name"], locale)
    assert [dict(line.cells) for line in read(raw, "f.csv").lines] == rows
