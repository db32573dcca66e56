"""The flyer and its larger sister, the poster: one page that a link's people hand out or put up.

From the top: a ground with the call and the title, what is asked for, the petition's text (on
A4 and A5), and at the foot the QR code with what to do. Rings around the code, the voice that
carries, hold the page together. All texts shrink until everything fits; what is left over
makes the page airier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.kit.model import Ink, Matter
from chalicelib.kit.prints import foot, press
from chalicelib.kit.prints.colours import Colours, colours
from chalicelib.kit.prints.copyfit import BETWEEN, TIGHT, Copy, Demand, largest, too_long
from chalicelib.kit.prints.fit import Print
from chalicelib.kit.prints.forms import FORMS
from chalicelib.kit.prints.page import BLEED, Box, Ground, Page, Paper, Thing, Words
from chalicelib.kit.prints.parts import at, pill, ringed

AIRIEST = 2.0
"""How much larger gaps may become than they must be; then the ground on top grows."""


def pdf(matters: Sequence[Matter], paper: Paper, ink: Ink, bleed: bool) -> bytes:
    """One page for each matter; `DoesNotFit` when a text is too long for this paper."""
    pages = [layout(matter, paper, ink, bleed) for matter in matters]
    return press.pdf(pages, press.about("flyer", matters, paper.name))


def layout(matter: Matter, paper: Paper, ink: Ink, bleed: bool) -> Page:
    """Where everything of a matter is on that paper."""
    form, shades = FORMS[paper], colours(matter.accent, ink)
    what = Print(form.kind, matter, form.out)
    what.check()
    below = foot.layout(matter, form, shades, bleed, what)
    copy = largest(matter, form, below.top)
    if not copy:
        below = foot.layout(matter, form, shades, bleed, what, TIGHT)
        copy = largest(matter, form, below.top, TIGHT)
    if not copy:
        raise too_long(matter, form, below.top, what)
    things = (*_placed(copy, shades, below, bleed), *below.things)
    return Page(paper.width, paper.height, things, BLEED if bleed else 0.0)


def _placed(copy: Copy, shades: Colours, below: foot.Foot, bleed: bool) -> Iterator[Thing]:
    """What lies above the foot, spread over the room that there is."""
    form, spare = copy.form, below.top - copy.height
    airy = min(spare, copy.gap * (AIRIEST - 1) * copy.gaps)
    gap = copy.gap + airy / copy.gaps
    head = copy.head + spare - airy
    yield from _head(copy, shades, head, below, bleed)
    top = head + gap
    for demand in copy.demands:
        yield from _demand(demand, copy, shades, top)
        top += demand.height + gap * BETWEEN
    top = below.top - gap - copy.text_height
    for number, column in enumerate(copy.text):
        left = form.margin + number * (form.column + form.gutter)
        yield Words("text", at(column, left, top), column, shades.ink)


def _head(
    copy: Copy, shades: Colours, height: float, below: foot.Foot, bleed: bool
) -> Iterator[Thing]:
    """The ground on top with its rings, the call and, at its foot, the title."""
    form, width = copy.form, copy.form.paper.width
    if bleed:
        box, radius = Box(-BLEED, -BLEED, width + 2 * BLEED, height + BLEED), 0.0
    else:
        box = Box(form.inset, form.inset, width - 2 * form.inset, height - form.inset)
        radius = form.radius
    ground = Ground(box, shades.ground, shades.frame, radius)
    yield from ringed(ground, below.symbol, form.reaches, form.thick, shades.ring)
    if copy.call.lines:
        yield from pill(copy.call, form.margin, form.margin, form.pill, shades)
    top = height - copy.gap * 1.5 - copy.title.height
    yield Words("title", at(copy.title, form.margin, top), copy.title, shades.on_ground)


def _demand(demand: Demand, copy: Copy, shades: Colours, top: float) -> Iterator[Words]:
    margin, left = copy.form.margin, copy.form.margin + copy.indent
    number, lead, rest = demand.number, demand.lead, demand.rest
    yield Words("number", at(number, margin, top - demand.rise), number, shades.strong)
    yield Words("demand", at(lead, left, top), lead, shades.ink)
    if rest.lines:
        yield Words("demand", at(rest, left, top + lead.height), rest, shades.ink)
