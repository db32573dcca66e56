"""QR codes as PNG pictures, without Pillow unless there is a logo or a caption to draw.

Modules are never blurred: each is a whole number of pixels, and what is left over widens the
quiet zone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from chalicelib.errors import BadInput
from chalicelib.kit.qr import captions, codes, sizes


def png(
    text: str,
    level: str = codes.DEFAULT_LEVEL,
    size: sizes.Size = sizes.DEFAULT,
    look: codes.Look = codes.PLAIN,
    caption: str = "",
) -> bytes:
    """The QR code of `text` as a PNG of exactly `size`, with `caption` below it.

    The file says its resolution, so that it is printed at the size in millimetres. `BadInput`
    as for `codes.symbol`, and when `size` leaves a module less than one pixel.
    """
    symbol = codes.symbol(text, level, look)
    side, per_metre = size.pixels(symbol.side)
    module = side // symbol.side
    if module < 1:
        raise BadInput(
            f"size {side} is less than one pixel a module for this address at level {level};"
            f" ask for {symbol.side} or more"
        )
    picture = _two_colours(symbol, module, side, per_metre, look)
    lines = captions.lines(caption)
    if symbol.hole is None and not lines:
        return picture
    from chalicelib.kit.qr import composed

    return composed.png(picture, symbol.hole, module, lines, look)


def _two_colours(
    symbol: codes.Symbol, module: int, side: int, per_metre: int, look: codes.Look
) -> bytes:
    import png as pypng  # type: ignore[import-untyped]

    plain = look.dark == codes.PLAIN.dark and look.light == codes.PLAIN.light
    picture = io.BytesIO()
    pypng.Writer(
        side,
        side,
        greyscale=plain,
        palette=None if plain else [_rgb(look.dark), _rgb(look.light)],
        bitdepth=1,
        x_pixels_per_unit=per_metre,
        y_pixels_per_unit=per_metre,
        unit_is_meter=True,
    ).write_packed(picture, _packed_rows(symbol.modules, module, side))
    return picture.getvalue()


def _packed_rows(modules: codes.Modules, module: int, side: int) -> Iterator[bytes]:
    """Rows of a one-bit picture, eight pixels a byte, 1 being light."""
    drawn = len(modules) * module
    before = (side - drawn) // 2
    after = side - drawn - before
    width = -(-side // 8)
    pad = width * 8 - side
    light = b"\xff" * width
    yield from [light] * before
    for row in modules:
        bits = "".join(("0" if dark else "1") * module for dark in row)
        line = int("1" * before + bits + "1" * (after + pad), 2).to_bytes(width, "big")
        yield from [line] * module
    yield from [light] * after


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
