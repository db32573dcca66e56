"""Words on a picture: letters that the type has, pairs that sit well, lines that are cut."""

from __future__ import annotations

from importlib import resources

import pytest
from PIL import ImageFont

from chalicelib.kit.type.lettering import (
    BODY,
    DISPLAY,
    TEXT,
    _font,
    _kerning,
    plain,
    shortened,
    width,
)

FONTS = [DISPLAY, TEXT, BODY]


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("Sauvons 🌳 les forêts", "Sauvons les forêts"),
        ("Sauvons les forêts 🌳\u202f!", "Sauvons les forêts\u202f!"),
        ("e\u0301te\u0301", "été"),
        ("Œuvrer\n«\u00a0ensemble\u00a0»…", "Œuvrer «\u00a0ensemble\u00a0»…"),
        ("ex\u00adclusion", "exclusion"),
        ("الغابات", ""),
    ],
)
def test_what_the_type_has_no_letter_for_is_left_out(given_text: str, kept: str) -> None:
    assert plain(given_text) == kept


@pytest.mark.parametrize("name", FONTS)
def test_the_type_has_every_letter_that_is_kept(name: str) -> None:
    """None of them draws what a letter that it lacks does; spaces have a width of their own."""
    font = _font(name, 60)
    missing = drawn(font, "\uffff")
    kept = [c for c in map(chr, range(0x20, 0x3000)) if plain(f"x{c}x") == f"x{c}x"]
    assert set("éèàçùœŒÿŸ«»’“”…–—€№ \u00a0\u202f") <= set(kept)
    assert [c for c in kept if drawn(font, c) == missing] == []


@pytest.mark.parametrize("name", FONTS)
def test_pairs_are_kerned(name: str) -> None:
    apart = width("T", 100, name) + width("o", 100, name)
    assert apart - 14 < width("To", 100, name) < apart - 6
    assert all(abs(nearer) < 200 for nearer in _kerning(name).values())
    assert all(plain(pair) == pair for pair in _kerning(name))


def test_the_licence_goes_with_the_type() -> None:
    folder = resources.files("chalicelib.kit.type") / "fonts"
    assert "SIL Open Font License, Version 1.1" in (folder / "LICENSE-inter.txt").read_text()
    assert all((folder / f"{name}.ttf").is_file() for name in FONTS)


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    """A letter's pixels, or its width when it has none."""
    mask = font.getmask(letter)
    return bytes(mask) or str(font.getlength(letter)).encode()


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Signer la pétition", 1000, "Signer la pétition"),
        ("Signer la pétition", 170, "Signer la…"),
        ("Signer, vraiment", 150, "Signer…"),
        ("anticonstitutionnellement", 150, "anticon…"),
        ("", 10, ""),
    ],
)
def test_a_line_is_cut_after_a_word(text: str, room: int, kept: str) -> None:
    assert shortened(text, 30, TEXT, room) == kept
    assert width(kept, 30, TEXT) <= room
