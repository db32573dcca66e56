"""The flyer and its larger sister, the poster: one page that a link's people hand out or put up.

From the top: a ground with the call and the title, what is asked for, the petition's text, and
at the foot the QR code with what to do. All texts shrink together until everything fits,
from `Face.largest` to `Face.smallest`; what is left over makes the page airier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chalicelib.kit import foot, press
from chalicelib.kit.colours import Colours, colours
from chalicelib.kit.columns import columns
from chalicelib.kit.fit import STEPS, Print
from chalicelib.kit.forms import FORMS, Form
from chalicelib.kit.model import DoesNotFit, Ink, Matter
from chalicelib.kit.page import BLEED, Box, Ground, Page, Paper, Thing, Words
from chalicelib.kit.type import Block, block, fits, too_many
from chalicelib.kit.words import set_, word

def pdf(matters: Sequence[Matter], paper: Paper, ink: Ink, bleed: bool) -> bytes:
    """One page for each matter; `DoesNotFit` when a text is too long for this paper."""
    pages = [layout(matter, paper, ink, bleed) for matter in matters]
    return press.pdf(pages, about("flyer", matters, paper))


def about(kind: str, matters: Sequence[Matter], paper: Paper) -> press.About:
    """What the file says of itself, from the first of its matters."""
    first = matters[0]
    title = set_(first.title, first.locale)
    names = dict.fromkeys(set_(matter.association, matter.locale) for matter in matters)
    return press.About(
        title=f"{title} – {word(kind, first.locale)} {paper.name}",
        author=", ".join(names),
        subject=" · ".join(set_(demand, first.locale) for demand in first.demands) or title,
        locale=first.locale,
    )


def layout(matter: Matter, paper: Paper, ink: Ink, bleed: bool) -> Page:
    """Where everything of a matter is on that paper."""
    form, shades = FORMS[paper], colours(matter.accent, ink)
    what = Print(form.kind, matter, form.out)
    below = foot.layout(matter, form, shades, bleed, what)
    found = _largest(matter, form, below.top)
    if found is None:
        raise _too_long(matter, form, below.top, what)
    things = [*_placed(found, form, shades, below, bleed)]
    return Page(paper.width, paper.height, tuple(things), BLEED if bleed else 0.0)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What is asked for: what comes before its colon, which is read first, and below it the rest."""

    number: Block
    lead: Block
    rest: Block

    @property
    def height(self) -> float:
        return self.lead.height + self.rest.height


@dataclass(frozen=True, slots=True)
class _Set:
    """Every text of the page at one size, and how high each part is in mm."""

    call: Block
    title: Block
    demands: tuple[_Demand, ...]
    numbers: float
    text: tuple[Block, ...]

    def head(self, form: Form) -> float:
        """The height of the ground with the title, from the cut."""
        call = self.call.height + form.gap * 0.8 if self.call.lines else 0.0
        return form.margin + call + self.title.height + form.gap * 1.5

    def demands_height(self, gap: float) -> float:
        heights = [demand.height for demand in self.demands]
        return sum(heights) + gap * max(0, len(heights) - 1)

    @property
    def text_height(self) -> float:
        return max((column.height for column in self.text), default=0.0)

    def height(self, form: Form) -> float:
        """From the cut to what comes below, with the least room between things."""
        gaps = form.gap * (bool(self.demands) + bool(self.text_height) + 1)
        body = self.demands_height(form.gap * 0.75) + self.text_height
        return self.head(form) + body + gaps


def _largest(matter: Matter, form: Form, bottom: float) -> _Set | None:
    """The page at the largest size at which it ends above `bottom`; None when none does.

    What is left over goes to the title first.
    """
    for step in range(STEPS, -1, -1):
        found = _set(matter, form, step / STEPS)
        if found and found.height(form) <= bottom:
            return next(
                larger
                for more in range(STEPS, step - 1, -1)
                if (larger := replace(found, title=_title(matter, form, more / STEPS))).height(form)
                <= bottom
            )
    return None


def _set(matter: Matter, form: Form, part: float) -> _Set | None:
    """All texts at one part of their sizes; None when a word is wider than its room."""
    locale, room = matter.locale, form.room
    call = block(set_(matter.call, locale), form.call, part, room - 2 * form.pill)
    title = _title(matter, form, part)
    number_room = max(
        (_number(n, form, part).width for n in range(1, len(matter.demands) + 1)), default=0.0
    )
    indent = number_room + form.gap * 0.55
    demands = tuple(
        _demand(number, set_(demand, locale), form, part, room - indent)
        for number, demand in enumerate(matter.demands, 1)
    )
    said = [set_(paragraph, locale) for paragraph in matter.text if form.has_text]
    text = columns(said, form.text, part, form.column, room)
    blocks = [(call, room - 2 * form.pill), (title, room), *((b, room if len(text) == 1 else form.column) for b in text)]
    blocks += [(b, room - indent) for d in demands for b in (d.lead, d.rest)]
    if not all(fits(*pair) for pair in blocks):
        return None
    return _Set(call, title, demands, indent, text)


