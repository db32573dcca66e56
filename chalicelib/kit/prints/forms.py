"""The measures of each paper: margins, the QR code's size, and between which sizes texts shrink."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.kit.prints.page import Paper
from chalicelib.kit.type.blocks import Face
from chalicelib.kit.type.lettering import BODY, DISPLAY, TEXT


@dataclass(frozen=True, slots=True)
class Form:
    """How a paper is laid out; lengths in mm.

    `inset` is how far grounds stay from the edge without bleed, for printers that print no
    closer; `symbol` is the QR code without its quiet zone. `has_text` tells whether the
    petition's text has room there; a larger paper is advised when something does not fit.
    """

    paper: Paper
    margin: float
    inset: float
    radius: float
    gap: float
    symbol: float
    has_text: bool
    call: Face
    title: Face
    number: Face
    lead: Face
    rest: Face
    text: Face
    act: Face
    hint: Face
    address: Face
    carrier: Face
    group: Face
    legal: Face
    scale: float

    @property
    def kind(self) -> str:
        """What is printed, for messages."""
        return f"{self.paper.name} {'poster' if self.paper is Paper.A3 else 'flyer'}"

    @property
    def out(self) -> str:
        """What helps besides a shorter text."""
        return "" if self.paper in (Paper.A3, Paper.A4) else ", or print it larger"

    @property
    def room(self) -> float:
        """How wide texts may be."""
        return self.paper.width - 2 * self.margin

    @property
    def gutter(self) -> float:
        """Between two columns of text."""
        return 8 * self.scale

    @property
    def pill(self) -> float:
        """What the ground of the call has on each side of it."""
        return 4.2 * self.scale

    @property
    def plate(self) -> float:
        """How far the white under the QR code reaches over its quiet zone."""
        return 1.2 * self.scale

    @property
    def column(self) -> float:
        """How wide one of two columns of text is."""
        return (self.room - self.gutter) / 2

    @property
    def reaches(self) -> tuple[float, ...]:
        """How far the rings are from the QR code's middle."""
        return tuple(self.scale * (52 + 15.5 * n + 1.6 * n * n) for n in range(12))

    @property
    def thick(self) -> float:
        """How thick a ring is."""
        return 7.5 * self.scale


def _form(
    paper: Paper, scale: float, floor: float, margin: float, symbol: float, has_text: bool
) -> Form:
    """Sizes are A4's by `scale`, and none that is read goes below `floor` points."""

    def face(font: str, large: float, small: float, leading: float) -> Face:
        smallest = max(floor, small * scale)
        return Face(font, max(smallest, large * scale), smallest, leading, font == BODY)

    return Form(
        paper=paper,
        margin=margin,
        inset=6.0,
        radius=4.5 * scale,
        gap=9.0 * scale,
        symbol=symbol,
        has_text=has_text,
        call=face(TEXT, 19, 13, 1.2),
        title=face(DISPLAY, 62, 25, 1.04),
        number=face(DISPLAY, 42, 24, 1.0),
        lead=face(TEXT, 19, 12, 1.18),
        rest=face(BODY, 13.5, 9.5, 1.36),
        text=face(BODY, 9.75, 8, 1.42),
        act=face(DISPLAY, 36, 22, 1.02),
        hint=face(BODY, 11, 9, 1.3),
        address=face(TEXT, 17, 10, 1.2),
        carrier=face(TEXT, 14, 10, 1.2),
        group=face(BODY, 12, 9, 1.2),
        legal=Face(BODY, max(6.0, 6.5 * scale), max(5.5, 6.0 * scale), 1.25, True),
        scale=scale,
    )


FORMS = {
    # A poster is read from across the street: its title may fill it.
    Paper.A3: replace(
        _form(Paper.A3, 1.5, 13.0, 25.0, 90.0, has_text=False),
        title=Face(DISPLAY, 150.0, 44.0, 1.04),
        lead=Face(TEXT, 34.0, 19.0, 1.18),
        rest=Face(BODY, 23.0, 15.0, 1.3, True),
        number=Face(DISPLAY, 72.0, 38.0, 1.0),
    ),
    Paper.A4: _form(Paper.A4, 1.0, 8.0, 17.0, 52.0, has_text=True),
    Paper.A5: _form(Paper.A5, 0.68, 7.5, 12.5, 38.0, has_text=True),
    Paper.A6: _form(Paper.A6, 0.56, 7.0, 10.5, 31.0, has_text=False),
}
