"""The file that is printed: what it says of itself, its letters, and what loads its printer."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pypdfium2
import pytest

from chalicelib.kit.model import Ink
from chalicelib.kit.prints import flyer, press, sheets
from chalicelib.kit.prints.page import Box, Page, Paper, Words
from chalicelib.kit.prints.press import About
from chalicelib.kit.type.blocks import POINT, Block, measured
from chalicelib.kit.type.lettering import BODY, DISPLAY, TEXT, kerned
from tests.unit.kit.prints.pages import raster, words
from tests.unit.kit.prints.printed import MATTER

ABOUT = About("t", "a", "s", "fr")


def line(text: str, font: str = BODY, size: float = 20.0, colour: str = "#000000") -> bytes:
    """A page with one line on it."""
    block = Block((text,), font, size, 1.2)
    box = Box(5, 5, block.width, block.height)
    return press.pdf([Page(150, 30, (Words("line", box, block, colour),))], ABOUT)


def test_a_file_says_what_it_is_whose_and_in_which_language() -> None:
    data = flyer.pdf([MATTER], Paper.A4, Ink.COLOUR, False)
    said = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert said["Title"] == "Pour la défense des enfants en France – Tract A4"
    assert said["Author"] == "Association fictive Les Hirondelles"
    assert said["Subject"].startswith("Promouvoir la résidence alternée\u00a0: 11,4\u202f%")
    assert b"/Lang (fr)" in data


def test_a_file_of_several_names_each_association_once() -> None:
    other = replace(MATTER, association="Association fictive Les Deux Rives", locale="en-GB")
    data = sheets.cards([other, MATTER, MATTER], Ink.COLOUR)
    said = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert said["Author"] == f"{other.association}, {MATTER.association}"
    assert said["Title"].endswith(" – Cards")
    assert b"/Lang (en-GB)" in data


@pytest.mark.parametrize("font", [DISPLAY, TEXT, BODY])
def test_every_letter_is_embedded_and_comes_out_as_it_went_in(font: str) -> None:
    text = "« Œuvrer » : l’été, 11,4\u202f% – 310\u202f000 € … Ÿ — À VoTo"
    data = line(text, font, 12.0)
    assert words(data).strip() == text.replace("\u202f", " ")
    assert b"/FontFile2" in data


@pytest.mark.parametrize("font", [DISPLAY, TEXT, BODY])
def test_a_line_is_drawn_as_wide_as_it_is_measured(font: str) -> None:
    """To a tenth of a millimetre, pairs included: what layout promises, paper keeps."""
    text = "HToVAYLTWAfyH"
    assert len(kerned(text, font)) > 5
    picture = raster(line(text, font, 40.0), 300).point(lambda level: 255 * (level < 128))
    box = picture.getbbox()
    assert box is not None
    drawn = (box[2] - box[0]) / 300 * 25.4
    assert drawn == pytest.approx(measured(text, font, 40.0) - 2 * side(font), abs=0.15)


def side(font: str) -> float:
    """The room on one side of an H at 40 points, in mm."""
    picture = raster(line("H", font, 40.0), 600).point(lambda level: 255 * (level < 128))
    box = picture.getbbox()
    assert box is not None
    return (measured("H", font, 40.0) - (box[2] - box[0]) / 600 * 25.4) / 2


def test_the_foot_of_a_line_is_where_layout_puts_it() -> None:
    picture = raster(line("H", TEXT, 40.0), 300).point(lambda level: 255 * (level < 128))
    box = picture.getbbox()
    assert box is not None
    assert box[3] / 300 * 25.4 == pytest.approx(5 + 40.0 * POINT, abs=0.15)


def test_black_is_black_ink_alone() -> None:
    """No colour operator in what is drawn, a logo in colours included."""
    data = flyer.pdf([MATTER], Paper.A5, Ink.BLACK, True)
    assert b"/DeviceGray" in data
    picture = raster(data, 72, grey=False)
    reds, greens, blues = picture.split()
    assert reds.tobytes() == greens.tobytes() == blues.tobytes()


def test_nothing_but_printing_loads_the_printer() -> None:
    """Not a redirect, a page or a command, nor even laying out; its first print does."""
    script = (
        "import sys, app, chalicelib.cli;"
        "assert 'PIL' not in sys.modules and 'chalicelib.kit.prints.press' not in sys.modules;"
        "from chalicelib.kit.prints import flyer, poster, sheets;"
        "from tests.unit.kit.prints.printed import MATTER;"
        "from chalicelib.kit.model import Ink; from chalicelib.kit.prints.page import Paper;"
        "flyer.layout(MATTER, Paper.A4, Ink.COLOUR, False);"
        "assert 'reportlab' not in sys.modules;"
        "flyer.pdf([MATTER], Paper.A4, Ink.COLOUR, False);"
        "assert 'reportlab' in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
