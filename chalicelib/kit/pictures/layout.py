"""Where everything goes on the pictures for Instagram, at the largest size that fits.

A story leaves free what the application covers: Meta asks for 250 pixels at the top and 340 at
the bottom without text or logos (https://www.facebook.com/business/ads-guide, Instagram Stories).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.qr import codes
from chalicelib.kit.share.words import say
from chalicelib.kit.type.lettering import DISPLAY, TEXT, plain, shortened, width
from chalicelib.kit.type.lines import broken, pieces
from chalicelib.language import typeset

WIDTH, MARGIN = 1080, 64
ROOM = WIDTH - 2 * MARGIN
SMALLEST_CODE = 420
"""Pixels from the code's first dark module to its last."""
BRAND, BRAND_SIZE, ICON = "Porte-voix", 26, 44
PLATE = 16
"""White around a logo, whatever its own ground is."""

_GAP = 36
_ADDRESS_SIZES, _ADDRESS_LINES = range(46, 25, -2), 3
_LOGO_HEIGHT = 120


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
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

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


def layout(matter: Matter, shape: Shape, locale: str) -> Layout:
    """Where everything goes, at the largest size that fits; what is too long is shortened.

    `DoesNotFit` when the address cannot be written in full.
    """
    count = len(codes.matrix(matter.qr_text))
    module = -(-SMALLEST_CODE // count)
    side = (count + 2 * codes.QUIET_MODULES) * module
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
    text = plain(typeset(matter.call, matter.locale)) or say("picture.kicker", locale)
    size, room = 38, brand.left - _GAP - MARGIN
    box = Box(MARGIN, brand.top, MARGIN + room, brand.bottom)
    return Block("call", box, (shortened(text, size, DISPLAY, room),), size)


def _petition(matter: Matter, above: Box, shape: Shape) -> Iterator[Block]:
    """The title, and on a story the demands under it, together in the middle of their room."""
    texts = [plain(typeset(each, matter.locale)) for each in matter.demands]
    texts = [text for text in texts if text] if shape is Shape.STORY else []
    share = above.height * (45 if texts else 100) // 100
    title = _set("title", typeset(matter.title, matter.locale), above, range(160, 43, -4), share)
    demands = None
    if texts:
        under = replace(above, top=above.top + title.box.height + _GAP)
        demands = _demands(texts, under)
    used = title.box.height + (_GAP + demands.box.height if demands else 0)
    down = (above.height - used) // 2
    yield _lowered(title, down)
    if demands:
        yield _lowered(demands, down)


def _demands(texts: list[str], under: Box) -> Block:
    """All of them at one size; at the smallest, each in one line if need be, the last ones `…`."""
    indented = replace(under, left=under.left + 40)
    for size in range(38, 27, -2):
        block = _listed([_lines(each, size, indented) for each in texts], indented, size)
        if block.box.height <= under.height:
            return block
    short = [(shortened(each, size, DISPLAY, indented.width),) for each in texts]
    most = under.height // step(size, marked=True)
    if len(short) > most:
        short = [*short[: most - 1], ("…",)]
    return _listed(short, indented, size)


def _listed(demands: Sequence[tuple[str, ...]], box: Box, size: int) -> Block:
    lines = tuple(line for each in demands for line in each)
    starts = [0]
    for each in demands[:-1]:
        starts.append(starts[-1] + len(each))
    height = sum(step(size, number in starts) for number in range(len(lines)))
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
            parts = [text]
            break
    else:
        size = _ADDRESS_SIZES[-1]
        parts = pieces(text, partial(width, size=size, font=DISPLAY), ROOM)
    if text != address or len(parts) > _ADDRESS_LINES:
        raise DoesNotFit(
            f"the address {address} cannot be written on a picture; give an alias",
            f"l'adresse {address} ne peut pas être écrite sur une image ; donnez un alias au lien",
        )
    top = bottom - len(parts) * step(size)
    return Block("address", Box(MARGIN, top, WIDTH - MARGIN, bottom), tuple(parts), size)


def _set(name: str, text: str, room: Box, sizes: range, height: int) -> Block:
    """The text as large as fits; one that is too long at the smallest ends in an ellipsis."""
    words = plain(text)
    for size in sizes:
        most = max(1, height // step(size))
        lines = _lines(words, size, room)
        if len(lines) <= most and " ".join(lines) == words:
            break
    else:
        if len(lines) > most:
            rest = shortened(" ".join(lines[most - 1 :]), size, DISPLAY, room.width)
            lines = (*lines[: most - 1], rest)
    bottom = room.top + len(lines) * step(size)
    return Block(name, replace(room, bottom=bottom), lines if words else (), size)


def _lines(text: str, size: int, box: Box) -> tuple[str, ...]:
    """In as few lines as can be, and even; a word that no line holds is cut within."""
    wide = partial(width, size=size, font=DISPLAY)
    words = [text] if not text else text.split(" ")
    if any(wide(word) > box.width for word in words):
        words = [piece for word in words for piece in pieces(word, wide, box.width)]
    return broken(words, wide, box.width)


def step(size: int, marked: bool = False) -> int:
    """From one line's feet to the next one's; a demand stands a little apart."""
    return round(size * 1.15) + (round(size * 0.4) if marked else 0)


def _lowered(block: Block, by: int) -> Block:
    box = replace(block.box, top=block.box.top + by, bottom=block.box.bottom + by)
    return replace(block, box=box)


def _brand_box(top: int) -> Box:
    length = round(ICON + 12 + width(BRAND, BRAND_SIZE, TEXT))
    return Box(WIDTH - MARGIN - length, top, WIDTH - MARGIN, top + 46)
