"""How large a logo in the middle of a QR code may be, so that the code is read all the same.

A reader mends what a logo hides as it mends a stain, with the codewords of error correction.
Those come in blocks, each of which mends so many wrong codewords of its own and not one more
(ISO/IEC 18004, 7.5.1). So what counts is not how much of the picture is hidden but how many
codewords of each block: here they are counted, module by module. A logo may spend half of what
each block can mend; the other half is for crumpled paper and bad light.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from chalicelib.errors import BadInput
from chalicelib.kit.qr.layout import Place, data_places, version

VERSION = 4
"""What a code with a logo has at least.

A version more has more codewords to spare, and finer modules: in version 3 a logo is 3 modules
wide of 29, in version 4 it is 5 of 33, in version 6 11 of 41. Finer modules are what bad
photographs lose first, whatever the logo hides, so the first is taken whose logo can be told
what it is. `make bench-kit` reads them.
"""
SPENT = 0.5
"""The share of what each block can mend that a logo may use up."""
MARGIN = 1
"""Light modules between the logo and the code, on each side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A square of modules: where it begins on both axes, and how many it is wide and high."""

    start: int
    side: int

    def moved(self, by: int) -> Box:
        """The same square, measured from `by` modules further out."""
        return Box(self.start + by, self.side)

    def places(self) -> Iterator[Place]:
        """The modules in it."""
        reach = range(self.start, self.start + self.side)
        return product(reach, reach)


@cache
def hole(modules: int) -> Box:
    """The largest square in the middle of a code so many modules wide that may be hidden.

    The logo and its margin, at level H. `BadInput` when there is none: versions 7 to 13
    have a pattern that readers steer by in their middle.
    """
    largest = None
    for side in range(1 + 2 * MARGIN, modules, 2):
        box = Box((modules - side) // 2, side)
        if not may_be_hidden(modules, box):
            break
        largest = box
    if largest is None:
        raise BadInput(
            f"an address that takes {modules} by {modules} modules leaves no room for a logo in"
            " the middle; leave the logo out, or use a shorter address"
        )
    return largest


def may_be_hidden(modules: int, box: Box) -> bool:
    """Whether all of `box` may be painted over in a code of level H so many modules wide."""
    at, touched = codewords(modules), set()
    for place in box.places():
        if place not in at:
            return False
        touched.add(at[place])
    spent = Counter(block for block, _ in touched)
    return all(spent[block] <= SPENT * can for block, can in enumerate(correctable(modules)))


@cache
def codewords(modules: int) -> dict[Place, tuple[int, int]]:
    """Which codeword of which block each module belongs to, at level H.

    Function patterns, the format's and the version's modules, and the few that are left over
    belong to none. The order takes from each block by turns (7.6).
    """
    order = _interleaved(modules)
    bits = enumerate(data_places(modules))
    return {place: order[bit // 8] for bit, place in bits if bit // 8 < len(order)}


@cache
def correctable(modules: int) -> tuple[int, ...]:
    """How many wrong codewords each block can mend, at level H (table 9)."""
    # A wrong codeword takes two: one to find where, one to find what. Level H keeps none
    # back but in version 1, whose odd one this rounds away.
    return tuple((block.total_count - block.data_count) // 2 for block in _blocks(modules))


def _interleaved(modules: int) -> list[tuple[int, int]]:
    """Block and number in it of each codeword, in the order in which they are placed."""
    blocks = _blocks(modules)
    most = max(block.data_count for block in blocks)
    data = [
        (number, index)
        for index in range(most)
        for number, block in enumerate(blocks)
        if index < block.data_count
    ]
    corrections = blocks[0].total_count - blocks[0].data_count
    return data + [
        (number, block.data_count + index)
        for index in range(corrections)
        for number, block in enumerate(blocks)
    ]


def _blocks(modules: int) -> list[Any]:
    from qrcode.base import rs_blocks  # type: ignore[import-untyped]
    from qrcode.constants import ERROR_CORRECT_H  # type: ignore[import-untyped]

    return list(rs_blocks(version(modules), ERROR_CORRECT_H))
