"""Pages as PDF: the only room that knows reportlab, which is loaded when it prints.

Texts that are black, and everything in black ink, are in grey scale: one plate, no coloured
fringe. Letters are embedded, cut down to what is used, and pairs of them are kerned.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from chalicelib.kit.model import Matter
from chalicelib.kit.prints.page import (
    MARK,
    MARK_OFF,
    Box,
    Ground,
    Logo,
    Mark,
    Page,
    Rings,
    Symbol,
    Words,
    marks,
)
from chalicelib.kit.prints.words import set_, word
from chalicelib.kit.type.blocks import ASCENT, POINT
from chalicelib.kit.type.lettering import BODY, DISPLAY, TEXT, data, kerned

MM = 1 / POINT
"""Points in a millimetre."""
HAIRLINE = 0.25
"""How thick a cut mark is, in points."""
FRAME = 0.6
"""How thick a frame is, in points."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; `locale` is the language of its texts."""

    title: str
    author: str
    subject: str
    locale: str


def about(kind: str, matters: Sequence[Matter], format_name: str = "") -> About:
    """What a file says of itself, by its matters: they are of one campaign."""
    first = matters[0]
    title = set_(first.title, first.locale)
    names = dict.fromkeys(set_(matter.association, matter.locale) for matter in matters)
    return About(
        title=f"{title} – {word(kind, first.locale)} {format_name}".rstrip(),
        author=", ".join(names),
        subject=" ".join(set_(demand, first.locale) for demand in first.demands),
        locale=first.locale,
    )


def pdf(pages: Iterable[Page], about: About) -> bytes:
    """The pages as one file: the same bytes for the same pages."""
    from reportlab.pdfgen.canvas import Canvas

    _set_up()
    kept = io.BytesIO()
    canvas = Canvas(
        kept, pageCompression=1, invariant=1, lang=about.locale.replace("_", "-"), pdfVersion=(1, 7)
    )
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("Porte-voix")
    for page in pages:
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


@cache
def _set_up() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Bytes as they are: as letters they would take a quarter more, in space and in time.
    rl_config.useA85 = 0
    for name in (DISPLAY, TEXT, BODY):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(data(name)), shapable=False))


def _draw(canvas: Any, page: Page) -> None:
    """From the top down: y is turned around once, where things are drawn."""
    around, cut = page.around, Box(0, 0, page.width, page.height)
    canvas.setPageSize(((page.width + 2 * around) * MM, (page.height + 2 * around) * MM))
    for set_box, more in ((canvas.setTrimBox, 0.0), (canvas.setBleedBox, page.bleed)):
        left, right = (around - more) * MM, (around + page.width + more) * MM
        set_box((left, left, right, (around + page.height + more) * MM))
    canvas.translate(around * MM, (around + page.height) * MM)
    for thing in page.things:
        _draw_thing(canvas, thing)
    if page.bleed:
        for mark in marks(cut, page.bleed + MARK_OFF, MARK):
            _draw_mark(canvas, mark)


def _draw_thing(canvas: Any, thing: object) -> None:
    match thing:
        case Ground():
            _draw_ground(canvas, thing)
        case Rings():
            _draw_rings(canvas, thing)
        case Words():
            _draw_words(canvas, thing)
        case Symbol():
            _draw_symbol(canvas, thing)
        case Logo():
            _draw_logo(canvas, thing)
        case Mark():
            _draw_mark(canvas, thing)


def _draw_ground(canvas: Any, ground: Ground) -> None:
    if ground.fill:
        _colour(canvas, ground.fill)
    if ground.frame:
        _colour(canvas, ground.frame, stroke=True)
        canvas.setLineWidth(FRAME)
    path = _outline(canvas, ground)
    canvas.drawPath(path, stroke=int(bool(ground.frame)), fill=int(bool(ground.fill)))


def _outline(canvas: Any, ground: Ground) -> Any:
    box, path = ground.box, canvas.beginPath()
    place = (box.left * MM, -box.bottom * MM, box.width * MM, box.height * MM)
    if ground.radius:
        path.roundRect(*place, ground.radius * MM)
    else:
        path.rect(*place)
    return path


