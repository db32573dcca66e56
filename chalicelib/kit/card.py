"""The picture beside a message: 1200 by 630 pixels, as the networks ask for previews.

Facebook, X, LinkedIn and WhatsApp show 1.91:1 and take PNG; WhatsApp wants it small, and some
cut a square from its middle, so what matters most, the title, begins where a square does not
end. The type is Inter (SIL Open Font License 1.1, `fonts/LICENSE-inter.txt`), its Latin part
from https://www.npmjs.com/package/@fontsource/inter: text in other scripts shows as boxes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 84
MOST_LINES = 4
LARGEST, SMALLEST = 92, 44
LEADING = 1.14
TITLE_TOP, TITLE_BOTTOM = 200, 508

PAPER, QUIET, GROUND, DEEP, WARM = "#ffffff", "#d9d3ff", "#3d2db0", "#33259a", "#f6c24a"

# In the picture's pixels, with four drawn for each and then made one: no edge is jagged.
_FINE = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on it. `kicker` stands above the title, `footer` below."""

    title: str
    kicker: str
    footer: str
    brand: str = "Porte-voix"


@dataclass(frozen=True, slots=True)
class Setting:
    """A title in lines, at a size in pixels that lets all of them fit."""

    lines: tuple[str, ...]
    size: int


@lru_cache(maxsize=64)
def png(card: Card) -> bytes:
    """The picture as PNG: the same bytes for the same card, drawn once for a wave of crawlers."""
    image = Image.new("RGB", SIZE, GROUND)
    _draw_waves(image)
    draw = ImageDraw.Draw(image)
    _draw_brand(image, draw, card.brand)
    _line(draw, (MARGIN, 140), card.kicker, 30, WARM, weight=700)
    setting = set_title(card.title)
    step = round(setting.size * LEADING)
    top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - step * len(setting.lines)) // 2
    for number, text in enumerate(setting.lines):
        place = (MARGIN, top + number * step)
        draw.text(place, text, fill=PAPER, font=_font(700, setting.size))
    _line(draw, (MARGIN, 540), card.footer, 30, QUIET, weight=500)
    kept = io.BytesIO()
    image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        kept, "PNG", optimize=True
    )
    return kept.getvalue()


def set_title(title: str) -> Setting:
    """The largest setting that fits; below the smallest size the last line ends in an ellipsis."""
    words = _plain(title).split(" ")
    for size in range(LARGEST, SMALLEST - 1, -4):
        lines = _balanced(words, size)
        if lines is not None:
            return Setting(lines, size)
    return Setting(_cut(words, SMALLEST), SMALLEST)


def width(text: str, size: int, weight: int = 700) -> float:
    """How many pixels wide a line is."""
    return _font(weight, size).getlength(text)


def _balanced(words: list[str], size: int) -> tuple[str, ...] | None:
    """As few lines as fit, then as even as they get; None when they do not fit."""
    room = SIZE[0] - 2 * MARGIN
    lines = _broken(words, size, room)
    most = min(MOST_LINES, (TITLE_BOTTOM - TITLE_TOP) // round(size * LEADING))
    if len(lines) > most or any(width(line, size) > room for line in lines):
        return None
    for narrower in range(room // 2, room, 12):
        even = _broken(words, size, narrower)
        if len(even) == len(lines) and all(width(line, size) <= room for line in even):
            return even
    return lines


def _broken(words: list[str], size: int, room: float) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _cut(words: list[str], size: int) -> tuple[str, ...]:
    room = SIZE[0] - 2 * MARGIN
    lines = [_shortened(line, size, room) for line in _broken(words, size, room)]
    if len(lines) > MOST_LINES:
        kept = lines[:MOST_LINES]
        kept[-1] = _shortened(f"{kept[-1].rstrip('…')}…", size, room)
        lines = kept
    return tuple(lines)


def _shortened(line: str, size: int, room: float, weight: int = 700) -> str:
    if width(line, size, weight) <= room:
        return line
    while line and width(f"{line}…", size, weight) > room:
        line = line.rstrip("…")[:-1]
    return f"{line.rstrip()}…"


def _line(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, fill: str, weight: int
) -> None:
    fitting = _shortened(_plain(text), size, SIZE[0] - 2 * MARGIN, weight)
    draw.text(place, fitting, fill=fill, font=_font(weight, size))


def _draw_brand(image: Image.Image, draw: ImageDraw.ImageDraw, brand: str) -> None:
    """The megaphone of the pages, and the name beside it."""
    side = 52
    icon = Image.new("RGBA", (side * _FINE, side * _FINE))
    pen, unit = ImageDraw.Draw(icon), side * _FINE / 24
    outline = ((2.5, 9.8), (2.5, 14.2), (5.6, 14.2), (12.5, 17.9), (12.5, 6.1), (5.6, 9.8))
    pen.polygon([(x * unit, y * unit) for x, y in outline], fill=PAPER)
    for reach in (5.0, 9.0):
        box = [(10 - reach) * unit, (12 - reach) * unit, (10 + reach) * unit, (12 + reach) * unit]
        pen.arc(box, -42, 42, fill=WARM, width=round(1.9 * unit))
    small = icon.resize((side, side), Image.Resampling.LANCZOS)
    image.paste(small, (MARGIN - 6, 52), small)
    draw.text((MARGIN + side + 4, 60), _plain(brand), fill=PAPER, font=_font(700, 30))


def _draw_waves(image: Image.Image) -> None:
    """The voice that carries: arcs from the corner, hardly darker than the ground."""
    large = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), GROUND)
    pen = ImageDraw.Draw(large)
    for reach in range(240, 1500, 150):
        x, y = SIZE[0] * 2, SIZE[1] * 2
        pen.arc([x - reach, y - reach, x + reach, y + reach], 180, 270, fill=DEEP, width=56)
    image.paste(large.resize(SIZE, Image.Resampling.LANCZOS))


def _plain(text: str) -> str:
    """One line; the type has one no-break space, not the narrow one."""
    spaced = text.replace("\u202f", "\u00a0")
    return " ".join(
        "".join(c if c.isprintable() or c == "\u00a0" else " " for c in spaced).split(" ")
    ).strip(" ")


@lru_cache(maxsize=64)
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    data = (resources.files("chalicelib.kit") / "fonts" / f"inter-{weight}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
