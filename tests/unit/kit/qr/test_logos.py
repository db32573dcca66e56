"""A logo hides no more than half of what each block can mend, and that is what blocks do mend."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.errors import BadInput
from chalicelib.kit.qr import codes, logos, pdf, png, sizes, svg
from tests.unit.kit.qr.drawn import STAGED, URL, logo, modules, of_pdf, of_png, of_svg, read

CAPACITY = {1: 10, 2: 20, 3: 35, 4: 50, 5: 64, 6: 84}
"""Alphanumeric characters at level H (ISO/IEC 18004, table 7)."""
BLOCKS = {1: (8,), 2: (14,), 3: (11, 11), 4: (8,) * 4, 5: (11,) * 4, 6: (14,) * 4}
"""What each block can mend at level H (table 9)."""

versions = pytest.mark.parametrize("version", CAPACITY)

Grid = list[list[bool]]


def code(version: int) -> Grid:
    """A code that fills its version."""
    made = [
        list(row)
        for row in codes.matrix(URL.ljust(CAPACITY[version], "Z")[: CAPACITY[version]], "H")
    ]
    assert len(made) == 17 + 4 * version
    return made


def readable(grid: Grid) -> bool:
    """Whether a reader still reads it; errors are of modules alone, so the picture is perfect."""
    side = len(grid) + 8
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(grid, 4):
        for x, dark in enumerate(row, 4):
            image.putpixel((x, y), 255 * (not dark))
    found = zxingcpp.read_barcodes(image.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    return bool(found)


def by_block(version: int) -> dict[int, dict[int, list[tuple[int, int]]]]:
    """The modules of each codeword of each block."""
    found: Any = defaultdict(lambda: defaultdict(list))
    for place, (block, number) in logos.codewords(17 + 4 * version).items():
        found[block][number].append(place)
    return {block: dict(numbers) for block, numbers in found.items()}


@versions
def test_every_codeword_has_eight_modules_and_blocks_mend_what_the_standard_says(
    version: int,
) -> None:
    blocks = by_block(version)
    assert logos.correctable(17 + 4 * version) == BLOCKS[version]
    assert blocks.keys() == set(range(len(BLOCKS[version])))
    for numbers in blocks.values():
        assert sorted(numbers) == list(range(len(numbers)))
        assert {len(places) for places in numbers.values()} == {8}


@versions
@pytest.mark.parametrize("seed", range(5))
def test_blocks_mend_as_many_codewords_as_are_counted_and_not_one_more(
    version: int, seed: int
) -> None:
    """If a module were taken for another codeword's, one of the two would not hold."""
    chance, grid, blocks = random.Random(seed), code(version), by_block(version)
    for block, numbers in blocks.items():
        for number in chance.sample(sorted(numbers), BLOCKS[version][block]):
            spoil(grid, numbers[number])
    assert readable(grid)
    unlucky = chance.choice(sorted(blocks))
    intact = [
        places
        for places in blocks[unlucky].values()
        if all(grid[y][x] == code(version)[y][x] for y, x in places)
    ]
    spoil(grid, chance.choice(intact))
    assert not readable(grid)


def spoil(grid: Grid, places: list[tuple[int, int]]) -> None:
    """All eight modules of a codeword, the other way round."""
    for y, x in places:
        grid[y][x] = not grid[y][x]


