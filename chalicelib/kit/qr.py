"""QR codes of addresses, as vectors and as pixels, without Pillow.

An address in upper case fits the alphanumeric mode (ISO/IEC 18004, 7.4.4), which often saves
a version: fewer and bigger modules, read from further away. Modules are never blurred: in a
PNG each is a whole number of pixels, and what is left over widens the quiet zone.

The libraries are imported on first use, so that the redirect never pays for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from chalicelib.errors import BadInput

LEVELS = ("L", "M", "Q", "H")
"""How much of the symbol may be lost: about 7, 15, 25 and 30 %."""
DEFAULT_LEVEL = "Q"
SMALLEST_PX, LARGEST_PX = 64, 4096
DEFAULT_PX = 512
QUIET_MODULES = 4
"""What the standard asks to be left white on each side (ISO/IEC 18004, 6.3.8)."""
PIXELS_PER_METRE = 11_811
"""300 dots an inch: what a printed picture is laid out with when nobody says otherwise."""

Modules = list[list[bool]]
"""Rows of modules, True where dark; a square."""


def svg(
    text: str, level: str = DEFAULT_LEVEL, size_px: int = DEFAULT_PX, title: str | None = None
) -> bytes:
    """The QR code of `text` as an SVG document, `size_px` wide and high, black on white.

    `title` is what a screen reader says: the address as people write it; `text` by default.
    `BadInput` for an unknown level, a size outside 64 to 4096, or a text no QR code can hold.
    """
    _check_size(size_px)
    modules = matrix(text, level)
    side = len(modules) + 2 * QUIET_MODULES
    name = escape(_check_text(title or text))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px}" height="{size_px}"'
        f' viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f"<title>{name}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path fill="#000" d="{"".join(_runs(modules))}"/></svg>\n'
    ).encode("ascii")


def png(text: str, level: str = DEFAULT_LEVEL, size_px: int = DEFAULT_PX) -> bytes:
    """The QR code of `text` as a one-bit PNG of exactly `size_px` by `size_px`.

    `BadInput` as for `svg`, and when `size_px` leaves a module less than one pixel.
    """
    import png as pypng  # type: ignore[import-untyped]

    _check_size(size_px)
    modules = matrix(text, level)
    with_quiet = len(modules) + 2 * QUIET_MODULES
    module_px = size_px // with_quiet
    if module_px < 1:
        raise BadInput(
            f"size {size_px} is less than one pixel a module for this address at level {level};"
            f" ask for {with_quiet} or more"
        )
    picture = io.BytesIO()
    pypng.Writer(
        size_px,
        size_px,
        greyscale=True,
        bitdepth=1,
        x_pixels_per_unit=PIXELS_PER_METRE,
        y_pixels_per_unit=PIXELS_PER_METRE,
        unit_is_meter=True,
    ).write_packed(picture, _packed_rows(modules, module_px, size_px))
    return picture.getvalue()


def matrix(text: str, level: str = DEFAULT_LEVEL) -> Modules:
    """The dark modules of the QR code of `text`, row by row, without its quiet zone.

    `BadInput` for an unknown level, or a text no QR code can hold.
    """
    import qrcode  # type: ignore[import-untyped]
    from qrcode.exceptions import DataOverflowError  # type: ignore[import-untyped]
    from qrcode.util import QRData  # type: ignore[import-untyped]

    if level not in LEVELS:
        raise BadInput(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    correction = getattr(qrcode.constants, f"ERROR_CORRECT_{level}")
    symbol = qrcode.QRCode(error_correction=correction, border=0)
    # One segment in the densest mode that holds all of it; splitting gains nothing here.
    symbol.add_data(QRData(_check_text(text)))
    try:
        symbol.make()
    except (DataOverflowError, ValueError):
        # The library says ValueError where it looks for a version after the last one.
        raise BadInput(
            f"{len(text)} characters are more than a QR code holds at level {level}"
        ) from None
    return [[bool(module) for module in row] for row in symbol.modules]


def _runs(modules: Modules) -> Iterator[str]:
    """Path commands that draw each row's runs of dark modules, quiet zone left free."""
    for y, row in enumerate(modules, QUIET_MODULES):
        x = QUIET_MODULES
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width


def _packed_rows(modules: Modules, module_px: int, size_px: int) -> Iterator[bytes]:
    """Rows of a one-bit picture, eight pixels a byte, 1 being white."""
    drawn = len(modules) * module_px
    before = (size_px - drawn) // 2
    after = size_px - drawn - before
    width = -(-size_px // 8)
    pad = width * 8 - size_px
    white = b"\xff" * width
    yield from [white] * before
    for row in modules:
        bits = "".join(("0" if dark else "1") * module_px for dark in row)
        line = int("1" * before + bits + "1" * (after + pad), 2).to_bytes(width, "big")
        yield from [line] * module_px
    yield from [white] * after


def _check_size(size_px: int) -> None:
    if not SMALLEST_PX <= size_px <= LARGEST_PX:
        raise BadInput(f"size must be from {SMALLEST_PX} to {LARGEST_PX} pixels, not {size_px}")


def _check_text(text: str) -> str:
    # Outside ASCII, readers guess the encoding, and they do not all guess the same.
    if not text or not text.isascii() or not text.isprintable():
        raise BadInput(f"{text!r} is not an address a QR code can hold; percent-encode it")
    return text
