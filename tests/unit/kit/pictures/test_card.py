"""The picture of previews: its size, titles that always fit, the same bytes each time."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor

from chalicelib.kit.pictures import card as room
from chalicelib.kit.pictures.card import (
    BAND_TOP,
    MOST_LINES,
    NARROW,
    SIZE,
    SMALLEST,
    SQUARE,
    WIDE,
    Card,
    Colours,
    Setting,
    png,
    set_title,
)
from chalicelib.kit.type.lettering import DISPLAY, width
from tests.unit.web.samples import STYLE

WORD = "anticonstitutionnellement"
FLYER = (
    "Pour la défense des enfants en France\u00a0: Résidence alternée, réformes de l’aide sociale"
    " à l’enfance et reconnaissance de l’exclusion parentale"
)
TITLES = ["Non\u202f!", "Pour la défense des enfants en France", FLYER, "m" * 300, "mot " * 200]
NOISE = st.text(
    st.sampled_from("aéŒ«»’… \u00a0\u202f\u200d\u0301🌳👩‍🚀العربيةעבריתдети漢字\u202e\n\x00\ufffd")
)


def card(title: str) -> Card:
    return Card(title, "Pétition portée par 12 associations", "Signer la pétition", "sur a.fr")


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def ink_of(title: str) -> tuple[int, int, int, int]:
    """Where a title leaves traces: left, top, right, bottom."""
    without = replace(card(title), title="", kicker="", call="", where="")
    changed = ImageChops.difference(
        read(png(replace(without, title=title))), read(png(without))
    ).convert("L")
    # Palettes differ by a shade; ink by far more.
    box = changed.point([255 * (shade > 120) for shade in range(256)]).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("title", TITLES)
def test_a_picture_is_what_crawlers_accept(title: str) -> None:
    data = png(card(title))
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (1200, 630))
    assert len(data) < 100_000


@pytest.mark.parametrize("title", TITLES)
def test_the_same_card_is_the_same_bytes(title: str) -> None:
    first = png(card(title))
    room._drawn.cache_clear()
    assert png(card(title)) == first


def test_a_wave_of_crawlers_costs_one_drawing() -> None:
    room._drawn.cache_clear()
    with ThreadPoolExecutor(8) as crawlers:
        pictures = set(crawlers.map(png, [card("Une vague")] * 16))
    assert (len(pictures), room._drawn.cache_info().misses) == (1, 1)


@pytest.mark.parametrize("changed", ["title", "kicker", "call", "where", "brand"])
def test_everything_that_is_said_shows(changed: str) -> None:
    assert png(card("Oui")) != png(replace(card("Oui"), **{changed: "Autrement"}))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_keeps_within_the_margins(title: str) -> None:
    left, top, right, bottom = ink_of(title)
    margin = (SIZE[0] - WIDE) / 2 - 4
    assert left >= margin
    assert right <= SIZE[0] - margin
    assert top > 116, "below the brand"
    assert bottom < BAND_TOP - 8, "above the band"


@pytest.mark.parametrize(
    "title",
    ["Non\u202f!", "Pour les enfants", "For the defence of children in France", TITLES[1]],
)
def test_a_square_from_the_middle_holds_a_short_title(title: str) -> None:
    left, _, right, _ = ink_of(title)
    assert left >= (SIZE[0] - SQUARE) / 2
    assert right <= (SIZE[0] + SQUARE) / 2


@pytest.mark.parametrize(
    ("title", "setting"),
    [
        ("", Setting(("",), 112)),
        ("Non", Setting(("Non",), 112)),
        (TITLES[1], Setting(("Pour la défense", "des enfants", "en France"), 80)),
        (
            FLYER,
            Setting(
                (
                    "Pour la défense des enfants en France\u00a0:",
                    "Résidence alternée, réformes de l’aide",
                    "sociale à l’enfance et reconnaissance",
                    "de l’exclusion parentale",
                ),
                56,
            ),
        ),
    ],
)
def test_a_title_is_as_large_as_fits_and_breaks_where_a_reader_would(
    title: str, setting: Setting
) -> None:
    assert set_title(title) == setting


def test_a_title_that_cannot_fit_ends_in_an_ellipsis() -> None:
    setting = set_title("mots " * 100)
    assert (len(setting.lines), setting.size) == (MOST_LINES, SMALLEST)
    assert setting.lines[-1].endswith(" mots…")
    assert not any("…" in line for line in setting.lines[:-1])


def test_only_a_word_that_no_line_holds_is_broken_and_without_a_hyphen() -> None:
    setting = set_title(f"Non à l’{WORD * 3} maintenant")
    assert "".join(setting.lines).replace(" ", "") == f"Nonàl’{WORD * 3}maintenant"
    assert max(width(line, setting.size, DISPLAY) for line in setting.lines) > 0.9 * WIDE
    assert set_title(" ".join([WORD] * 3)).lines == (WORD,) * 3


def test_no_break_spaces_hold() -> None:
    lines = set_title(
        "Des cantines «\u00a0bonnes et justes\u202f!\u00a0» pour toutes les écoles"
    ).lines
    assert not any(line.startswith(("»", "!")) or line.endswith("«") for line in lines)
    assert width("a\u202f!", 80, DISPLAY) < width("a\u00a0!", 80, DISPLAY)


def test_colours_are_the_pages_own_and_come_out_as_they_are() -> None:
    light = STYLE.partition("@media")[0]
    for name, value in asdict(Colours()).items():
        assert f"--{name.replace('_', '-')}: {value};" in light
    picture = read(png(card("Oui")))
    for place, colour in (((600, 20), "paper"), ((20, 620), "accent"), ((20, 504), "warm")):
        assert picture.getpixel(place) == ImageColor.getrgb(getattr(Colours(), colour))


@pytest.mark.parametrize("title", ["mot " * 50, "a " * 100, "m" * 200, "Œuvre\u202f! " * 25])
def test_the_longest_titles_fit(title: str) -> None:
    setting = set_title(title)
    assert all(width(line, setting.size, DISPLAY) <= WIDE for line in setting.lines)


@settings(max_examples=80)
@given(st.text(max_size=200) | NOISE)
def test_law_whatever_the_title_every_line_fits(title: str) -> None:
    setting = set_title(title)
    assert 1 <= len(setting.lines) <= MOST_LINES
    assert all(width(line, setting.size, DISPLAY) <= WIDE for line in setting.lines)
    assert setting.size >= 60 or any(
        width(line, setting.size, DISPLAY) > 0 for line in setting.lines
    )


@settings(max_examples=12)
@given(st.text(max_size=200) | NOISE, st.text(max_size=200))
def test_law_whatever_is_said_there_is_a_picture(title: str, line: str) -> None:
    data = png(Card(title, line, line, line, line))
    assert read(data).size == SIZE
    assert len(data) < 100_000


def test_the_square_is_narrower_than_the_picture() -> None:
    assert NARROW < SQUARE < WIDE < SIZE[0]
