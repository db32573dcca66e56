"""Parts that flyers, cards and stickers are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.kit.prints.colours import Colours
from chalicelib.kit.prints.page import Box, Ground, Rings, Symbol, Words
from chalicelib.kit.qr import codes
from chalicelib.kit.type.blocks import Block


def at(block: Block, left: float, top: float) -> Box:
    """The place of a block whose upper left corner is there."""
    return Box(left, top, block.width, block.height)


def symbol_of(text: str, side: float) -> Symbol:
    """The QR code of an address, `side` mm wide without its quiet zone, at the upper left."""
    return Symbol(Box(0, 0, side, side), codes.matrix(text))


def ringed(
    ground: Ground, symbol: Symbol, reaches: tuple[float, ...], thick: float, colour: str
) -> Iterator[Ground | Rings]:
    """A ground with rings around the QR code on it, and its frame over them."""
    middle = symbol.box.left + symbol.box.width / 2, symbol.box.top + symbol.box.height / 2
    yield replace(ground, frame="")
    yield Rings(ground, *middle, reaches, thick, colour)
    if ground.frame:
        yield replace(ground, fill="")


def pill(
    call: Block, left: float, top: float, side: float, shades: Colours
) -> tuple[Ground, Words]:
    """The call on its own ground: the same room above its capitals as below its feet."""
    room = side * 0.62
    words = at(call, left + side, top)
    above = words.top + call.above - room
    height = words.bottom - call.below + room - above
    box = Box(left, above, words.width + 2 * side, height)
    return Ground(box, shades.badge, shades.frame, height * 0.22), Words(
        "call", words, call, shades.on_badge
    )
