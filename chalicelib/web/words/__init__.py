"""The interface's words, French first and English beside.

Written with plain spaces and straight apostrophes: `language.typeset` puts the no-break spaces
and the curly apostrophes of French in, for these words and for campaigns' own alike.
"""

from __future__ import annotations

from chalicelib.language import language
from chalicelib.web.words import (
    board,
    campaign,
    count,
    docs,
    everywhere,
    legal,
    links,
    look,
    organiser,
    over,
    oversight,
    people,
    place,
    space,
    switch,
    tools,
)

LOCALES = ("fr", "en")

_PAGES = (
    *(everywhere, campaign, count, board, look, over, legal, docs),
    *(space, place, links, tools),
    *(organiser, people, oversight, switch),
)

WORDS: dict[str, tuple[str, str]] = {
    key: words for page in _PAGES for key, words in page.WORDS.items()
}
"""Each key's words in the order of `LOCALES`. `{name}` is filled in."""


def word(locale: str, key: str, **values: object) -> str:
    """The words of `key`, filled in. `KeyError` for a key or a value that is not there."""
    return WORDS[key][LOCALES.index(language(locale))].format(**values)


def plural(locale: str, key: str, count: int) -> str:
    """The form of `key` that goes with `count`: French says 0 visite, English 0 visits."""
    one = abs(count) < 2 if language(locale) == "fr" else abs(count) == 1
    return f"{key}.{'one' if one else 'other'}"
