"""Draws `chalicelib/logos/`: symbols for three of the demo's associations, which do not exist.

python -m scripts.demo_logos
"""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "chalicelib" / "logos"

SIDE = 512
FINE = 4
"""Drawn so many times larger, then reduced: Pillow's own edges are not smooth."""

Point = tuple[float, float]
"""Between 0 and 100, from the upper left."""

INK, SKY, RIVER, RED, SUN = "#1d2a44", "#3f7cac", "#2a9d8f", "#c8452f", "#e9a820"


class Sheet:
    """A transparent square to draw on."""

    def __init__(self) -> None:
        self._image = Image.new("RGBA", (SIDE * FINE, SIDE * FINE), (255, 255, 255, 0))
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, points: Iterator[Point] | list[Point], colour: str) -> None:
        """Fills the outline that goes through `points`."""
        self._draw.polygon([_at(point) for point in points], fill=colour)

    def stroke(self, points: Iterator[Point] | list[Point], colour: str, width: float) -> None:
        """Draws a line of round pen strokes through `points`."""
        placed = [_at(point) for point in points]
        pen = width * SIDE * FINE / 100
        self._draw.line(placed, fill=colour, width=round(pen), joint="curve")
        for x, y in (placed[0], placed[-1]):
            self._draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=colour)

    def finished(self) -> Image.Image:
        """The drawing, its edges smooth."""
        return self._image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def swallow(sheet: Sheet) -> None:
    """Les Hirondelles: a swallow that climbs to the right, with its red throat."""
    sheet.shape(
        _climbing(
            [
                *_bow((50, 6), (57, 12), (57, 26)),
                *_bow((57, 26), (88, 18), (98, 62)),
                *_bow((98, 62), (80, 42), (57, 48)),
                *_bow((57, 48), (53, 66), (68, 99)),
                *_bow((68, 99), (54, 86), (50, 72)),
            ]
        ),
        INK,
    )
    sheet.shape(
        _climbing([*_bow((50, 9), (55, 13), (54, 20)), *_bow((54, 20), (52, 23), (50, 23))]), RED
    )


def _climbing(half: list[Point]) -> list[Point]:
    """The outline of which `half`, upright, is the right half, leaning to the right."""
    lean = math.radians(38)
    whole = [*half, *((100 - x, y) for x, y in reversed(half))]
    turned = (
        ((x - 50) * math.cos(lean) - (y - 50) * math.sin(lean),
         (x - 50) * math.sin(lean) + (y - 50) * math.cos(lean))
        for x, y in whole
    )  # fmt: skip
    return [(50 + 0.98 * x, 49 + 0.98 * y) for x, y in turned]


def two_banks(sheet: Sheet) -> None:
    """Les Deux Rives: a river, the bank on each side, and the bridge between them."""
    left = [*_bow((6, 96), (34, 74), (30, 50)), *_bow((30, 50), (26, 30), (34, 6))]
    right = [*_bow((66, 6), (58, 30), (64, 50)), *_bow((64, 50), (70, 74), (94, 96))]
    sheet.shape([*left, (6, 6)], RIVER)
    sheet.shape([*right, (94, 6)], RIVER)
    for start in (38, 45, 52):
        sheet.stroke(_wave((start, 94), (start + 2, 10)), SKY, 2.2)
    sheet.stroke(_bow((12, 56), (48, 20), (84, 56)), INK, 6)
    for x, y in ((30, 43.5), (48, 38), (66, 43.5)):
        sheet.stroke([(x, y), (x, 56)], INK, 3)
    sheet.stroke([(12, 56), (84, 56)], INK, 5)


def kite(sheet: Sheet) -> None:
    """Le Cerf-volant: a kite of four colours, with bows on its tail."""
    top, bottom, left, right, middle = (64, 4), (48, 66), (34, 26), (88, 32), (59, 28.5)
    for corners, colour in (
        ((top, middle, left), RED), ((top, right, middle), SUN),
        ((left, middle, bottom), SKY), ((middle, right, bottom), RIVER),
    ):  # fmt: skip
        sheet.shape(list(corners), colour)
    tail = [*_bow((48, 66), (38, 78), (28, 74)), *_bow((28, 74), (12, 70), (8, 94))]
    sheet.stroke(tail, INK, 2)
    for (x, y), colour in (((38, 74.5), SUN), ((23, 73.5), RED), ((12, 81.5), SKY)):
        sheet.shape([(x, y), (x - 6, y - 5), (x - 6, y + 5)], colour)
        sheet.shape([(x, y), (x + 6, y - 5), (x + 6, y + 5)], colour)


LOGOS: dict[str, Callable[[Sheet], None]] = {
    "les-hirondelles": swallow,
    "les-deux-rives": two_banks,
    "le-cerf-volant": kite,
}


def png(name: str) -> bytes:
    """The logo of the demo's association called `name`."""
    sheet = Sheet()
    LOGOS[name](sheet)
    packed = io.BytesIO()
    # As few colours as edges need: a file of a few kilobytes.
    sheet.finished().quantize(64, Image.Quantize.FASTOCTREE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _at(point: Point) -> Point:
    return point[0] * SIDE * FINE / 100, point[1] * SIDE * FINE / 100


def _bow(start: Point, pull: Point, end: Point) -> Iterator[Point]:
    """The curve from `start` to `end` that `pull` draws aside (a quadratic Bézier curve)."""
    for step in range(41):
        t = step / 40
        yield (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * pull[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * pull[1] + t**2 * end[1],
        )


def _wave(start: Point, end: Point) -> Iterator[Point]:
    for step in range(61):
        t = step / 60
        aside = 2.4 * math.sin(t * 4 * math.pi)
        yield start[0] + t * (end[0] - start[0]) + aside, start[1] + t * (end[1] - start[1])


def main() -> int:
    """Writes the logos."""
    FOLDER.mkdir(exist_ok=True)
    for name in LOGOS:
        path = FOLDER / f"{name}.png"
        path.write_bytes(png(name))
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
