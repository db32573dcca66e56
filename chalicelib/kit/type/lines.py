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
    words: Sequence[str], measure: Measure, room: float, glue: str = " ", running: bool = False
) -> tuple[str, ...]:
    """The words in the fewest lines of `room` that hold them; a wider word has its own line.

    A title's lines are even, the last too, and break where a reader would. In `running` text
    the last line may be short, and an even edge matters more. No word is left alone on the
    last line if another can come with it.
    """
    widths, space = [measure(word) for word in words], measure(glue) if glue else 0.0
    ways = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        ends = end == len(words)
        fill = room * 0.4 if ends and running else room
        hangs = 0.0 if ends or len(words[end - 1]) > SHORT else (room / (8 if running else 3)) ** 2
        found: list[tuple[int, float, int]] = []
        wide = -space
        for start in range(end - 1, -1, -1):
            wide += widths[start] + space
            if wide > room and found:
                break
            lines, cost, _ = ways[start]
            alone = (room / 2) ** 2 if ends and start == end - 1 else 0.0
            found.append((lines + 1, cost + max(0.0, fill - wide) ** 2 + hangs + alone, start))
        ways.append(min(found))
    return _lines(words, ways, glue)


def pieces(word: str, measure: Measure, room: float) -> list[str]:
    """A word that no line of `room` holds, in parts that fill one each; without hyphens, for
    those might belong to the word.
    """
    parts = [""]
    for letter in word:
        if parts[-1] and measure(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


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
