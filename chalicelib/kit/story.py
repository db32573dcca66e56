"""Pictures for Instagram: a post, 1080 by 1080 pixels, and a story, 1080 by 1920.

Above, on paper, what the petition is; below, on the campaign's colour, the QR code, who
carries it and the address. A story leaves free what the application covers: Meta asks for
250 pixels at the top and 340 at the bottom without text or logos
(https://www.facebook.com/business/ads-guide/image/instagram-story).

The code is larger than on paper: it is read by another phone, from a screen, after Instagram
has compressed the picture. Its modules are whole pixels, and its quiet zone is white.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from PIL import Image, ImageColor, ImageDraw

from chalicelib.kit import card, qr
from chalicelib.kit.card import Colours
from chalicelib.kit.lettering import DISPLAY, TEXT, draw_line, plain, shortened, width
from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.share_words import say
from chalicelib.language import typeset

WIDTH, MARGIN = 1080, 64
ROOM = WIDTH - 2 * MARGIN
SMALLEST_CODE = 420
"""Pixels from the code's first dark module to its last."""
READABLE = 4.5
"""The least contrast between letters and their ground (WCAG 2.2, 1.4.3)."""
BRAND = "Porte-voix"

_GAP = 36
_ADDRESS_SIZES, _ADDRESS_LINES = range(46, 25, -2), 3
_LOGO_HEIGHT = 120
_PLATE = 16
"""White around a logo, whatever its own ground is."""


class Shape(StrEnum):
    """A post, or a story."""

    POST = "post"
    STORY = "story"

    @property
    def height(self) -> int:
        """In pixels."""
        return 1080 if self is Shape.POST else 1920

    @property
    def safe(self) -> tuple[int, int]:
        """Between which heights everything is that must be read."""
        return (48, self.height - 28) if self is Shape.POST else (250, self.height - 340)


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size within their box, from its top; `marks` are the lines with a bullet."""

    name: str
    box: Box
    lines: tuple[str, ...]
    size: int
    font: str = DISPLAY
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes. `edge` is where the colour begins; `logo` is None without one."""

    blocks: tuple[Block, ...]
    brand: Box
    code: Box
    module: int
    logo: Box | None
    edge: int

    @property
    def boxes(self) -> dict[str, Box]:
        """All that may not touch, by name."""
        boxes = {block.name: block.box for block in self.blocks if block.lines}
        boxes |= {"brand": self.brand, "code": self.code}
        return boxes | ({"logo": self.logo} if self.logo else {})


