"""QR codes as SVG documents."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape

from chalicelib.kit.qr import captions, codes, logos, sizes

_FONTS = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"
"""Letters of one width, in which a code is easy to copy; every system has one of these."""


def svg(
    text: str,
    level: str = codes.DEFAULT_LEVEL,
    size: sizes.Size = sizes.DEFAULT,
    look: codes.Look = codes.PLAIN,
    caption: str = "",
    title: str = "",
) -> bytes:
    """The QR code of `text` as an SVG document, `size` wide, with `caption` below it.

    `title` is what a screen reader says: the address as people write it; `text` by default.
    `BadInput` as for `codes.symbol`.
    """
    symbol = codes.symbol(text, level, look)
    side = symbol.side
    lines = captions.lines(caption)
    strip = captions.height(lines)
    # As the height's own ratio to the width, so that both are right in any unit.
    whole = round(side * (1 + strip), 3)
    unit = "mm" if size.unit is sizes.Unit.MM else ""
    high = round(size.amount * (1 + strip), 3)
    # Edges are left to be smoothed: on a coarse screen, crisp ones make modules of unlike widths.
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in symbol.runs())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.amount}{unit}"'
        f' height="{high:g}{unit}" viewBox="0 0 {side} {whole:g}" role="img"'
        ">"
        f"<title>{escape(title or codes.check_text(text))}</title>"
        f'<path fill="{look.light}" d="M0 0h{side}v{whole:g}h-{side}z"/>'
        f'<path fill="{look.dark}" d="{path}"/>'
        f"{_logo(look.logo, symbol.hole)}{_caption(lines, side, look.dark)}</svg>\n"
    ).encode()


def _logo(logo: bytes | None, hole: logos.Box | None) -> str:
    if logo is None or hole is None:
        return ""
    start, room = hole.start + logos.MARGIN, hole.side - 2 * logos.MARGIN
    data = base64.b64encode(logo).decode()
    # An image keeps its proportions and is centred unless it is told otherwise.
    return (
        f'<image x="{start}" y="{start}" width="{room}" height="{room}"'
        f' href="data:image/png;base64,{data}"/>'
    )


def _caption(lines: tuple[str, ...], side: int, colour: str) -> str:
    if not lines:
        return ""
    size = captions.size(lines)
    rows = "".join(
        # Whatever font there is, a line is as wide as it was laid out.
        f'<text x="{side / 2:g}" y="{side * (1 + foot):.3f}"'
        f' textLength="{side * size * captions.ADVANCE * len(line):.3f}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        for line, foot in zip(lines, captions.feet(lines), strict=True)
    )
    return (
        f'<g font-family="{_FONTS}" font-size="{side * size:.3f}" text-anchor="middle"'
        f' fill="{colour}">{rows}</g>'
    )
