"""QR codes as vectors on a page: a whole PDF, or a part of what somebody else lays out."""

from __future__ import annotations

import io
from typing import Any

from chalicelib.kit import qr, qr_logo

Canvas = Any
"""A canvas of reportlab, which has no types."""


def draw(
    canvas: Canvas,
    text: str,
    level: str,
    x: float,
    y: float,
    side: float,
    look: qr.Look = qr.PLAIN,
) -> None:
    """Draws the code of `text` as a square whose lower left corner is at (`x`, `y`).

    All lengths are points; `side` includes the quiet zone, which is painted. The canvas is
    left as it was but for what is drawn. `BadInput` as for `qr.symbol`.
    """
    symbol = qr.symbol(text, level, look)
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
    canvas: Canvas, logo: bytes, hole: qr_logo.Box, x: float, top: float, module: float
) -> None:
    """The logo as large as its place allows, in its own proportions; (`x`, `top`) is the code's."""
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    start, room = (hole.start + qr_logo.MARGIN) * module, (hole.side - 2 * qr_logo.MARGIN) * module
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


def _fill(canvas: Canvas, colour: str) -> None:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    if red == green == blue:
        # Grey is one ink of four: black that is mixed of all of them has coloured edges.
        canvas.setFillGray(red)
    else:
        canvas.setFillColorRGB(red, green, blue)
