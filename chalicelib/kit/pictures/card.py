"""The picture beside a message: 1200 by 630 pixels, as the networks ask for previews.

Facebook, X, LinkedIn and Telegram show all of it; WhatsApp and Signal also cut a square from
its middle. So everything is centred, and what can be read in the middle 630 pixels stays
there: a title leaves that square only when it would be too small inside it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock

from PIL import Image, ImageDraw

from chalicelib.kit.type.lettering import DISPLAY, TEXT, draw_line, plain, shortened, width
from chalicelib.kit.type.lines import broken, pieces

SIZE = (1200, 630)
SQUARE = 630
"""What is left in the middle when a square is cut out."""
NARROW, WIDE = SQUARE - 2 * 28, SIZE[0] - 2 * 84
"""How wide a line may be: inside the square, and inside the whole picture's margins."""
MOST_LINES = 4
TITLE_SIZES = ((NARROW, range(112, 55, -4)), (WIDE, range(76, 43, -4)))
"""What is tried for a title, in order: room for a line and sizes of its letters, in pixels."""
SMALLEST = 44
LEADING = 1.12
BAND_TOP = 508
TITLE_HIGHEST = 282

_FINE = 4
"""Shapes are drawn so many times larger and then made smaller: no edge is jagged."""
_DRAWING = Lock()


@dataclass(frozen=True, slots=True)
class Colours:
    """The pages' own, from their style sheet in light."""

    paper: str = "#fbfaf6"
    ink: str = "#1c1a2b"
    accent: str = "#3d2db0"
    on_accent: str = "#ffffff"
    track: str = "#e9e5f7"
    warm: str = "#f6c24a"


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on it: `kicker` above the title, the `call` to act and `where` below."""

    title: str
    kicker: str
    call: str
    where: str
    brand: str = "Porte-voix"
    colours: Colours = Colours()


@dataclass(frozen=True, slots=True)
class Setting:
    """A title in lines, at a size in pixels that lets all of them fit."""

    lines: tuple[str, ...]
    size: int


def png(card: Card) -> bytes:
    """The picture as PNG: the same bytes for the same card, drawn once for a wave of crawlers."""
    with _DRAWING:
        return _drawn(card)


def set_title(title: str) -> Setting:
    """The title as large as fits; one that is too long at the smallest ends in an ellipsis."""
    words = plain(title).split(" ")
    for room, sizes in TITLE_SIZES:
        for size in sizes:
            lines = broken(words, partial(width, size=size, font=DISPLAY), room)
            if len(lines) <= _most(size) and all(
                width(line, size, DISPLAY) <= room for line in lines
            ):
                return Setting(lines, size)
    smallest = partial(width, size=SMALLEST, font=DISPLAY)
    cut = [piece for word in words for piece in pieces(word, smallest, WIDE)]
    lines = broken(cut, smallest, WIDE)
    if len(lines) > MOST_LINES:
        rest = shortened(" ".join(lines[MOST_LINES - 1 :]), SMALLEST, DISPLAY, WIDE)
        lines = (*lines[: MOST_LINES - 1], rest)
    return Setting(lines, SMALLEST)


@lru_cache(maxsize=64)
def _drawn(card: Card) -> bytes:
    colours = card.colours
    image = _ground(colours)
    draw = ImageDraw.Draw(image)
    _draw_brand(image, draw, plain(card.brand), colours)
    _draw_words(draw, card)
    _draw_line(draw, 565, card.call, 40, colours.on_accent, DISPLAY)
    _draw_line(draw, 605, card.where, 26, colours.track)
    kept = io.BytesIO()
    palette = image.quantize(96, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _draw_words(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """The kicker and the title, together in the middle between the brand and the band."""
    setting, kicker = set_title(card.title), plain(card.kicker)
    step = round(setting.size * LEADING)
    above = 58 if kicker else 0
    top = 134 + (BAND_TOP - 152 - above - step * len(setting.lines)) // 2
    _draw_line(draw, top + 30, kicker, 31, card.colours.accent)
    for number, text in enumerate(setting.lines):
        # Capitals are about 0.73 of the size high: this is a line's foot.
        foot = top + above + number * step + round(setting.size * 0.89)
        _draw_line(draw, foot, text, setting.size, card.colours.ink, DISPLAY)


def _draw_line(
    draw: ImageDraw.ImageDraw, foot: int, text: str, size: int, fill: str, font: str = TEXT
) -> None:
    """In the middle, its letters' feet at `foot`."""
    fitting = shortened(plain(text), size, font, WIDE)
    left = (SIZE[0] - width(fitting, size, font)) / 2
    draw_line(draw, (left, foot), fitting, size, fill, font)


