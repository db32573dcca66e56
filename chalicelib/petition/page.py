"""What the page of a Decidim petition says, in every version of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.petition.answers import count_of, shown
from chalicelib.petition.model import Openness

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_CHARACTERS = 2_000_000
MOST_TAGS = 10_000
MOST_DEPTH = 64
MOST_ATTRIBUTE_STEPS = 200_000_000
"""A real page has some thousands of tags, some 30 deep. The parser's time grows with the square of
the depth and of an element's attributes, and elements such as `font` that are left open are made
anew in every paragraph: together these bounds keep a page within 2 s and 200 MB."""

_NUMBERS = (
    ".progress__bar__number",  # up to 0.27, and the forks of 0.22
    ".progress-bar__number > span:nth-of-type(1)",  # 0.28 and later; the second is the total
)
_TAG = re.compile(r"<(/?)([a-z][^\s/<>]*)([^<>]*)", re.ASCII | re.IGNORECASE)
_BETWEEN_ATTRIBUTES = str.maketrans("/<>=", "    ")
# Of these an element holds no other of its kind, or nothing at all, so that they make no depth
# (https://html.spec.whatwg.org/multipage/syntax.html#optional-tags, #void-elements).
_SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd option optgroup tr td th thead tbody tfoot colgroup html head body".split()
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the count, or None and why, and whether it can still be signed."""

    count: int | None = None
    openness: Openness = Openness.UNKNOWN
    why: str = ""


def read(text: str, number: str) -> Page:
    """What the page says of the petition with that number, and of no other: the bars of
    territories, percentages and goals that it may hold are not the count.
    """
    absurd = too_costly(text)
    if absurd:
        return Page(why=f"the page is not read: {absurd}")
    # Only here: loading the parser costs time and memory that a redirect must not spend.
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(text)
    bar = page.css_first(f"#initiative-{number}-votes-count") is not None
    openness = _openness(page, bar)
    found = [
        node.text().strip()
        for selector in _NUMBERS
        for node in page.css(f"#initiative-{number}-votes-count {selector}")
    ]
    counts = {count_of(text) for text in found}
    if not found:
        why = "the petition's bar has no number" if bar else "the page has no bar of the petition"
        return Page(None, openness, why)
    if len(counts) > 1:
        return Page(None, openness, "the petition's bar has two different numbers")
    count = counts.pop()
    if count is None:
        return Page(None, openness, f"the page's count is {shown(found[0])!r}, which is no number")
    return Page(count, openness)


def too_costly(text: str) -> str:
    """Why a page is not worth parsing, in a few words; "" for one that is.

    Looks at the text once, without a tree: tags in scripts and comments are counted too.
    """
    if len(text) > MOST_CHARACTERS:
        return f"over {MOST_CHARACTERS:,} characters"
    if text.count("<") > MOST_TAGS:
        return f"over {MOST_TAGS:,} tags"
    if _depth(text) > MOST_DEPTH:
        return f"elements over {MOST_DEPTH} deep"
    # Each attribute is held against those that its element already has. Whatever the quotes
    # hide, there are no more attributes than words, nor more names than different words.
    words = text.translate(_BETWEEN_ATTRIBUTES).split()
    if len(words) * len(set(words)) > MOST_ATTRIBUTE_STEPS:
        return "too many attributes"
    return ""


def _depth(text: str) -> int:
    """How many elements are open at once, at most; an end tag closes one of its own name."""
    open_: Counter[str] = Counter()
    now = deepest = 0
    for end, name, attributes in _TAG.findall(text):
        name = name.lower()
        if name in _SHALLOW or attributes.endswith("/"):
            continue
        if not end:
            open_[name] += 1
            now += 1
            deepest = max(deepest, now)
        elif open_[name]:
            open_[name] -= 1
            now -= 1
    return deepest


def _openness(page: LexborHTMLParser, bar: bool) -> Openness:
    """By the marks of what is over; a petition's page without any is open."""
    if page.css_first("div.archive-header") is not None:
        return Openness.CLOSED
    labels = [label.attributes.get("class") or "" for label in page.css("span.initiative-status")]
    if any({"alert", "warning"} & set(label.split()) for label in labels):
        return Openness.CLOSED
    return Openness.OPEN if bar and not labels else Openness.UNKNOWN
