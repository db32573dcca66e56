"""One text in its place: never wider, higher or in more lines than it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kit.model import DoesNotFit
from chalicelib.kit.prints.fit import Print
from chalicelib.kit.type.blocks import Face
from chalicelib.kit.type.lettering import TEXT
from tests.unit.kit.prints.printed import MATTER

FACE = Face(TEXT, 20.0, 8.0)
WHAT = Print("A6 flyer", MATTER, "")


@given(
    st.lists(st.text("abcW/.-", min_size=1, max_size=9), max_size=12).map(" ".join),
    st.integers(10, 80),
    st.integers(1, 4),
    st.booleans(),
)
def test_law_a_block_keeps_to_its_room_or_does_not_fit(
    text: str, room: int, lines: int, address: bool
) -> None:
    try:
        found = WHAT.fitted("title", text, FACE, room, lines, 12.0, address)
    except DoesNotFit:
        found = WHAT.fitted("title", "", FACE, room, lines)
    assert found.width <= room + 1e-6
    assert found.height <= 12.0 + 1e-6
    assert len(found.lines) <= lines
    assert FACE.smallest <= found.size <= FACE.largest


@pytest.mark.parametrize(
    ("kind", "field", "out", "french"),
    [
        (
            "A6 flyer",
            "group",
            ", or print it larger",
            "Tract A6 (Essor, Lyon) : environ 21 lettres de trop dans le nom du groupe, même à la"
            " plus petite taille lisible (6,5\u00a0pt) ; raccourcissez, ou imprimez plus grand",
        ),
        (
            "card",
            "title",
            "",
            "Carte (Essor, Lyon) : environ 21 lettres de trop dans le titre, même à la"
            " plus petite taille lisible (6,5\u00a0pt) ; raccourcissez",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_french_too(
    kind: str, field: str, out: str, french: str
) -> None:
    matter = replace(MATTER, association="Essor", group="Lyon")
    error = Print(kind, matter, out).too_long(field, 21, 6.5)
    assert error.french == french
    assert error.said("fr") == french.replace(" :", "\u00a0:").replace(" ;", "\u202f;")
    assert error.said("en") == str(error)
    assert "about 21 letters" in str(error)


def test_one_letter_is_one() -> None:
    assert "environ 1 lettre de trop" in WHAT.too_long("title", 1, 7.0).french


@pytest.mark.parametrize("field", ["act", "hint", "legal"])
def test_our_own_words_have_a_name_in_french_too(field: str) -> None:
    assert " de trop dans " in WHAT.too_long(field, 2, 7.0).french


@pytest.mark.parametrize(
    ("text", "room", "lines", "sizes"),
    [
        ("Une loi", 80, 2, {20.0}),
        ("Une loi pour les enfants", 80, 2, {18.8, 19.4, 20.0}),
        ("Une loi pour les enfants", 40, 2, {18.2, 18.8, 19.4, 20.0}),
    ],
)
def test_a_text_is_as_large_as_its_room_allows(
    text: str, room: float, lines: int, sizes: set[float]
) -> None:
    assert WHAT.fitted("title", text, FACE, room, lines).size in sizes