def _draw_brand(
    image: Image.Image, draw: ImageDraw.ImageDraw, brand: str, colours: Colours
) -> None:
    """The icon and the name beside it, centred together."""
    side, gap, size = 64, 16, 32
    name = shortened(brand, size, TEXT, WIDE - side - gap)
    left = round((SIZE[0] - side - gap - width(name, size, TEXT)) / 2)
    icon = _icon(side, colours)
    image.paste(icon, (left, 50), icon)
    draw_line(draw, (left + side + gap, 93), name, size, colours.ink, TEXT)


def _icon(side: int, colours: Colours) -> Image.Image:
    """The megaphone of `favicon.svg`, whose units these are: 24 a side."""
    icon = Image.new("RGBA", (side * _FINE, side * _FINE))
    pen, unit = ImageDraw.Draw(icon), side * _FINE / 24
    pen.rounded_rectangle((0, 0, 24 * unit - 1, 24 * unit - 1), 5 * unit, fill=colours.accent)
    horn = ((4.5, 9.8), (4.5, 14.2), (7.6, 14.2), (14.5, 17.9), (14.5, 6.1), (7.6, 9.8))
    pen.polygon([(x * unit, y * unit) for x, y in horn], fill=colours.on_accent)
    for middle, reach, half in ((14.07, 4.2, 2.8), (14.12, 7.2, 5.0)):
        _draw_wave(pen, unit, middle, reach, half, colours.warm)
    return icon.resize((side, side), Image.Resampling.LANCZOS)


def _draw_wave(
    pen: ImageDraw.ImageDraw, unit: float, middle: float, reach: float, half: float, fill: str
) -> None:
    """An arc to the right of `middle`, from `half` above the icon's middle to `half` below it."""
    thick = 0.9
    outer = reach + thick
    box = [(middle - outer) * unit, (12 - outer) * unit]
    box += [(middle + outer) * unit, (12 + outer) * unit]
    turn = 42 if reach < 5 else 44
    pen.arc(box, -turn, turn, fill=fill, width=round(2 * thick * unit))
    x = middle + (reach**2 - half**2) ** 0.5
    for y in (12 - half, 12 + half):
        end = [(x - thick) * unit, (y - thick) * unit, (x + thick) * unit, (y + thick) * unit]
        pen.ellipse(end, fill=fill)


def _ground(colours: Colours) -> Image.Image:
    """Paper, the voice that carries as rings around the title, and the band below."""
    times = _FINE // 2
    large = Image.new("RGB", (SIZE[0] * times, SIZE[1] * times), colours.paper)
    pen = ImageDraw.Draw(large)
    x, y = SIZE[0] / 2, 300
    for number, reach in enumerate((430, 520, 610, 700)):
        box = [(x - reach) * times, (y - reach) * times, (x + reach) * times, (y + reach) * times]
        pen.arc(box, 0, 360, fill=colours.track, width=(34 - 6 * number) * times)
    pen.rectangle((0, BAND_TOP * times, SIZE[0] * times, SIZE[1] * times), fill=colours.accent)
    pen.rectangle((0, (BAND_TOP - 8) * times, SIZE[0] * times, BAND_TOP * times), colours.warm)
    return large.resize(SIZE, Image.Resampling.LANCZOS)


def _most(size: int) -> int:
    return min(MOST_LINES, TITLE_HIGHEST // round(size * LEADING))