def _draw_rings(canvas: Any, rings: Rings) -> None:
    canvas.saveState()
    # A little inside: some viewers clip by whole pixels, and rings would stick out of the ground.
    within = replace(rings.within, box=rings.within.box.smaller(0.12))
    canvas.clipPath(_outline(canvas, within), stroke=0, fill=0)
    _colour(canvas, rings.colour, stroke=True)
    canvas.setLineWidth(rings.thick * MM)
    for reach in rings.reaches:
        canvas.circle(rings.x * MM, -rings.y * MM, reach * MM, stroke=1, fill=0)
    canvas.restoreState()


def _draw_words(canvas: Any, words: Words) -> None:
    block = words.block
    _colour(canvas, words.colour)
    text = canvas.beginText()
    text.setFont(block.font, block.size)
    for number, line in enumerate(block.lines):
        foot = words.box.top + ASCENT * block.size * POINT + number * block.step
        text.setTextOrigin(words.box.left * MM, -foot * MM)
        _draw_line(canvas, text, line, block.font, block.size)
    canvas.drawText(text)


def _draw_line(canvas: Any, text: Any, line: str, font_name: str, size: float) -> None:
    """A line as one operation, kerned: as reportlab's `pdfmetrics` explains dynamic fonts."""
    from reportlab.pdfbase.pdfmetrics import getFont

    document = canvas._doc
    font: Any = getFont(font_name)
    parts: list[tuple[int, str]] = []
    for run, further in kerned(line, font_name):
        for subset, codes in font.splitString(run, document):
            parts.append((subset, f"({canvas._escape(codes)})"))
        if further:
            parts.append((parts[-1][0], str(-further)))
    for subset, group in groupby(parts, key=lambda part: part[0]):
        name = font.getSubsetInternalName(subset, document)
        shown = " ".join(part for _, part in group)
        text._code.append(f"{name} {size:g} Tf [{shown}] TJ")


def _draw_symbol(canvas: Any, symbol: Symbol) -> None:
    """Runs of dark modules as one path: no seam between two of a row, nor between rows."""
    _colour(canvas, "#ffffff")
    white = symbol.whole
    canvas.rect(
        white.left * MM, -white.bottom * MM, white.width * MM, white.height * MM, stroke=0, fill=1
    )
    side = symbol.box.width / len(symbol.modules)
    _colour(canvas, "#000000")
    path = canvas.beginPath()
    for row, line in enumerate(symbol.modules):
        column = 0
        for dark, run in groupby(line):
            count = len(list(run))
            if dark:
                left = (symbol.box.left + column * side) * MM
                foot = -(symbol.box.top + (row + 1) * side) * MM
                path.rect(left, foot, count * side * MM, side * MM)
            column += count
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_logo(canvas: Any, logo: Logo) -> None:
    from reportlab.lib.utils import ImageReader

    box = logo.box
    from PIL import Image

    picture: Any = io.BytesIO(logo.png)
    if logo.grey:
        picture = Image.open(picture).convert("LA")
    canvas.drawImage(
        ImageReader(picture),
        box.left * MM,
        -box.bottom * MM,
        box.width * MM,
        box.height * MM,
        mask="auto",
        preserveAspectRatio=True,
        anchor="c",
    )


def _draw_mark(canvas: Any, mark: Mark) -> None:
    _colour(canvas, "#000000", stroke=True)
    canvas.setLineWidth(HAIRLINE)
    canvas.line(mark.x * MM, -mark.y * MM, mark.to_x * MM, -mark.to_y * MM)


def _colour(canvas: Any, colour: str, *, stroke: bool = False) -> None:
    """Greys as such: they take black ink alone."""
    red, green, blue = (channel / 255 for channel in bytes.fromhex(colour.removeprefix("#")))
    if red == green == blue:
        (canvas.setStrokeGray if stroke else canvas.setFillGray)(red)
    else:
        (canvas.setStrokeColorRGB if stroke else canvas.setFillColorRGB)(red, green, blue)
