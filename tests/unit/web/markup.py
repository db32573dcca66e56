"""What a page holds, read from its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser


class Elements(HTMLParser):
    """The elements of a page in order; fails on one that is not closed where it must be."""

    VOID = frozenset({"meta", "link", "img", "path", "rect", "br", "input", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self._open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str]]:
        return (attrs for found, attrs in self.found if found == tag)


def words_of(page: str) -> str:
    """What a person reads, on one line."""
    text = re.sub(r"<(title|style)\b.*?</\1>|<[^>]+>", "", page, flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", text)
