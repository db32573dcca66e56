"""Text in blocks: lines at a size in points that lets them fit, or a word about what does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.kit.type.lettering import width
from chalicelib.kit.type.lines import broken

POINT = 25.4 / 72
"""In mm."""
ASCENT, DESCENT = 1.0, 0.245
"""How far letters reach above and below the line they stand on, of the size: capitals with a ring
on top, brackets below."""
CAPITALS = 0.727
"""How high a capital is, of the size."""
_BREAKS = tuple(re.compile(f"(?<=[{after}])") for after in ("/", "/.", "/.-"))
"""After what an address may be broken, the first that is enough: a point or a hyphen at a line's
end could be taken for a sentence's or a word's."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: its font, the way from line to line of the size, and sizes in points.

    `running` text is for reading on: see `lines.broken`.
    """

    font: str
    largest: float
    smallest: float
    leading: float = 1.2
    running: bool = False

    def size(self, part: float) -> float:
        """From the smallest, at 0, to the largest, at 1."""
        return round(self.smallest + (self.largest - self.smallest) * part, 2)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines as they are set: `size` in points, `leading` of the size."""

    lines: tuple[str, ...]
    font: str
    size: float
    leading: float

    @property
    def step(self) -> float:
        """From line to line, in mm."""
        return self.size * self.leading * POINT

    @property
    def height(self) -> float:
        """In mm, from the highest that a letter may reach to the lowest."""
        lines = len(self.lines)
        return (lines - 1) * self.step + (ASCENT + DESCENT) * self.size * POINT if lines else 0.0

    @property
    def width(self) -> float:
        """The widest line's, in mm."""
        return max((measured(line, self.font, self.size) for line in self.lines), default=0.0)

    @property
    def above(self) -> float:
        """From the top of the block to the top of its first capitals, in mm."""
        return (ASCENT - CAPITALS) * self.size * POINT

    @property
    def below(self) -> float:
        """From the foot of the last line to the bottom of the block, in mm."""
        return DESCENT * self.size * POINT


def measured(text: str, font: str, size: float) -> float:
    """How wide a line is, in mm."""
    return width(text, 1000, font) * size * POINT / 1000


@lru_cache(maxsize=2048)
def block(text: str, face: Face, part: float, room: float) -> Block:
    """A paragraph in lines of `room` mm, at a size between the face's smallest and largest.

    A word may be wider: `fits` tells. Lines break at plain spaces alone.
    """
    return _set(text.split(" ") if text else [], face, part, room, " ")


def block_of_address(text: str, face: Face, part: float, room: float) -> Block:
    """An address in lines of `room` mm, broken where it must."""
    for breaks in _BREAKS:
        parts = [one for one in breaks.split(text) if one]
        if all(measured(one, face.font, face.size(part)) <= room for one in parts):
            break
    return _set(parts, face, part, room, "")


def fits(block: Block, room: float, height: float = float("inf")) -> bool:
    """Whether a block is at most `room` mm wide and `height` mm high."""
    return block.width <= room + 1e-9 and block.height <= height + 1e-9


def too_many(text: str, good: Callable[[str], bool]) -> int:
    """How many letters `text` has more than would be `good`, from its start."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if good(text[:middle].rstrip()) else (low, middle - 1)
    return len(text) - low


def _set(words: Sequence[str], face: Face, part: float, room: float, glue: str) -> Block:
    size = face.size(part)
    lines = broken(words, lambda t: measured(t, face.font, size), room, glue, face.running)
    return Block(lines, face.font, size, face.leading)
