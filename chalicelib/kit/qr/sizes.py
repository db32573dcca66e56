"""How large a QR code is drawn, in pixels for screens or in millimetres for paper.

The size is that of the square with its quiet zone; a caption comes below and adds its own height.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.errors import BadInput

PIXELS_PER_METRE = 11_811
"""300 dots an inch: what a printed picture is laid out with when nobody says otherwise."""
POINTS_PER_MM = 72 / 25.4
LARGEST_PX = 4096


class Unit(StrEnum):
    """What a size is measured in."""

    PX = "px"
    MM = "mm"

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the most that is drawn; 10 mm is what phones still read from paper."""
        return (64, LARGEST_PX) if self is Unit.PX else (10, 1000)

    @property
    def word(self) -> str:
        """The unit in a sentence."""
        return "pixels" if self is Unit.PX else "mm"


@dataclass(frozen=True, slots=True)
class Size:
    """So many pixels or millimetres; `BadInput` for one outside the unit's limits."""

    amount: int
    unit: Unit = Unit.PX

    def __post_init__(self) -> None:
        least, most = self.unit.limits
        if not least <= self.amount <= most:
            raise BadInput(
                f"size must be from {least} to {most} {self.unit.word}, not {self.amount}"
            )

    @property
    def points(self) -> float:
        """On paper, in points; a pixel is printed at 300 to the inch."""
        mm = self.amount if self.unit is Unit.MM else self.amount / PIXELS_PER_METRE * 1000
        return mm * POINTS_PER_MM

    def pixels(self, modules: int) -> tuple[int, int]:
        """Pixels a side for a code so many modules wide, and how many of them make a metre.

        Millimetres take 300 pixels to the inch or a little more, so that each module is a
        whole number of them; fewer only where the picture would be larger than 4096.
        """
        if self.unit is Unit.PX:
            return self.amount, PIXELS_PER_METRE
        wanted = self.amount * PIXELS_PER_METRE / 1000 / modules
        each = max(1, min(-int(-wanted // 1), LARGEST_PX // modules))
        return each * modules, round(each * modules * 1000 / self.amount)


DEFAULT = Size(512)


def read(text: str) -> Size:
    """The size that `600`, `600px` or `30mm` says; `BadInput` for anything else."""
    match = re.fullmatch(r"0*([0-9]{1,5})(px|mm)?", text)
    if match is None:
        raise BadInput(
            f"size must be a number of pixels, or of millimetres as in 30mm, not {text!r}"
        )
    return Size(int(match[1]), Unit(match[2] or Unit.PX))
