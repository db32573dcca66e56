"""Charts, measured: where columns stand and how high, and what is written at them.

Pure, and without words: templates draw what is measured here. Across, places are shares of the
width in percent, so that a chart fills any width and its letters keep their size; down, they are
units of the height, which is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEIGHT = 150.0
"""Of the part that columns stand in."""

_STEPS = (1, 2, 5, 10)
_MOST_LINES = 4
_GAP = 0.16
"""What is left free on both sides of a column, of its room."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `part` of it, from its foot, is of a kind of its own; `mark` is a second value
    that is shown as a line across its room, None without.

    `x`, `width` and `middle` are percent; `y`, `height`, `part_y`, `part_height` and `mark_y` are
    units, counted from the top.
    """

    x: float
    width: float
    y: float
    height: float
    part_y: float
    part_height: float
    mark_y: float | None
    value: float
    shown: bool
    anchor: str

    @property
    def middle(self) -> float:
        """Where it is, across."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, with the value that it stands for."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns, from nothing up to `top`."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    top: int


def columns(
    values: Sequence[float],
    parts: Sequence[float] | None = None,
    marks: Sequence[float] | None = None,
) -> Chart:
    """A column for each of `values`, with as much of it as `parts` says of a kind of its own, and
    a mark at each of `marks`. The highest (the latest of several) and the last say their value,
    unless that is nothing or there is no room for both.
    """
    top = nice_top(max([0.0, *values, *(marks or ())]))
    room = 100 / len(values) if values else 100.0
    said = _said(values, room)
    found = []
    for at, value in enumerate(values):
        part = min(parts[at], value) if parts else 0.0
        high, low = _down(value, top), _down(part, top)
        found.append(
            Column(
                x=round(at * room + _GAP * room, 3),
                width=round(room * (1 - 2 * _GAP), 3),
                y=high,
                height=round(HEIGHT - high, 2),
                part_y=low,
                part_height=round(HEIGHT - low, 2),
                mark_y=_down(marks[at], top) if marks and marks[at] > 0 else None,
                value=value,
                shown=at in said,
                anchor=_anchor(at * room + room / 2),
            )
        )
    step = _step(top)
    ticks = tuple(Tick(_down(v, top), v) for v in range(step, top + 1, step))
    return Chart(tuple(found), ticks, top)


def nice_top(highest: float) -> int:
    """The least round number that `highest` fits under: 1, 2 or 5 of some power of ten, or a few
    of those.
    """
    if highest <= 1:
        return 1
    step = _round_step(highest / _MOST_LINES)
    return step * ceil(highest / step)


def every(count: int, most: int) -> list[int]:
    """Which of `count` places in a row say their name, at most about `most`, evenly and with the
    last one.
    """
    if count <= 0:
        return []
    step = max(1, ceil(count / most))
    return list(range((count - 1) % step, count, step))


def _said(values: Sequence[float], room: float) -> set[int]:
    if not values or max(values) <= 0:
        return set()
    last = len(values) - 1
    highest = max(range(len(values)), key=lambda at: (values[at], at))
    # Numbers of five characters take about an eighth of a telephone's width.
    near = (last - highest) * room < 12
    return {highest} if near or values[last] <= 0 else {highest, last}


def _anchor(middle: float) -> str:
    """How words at a place are set, so that they stay within the picture."""
    if middle < 8:
        return "start"
    return "end" if middle > 92 else "middle"


def _down(value: float, top: int) -> float:
    return round(HEIGHT * (1 - value / top), 2)


def _step(top: int) -> int:
    return _round_step(top / _MOST_LINES)


def _round_step(about: float) -> int:
    """The least of 1, 2, 5, 10, 20, … that is not below `about`."""
    if about <= 1:
        return 1
    power = 10 ** floor(log10(about))
    return int(next(power * step for step in _STEPS if power * step >= about))
