"""QR codes as SVG documents."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape

from chalicelib.kit import qr, qr_caption, qr_logo, qr_size

_FONTS = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"
"""Letters of one width, in which a code is easy to copy; every system has one of these."""


def svg(
    text: str,
    level: str = qr.DEFAULT_LEVEL,
    size: qr_size.Size = qr_size.DEFAULT,
    look: qr.Look = qr.PLAIN,
    caption: str = "",
    title: str = "",
) -> bytes:
    """The QR code of `text` as an SVG document, `size` wide, with `caption` below it.

    `title` is what a screen reader says: the address as people write it; `text` by default.
    `BadInput` as for `qr.symbol`.
    """
    symbol = qr.symbol(text, level, look)
    side = symbol.side
    lines = qr_caption.lines(caption)
    strip = qr_caption.height(lines)
    # As the height's own ratio to the width, so that both are right in any unit.
    whole = round(side * (1 + strip), 3)
    unit = "mm" if size.unit is qr_size.Unit.MM else ""
    high = round(size.amount * (1 + strip), 3)
    # Edges are left to be smoothed: on a coarse screen, crisp ones make modules of unlike widths.
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in symbol.runs())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.amount}{unit}"'
        f' height="{high:g}{unit}" viewBox="0 0 {side} {whole:g}" role="img"'
        ">"
        f"<title>{escape(title or qr.check_text(text))}</title>"
        f'<path fill="{look.light}" d="M0 0h{side}v{whole:g}h-{side}z"/>'
        f'<path fill="{look.dark}" d="{path}"/>'
        f"{_logo(look.logo, symbol.hole)}{_caption(lines, side, look.dark)}</svg>\n"
    ).encode()


def _logo(logo: bytes | None, hole: qr_logo.Box | None) -> str:
    if logo is None or hole is None:
        return ""
    start, room = hole.start + qr_logo.MARGIN, hole.side - 2 * qr_logo.MARGIN
    data = base64.b64encode(logo).decode()
    # An image keeps its proportions and is centred unless it is told otherwise.
    return (
        f'<image x="{start}" y="{start}" width="{room}" height="{room}"'
        f' href="data:image/png;base64,{data}"/>'
    )


def _caption(lines: tuple[str, ...], side: int, colour: str) -> str:
    if not lines:
        return ""
    size = qr_caption.size(lines)
    rows = "".join(
        # Whatever font there is, a line is as wide as it was laid out.
        f'<text x="{side / 2:g}" y="{side * (1 + foot):.3f}"'
        f' textLength="{side * size * qr_caption.ADVANCE * len(line):.3f}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        for line, foot in zip(lines, qr_caption.feet(lines), strict=True)
    )
    return (
        f'<g font-family="{_FONTS}" font-size="{side * size:.3f}" text-anchor="middle"'
        f' fill="{colour}">{rows}</g>'
    )
