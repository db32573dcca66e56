"""Hand-written stand-ins that keep their contract in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Link
from chalicelib.errors import CodeTaken, Conflict, StoreUnavailable

T = TypeVar("T")


class FakeRegister:
    """`directory.Register` in memory.

    `fail_at` makes the call of that index (from 0) raise `StoreUnavailable`: before it does
    anything or, with `after`, once it is done and only its answer is lost.
    """

    def __init__(self, fail_at: int = -1, after: bool = False) -> None:
        self.kept: dict[str, Campaign] = {}
        self.by_code: dict[str, Link] = {}
        self.names: dict[str, str | None] = {}
        self.calls = 0
        self._fail_at = fail_at
        self._after = after

    def heal(self) -> None:
        """From now on no call fails."""
        self._fail_at = -1

    def campaigns(self) -> list[Campaign]:
        return self._call(lambda: [self.kept[slug] for slug in sorted(self.kept)])

    def load(self, slug: str) -> Campaign | None:
        return self._call(lambda: self.kept.get(slug))

    def save(self, campaign: Campaign) -> None:
        self._call(lambda: self._save(campaign))

    def links(self, campaign: str) -> list[Link]:
        return self._call(lambda: self.state(campaign))

    def add_link(self, link: Link) -> None:
        self._call(lambda: self._add(link))

    def change_link(self, link: Link) -> None:
        self._call(lambda: self._change(link))

    def erase(self, slug: str) -> None:
        self._call(lambda: self._erase(slug))

    def state(self, campaign: str) -> list[Link]:
        """The links, without a call that could fail."""
        links = [link for link in self.by_code.values() if link.campaign == campaign]
        return sorted(links, key=lambda link: (link.owner, link.channel))

    def _call(self, job: Callable[[], T]) -> T:
        index, self.calls = self.calls, self.calls + 1
        if index == self._fail_at and not self._after:
            raise StoreUnavailable("the fake was told to fail")
        answer = job()
        if index == self._fail_at:
            raise StoreUnavailable("the fake was told to lose its answer")
        return answer

    def _save(self, campaign: Campaign) -> None:
        kept = self.kept.get(campaign.slug)
        if (kept.version if kept else 0) != campaign.version - 1:
            raise Conflict("changed meanwhile")
        self.kept[campaign.slug] = campaign

    def _add(self, link: Link) -> None:
        owned = {(other.owner, other.channel) for other in self.state(link.campaign)}
        if (link.owner, link.channel) in owned or fold(link.code) in self.names:
            raise CodeTaken("taken")
        self._claim(link.code, (link.code, *link.aliases))
        self.by_code[link.code] = link

    def _change(self, link: Link) -> None:
        self._claim(link.code, link.aliases)
        kept = self.by_code[link.code]
        aliases = tuple(dict.fromkeys((*kept.aliases, *link.aliases)))
        self.by_code[link.code] = replace(link, aliases=aliases)

    def _claim(self, code: str, names: Iterable[str]) -> None:
        keys = [fold(name) for name in names]
        if any(self.names.get(key, code) != code for key in keys):
            raise CodeTaken("taken")
        self.names.update(dict.fromkeys(keys, code))

    def _erase(self, slug: str) -> None:
        self.kept.pop(slug, None)
        for link in self.state(slug):
            del self.by_code[link.code]
            for key, code in self.names.items():
                if code == link.code:
                    self.names[key] = None
