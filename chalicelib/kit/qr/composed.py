"""What is drawn on a QR code's PNG with Pillow: a logo in its middle, a caption below it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageOps

from chalicelib.kit.qr import captions, codes, logos
from chalicelib.kit.type.lettering import TEXT, draw_line, width


def png(
    code: bytes, hole: logos.Box | None, module: int, lines: tuple[str, ...], look: codes.Look
) -> bytes:
    """The picture of a `code`, whose modules are `module` pixels, with what is asked for.

    In the resolution that it has.
    """
    with Image.open(io.BytesIO(code)) as bare:
        resolution, side = bare.info["dpi"], bare.width
        whole = Image.new("RGB", (side, round(side * (1 + captions.height(lines)))), look.light)
        whole.paste(bare.convert("RGB"))
    if look.logo is not None and hole is not None:
        _paste_logo(whole, look.logo, (hole.side - 2 * logos.MARGIN) * module)
    if lines:
        _write_caption(whole, lines, look.dark)
    picture = io.BytesIO()
    whole.save(picture, "PNG", optimize=True, dpi=resolution)
    return picture.getvalue()


def _paste_logo(whole: Image.Image, logo: bytes, room: int) -> None:
    """The logo as large as its place allows, in its own proportions, in the code's middle."""
    with Image.open(io.BytesIO(logo)) as drawn:
        fitting = ImageOps.contain(drawn.convert("RGBA"), (room, room), Image.Resampling.LANCZOS)
    place = ((whole.width - fitting.width) // 2, (whole.width - fitting.height) // 2)
    whole.paste(fitting, place, fitting)


def _write_caption(whole: Image.Image, lines: tuple[str, ...], colour: str) -> None:
    draw, side = ImageDraw.Draw(whole), whole.width
    size = max(1, int(side * captions.size(lines)))
    # This font's letters are not all as wide as the layout takes them to be.
    while size > 1 and max(width(line, size, TEXT) for line in lines) > side * captions.ROOM:
        size -= 1
    for line, foot in zip(lines, captions.feet(lines), strict=True):
        left = (side - width(line, size, TEXT)) / 2
        draw_line(draw, (left, side * (1 + foot)), line, size, colour, TEXT)
