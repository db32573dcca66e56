"""Sheets to cut: ten business cards on A4, and eight stickers, each with its QR code.

Cards are 85 by 55 mm, the size of French ones. Stickers are 99.1 by 67.7 mm, eight to a sheet,
as most label sheets of eight are cut, so that those can be printed on without scissors. Nothing
is printed near the cuts, so a cut that is a little off shows nothing of the neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from chalicelib.kit.model import Ink, Matter
from chalicelib.kit.prints import press
from chalicelib.kit.prints.colours import Colours, colours
from chalicelib.kit.prints.fit import Print
from chalicelib.kit.prints.page import (
    BLEED,
    Box,
    Ground,
    Mark,
    Page,
    Paper,
    Symbol,
    Thing,
    Words,
    moved,
)
from chalicelib.kit.prints.parts import at, pill, ringed, symbol_of
from chalicelib.kit.prints.words import set_, word
from chalicelib.kit.type.blocks import Block, Face
from chalicelib.kit.type.lettering import BODY, DISPLAY, TEXT


@dataclass(frozen=True, slots=True)
class Piece:
    """What is cut out of a sheet, and where its pieces lie; lengths in mm.

    `edge` is left white along the cut, `symbol` the QR code without its quiet zone, which
    ends at the cut too.
    """

    kind: str
    width: float
    height: float
    columns: int
    rows: int
    between: float
    edge: float
    symbol: float
    call: Face
    title: Face
    association: Face
    group: Face
    act: Face
    address: Face
    legal: Face

    @property
    def reaches(self) -> tuple[float, ...]:
        """How far the rings are from the QR code's middle."""
        return tuple(self.symbol * (0.85 + 0.3 * n + 0.02 * n * n) for n in range(7))

    @property
    def lefts(self) -> list[float]:
        """Where its columns begin on A4."""
        step = self.width + self.between
        first = (Paper.A4.width - step * self.columns + self.between) / 2
        return [first + step * column for column in range(self.columns)]

    @property
    def tops(self) -> list[float]:
        """Where its rows begin on A4."""
        first = (Paper.A4.height - self.height * self.rows) / 2
        return [first + self.height * row for row in range(self.rows)]


CARD = Piece(
    kind="card",
    width=85.0,
    height=55.0,
    columns=2,
    rows=5,
    between=0.0,
    edge=4.2,
    symbol=30.0,
    call=Face(TEXT, 7.5, 6.5),
    title=Face(DISPLAY, 16.0, 7.0, 1.06),
    association=Face(TEXT, 7.5, 6.5, 1.2),
    group=Face(BODY, 7.0, 6.0, 1.2),
    act=Face(DISPLAY, 10.0, 8.0, 1.1),
    address=Face(TEXT, 6.5, 5.5, 1.2),
    legal=Face(BODY, 5.0, 4.5, 1.2),
)
STICKER = Piece(
    kind="sticker",
    width=99.1,
    height=67.7,
    columns=2,
    rows=4,
    between=2.5,
    edge=5.3,
    symbol=38.0,
    call=Face(TEXT, 9.0, 7.0),
    title=Face(DISPLAY, 20.0, 8.0, 1.06),
    association=Face(TEXT, 8.5, 7.0, 1.2),
    group=Face(BODY, 8.0, 7.0, 1.2),
    act=Face(DISPLAY, 13.0, 9.0, 1.1),
    address=Face(TEXT, 8.0, 6.5, 1.2),
    legal=Face(BODY, 5.0, 4.5, 1.2),
)


def cards(matters: Sequence[Matter], ink: Ink, bleed: bool = False) -> bytes:
    """A sheet of ten cards for each matter; with bleed one card a page, as printers want them.

    `DoesNotFit` when a text is too long for a card.
    """
    if bleed:
        pages = [single(matter, CARD, ink) for matter in matters]
    else:
        pages = [sheet(matter, CARD, ink) for matter in matters]
    return press.pdf(pages, press.about("cards", matters))


def stickers(matters: Sequence[Matter], ink: Ink) -> bytes:
    """A sheet of eight stickers for each matter; `DoesNotFit` when a text is too long for one."""
    pages = [sheet(matter, STICKER, ink) for matter in matters]
    return press.pdf(pages, press.about("stickers", matters))


def sheet(matter: Matter, piece: Piece, ink: Ink) -> Page:
    """As many of a piece as an A4 sheet holds, and where to cut."""
    one = layout(matter, piece, ink)
    things = [
        moved(thing, left, top) for top, left in product(piece.tops, piece.lefts) for thing in one
    ]
    return Page(Paper.A4.width, Paper.A4.height, (*things, *_marks(piece)))


