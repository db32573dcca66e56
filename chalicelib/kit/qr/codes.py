"""QR codes of addresses: the rules that every drawing of one keeps to, and its modules.

An address in upper case fits the alphanumeric mode (ISO/IEC 18004, 7.4.4), which often saves
a version: fewer and bigger modules, read from further away. The quiet zone is part of every
picture and painted, so that no layout crops it away and nothing shines through.

`svg`, `png` and `pdf` draw. The libraries are imported on first use, so that the
redirect never pays for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from chalicelib.errors import BadInput
from chalicelib.kit.contrast import contrast, luminance
from chalicelib.kit.qr import layout, logos

LEVELS = ("L", "M", "Q", "H")
"""How much of the symbol may be lost: about 7, 15, 25 and 30 %."""
DEFAULT_LEVEL = "Q"
QUIET_MODULES = 4
"""What the standard asks to be left light on each side (ISO/IEC 18004, 6.3.8)."""
LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks of text (1.4.3); a phone in bad light reads less well than an eye."""

Modules = tuple[tuple[bool, ...], ...]
"""Rows of modules, True where dark; a square."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a code looks: its colours, as #rrggbb, and the logo in its middle, as PNG.

    `BadInput` for what is no colour or no PNG, and for colours that readers cannot tell apart:
    `dark` must be the darker, for many do not read light on dark, and the contrast 4.5:1 or more.
    """

    dark: str = "#000000"
    light: str = "#ffffff"
    logo: bytes | None = None

    def __post_init__(self) -> None:
        for name, colour in (("dark", self.dark), ("light", self.light)):
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
                raise BadInput(f"{name} must be a colour such as #1d1830, not {colour!r}")
        ratio = contrast(self.dark, self.light)
        if luminance(self.dark) > luminance(self.light):
            raise BadInput(
                f"dark {self.dark} is lighter than light {self.light} ({ratio:.2f}:1), and many"
                " phones do not read that; exchange the two"
            )
        if ratio < LEAST_CONTRAST:
            raise BadInput(
                f"dark {self.dark} on light {self.light} has a contrast of {_floored(ratio)}:1"
                f" and phones need {LEAST_CONTRAST}:1; choose a darker dark or a lighter light"
            )
        if self.logo is not None and not self.logo.startswith(b"\x89PNG\r\n\x1a\n"):
            raise BadInput("the logo is not a PNG; save it as one")


PLAIN = Look()
"""Black on white, without a logo."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code as it is drawn, measured in modules from the upper left of its quiet zone.

    `hole` is the square in the middle that is kept light for a logo, with the margin around it.
    """

    modules: Modules
    hole: logos.Box | None = None

    @property
    def side(self) -> int:
        """How many modules it is wide and high, quiet zone included."""
        return len(self.modules) + 2 * QUIET_MODULES

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Left, top and length of each row's runs of dark modules, none of them in the hole."""
        for y, row in enumerate(self.modules, QUIET_MODULES):
            x = QUIET_MODULES
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    yield x, y, length
                x += length


def symbol(text: str, level: str = DEFAULT_LEVEL, look: Look = PLAIN) -> Symbol:
    """The code of `text`, with room for the logo of `look` if it has one.

    `BadInput` as for `matrix`; for a logo at a level other than H, the only one that can spare
    what a logo hides; and for an address whose code has no room for one.
    """
    if look.logo is None:
        return Symbol(matrix(text, level))
    if level in LEVELS and level != "H":
        raise BadInput(f"a logo needs level H, which can spare what it hides, not {level}")
    modules = matrix(text, level, logos.VERSION)
    hole = logos.hole(len(modules))
    hidden = set(hole.places())
    left = tuple(
        tuple(dark and (y, x) not in hidden for x, dark in enumerate(row))
        for y, row in enumerate(modules)
    )
    return Symbol(left, hole.moved(QUIET_MODULES))


@lru_cache(maxsize=64)
def matrix(text: str, level: str = DEFAULT_LEVEL, least_version: int = 1) -> Modules:
    """The dark modules of the QR code of `text`, row by row, without its quiet zone.

    In the smallest version that holds it, from `least_version` on. `BadInput` for an unknown
    level, or a text no QR code can hold.
    """
    import qrcode  # type: ignore[import-untyped]
    from qrcode.exceptions import DataOverflowError  # type: ignore[import-untyped]
    from qrcode.util import QRData  # type: ignore[import-untyped]

    if level not in LEVELS:
        raise BadInput(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    correction = getattr(qrcode.constants, f"ERROR_CORRECT_{level}")
    made = qrcode.QRCode(least_version, error_correction=correction, border=0)
    # One segment in the densest mode that holds all of it; splitting gains nothing here.
    made.add_data(QRData(check_text(text)))
    try:
        made.best_fit(start=least_version)
        made.makeImpl(True, 0)
    except (DataOverflowError, ValueError):
        # The library says ValueError where it looks for a version after the last one.
        raise BadInput(
            f"{len(text)} characters are more than a QR code holds at level {level}"
        ) from None
    made.makeImpl(False, layout.best_mask(made.modules))
    return tuple(tuple(bool(module) for module in row) for row in made.modules)


def check_text(text: str) -> str:
    """The text if every reader understands it the same, or `BadInput`."""
    # Outside ASCII, readers guess the encoding, and they do not all guess the same.
    if not text or not text.isascii() or not text.isprintable():
        raise BadInput(f"{text!r} is not an address a QR code can hold; percent-encode it")
    return text


def _floored(ratio: float) -> float:
    """To two decimals and never up: a ratio that is refused does not read as enough."""
    return int(ratio * 100) / 100
