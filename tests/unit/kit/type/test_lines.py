"""Where lines end: fewest, then most even, short words not last, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kit.type.blocks import Face, block_of_address
from chalicelib.kit.type.columns import columns
from chalicelib.kit.type.lettering import BODY
from chalicelib.kit.type.lines import broken

WORDS = st.lists(st.text("abcé", min_size=1, max_size=9), max_size=40)
FACE = Face(BODY, 10.0, 8.0, 1.4, running=True)


@pytest.mark.parametrize(
    ("text", "room", "running", "lines"),
    [
        ("", 10, False, ()),
        ("un deux trois", 20, False, ("un deux trois",)),
        ("aaaa bbbb cccc dddd", 16, False, ("aaaa bbbb", "cccc dddd")),
        ("aaaa bbbb cccc dddd ee", 16, True, ("aaaa bbbb cccc", "dddd ee")),
        ("aaaaaaa de bbb ccc", 14, False, ("aaaaaaa", "de bbb ccc")),
        (
            "une loi anticonstitutionnelle oui",
            9,
            False,
            ("une loi", "anticonstitutionnelle", "oui"),
        ),
        ("aaaa bbbb cccc d", 15, True, ("aaaa bbbb", "cccc d")),
        ("aaaa «\u00a0bbb\u00a0»", 8, False, ("aaaa", "«\u00a0bbb\u00a0»")),
    ],
)
def test_lines(text: str, room: float, running: bool, lines: tuple[str, ...]) -> None:
    assert broken(text.split(" ") if text else [], len, room, running=running) == lines


@given(WORDS, st.integers(9, 40), st.booleans())
def test_law_no_word_is_lost_and_no_line_too_wide_or_one_too_many(
    words: list[str], room: int, running: bool
) -> None:
    lines = broken(words, len, room, running=running)
    assert " ".join(lines).split() == words
    assert all(len(line) <= room for line in lines)
    assert len(lines) == len(filled(words, room))


def filled(words: list[str], room: int) -> list[str]:
    """Each line as full as it gets: there is no way with fewer."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@pytest.mark.parametrize(
    ("address", "room", "lines"),
    [
        ("exemple.fr/lyon", 60, ("exemple.fr/lyon",)),
        ("exemple.fr/hirondelles-lyon", 35, ("exemple.fr/", "hirondelles-lyon")),
        ("exemple.fr/hirondelles-lyon", 22, ("exemple.fr/", "hirondelles-", "lyon")),
    ],
)
def test_an_address_breaks_at_a_hyphen_only_when_it_must(
    address: str, room: float, lines: tuple[str, ...]
) -> None:
    assert block_of_address(address, FACE, 1.0, room).lines == lines


@given(st.lists(WORDS.map(" ".join), max_size=6), st.integers(30, 90))
def test_law_columns_keep_every_word_and_the_left_is_hardly_the_shorter(
    paragraphs: list[str], room: int
) -> None:
    found = columns(paragraphs, FACE, 1.0, room, 2 * room + 8)
    text = " ".join(line for column in found for line in column.lines)
    assert text.split() == " ".join(paragraphs).split()
    assert not any(column.lines[0] == "" or column.lines[-1] == "" for column in found)
    if len(found) == 2:
        left, right = (len(column.lines) for column in found)
        assert -3 <= left - right <= 5


def test_no_line_of_a_paragraph_is_alone_in_a_column() -> None:
    paragraphs = ["mot " * 24 + "fin", "mot " * 30 + "fin", "mot " * 18 + "fin"]
    left, right = columns(paragraphs, FACE, 1.0, 40.0, 88.0)
    assert left.lines[-2] != ""
    assert right.lines[1] != ""