def png(matter: Matter, shape: Shape, locale: str) -> bytes:
    """The picture as PNG; the same bytes for the same matter. `DoesNotFit` as for `layout`.

    Words that are not the campaign's are in the language of `locale`.
    """
    modules = qr.matrix(matter.qr_text)
    plan = layout(matter, shape, locale)
    colours = colours_of(matter.accent)
    logo = _logo(matter.logo, plan.logo) if matter.logo and plan.logo else None
    image = _ground(shape, plan, colours, logo)
    draw = ImageDraw.Draw(image)
    _draw_brand(image, draw, plan.brand, colours)
    for block in plan.blocks:
        _draw_block(draw, block, colours, on_colour=block.box.top > plan.edge)
    _draw_code(image, plan, modules)
    if logo and plan.logo:
        down = (plan.logo.height - logo.height) // 2
        image.paste(logo, (plan.logo.left + _PLATE, plan.logo.top + down), logo)
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def colours_of(accent: str) -> Colours:
    """The pages' own with the campaign's colour, if that can be read on paper and under white."""
    house = Colours()
    if contrast(accent, house.paper) < READABLE:
        return house
    paper, ink = ImageColor.getrgb(house.paper)[:3], ImageColor.getrgb(accent)[:3]
    mixed = [round(p + (i - p) * 0.08) for p, i in zip(paper, ink, strict=True)]
    return replace(house, accent=accent, track="#{:02x}{:02x}{:02x}".format(*mixed))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def layout(matter: Matter, shape: Shape, locale: str) -> Layout:
    """Where everything goes, at the largest size that fits; what is too long is shortened.

    `DoesNotFit` when the address cannot be written in full.
    """
    count = len(qr.matrix(matter.qr_text))
    module = -(-SMALLEST_CODE // count)
    side = (count + 2 * qr.QUIET_MODULES) * module
    top, bottom = shape.safe
    address = _address(matter.address, bottom)
    code = Box(MARGIN, address.box.top - 18 - side, MARGIN + side, address.box.top - 18)
    edge = code.top - 32
    column = Box(code.right + _GAP, code.top, WIDTH - MARGIN, code.bottom)
    logo = replace(column, top=column.bottom - _LOGO_HEIGHT) if matter.logo else None
    if logo:
        column = replace(column, bottom=logo.top - _GAP)
    brand = _brand_box(top)
    above = Box(MARGIN, brand.bottom + 18, WIDTH - MARGIN, edge - _GAP)
    blocks = (
        _kicker(matter, locale, brand),
        *_petition(matter, above, shape),
        *_carried(matter, column, locale),
        address,
    )
    return Layout(blocks, brand, code, module, logo, edge)


def _kicker(matter: Matter, locale: str, brand: Box) -> Block:
    text = typeset(matter.call, matter.locale) or say("picture.kicker", locale)
    size, room = 38, brand.left - _GAP - MARGIN
    box = Box(MARGIN, brand.top, MARGIN + room, brand.bottom)
    return Block("call", box, (shortened(plain(text), size, DISPLAY, room),), size)


def _petition(matter: Matter, above: Box, shape: Shape) -> Iterator[Block]:
    """The title, and on a story the demands under it, together in the middle of their room."""
    listed = shape is Shape.STORY and bool(matter.demands)
    share = above.height * (45 if listed else 100) // 100
    title = _set("title", typeset(matter.title, matter.locale), above, range(160, 43, -4), share)
    demands = None
    if listed:
        under = replace(above, top=above.top + title.box.height + _GAP)
        demands = _demands(matter, under)
    used = title.box.height + (_GAP + demands.box.height if demands else 0)
    down = (above.height - used) // 2
    yield _lowered(title, down)
    if demands:
        yield _lowered(demands, down)


def _demands(matter: Matter, under: Box) -> Block:
    """All of them at one size; at the smallest, each in one line if need be, the last ones `…`."""
    texts = [plain(typeset(each, matter.locale)) for each in matter.demands]
    indented = replace(under, left=under.left + 40)
    for size in range(38, 27, -2):
        block = _listed([_lines(each, size, indented) for each in texts], indented, size)
        if block.box.height <= under.height:
            return block
    size = 28
    short = [(shortened(each, size, DISPLAY, _room(indented)),) for each in texts]
    most = under.height // _step(size, marked=True)
    if len(short) > most:
        short = [*short[: most - 1], ("…",)]
    return _listed(short, indented, size)


def _listed(demands: list[tuple[str, ...]], box: Box, size: int) -> Block:
    lines = tuple(line for each in demands for line in each)
    starts = [0]
    for each in demands[:-1]:
        starts.append(starts[-1] + len(each))
    height = sum(_step(size, number in starts) for number in range(len(lines)))
    return Block("demands", replace(box, bottom=box.top + height), lines, size, marks=tuple(starts))


def _carried(matter: Matter, column: Box, locale: str) -> Iterator[Block]:
    """What to do, and who carries it: the association, and its group if the link is its own."""
    act = _set("act", say("picture.act", locale), column, range(60, 35, -4), column.height // 2)
    label = Box(column.left, act.box.bottom + _GAP, column.right, act.box.bottom + _GAP + 38)
    rest = replace(column, top=label.bottom)
    names = typeset(matter.association, matter.locale), typeset(matter.group, matter.locale)
    share = rest.height * (60 if names[1] else 100) // 100
    association = _set("association", names[0], rest, range(40, 23, -2), share)
    rest = replace(rest, top=association.box.bottom + 8)
    group = _set("group", names[1], rest, range(30, 21, -2), rest.height)
    used = group.box.bottom if group.lines else association.box.bottom
    carried = Block("carried", label, (plain(say("picture.carried", locale)),), 26, TEXT)
    yield act
    yield from (_lowered(each, column.bottom - used) for each in (carried, association, group))


def _address(address: str, bottom: int) -> Block:
    """The address whole, in one line or broken anywhere: a cut one would lead nowhere."""
    text = plain(address)
    for size in _ADDRESS_SIZES:
        if width(text, size, DISPLAY) <= ROOM:
            pieces = [text]
            break
    else:
        size = _ADDRESS_SIZES[-1]
        pieces = card._pieces(text, size, ROOM)
    if text != address or len(pieces) > _ADDRESS_LINES:
        raise DoesNotFit(f"the address {address} cannot be written on a picture; give an alias")
    top = bottom - len(pieces) * _step(size)
    return Block("address", Box(MARGIN, top, WIDTH - MARGIN, bottom), tuple(pieces), size)


def _set(name: str, text: str, room: Box, sizes: range, height: int) -> Block:
    """The text as large as fits; one that is too long at the smallest ends in an ellipsis."""
    words = plain(text)
    for size in sizes:
        lines = _lines(words, size, room)
        if len(lines) * _step(size) <= height and " ".join(lines) == words:
            break
    else:
        most = max(1, height // _step(size))
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = (*lines[: most - 1], shortened(rest, size, DISPLAY, _room(room)))
    bottom = room.top + len(lines) * _step(size)
    return Block(name, replace(room, bottom=bottom), lines if words else (), size)


def _lines(text: str, size: int, box: Box) -> tuple[str, ...]:
    """In as few lines as can be, evened; a word that no line holds is broken."""
    words = text.split(" ")
    lines = card._filled(words, size, _room(box))
    if all(width(line, size, DISPLAY) <= _room(box) for line in lines):
        return card._evened(words, size, _room(box), len(lines))
    pieces = [piece for word in words for piece in card._pieces(word, size, _room(box))]
    return tuple(card._filled(pieces, size, _room(box)))


def _step(size: int, marked: bool = False) -> int:
    """From one line's feet to the next one's; a demand stands a little apart."""
    return round(size * 1.15) + (round(size * 0.4) if marked else 0)


def _room(box: Box) -> int:
    return box.right - box.left


def _lowered(block: Block, by: int) -> Block:
    box = replace(block.box, top=block.box.top + by, bottom=block.box.bottom + by)
    return replace(block, box=box)


def _brand_box(top: int) -> Box:
    length = round(44 + 12 + width(BRAND, 26, TEXT))
    return Box(WIDTH - MARGIN - length, top, WIDTH - MARGIN, top + 46)


def _draw_brand(image: Image.Image, draw: ImageDraw.ImageDraw, box: Box, colours: Colours) -> None:
    icon = card._icon(44, colours)
    image.paste(icon, (box.left, box.top), icon)
    draw_line(draw, (box.left + 56, box.top + 32), BRAND, 26, colours.ink, TEXT)


def _draw_block(draw: ImageDraw.ImageDraw, block: Block, colours: Colours, on_colour: bool) -> None:
    fill = colours.on_accent if on_colour else colours.ink
    if block.name == "call":
        fill = colours.accent
    if block.name in ("carried", "group"):
        fill = colours.track
    foot = block.box.top - round(block.size * 0.24)
    for number, text in enumerate(block.lines):
        foot += _step(block.size, number in block.marks)
        draw_line(draw, (block.box.left, foot), text, block.size, fill, block.font)
        if number in block.marks:
            mark = (block.box.left - 36, foot)
            draw_line(draw, mark, "•", block.size, colours.accent, block.font)


def _draw_code(image: Image.Image, plan: Layout, modules: qr.Modules) -> None:
    small = Image.new("L", (len(modules), len(modules)))
    small.putdata([0 if dark else 255 for row in modules for dark in row])
    side, quiet = len(modules) * plan.module, qr.QUIET_MODULES * plan.module
    code = small.resize((side, side), Image.Resampling.NEAREST)
    image.paste(code.convert("RGB"), (plan.code.left + quiet, plan.code.top + quiet))


def _logo(picture: bytes, box: Box) -> Image.Image:
    """The logo as large as its box, and no larger than it is."""
    logo = Image.open(io.BytesIO(picture)).convert("RGBA")
    logo.thumbnail((_room(box) - 2 * _PLATE, box.height - 2 * _PLATE), Image.Resampling.LANCZOS)
    return logo


def _ground(shape: Shape, plan: Layout, colours: Colours, logo: Image.Image | None) -> Image.Image:
    """Paper, the voice that carries as rings, the colour below, and white for code and logo."""
    times = 2
    large = Image.new("RGB", (WIDTH * times, shape.height * times), colours.paper)
    pen = ImageDraw.Draw(large)
    x, y = (plan.code.left + plan.code.right) / 2, plan.edge
    for number, reach in enumerate((430, 600, 770, 940)):
        box = [(x - reach) * times, (y - reach) * times, (x + reach) * times, (y + reach) * times]
        pen.arc(box, 180, 360, fill=colours.track, width=(40 - 7 * number) * times)
    pen.rectangle((0, plan.edge * times, WIDTH * times, shape.height * times), colours.accent)
    pen.rectangle((0, (plan.edge - 8) * times, WIDTH * times, plan.edge * times), colours.warm)
    plates = [plan.code]
    if logo and plan.logo:
        plates.append(replace(plan.logo, right=plan.logo.left + logo.width + 2 * _PLATE))
    for plate in plates:
        corners = (plate.left, plate.top, plate.right, plate.bottom)
        pen.rounded_rectangle([each * times for each in corners], 20 * times, fill="#fff")
    return large.resize((WIDTH, shape.height), Image.Resampling.LANCZOS)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in ImageColor.getrgb(colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
