"""Where things lie in a QR code: what guides readers, what holds data, and which mask is best.

A mask exchanges dark and light of some data modules, so that nothing in the picture looks like
what readers steer by (ISO/IEC 18004, 7.8). `qrcode` tries the eight one after the other, module
by module, which is most of the time that a code takes. Here a whole picture is one number, a
module a bit, and the standard's four rules are a few operations on it; a test holds the
choice to the library's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

Place = tuple[int, int]
"""Row and column of a module."""

_PATTERNS = ("10111010000", "00001011101")
"""What could be taken for a corner (7.8.3, table 11)."""


@cache
def data_places(modules: int) -> tuple[Place, ...]:
    """The modules that hold data, in the order of the bits, in a code so many modules wide.

    They lie in columns two modules wide from the right, by turns upwards and downwards (7.7.3).
    """
    return tuple(_winding(modules, _blank(modules)))


def version(modules: int) -> int:
    """1 to 40."""
    return (modules - 17) // 4


def best_mask(masked: Sequence[Sequence[bool]]) -> int:
    """The number of the mask that loses the fewest points; `masked` is the code under mask 0."""
    modules = len(masked)
    picture = number("".join("01"[bool(dark)] for row in masked for dark in row))
    lost = [points(picture ^ changes, modules) for changes in _masks(modules)]
    return lost.index(min(lost))


def points(picture: int, modules: int) -> int:
    """What the four rules of 7.8.3 take off for a picture."""
    lost, alike = 0, []
    for step in (1, modules):
        same = ~(picture ^ picture >> step) & _starts(modules, step, 2)
        five = same & same >> step & same >> 2 * step & same >> 3 * step
        # A run of n has n - 4 windows of five, and loses n - 2.
        lost += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
        for pattern in _PATTERNS:
            found = _starts(modules, step, len(pattern))
            for place, dark in enumerate(pattern):
                shifted = picture >> place * step
                found &= shifted if dark == "1" else ~shifted
            lost += 40 * found.bit_count()
        alike.append(same)
    beside, below = alike
    lost += 3 * (beside & below & beside >> modules).bit_count()
    dark_percent = picture.bit_count() * 100 / modules**2
    return lost + 10 * int(abs(dark_percent - 50) / 5)


@cache
def _starts(modules: int, step: int, length: int) -> int:
    """Where so many modules in a line can begin: a `step` of 1 is a row, of `modules` a column."""
    last = modules - length + 1
    if step == 1:
        return number(("1" * last).ljust(modules, "0") * modules)
    return number("1" * (modules * last))


@cache
def _masks(modules: int) -> tuple[int, ...]:
    """For each of the eight masks, where it differs from mask 0."""
    from qrcode.util import mask_func  # type: ignore[import-untyped]

    free = set(data_places(modules))
    places = [(row, column) for row in range(modules) for column in range(modules)]
    masks = [
        number("".join("01"[p in free and bool(turns(*p))] for p in places))
        for turns in map(mask_func, range(8))
    ]
    return tuple(mask ^ masks[0] for mask in masks)


def number(bits: str) -> int:
    """A picture as a number whose lowest bit is the first module."""
    return int(bits[::-1], 2)


def _winding(modules: int, blank: list[list[bool | None]]) -> Iterator[Place]:
    upwards = True
    for pair in range(modules - 1, 0, -2):
        # The timing pattern takes a whole column, so the pairs to its left are one further.
        right = pair - (pair <= 6)
        for row in range(modules - 1, -1, -1) if upwards else range(modules):
            yield from ((row, c) for c in (right, right - 1) if blank[row][c] is None)
        upwards = not upwards


def _blank(modules: int) -> list[list[bool | None]]:
    """A code with its function patterns alone; None where data go."""
    import qrcode  # type: ignore[import-untyped]

    made = qrcode.QRCode(version=version(modules))
    made.modules_count = modules
    made.modules = [[None] * modules for _ in range(modules)]
    for corner in ((0, 0), (modules - 7, 0), (0, modules - 7)):
        made.setup_position_probe_pattern(*corner)
    made.setup_position_adjust_pattern()
    made.setup_timing_pattern()
    made.setup_type_info(True, 0)
    if made.version >= 7:
        made.setup_type_number(True)
    blank: list[list[bool | None]] = made.modules
    return blank