def _title(matter: Matter, form: Form, part: float) -> Block:
    """One long word makes the title smaller, not the page."""
    title = set_(matter.title, matter.locale)
    for step in range(round(part * STEPS), 0, -1):
        found = block(title, form.title, step / STEPS, form.room)
        if fits(found, form.room):
            return found
    return block(title, form.title, 0, form.room)


def _number(number: int, form: Form, part: float) -> Block:
    return block(str(number), form.number, part, form.room)


def _demand(number: int, demand: str, form: Form, part: float, room: float) -> _Demand:
    lead, _, rest = demand.partition("\u00a0: ")
    if not rest:
        lead, _, rest = demand.partition(": ")
    return _Demand(
        _number(number, form, part),
        block(lead, form.lead, part, room),
        block(rest[:1].upper() + rest[1:], form.rest, part, room),
    )


def _placed(
    page: _Set, form: Form, shades: Colours, below: foot.Foot, bleed: bool
) -> Iterator[Thing]:
    """What is left over goes between things, up to a limit, and then into the ground on top."""
    spare = below.top - page.height(form)
    spaces = 2 + 0.75 * max(0, len(page.demands) - 1) + bool(page.text)
    airy = min(spare, form.gap * 1.0 * spaces)
    gap = form.gap + airy / spaces
    head = page.head(form) + spare - airy
    yield from _head(page, form, shades, head, below, bleed)
    top = head + gap
    for demand in page.demands:
        yield from _demand_at(demand, form, shades, top, page.numbers)
        top += demand.height + gap * 0.75
    if page.text:
        top = below.top - gap - page.text_height
        yield from _text(page, form, shades, top)
    yield from below.things


def _head(
    page: _Set, form: Form, shades: Colours, height: float, below: foot.Foot, bleed: bool
) -> Iterator[Thing]:
    """The ground on top with its rings, the call and, at its foot, the title."""
    if bleed:
        box, radius = Box(-BLEED, -BLEED, form.paper.width + 2 * BLEED, height + BLEED), 0.0
    else:
        inset = form.inset
        box = Box(inset, inset, form.paper.width - 2 * inset, height - inset)
        radius = form.radius
    yield from foot.ringed(Ground(box, shades.ground, shades.frame, radius), below.centre, form, shades.ring)
    if page.call.lines:
        words = _at(page.call, form.margin + form.pill, form.margin)
        yield Ground(_pill(page.call, words, form), shades.badge, shades.frame, form.radius * 0.5)
        yield Words("call", words, page.call, shades.on_badge)
    top = height - form.gap * 1.5 - page.title.height
    yield Words("title", _at(page.title, form.margin, top), page.title, shades.on_ground)


def _pill(call: Block, words: Box, form: Form) -> Box:
    """The ground of the call: the same room above its capitals as below its feet."""
    room = form.pill * 0.62
    top = words.top + call.above - room
    return Box(
        words.left - form.pill, top, words.width + 2 * form.pill, words.bottom - call.below + room - top
    )


def _demand_at(
    demand: _Demand, form: Form, shades: Colours, top: float, indent: float
) -> Iterator[Thing]:
    # Figure and first line have their capitals' tops at one height.
    number_top = top + demand.lead.above - demand.number.above
    yield Words("number", _at(demand.number, form.margin, number_top), demand.number, shades.strong)
    left = form.margin + indent
    yield Words("demand", _at(demand.lead, left, top), demand.lead, shades.ink)
    if demand.rest.lines:
        rest_top = top + demand.lead.height
        yield Words("demand", _at(demand.rest, left, rest_top), demand.rest, shades.ink)


def _text(page: _Set, form: Form, shades: Colours, top: float) -> Iterator[Thing]:
    for number, column in enumerate(page.text):
        left = form.margin + number * (form.column + form.gutter)
        yield Words("text", _at(column, left, top), column, shades.ink)


def _at(block: Block, left: float, top: float) -> Box:
    return Box(left, top, block.width, block.height)


def _too_long(matter: Matter, form: Form, bottom: float, what: Print) -> DoesNotFit:
    """Which text to shorten and by how much: the first without which the rest fits."""
    faces = {"text": form.text, "demands": form.rest, "title": form.title, "call": form.call}
    without = matter
    for field, face in faces.items():
        value = getattr(matter, field)
        kind, said = type(value), value if isinstance(value, str) else "\n".join(value)

        def good(kept: str, field: str = field, kind: type = kind, had: Matter = without) -> bool:
            changed = replace(had, **{field: kept if kind is str else tuple(kept.split("\n"))})
            found = _set(changed, form, 0)
            return found is not None and found.height(form) <= bottom

        if good(""):
            return what.too_long(field, too_many(said, good), face.smallest)
        without = replace(without, **{field: "" if kind is str else ()})
    return what.too_long("association", 1, form.carrier.smallest)
