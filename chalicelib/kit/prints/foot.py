"""The foot of a flyer: the QR code, what to do with it, who carries the petition, the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.kit.model import Matter
from chalicelib.kit.prints.colours import FAINT, WHITE, Colours
from chalicelib.kit.prints.fit import Print
from chalicelib.kit.prints.forms import Form
from chalicelib.kit.prints.page import BLEED, Box, Ground, Logo, Symbol, Thing, Words, moved
from chalicelib.kit.prints.parts import at, ringed, symbol_of
from chalicelib.kit.prints.words import set_, word
from chalicelib.kit.type.blocks import Block


@dataclass(frozen=True, slots=True)
class Foot:
    """What lies below `top`; the rings of the whole page start at its QR code."""

    top: float
    symbol: Symbol
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A block in the column beside the QR code, and the room above it."""

    field: str
    block: Block
    above: float
    colour: str


def layout(
    matter: Matter, form: Form, shades: Colours, bleed: bool, what: Print, air: float = 1.0
) -> Foot:
    """The foot from the page's lower edge upwards; `DoesNotFit` when a name is too long.

    `air` is how much of the usual room is between things; with less of it, what to do is on
    one line.
    """
    form = replace(form, gap=form.gap * air)
    legal = _legal(matter, form, what)
    symbol = symbol_of(matter.qr_text, form.symbol)
    around = symbol.quiet + form.plate
    room = form.room - form.symbol - 2 * around - form.gap * 0.9
    act, carrier = (
        _act(matter, form, shades, what, room, 2 if air == 1.0 else 1),
        _carrier(matter, form, shades, what, room),
    )
    column = _height(act) + form.gap * 0.8 + max(_height(carrier), _logo_side(matter, form))
    tall = max(form.symbol + 2 * around, column)
    legal_top = form.paper.height - form.inset - 2.2 - legal.height
    bottom = legal_top - form.gap * 0.45
    top = bottom - tall
    left = form.paper.width - form.margin - around - form.symbol
    symbol = moved(symbol, left, top + (tall - form.symbol) / 2)
    edge = top - form.gap * 0.9
    things = [
        *ringed(_ground(form, shades, edge, bleed), symbol, form.reaches, form.thick, shades.halo),
        # Wider than the quiet zone, so that its round corners take nothing of it.
        Ground(symbol.whole.smaller(-form.plate), WHITE, radius=form.radius * 0.6),
        *_column(act, form.margin, top),
        symbol,
        *_carried(carrier, matter, form, shades, bottom),
        Words("printer", at(legal, form.margin, legal_top), legal, shades.ink),
    ]
    return Foot(edge, symbol, tuple(things))


def _ground(form: Form, shades: Colours, top: float, bleed: bool) -> Ground:
    width, height = form.paper.width, form.paper.height
    if bleed:
        box = Box(-BLEED, top, width + 2 * BLEED, height - top + BLEED)
        return Ground(box, shades.tint, shades.frame)
    inset = form.inset
    box = Box(inset, top, width - 2 * inset, height - top - inset)
    return Ground(box, shades.tint, shades.frame, form.radius)


def _act(
    matter: Matter, form: Form, shades: Colours, what: Print, room: float, act_lines: int
) -> list[_Line]:
    """What to do, the address for those who cannot scan, and where one signs."""
    small, locale = form.gap * 0.12, matter.locale

    def line(field: str, text: str, above: float, lines: int, **address: bool) -> _Line:
        face = getattr(form, {"host": "group"}.get(field, field))
        found = what.fitted(field, text, face, room, lines, **address)
        return _Line(field, found, above, shades.strong if field == "act" else shades.ink)

    lines = [
        line("act", word("act", locale), 0.0, act_lines),
        line("hint", word("or_type", locale), form.gap * 0.35, 2),
        line("address", matter.address, small, 3, address=True),
    ]
    if matter.host:
        lines += [
            line("hint", word("sign_at", locale), form.gap * 0.35, 2),
            line("host", matter.host, small, 3, address=True),
        ]
    return lines


def _carrier(matter: Matter, form: Form, shades: Colours, what: Print, room: float) -> list[_Line]:
    """Who carries the petition; beside the logo when there is one."""
    room -= _logo_side(matter, form) + form.gap * 0.4 if matter.logo else 0
    said = (
        ("hint", word("carried_by", matter.locale), form.hint, 2),
        ("association", set_(matter.association, matter.locale), form.carrier, 3),
        ("group", set_(matter.group, matter.locale), form.group, 3),
    )
    return [
        _Line(field, what.fitted(field, text, face, room, most), 0.0, shades.ink)
        for field, text, face, most in said
        if text
    ]


def _logo_side(matter: Matter, form: Form) -> float:
    return 17 * form.scale if matter.logo else 0.0


def _carried(
    lines: list[_Line], matter: Matter, form: Form, shades: Colours, bottom: float
) -> Iterator[Thing]:
    """The names end at the QR code's foot; the logo is on white, whatever its own ground is."""
    side, left = _logo_side(matter, form), form.margin
    tall = max(_height(lines), side)
    if matter.logo:
        plate = Box(left, bottom - (tall + side) / 2, side, side)
        yield Ground(plate, WHITE, shades.frame and FAINT, form.radius * 0.35)
        yield Logo(plate.smaller(side * 0.08), matter.logo, grey=bool(shades.frame))
        left += side + form.gap * 0.4
    yield from _column(lines, left, bottom - (tall + _height(lines)) / 2)


def _legal(matter: Matter, form: Form, what: Print) -> Block:
    """What the law asks for; without a printer's mention, half of the line is left for one."""
    said = " ".join((word("litter", matter.locale), set_(matter.printer, matter.locale))).strip()
    return what.fitted("printer", said, form.legal, form.room, 2)


def _column(lines: list[_Line], left: float, top: float) -> Iterator[Words]:
    for line in lines:
        top += line.above
        yield Words(line.field, at(line.block, left, top), line.block, line.colour)
        top += line.block.height


def _height(lines: list[_Line]) -> float:
    return sum(line.above + line.block.height for line in lines)
