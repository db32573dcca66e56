"""Crawlers known by name: for agents that are no ordinary browser's, and so rarely read.

`crawlers.txt` is made from the list of crawler-user-agents (MIT licence) by
`scripts/crawlers.py`: a name a line, in lower case. What a word tells already
(`visits.agents`) is left out of it, and so are names that browsers and telephones bear.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

_KEY = 3
"""By so many of their first letters names are looked up; none is shorter."""


def find(text: str) -> str | None:
    """The first known name that stands in `text`, in lower case, at the start of a word."""
    names = _names()
    for place in range(len(text)):
        if place and text[place - 1].isalnum():
            continue
        for name in names.get(text[place : place + _KEY], ()):
            if text.startswith(name, place):
                return name
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    lines = (resources.files("chalicelib.visits") / "crawlers.txt").read_text("utf-8")
    by_start: dict[str, list[str]] = {}
    for line in lines.splitlines():
        if not line.startswith("#"):
            by_start.setdefault(line[:_KEY], []).append(line)
    return by_start
