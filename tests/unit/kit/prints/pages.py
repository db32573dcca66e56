"""What tests see of a PDF: its pages as pixels, what scanners read on them, its words."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator
from itertools import combinations

import pypdfium2
import zxingcpp
from PIL import Image

from chalicelib.kit.model import DoesNotFit
from chalicelib.kit.prints.page import Box, Logo, Page, Symbol, Words

SAFE = 5.0
"""What home printers leave blank along each edge, in mm."""


def raster(data: bytes, dpi: float, page: int = 0, grey: bool = True) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    picture = document[page].render(scale=dpi / 72).to_pil()
    return picture.convert("L" if grey else "RGB")


def scanned(data: bytes, dpi: float = 150, page: int = 0) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(raster(data, dpi, page))]


def levels(data: bytes) -> set[str]:
    return {found.ec_level for found in zxingcpp.read_barcodes(raster(data, 150))}


def darkness(data: bytes) -> float:
    """How much of a page is black, a grey counting for its part."""
    return 1 - statistics.fmean(raster(data, 100).tobytes()) / 255


def codes(page: Page) -> float:
    """How much of a page is black by its QR codes, which cannot be had for less."""
    symbols = [thing for thing in page.things if isinstance(thing, Symbol)]
    dark = sum(
        sum(map(sum, symbol.modules)) / len(symbol.modules) ** 2 * symbol.box.width**2
        for symbol in symbols
    )
    return dark / (page.width * page.height)


def words(data: bytes, page: int = 0) -> str:
    """The text as a reader aloud finds it, lines joined."""
    document = pypdfium2.PdfDocument(data)
    return re.sub(r"\s+", " ", document[page].get_textpage().get_text_bounded())


def sizes(data: bytes, page: int = 0) -> dict[str, tuple[float, ...]]:
    """The boxes of a page in mm: left, bottom, right, top."""
    sheet = pypdfium2.PdfDocument(data)[page]
    found = {
        "media": sheet.get_mediabox(),
        "bleed": sheet.get_bleedbox(),
        "trim": sheet.get_trimbox(),
    }
    return {
        name: tuple(round(side / 72 * 25.4, 2) for side in box)
        for name, box in found.items()
        if box
    }


def drawn(page: Page) -> Iterator[tuple[str, Box]]:
    """The places of what is read or scanned, with a name for messages."""
    for thing in page.things:
        if isinstance(thing, Words):
            yield f"{thing.field} {thing.block.lines}", thing.box
        elif isinstance(thing, Symbol):
            yield "symbol", thing.whole
        elif isinstance(thing, Logo):
            yield "logo", thing.box


def laid_out(layout: Callable[[], Page]) -> Page:
    """The page, or an empty one when a text does not fit, as the message must say."""
    try:
        return layout()
    except DoesNotFit as refused:
        if not re.search(r" is about \d+ letters? too long at the smallest size ", str(refused)):
            raise
        return Page(1.0, 1.0, ())


def strays(page: Page, margin: float = SAFE) -> list[str]:
    """What is not wholly inside the margin; a quiet zone is white, so it may reach out."""
    safe = Box(0, 0, page.width, page.height).smaller(margin)
    inked = [t.box for t in page.things if isinstance(t, Symbol)]
    found = [name for name, box in drawn(page) if name != "symbol" and not safe.holds(box)]
    return found + ["symbol" for box in inked if not safe.holds(box)]


def collisions(page: Page) -> list[tuple[str, str]]:
    """Which two things lie on each other."""
    return [
        (one, other)
        for (one, box), (other, place) in combinations(drawn(page), 2)
        if meet(box, place)
    ]


def meet(one: Box, other: Box, slack: float = 1e-6) -> bool:
    """Whether they have more than an edge in common."""
    return (
        one.left < other.right - slack
        and other.left < one.right - slack
        and one.top < other.bottom - slack
        and other.top < one.bottom - slack
    )
