"""Crawlers known by name: for agents that are no ordinary browser's, and so rarely read.

`crawlers.txt` is made from the list of crawler-user-agents (MIT licence) by
`scripts/crawlers.py`: a name a line, in lower case. What a word tells already
(`visits.agents`) is left out of it, and so are names that browsers and telephones bear.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


def find(text: str) -> str | None:
    """The first known name that stands in `text`, in lower case, at the start of a word."""
    for name in _names():
        place = text.find(name)
        while place >= 0:
            if place == 0 or not text[place - 1].isalnum():
                return name
            place = text.find(name, place + 1)
    return None


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    lines = (resources.files("chalicelib.visits") / "crawlers.txt").read_text("utf-8")
    return tuple(line for line in lines.splitlines() if not line.startswith("#"))