@pytest.mark.parametrize(("version", "side"), [(1, 3), (2, 5), (3, 5), (4, 7), (5, 9), (6, 13)])
def test_the_hole_is_as_large_as_may_be_and_no_larger(version: int, side: int) -> None:
    width = 17 + 4 * version
    hole = logos.hole(width)
    assert (hole.side, hole.start) == (side, (width - side) // 2)
    assert most_spent(version, hole) <= 0.5
    larger = logos.Box(hole.start - 1, side + 2)
    assert not logos.may_be_hidden(width, larger)
    assert most_spent(version, larger) > 0.5


def most_spent(version: int, box: logos.Box) -> float:
    """The largest share of what a block can mend that a square touches, counted by block."""
    hidden = set(box.places())
    return max(
        sum(bool(hidden.intersection(places)) for places in numbers.values())
        / BLOCKS[version][block]
        for block, numbers in by_block(version).items()
    )


@versions
@pytest.mark.parametrize("dark", [True, False])
def test_beside_the_worst_logo_a_quarter_of_each_block_may_still_be_lost(
    version: int, dark: bool
) -> None:
    """Half of what can be mended is the logo's at most, so half of it is left for stains."""
    chance, grid = random.Random(version), code(version)
    hidden = set(logos.hole(len(grid)).places())
    for y, x in hidden:
        grid[y][x] = dark
    for block, numbers in by_block(version).items():
        free = [places for places in numbers.values() if not hidden.intersection(places)]
        for places in chance.sample(free, BLOCKS[version][block] // 2):
            spoil(grid, places)
    assert readable(grid)


@pytest.mark.parametrize("version", range(1, 41))
def test_what_readers_steer_by_is_never_covered(version: int) -> None:
    """From version 7 to 13 the standard puts a pattern right in the middle (annex E)."""
    width = 17 + 4 * version
    middle = (width // 2, width // 2)
    if middle in logos.codewords(width):
        assert all(place in logos.codewords(width) for place in logos.hole(width).places())
    else:
        assert version >= 7
        with pytest.raises(BadInput, match="no room for a logo"):
            logos.hole(width)


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_logo_needs_level_h(kind: str) -> None:
    draw = {"svg": svg.svg, "png": png.png, "pdf": pdf.pdf}[kind]
    for level in "LMQ":
        with pytest.raises(BadInput, match=f"a logo needs level H, .* not {level}$"):
            draw(URL, level, look=codes.Look(logo=logo()))


def test_a_logo_that_is_no_png_is_refused() -> None:
    with pytest.raises(BadInput, match="the logo is not a PNG; save it as one"):
        codes.Look(logo=b"GIF89a")


def test_an_address_without_room_for_a_logo_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadInput, match=r"49 by 49 modules leaves no room .* shorter address"):
        codes.symbol(STAGED, "H", codes.Look(logo=logo()))


@settings(max_examples=30, deadline=None)
@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=7, max_size=60), st.booleans())
def test_the_hole_is_light_and_all_else_is_the_code(text: str, dark: bool) -> None:
    made = codes.symbol(text, "H", codes.Look(logo=logo()))
    assert made.hole is not None
    hidden = set(made.hole.moved(-codes.QUIET_MODULES).places())
    whole = codes.matrix(text, "H", logos.VERSION)
    for y, row in enumerate(made.modules):
        for x, module in enumerate(row):
            assert module == (whole[y][x] and (y, x) not in hidden)


@pytest.mark.parametrize("shape", [(60, 40), (20, 90), (500, 500)])
def test_the_logo_keeps_its_proportions_and_its_margin(shape: tuple[int, int]) -> None:
    look = codes.Look(logo=logo(*shape, colour="#c81e3c"))
    made, pixels = codes.symbol(URL, "H", look), 10
    assert made.hole is not None
    picture = of_png(png.png(URL, "H", sizes.Size(made.side * pixels), look))
    red = picture.point(lambda level: level).split()
    box = red[0].point(lambda level: 255 * (100 < level < 250)).getbbox()
    assert box is not None
    room = (made.hole.side - 2) * pixels
    left, top, right, bottom = box
    assert max(right - left, bottom - top) == room
    assert (right - left) / (bottom - top) == pytest.approx(shape[0] / shape[1], rel=0.05)
    assert left + right == pytest.approx(picture.width, abs=1)
    assert top + bottom == pytest.approx(picture.width, abs=1)


def test_svg_and_pdf_keep_the_logos_place_free_and_its_proportions() -> None:
    look = codes.Look(logo=logo(60, 30))
    made = codes.symbol(URL, "H", look)
    assert made.hole is not None
    document = svg.svg(URL, "H", look=look)
    start, room = made.hole.start + 1, made.hole.side - 2
    assert f'<image x="{start}" y="{start}" width="{room}" height="{room}"'.encode() in document
    assert b"preserveAspectRatio" not in document, "an SVG image keeps them by itself"
    assert read(of_svg(document)).text == URL
    grid = modules(of_pdf(pdf.pdf(URL, "H", look=look), 5), 5)
    inside = grid[made.hole.start : made.hole.start + made.hole.side]
    assert not any(any(row[made.hole.start : made.hole.start + made.hole.side]) for row in inside)
