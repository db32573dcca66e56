"""The petition's text in two columns on one grid of lines, as even as their paragraphs allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.kit.type.blocks import Block, Face, block

FEWEST = 6
"""Lines below which one column is enough."""
ALONE = 2.5
"""What a paragraph's first or last line alone in its column costs, in lines of difference."""


def columns(
    paragraphs: Sequence[str], face: Face, part: float, column: float, whole: float
) -> tuple[Block, ...]:
    """The paragraphs, a line free between two: in two columns, or one of `whole` mm if short."""
    lines = _lines(paragraphs, face, part, column)
    shape = Block(tuple(lines), face.font, face.size(part), face.leading)
    if not lines:
        return ()
    if len(lines) < FEWEST:
        return (replace(shape, lines=tuple(_lines(paragraphs, face, part, whole))),)
    cut = min(range(1, len(lines)), key=lambda at: _cost(lines, at))
    left, right = (_trimmed(part) for part in (lines[:cut], lines[cut:]))
    return replace(shape, lines=left), replace(shape, lines=right)


def _lines(paragraphs: Sequence[str], face: Face, part: float, room: float) -> list[str]:
    lines: list[str] = []
    for paragraph in filter(None, paragraphs):
        lines += [""] * bool(lines) + [*block(paragraph, face, part, room).lines]
    return lines


def _cost(lines: list[str], cut: int) -> float:
    """How uneven the columns are; the right one is rather the shorter."""
    left, right = len(_trimmed(lines[:cut])), len(_trimmed(lines[cut:]))
    first_alone = bool(lines[cut - 1]) and (cut < 2 or not lines[cut - 2]) and bool(lines[cut])
    last_alone = (
        bool(lines[cut]) and (cut + 1 == len(lines) or not lines[cut + 1]) and bool(lines[cut - 1])
    )
    lean = 0.5 if right > left else 0.0
    return abs(left - right) + lean + ALONE * (first_alone + last_alone)


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    """Without free lines at the ends."""
    first = 1 if lines and not lines[0] else 0
    last = len(lines) - (1 if lines and not lines[-1] else 0)
    return tuple(lines[first:last])
