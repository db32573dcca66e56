"""Colours of prints: whatever the campaign's is, texts can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kit.model import Ink
from chalicelib.kit.prints.colours import BLACK, LARGE, READABLE, WARM, WHITE, colours, contrast

ACCENTS = st.integers(0, 0xFFFFFF).map(lambda colour: f"#{colour:06x}")


@given(ACCENTS)
def test_law_every_text_can_be_read(accent: str) -> None:
    found = colours(accent, Ink.COLOUR)
    assert found.ground == accent
    assert contrast(found.on_ground, found.ground) >= READABLE
    assert contrast(found.on_ground, found.ring) >= LARGE
    assert contrast(found.on_badge, found.badge) >= READABLE
    assert contrast(found.badge, found.ground) >= LARGE
    for colour in (found.strong, found.ink):
        assert contrast(colour, found.tint) >= READABLE
        assert contrast(colour, WHITE) >= READABLE
        assert contrast(colour, found.halo) >= LARGE


@given(ACCENTS)
def test_law_black_ink_has_neither_colour_nor_ground(accent: str) -> None:
    found = colours(accent, Ink.BLACK)
    assert found == colours("#000000", Ink.BLACK)
    assert (found.ground, found.tint, found.badge) == ("", "", "")
    for colour in (found.ring, found.halo):
        assert colour[1:3] == colour[3:5] == colour[5:7]
        assert contrast(colour, WHITE) < 1.2


@pytest.mark.parametrize(
    ("accent", "on_ground", "badge", "strong"),
    [
        ("#3d2db0", WHITE, WARM, "#3d2db0"),
        ("#ffe14d", BLACK, BLACK, BLACK),
        ("#ffffff", BLACK, BLACK, BLACK),
        ("#000000", WHITE, WARM, "#000000"),
    ],
)
def test_colours_of_an_accent(accent: str, on_ground: str, badge: str, strong: str) -> None:
    found = colours(accent, Ink.COLOUR)
    assert (found.on_ground, found.badge, found.strong) == (on_ground, badge, strong)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48)]
)
def test_contrast_is_the_standards(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)