def single(matter: Matter, piece: Piece, ink: Ink) -> Page:
    """One piece as a page with bleed; nothing of it runs there, by its white edge."""
    return Page(piece.width, piece.height, layout(matter, piece, ink), BLEED)


def layout(matter: Matter, piece: Piece, ink: Ink) -> tuple[Thing, ...]:
    """One piece, from its own upper left corner: the title on a ground, and the QR code."""
    shades = colours(matter.accent, ink)
    what = Print(piece.kind, matter, "")
    what.check()
    symbol = symbol_of(matter.qr_text, piece.symbol)
    edge = max(piece.edge, symbol.quiet)
    symbol = moved(symbol, piece.width - edge - piece.symbol, edge)
    ground = Ground(
        Box(
            piece.edge,
            piece.edge,
            symbol.whole.left - 1 - piece.edge,
            piece.height - 2 * piece.edge,
        ),
        shades.ground,
        shades.frame,
        2.5,
    )
    return (
        *ringed(ground, symbol, piece.reaches, piece.symbol * 0.13, shades.ring),
        *_said(matter, piece, ground.box.smaller(3.5), shades, what),
        symbol,
        *_act(matter, piece, symbol, shades, what),
    )


def _said(
    matter: Matter, piece: Piece, inside: Box, shades: Colours, what: Print
) -> Iterator[Thing]:
    """The call and the title from the top, whose it is at the foot."""
    top = inside.top
    call = set_(matter.call, matter.locale)
    if call:
        side = piece.call.largest * 0.22
        found = what.fitted("call", call, piece.call, inside.width - 2 * side, 1)
        ground, words = pill(found, inside.left, top, side, shades)
        yield from (ground, words)
        top = ground.box.bottom + 2.0
    title, names = _title_and_names(matter, piece, inside, top, what)
    yield Words("title", at(title, inside.left, top), title, shades.on_ground)
    foot = inside.bottom - sum(name.height for name in names.values())
    for field, name in names.items():
        yield Words(field, at(name, inside.left, foot), name, shades.on_ground)
        foot += name.height


def _title_and_names(
    matter: Matter, piece: Piece, inside: Box, top: float, what: Print
) -> tuple[Block, dict[str, Block]]:
    """Names give way to a long title: they are never set larger than it."""
    locale, room = matter.locale, inside.width

    def tried(part: float) -> tuple[Block, dict[str, Block]]:
        names = {
            field: what.fitted(field, text, replace(face, largest=face.size(part)), room, 3)
            for field, face in {"association": piece.association, "group": piece.group}.items()
            if (text := set_(getattr(matter, field), locale))
        }
        height = inside.bottom - sum(name.height for name in names.values()) - 1.5 - top
        said = set_(matter.title, locale)
        return what.fitted("title", said, piece.title, room, 12, height), names

    title, names = tried(0.0)
    return tried(1.0) if title.size > piece.association.largest * 1.3 else (title, names)


def _act(
    matter: Matter, piece: Piece, symbol: Symbol, shades: Colours, what: Print
) -> Iterator[Words]:
    """What to do, from below the QR code's quiet zone to the edge."""
    left, top = symbol.box.left, symbol.whole.bottom
    room, height = piece.width - piece.edge - left, piece.height - piece.edge - top
    act_said, lowest = word("act", matter.locale), replace(piece.act, largest=piece.act.smallest)
    legal = what.fitted("legal", word("litter", matter.locale), piece.legal, room, 2)
    rest = height - legal.height - what.fitted("act", act_said, lowest, room, 1).height
    address = what.fitted("address", matter.address, piece.address, room, 3, rest, address=True)
    rest = height - legal.height - address.height
    act = what.fitted("act", act_said, piece.act, room, 1, rest)
    yield Words("act", at(act, left, top), act, shades.strong)
    yield Words("address", at(address, left, top + act.height), address, shades.ink)
    foot = piece.height - piece.edge - legal.height
    yield Words("litter", at(legal, left, foot), legal, shades.ink)


def _marks(piece: Piece) -> Iterator[Mark]:
    """At the ends of every cut, outside the pieces; in the gap between two columns too."""
    lefts, tops = piece.lefts, piece.tops
    xs = sorted({x for left in lefts for x in (left, left + piece.width)})
    ys = [*tops, tops[-1] + piece.height]
    long = min(5.0, lefts[0] - 1.0)
    for x in xs:
        yield Mark(x, tops[0] - 6.0, x, tops[0] - 1.0)
        yield Mark(x, ys[-1] + 1.0, x, ys[-1] + 6.0)
    for y in ys:
        yield Mark(xs[0] - long, y, xs[0] - 0.5, y)
        yield Mark(xs[-1] + 0.5, y, xs[-1] + long, y)
        if piece.between:
            yield Mark(xs[1] + 0.5, y, xs[2] - 0.5, y)
