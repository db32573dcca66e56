"""A page before it is printed: what lies where on the paper, as plain values.

Places are millimetres from the upper left corner of the paper as it is once cut; what runs into
the bleed lies outside it. Sizes of letters are points. Things are in the order in which they are
read, so that a program that reads aloud follows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from chalicelib.kit.qr.codes import QUIET_MODULES, Modules
from chalicelib.kit.type.blocks import Block

BLEED = 3.0
"""How far grounds run over the cut, in mm: what printers ask for."""
MARK, MARK_OFF = 5.0, 1.0
"""How long a cut mark is, and how far from the bleed it ends, in mm."""


class Paper(Enum):
    """Formats of ISO 216, upright: width and height in mm."""

    A3 = (297.0, 420.0)
    A4 = (210.0, 297.0)
    A5 = (148.0, 210.0)
    A6 = (105.0, 148.0)

    @property
    def width(self) -> float:
        """In mm."""
        return self.value[0]

    @property
    def height(self) -> float:
        """In mm."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the paper."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends, in mm from the left."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends, in mm from the top."""
        return self.top + self.height

    def holds(self, other: Box, slack: float = 1e-6) -> bool:
        """Whether the other lies in it whole."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def smaller(self, by: float) -> Box:
        """The box without a border of `by` mm; with one, when it is below 0."""
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled or framed box, its corners rounded by `radius` mm; "" fills or frames nothing."""

    box: Box
    fill: str
    frame: str = ""
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Rings:
    """The voice that carries: rings around (x, y), each `thick` mm, seen within a ground."""

    within: Ground
    x: float
    y: float
    reaches: tuple[float, ...]
    thick: float
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """A block of lines; `field` says whose words they are."""

    field: str
    box: Box
    block: Block
    colour: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """The QR code of a link: the box holds its modules, and around it `quiet` mm stay white."""

    box: Box
    modules: Modules

    @property
    def quiet(self) -> float:
        """What the standard asks for, in mm."""
        return self.box.width / len(self.modules) * QUIET_MODULES

    @property
    def whole(self) -> Box:
        """With its quiet zone."""
        return self.box.smaller(-self.quiet)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture, as large as fits in the box, in its middle; `grey` without its colours."""

    box: Box
    png: bytes
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A thin line that says where to cut."""

    x: float
    y: float
    to_x: float
    to_y: float


Thing = Ground | Rings | Words | Symbol | Logo | Mark


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of `width` by `height` mm once cut, and what lies on it in reading order.

    With `bleed` (mm), the printed sheet is larger by the bleed and by room for cut marks.
    """

    width: float
    height: float
    things: tuple[Thing, ...]
    bleed: float = 0.0

    @property
    def around(self) -> float:
        """What the printed sheet has more on each side, in mm."""
        return self.bleed + MARK_OFF + MARK if self.bleed else 0.0


T = TypeVar("T", bound=Thing)


def moved(thing: T, x: float, y: float) -> T:
    """The same thing, `x` mm further right and `y` mm further down."""
    if isinstance(thing, Rings):
        return replace(thing, within=moved(thing.within, x, y), x=thing.x + x, y=thing.y + y)
    if isinstance(thing, Mark):
        return replace(
            thing, x=thing.x + x, y=thing.y + y, to_x=thing.to_x + x, to_y=thing.to_y + y
        )
    box = replace(thing.box, left=thing.box.left + x, top=thing.box.top + y)
    return replace(thing, box=box)


def marks(box: Box, off: float, long: float) -> Iterator[Mark]:
    """Two at each corner of a box, `off` mm outside it and `long` mm long."""
    for x, out in ((box.left, -1), (box.right, 1)):
        for y, down in ((box.top, -1), (box.bottom, 1)):
            yield Mark(x + out * off, y, x + out * (off + long), y)
            yield Mark(x, y + down * off, x, y + down * (off + long))
