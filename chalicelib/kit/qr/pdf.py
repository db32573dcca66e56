"""QR codes as vectors on a page: a whole PDF, or a part of what somebody else lays out."""

from __future__ import annotations

import io
from importlib import resources
from typing import Any

from chalicelib.kit.qr import captions, codes, logos, sizes

Canvas = Any
"""A canvas of reportlab, which has no types."""

_FONT = "inter-600"


def pdf(
    text: str,
    level: str = codes.DEFAULT_LEVEL,
    size: sizes.Size = sizes.DEFAULT,
    look: codes.Look = codes.PLAIN,
    caption: str = "",
    title: str = "",
) -> bytes:
    """The QR code of `text` as a PDF of one page of exactly `size`, with `caption` below it.

    `title` names the document: the address as people write it; `text` by default. The same
    code makes the same bytes. `BadInput` as for `codes.symbol`.
    """
    from reportlab.pdfgen.canvas import Canvas as Drawing

    codes.symbol(text, level, look)
    side, lines = size.points, captions.lines(caption)
    below = side * captions.height(lines)
    page = io.BytesIO()
    # A page begins in Helvetica unless it is told otherwise, and that would not be embedded.
    canvas = Drawing(
        page,
        (side, side + below),
        pageCompression=1,
        invariant=1,
        initialFontName=_font(),  # type: ignore[arg-type]
    )
    canvas.setTitle(title or text)
    canvas.setAuthor("Porte-voix")
    canvas.setCreator("Porte-voix")
    if lines:
        _fill(canvas, look.light)
        canvas.rect(0, 0, side, side + below, stroke=0, fill=1)
        _write_caption(canvas, lines, side, below, look.dark)
    draw(canvas, text, level, 0, below, side, look)
    canvas.save()
    return page.getvalue()


def draw(
    canvas: Canvas,
    text: str,
    level: str,
    x: float,
    y: float,
    side: float,
    look: codes.Look = codes.PLAIN,
) -> None:
    """Draws the code of `text` as a square whose lower left corner is at (`x`, `y`).

    All lengths are points; `side` includes the quiet zone, which is painted. The canvas is
    left as it was but for what is drawn. `BadInput` as for `codes.symbol`.
    """
    symbol = codes.symbol(text, level, look)
    module = side / symbol.side
    canvas.saveState()
    canvas.translate(x, y + side)
    # Modules are counted from above, points from below.
    canvas.scale(module, -module)
    _fill(canvas, look.light)
    canvas.rect(0, 0, symbol.side, symbol.side, stroke=0, fill=1)
    _fill(canvas, look.dark)
    # One path: neighbours that are filled one by one show hairlines between them on screens.
    path = canvas.beginPath()
    for left, top, length in symbol.runs():
        path.rect(left, top, length, 1)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    if look.logo is not None and symbol.hole is not None:
        _draw_logo(canvas, look.logo, symbol.hole, x, y + side, module)


def _draw_logo(
    canvas: Canvas, logo: bytes, hole: logos.Box, x: float, top: float, module: float
) -> None:
    """The logo as large as its place allows, in its own proportions; (`x`, `top`) is the code's."""
    from reportlab.lib.utils import ImageReader

    start, room = (hole.start + logos.MARGIN) * module, (hole.side - 2 * logos.MARGIN) * module
    canvas.drawImage(
        ImageReader(io.BytesIO(logo)),
        x + start,
        top - start - room,
        room,
        room,
        mask="auto",
        preserveAspectRatio=True,
        anchor="c",
    )


def _write_caption(
    canvas: Canvas, lines: tuple[str, ...], side: float, below: float, colour: str
) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    size = side * captions.size(lines)
    # This font's letters are not all as wide as the layout takes them to be.
    widest = max(stringWidth(line, _FONT, size) for line in lines)
    canvas.setFont(_FONT, size * min(1, side * captions.ROOM / widest))
    _fill(canvas, colour)
    for line, foot in zip(lines, captions.feet(lines), strict=True):
        canvas.drawCentredString(side / 2, below - side * foot, line)


def _font() -> str:
    """The name of the captions' font, which reportlab knows from then on."""
    from reportlab.pdfbase.pdfmetrics import (
        getRegisteredFontNames,
        registerFont,
    )
    from reportlab.pdfbase.ttfonts import TTFont

    if _FONT not in getRegisteredFontNames():
        font = resources.files("chalicelib.kit.type") / "fonts" / f"{_FONT}.ttf"
        registerFont(TTFont(_FONT, io.BytesIO(font.read_bytes())))
    return _FONT


def _fill(canvas: Canvas, colour: str) -> None:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    if red == green == blue:
        # Grey is one ink of four: black that is mixed of all of them has coloured edges.
        canvas.setFillGray(red)
    else:
        canvas.setFillColorRGB(red, green, blue)
