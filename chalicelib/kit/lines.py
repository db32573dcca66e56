"""Where lines end: as few as can be, as even as they get, hardly ever with a short word last.

A line costs the square of what it leaves empty, as in Knuth and Plass, "Breaking paragraphs
into lines" (1981), and more when it ends in an article or a preposition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Measure = Callable[[str], float]
"""How wide a text is. Two words and a space are as wide as the three of them apart."""

SHORT = 3
"""Letters of an article or a preposition, which reads on with what follows."""


def broken(
    words: Sequence[str], measure: Measure, room: float, last: float = 1.0, glue: str = " "
) -> tuple[str, ...]:
    """The words in the fewest lines of `room` that hold them; a wider word has its own line.

    `last` is the part of the room that the last line should fill: all of it for a title, so
    that its lines are even, less for a text, whose last word must only not stand alone.
    """
    widths, space = [measure(word) for word in words], measure(glue) if glue else 0.0
    ways = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        fill = room * last if end == len(words) else room
        hangs = (room / 5) ** 2 if end < len(words) and len(words[end - 1]) <= SHORT else 0.0
        found: list[tuple[int, float, int]] = []
        wide = -space
        for start in range(end - 1, -1, -1):
            wide += widths[start] + space
            if wide > room and found:
                break
            lines, cost, _ = ways[start]
            found.append((lines + 1, cost + max(0.0, fill - wide) ** 2 + hangs, start))
        ways.append(min(found))
    return _lines(words, ways, glue)


def _lines(
    words: Sequence[str], ways: Sequence[tuple[int, float, int]], glue: str
) -> tuple[str, ...]:
    """Back along the cheapest way, from its last line to its first."""
    lines: list[str] = []
    end = len(words)
    while end:
        start = ways[end][2]
        lines.append(glue.join(words[start:end]))
        end = start
    return tuple(reversed(lines))
