"""Sheets to cut: as many pieces as promised, each scans, and none is near a cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from chalicelib.kit.model import DoesNotFit, Ink, Matter
from chalicelib.kit.prints import sheets
from chalicelib.kit.prints.page import Box, Ground, Mark, Page, Symbol, Words
from chalicelib.kit.prints.sheets import CARD, STICKER, Piece
from tests.unit.kit.prints.pages import (
    codes,
    collisions,
    darkness,
    laid_out,
    levels,
    meet,
    scanned,
    sizes,
    strays,
    words,
)
from tests.unit.kit.prints.printed import LONG_TITLE, MATTER
from tests.unit.kit.prints.test_flyer import MATTERS

PIECES = [(CARD, 10, 25), (STICKER, 8, 30)]
EDGE = 3.0
"""What is left white along a cut that may be a little off, in mm."""


def printed(piece: Piece, matter: Matter, ink: Ink) -> bytes:
    return (sheets.cards if piece is CARD else sheets.stickers)([matter], ink)


def single(matter: Matter, piece: Piece) -> Page:
    return sheets.single(matter, piece, Ink.COLOUR)


@pytest.mark.parametrize("ink", list(Ink))
@pytest.mark.parametrize(("piece", "count", "_"), PIECES)
def test_every_piece_scans(piece: Piece, count: int, _: int, ink: Ink) -> None:
    data = printed(piece, MATTER, ink)
    assert scanned(data, 200) == [MATTER.qr_text] * count
    assert levels(data) == {"Q"}


@pytest.mark.parametrize(("piece", "_", "smallest"), PIECES)
def test_codes_are_large_and_the_address_is_under_them(piece: Piece, _: int, smallest: int) -> None:
    things = single(MATTER, piece).things
    (symbol,) = [thing for thing in things if isinstance(thing, Symbol)]
    (address,) = [t for t in things if isinstance(t, Words) and t.field == "address"]
    assert symbol.box.width >= smallest
    assert address.box.top >= symbol.whole.bottom
    assert address.box.left == symbol.box.left
    assert Box(0, 0, piece.width, piece.height).holds(symbol.whole)


@pytest.mark.parametrize(("piece", "count", "_"), PIECES)
def test_pieces_lie_on_the_sheet_and_apart(piece: Piece, count: int, _: int) -> None:
    sheet = sheets.sheet(MATTER, piece, Ink.COLOUR)
    symbols = [thing.box for thing in sheet.things if isinstance(thing, Symbol)]
    assert len(symbols) == count
    assert not collisions(sheet)
    assert not strays(sheet)


def test_cut_marks_lie_outside_the_pieces_and_on_their_edges() -> None:
    for piece, _, _ in PIECES:
        sheet = sheets.sheet(MATTER, piece, Ink.COLOUR)
        places = [
            Box(left, top, piece.width, piece.height) for left in piece.lefts for top in piece.tops
        ]
        found = [thing for thing in sheet.things if isinstance(thing, Mark)]
        for mark in found:
            box = Box(mark.x, mark.y, mark.to_x - mark.x, mark.to_y - mark.y)
            assert not any(meet(place.smaller(0.1), box, slack=-0.05) for place in places)
            assert Box(0, 0, 210, 297).holds(box)
        across = {round(mark.x, 3) for mark in found if mark.x == mark.to_x}
        down = {round(mark.y, 3) for mark in found if mark.y == mark.to_y}
        assert across == {round(x, 3) for p in places for x in (p.left, p.right)}
        assert down == {round(y, 3) for p in places for y in (p.top, p.bottom)}


def test_whose_it_is_and_what_to_do_is_said() -> None:
    for piece, count, _ in PIECES:
        text = words(printed(piece, MATTER, Ink.COLOUR))
        for said in ("Association fictive Les Hirondelles", "Scannez, signez.", "Rejoignez-nous"):
            assert text.count(said) == count
        assert text.replace("/ ", "/").count(MATTER.address) == count


@pytest.mark.parametrize(("piece", "_", "__"), PIECES)
def test_black_alone_costs_little_ink(piece: Piece, _: int, __: int) -> None:
    page = sheets.sheet(MATTER, piece, Ink.BLACK)
    assert darkness(printed(piece, MATTER, Ink.BLACK)) - codes(page) < 0.08


def test_with_bleed_a_card_is_a_page_for_a_printer() -> None:
    data = sheets.cards([MATTER], Ink.COLOUR, bleed=True)
    assert sizes(data)["trim"] == pytest.approx((9, 9, 94, 64), abs=0.02)
    assert scanned(data, 200) == [MATTER.qr_text]


def test_the_same_matter_is_the_same_bytes() -> None:
    for piece, _, _ in PIECES:
        assert printed(piece, MATTER, Ink.COLOUR) == printed(piece, MATTER, Ink.COLOUR)


@pytest.mark.parametrize(("piece", "_", "__"), PIECES)
def test_usual_lengths_fit(piece: Piece, _: int, __: int) -> None:
    usual = replace(
        MATTER,
        title=LONG_TITLE,
        association="Collectif fictif pour la coparentalité et le bien-être des enfants",
        group="Saint-Germain-en-Laye (groupe fictif)",
        address="abcdefghij.execute-api.eu-west-3.amazonaws.com/api/0A1B2C3",
        qr_text="https://abcdefghij.execute-api.eu-west-3.amazonaws.com/api/Q/0A1B2C3",
    )
    found = single(usual, piece)
    assert not strays(found, EDGE)
    assert not collisions(found)
    grounds = [thing.box for thing in found.things if isinstance(thing, Ground)]
    for thing in found.things:
        if isinstance(thing, Words) and thing.field in ("call", "title", "association", "group"):
            assert grounds[0].smaller(2.5).holds(thing.box)
    assert scanned(printed(piece, usual, Ink.COLOUR), 200)[0] == usual.qr_text


@pytest.mark.parametrize("field", ["title", "association", "group", "call", "address"])
@pytest.mark.parametrize(("piece", "_", "__"), PIECES)
def test_what_does_not_fit_is_named(piece: Piece, _: int, __: int, field: str) -> None:
    with pytest.raises(
        DoesNotFit, match=rf"^{piece.kind} of .*: {field} is about \d+ letters"
    ) as it:
        single(replace(MATTER, **{field: "une loi " * 90}), piece)
    assert it.value.french.count(" de trop dans ") == 1


@pytest.mark.parametrize(("piece", "_", "__"), PIECES)
@settings(max_examples=40)
@given(matter=MATTERS)
def test_law_everything_is_inside_and_apart_or_does_not_fit(
    piece: Piece, _: int, __: int, matter: Matter
) -> None:
    found = laid_out(lambda: single(matter, piece))
    assert not strays(found, EDGE)
    assert not collisions(found)
    grounds = [thing.box for thing in found.things if isinstance(thing, Ground)]
    for thing in found.things:
        if isinstance(thing, Words) and thing.field in ("call", "title", "association", "group"):
            assert grounds[0].smaller(2.5).holds(thing.box)
