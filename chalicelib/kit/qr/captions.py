"""The address under a QR code, for who has no phone at hand to scan it: where its lines go.

All lengths are shares of the code's side, quiet zone included, so that one layout serves every
kind of file. The caption is below the quiet zone and never in it.
"""

from __future__ import annotations

import re

from chalicelib.errors import BadInput

ADVANCE = 0.62
"""How wide a letter is taken to be, as a share of the size: what monospaced fonts are."""
ROOM = 0.92
"""How wide a line may be."""
LARGEST, SMALLEST = 0.085, 0.045
"""Sizes of letters: at 30 mm, 7 points and 4."""
MOST_LINES = 3
LEADING = 1.25

_BREAK = r"(?<=/)|(?=[.-])"


def lines(text: str) -> tuple[str, ...]:
    """The address in as few lines as it can be read in; none for "".

    A line ends after a slash, or before a dot or a hyphen, which nobody takes then for the
    end of a sentence or a word that is cut. `BadInput` for what three lines do not hold.
    """
    if not text.isprintable():
        raise BadInput(f"{text!r} cannot be a caption: it has characters that are not printed")
    left, made = text, []
    room = int(ROOM / ADVANCE / SMALLEST)
    while left:
        cut = len(left)
        if cut > room:
            breaks = [match.start() for match in re.finditer(_BREAK, left) if match.start()]
            cut = max((place for place in breaks if place <= room), default=room)
        made.append(left[:cut])
        left = left[cut:]
    if len(made) > MOST_LINES:
        raise BadInput(
            f"the caption {text!r} does not fit under the code; leave it out, or give the link"
            " a shorter alias"
        )
    return tuple(made)


def size(made: tuple[str, ...]) -> float:
    """The size of the letters that lets the longest line fit."""
    return min(LARGEST, ROOM / ADVANCE / max(len(line) for line in made))


def height(made: tuple[str, ...]) -> float:
    """How much is added below the code: its lines, and air under them; 0 for none."""
    return size(made) * (LEADING * len(made) + 0.5) if made else 0.0


def feet(made: tuple[str, ...]) -> list[float]:
    """How far below the code the feet of each line's letters are."""
    return [size(made) * (LEADING * number + 0.9) for number in range(len(made))]
