"""The picture of previews: its size, titles that always fit, the same bytes each time."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.kit.card import LARGEST, MARGIN, MOST_LINES, SIZE, Card, png, set_title, width

ROOM = SIZE[0] - 2 * MARGIN
WORD = "anticonstitutionnellement"


def card(title: str) -> Card:
    return Card(title, "Pétition portée par 12 associations", "Signer la pétition")


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("title", ["Non !", "Pour les enfants", "Œuvrer « ensemble »… " * 8])
def test_a_picture_is_what_crawlers_accept(title: str) -> None:
    data = png(card(title))
    picture = read(data)
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(data) < 100_000
    png.cache_clear()
    assert png(card(title)) == data


def test_the_title_is_on_it_within_the_margins() -> None:
    """What two titles change is white, and inside."""
    first, other = (read(png(card(t))).convert("L") for t in ("MMMM MMMM MMMM", "i"))
    changed = Image.eval(first, lambda v: 255 * (v > 230)).getbbox()
    assert changed is not None
    assert changed[0] >= MARGIN - 6
    assert changed[2] <= SIZE[0] - MARGIN
    assert first.tobytes() != other.tobytes()


@pytest.mark.parametrize(
    ("title", "lines", "largest"),
    [
        ("Non", 1, True),
        ("Pour la défense des enfants en France", 2, True),
        (" ".join([WORD] * 3), 3, False),
        (" ".join([WORD] * 30), MOST_LINES, False),
    ],
)
def test_a_title_is_as_large_as_fits(title: str, lines: int, largest: bool) -> None:
    setting = set_title(title)
    assert len(setting.lines) == lines
    assert (setting.size == LARGEST) is largest


def test_lines_are_even() -> None:
    """No word is left alone on the last line."""
    assert set_title("Pour la défense des enfants en France").lines == (
        "Pour la défense des",
        "enfants en France",
    )


def test_a_title_that_cannot_fit_ends_in_an_ellipsis() -> None:
    assert set_title("mot " * 200).lines[-1].endswith("…")
    (line,) = set_title("m" * 300).lines
    assert line.endswith("…")


def test_no_break_spaces_hold() -> None:
    lines = set_title(
        "Des cantines «\u00a0bonnes et justes\u202f!\u00a0» pour toutes les écoles"
    ).lines
    assert not any(line.startswith(("»", "!")) or line.endswith("«") for line in lines)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_law_whatever_the_title_every_line_fits(title: str) -> None:
    setting = set_title(title)
    assert 1 <= len(setting.lines) <= MOST_LINES
    assert all(width(line, setting.size) <= ROOM for line in setting.lines)
    assert read(png(card(title))).size == SIZE
