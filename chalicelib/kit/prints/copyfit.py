"""The flyer's own texts at the largest sizes at which all of them fit above its foot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.prints.fit import STEPS, Print
from chalicelib.kit.prints.forms import Form
from chalicelib.kit.prints.words import set_
from chalicelib.kit.type.blocks import Block, block, fits, too_many
from chalicelib.kit.type.columns import columns
from chalicelib.kit.type.lines import SHORT

BETWEEN = 0.75
"""The room between two demands, of the room between other things."""
TIGHT = 0.6
"""How much of the usual room is enough between things when there is much to say."""
UNHURT = 0.8
"""How much smaller a title may be so that no line of it ends in an article."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for: what stands before its colon is read first, the rest below it."""

    number: Block
    lead: Block
    rest: Block

    @property
    def rise(self) -> float:
        """How far the figure reaches over the lead, in mm: their capitals' tops are level."""
        return self.number.above - self.lead.above

    @property
    def height(self) -> float:
        """In mm, from the top of the lead."""
        return max(self.lead.height + self.rest.height, self.number.height - self.rise)


@dataclass(frozen=True, slots=True)
class Copy:
    """Every text as it is set; `indent` is where demands begin, right of their figures.

    `gap` is the least room between two things, in mm.
    """

    form: Form
    gap: float
    call: Block
    title: Block
    demands: tuple[Demand, ...]
    indent: float
    text: tuple[Block, ...]

    @property
    def head(self) -> float:
        """The least height of the ground with the title, from the cut."""
        call = self.call.height + self.gap * 0.8 if self.call.lines else 0.0
        return self.form.margin + call + self.title.height + self.gap * 1.5

    @property
    def text_height(self) -> float:
        """The taller column's."""
        return max((column.height for column in self.text), default=0.0)

    @property
    def gaps(self) -> float:
        """How many gaps there are below the head, the smaller ones between demands in part."""
        several = BETWEEN * max(0, len(self.demands) - 1)
        return 1 + several + bool(self.demands) + bool(self.text)

    @property
    def height(self) -> float:
        """From the cut to what comes below, with the least room between things."""
        demands = sum(demand.height for demand in self.demands)
        return self.head + demands + self.text_height + self.gaps * self.gap


def largest(matter: Matter, form: Form, bottom: float, air: float = 1.0) -> Copy | None:
    """The texts, ending above `bottom` (mm from the cut); None when they do not fit.

    The title is at least half as large, between its limits, as the rest between theirs; and
    larger as far as there is room. `air` is how much of the usual room is between things.
    """
    titles = [_title(matter, form, step / STEPS) for step in range(STEPS, -1, -1)]
    for step in range(STEPS, -1, -1):
        copy = _set(matter, form, step / STEPS, air)
        if not copy:
            continue
        copies = [replace(copy, title=title) for title in titles]
        fitting = [copy for copy in copies if copy.height <= bottom]
        if fitting and fitting[0].title.size >= min(
            copies[0].title.size, form.title.size(step / STEPS / 2)
        ):
            least = fitting[0].title.size * UNHURT
            good = (c for c in fitting if c.title.size >= least and not _hangs(c.title))
            return next(good, fitting[0])
    return None


def _hangs(title: Block) -> bool:
    """Whether a line ends in a word that reads on with what follows."""
    return any(len(line.rpartition(" ")[2]) <= SHORT for line in title.lines[:-1])


def _set(matter: Matter, form: Form, part: float, air: float) -> Copy | None:
    """All texts at one part of their sizes; None when a word is wider than its room."""
    locale, room = matter.locale, form.room
    call = block(set_(matter.call, locale), form.call, part, room - 2 * form.pill)
    said = [demand for demand in (set_(one, locale) for one in matter.demands) if demand]
    numbers = [block(str(n), form.number, part, room) for n in range(1, len(said) + 1)]
    indent = max((number.width for number in numbers), default=0.0) + form.gap * 0.55
    demands = tuple(
        _demand(number, demand, form, part, room - indent)
        for number, demand in zip(numbers, said, strict=True)
    )
    paragraphs = [set_(paragraph, locale) for paragraph in matter.text if form.has_text]
    text = columns(paragraphs, form.text, part, form.column, room)
    copy = Copy(form, form.gap * air, call, _title(matter, form, part), demands, indent, text)
    return copy if all(fits(block, room) for block, room in _rooms(copy)) else None


def _rooms(copy: Copy) -> Iterator[tuple[Block, float]]:
    """Each block with how wide it may be."""
    form = copy.form
    yield copy.call, form.room - 2 * form.pill
    yield copy.title, form.room
    for demand in copy.demands:
        yield demand.lead, form.room - copy.indent
        yield demand.rest, form.room - copy.indent
    for column in copy.text:
        yield column, form.room if len(copy.text) == 1 else form.column


def _title(matter: Matter, form: Form, part: float) -> Block:
    """One long word makes the title smaller, not the page."""
    title = set_(matter.title, matter.locale)
    for step in range(round(part * STEPS), 0, -1):
        found = block(title, form.title, step / STEPS, form.room)
        if fits(found, form.room):
            return found
    return block(title, form.title, 0, form.room)


def _demand(number: Block, said: str, form: Form, part: float, room: float) -> Demand:
    """On two lines the colon is said by the type, and what follows it begins a line."""
    lead, _, rest = said.partition(": ")
    rest = rest[:1].upper() + rest[1:]
    return Demand(
        number,
        block(lead.rstrip("\u00a0") if rest else said, form.lead, part, room),
        block(rest, form.rest, part, room),
    )


_CHANGED: dict[str, Callable[[Matter, str], Matter]] = {
    "text": lambda matter, said: replace(matter, text=tuple(said.split("\n"))),
    "demands": lambda matter, said: replace(matter, demands=tuple(said.split("\n"))),
    "title": lambda matter, said: replace(matter, title=said),
    "call": lambda matter, said: replace(matter, call=said),
}


def too_long(matter: Matter, form: Form, bottom: float, what: Print) -> DoesNotFit:
    """Which text to shorten and by how much: the one that loses the least part of itself.

    When none is enough alone, the first without which, and those before it, the rest fits.
    """
    faces = {"text": form.text, "demands": form.rest, "title": form.title, "call": form.call}

    def good(changed: Matter) -> bool:
        copy = _set(changed, form, 0, TIGHT)
        return copy is not None and copy.height <= bottom

    def more(field: str, left: Matter) -> int:
        value = getattr(left, field)
        said = value if isinstance(value, str) else "\n".join(value)
        return too_many(said, lambda kept: good(_CHANGED[field](left, kept)))

    alone = [field for field in faces if good(_CHANGED[field](matter, ""))]
    if alone:
        parts = {field: more(field, matter) for field in alone}
        field = min(alone, key=lambda field: parts[field] / len("".join(getattr(matter, field))))
        return what.too_long(field, parts[field], faces[field].smallest)
    left = matter
    for field in faces:
        if good(_CHANGED[field](left, "")) or field == "call":
            break
        left = _CHANGED[field](left, "")
    return what.too_long(field, more(field, left), faces[field].smallest)
