"""The colours of a print: made of the campaign's one, so that every text can be read."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.kit.contrast import contrast
from chalicelib.kit.model import Ink

WHITE, BLACK, WARM = "#ffffff", "#000000", "#f6c24a"
FAINT = "#f4f4f4"
"""A grey that a copier loses without harm."""
READABLE, LARGE = 4.5, 3.0
"""Contrast that texts need, and large ones (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Colours:
    """What is printed in which colour; "" is left as the paper is.

    `ground` carries the title and the call's `badge`, `tint` what to do; `ring` and `halo` are
    the rings on the one and on the other. `frame` is drawn around grounds without colour.
    """

    ground: str
    on_ground: str
    badge: str
    on_badge: str
    ring: str
    tint: str
    halo: str
    strong: str
    frame: str
    ink: str = BLACK


def colours(accent: str, ink: Ink) -> Colours:
    """The colours for a campaign's accent (#rrggbb), or black alone, and little of it."""
    if ink is Ink.BLACK:
        return Colours("", BLACK, "", BLACK, FAINT, "", FAINT, BLACK, BLACK)
    on = max((WHITE, BLACK), key=lambda colour: contrast(colour, accent))
    tint = mixed(accent, WHITE, 0.1)
    # A little darker is still that colour; a yellow made readable is mud.
    strong = accent if contrast(accent, tint) >= LARGE else BLACK
    while contrast(strong, tint) < READABLE:
        strong = mixed(strong, BLACK, 0.9)
    warm = contrast(WARM, accent) >= LARGE
    return Colours(
        ground=accent,
        on_ground=on,
        badge=WARM if warm else on,
        on_badge=BLACK if warm else accent,
        ring=mixed(on, accent, 0.11),
        tint=tint,
        halo=mixed(accent, WHITE, 0.165),
        strong=strong,
        frame="",
    )


def mixed(one: str, other: str, part: float) -> str:
    """`part` of the one and the rest of the other."""
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in channels)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
