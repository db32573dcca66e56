"""Hand-written stand-ins that keep their contract in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from chalicelib.access.model import Token
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import Budget
from chalicelib.errors import CodeTaken, Conflict, StoreUnavailable
from chalicelib.tally import fold as tally_fold
from chalicelib.tally.model import Count, Counter
from chalicelib.visits.model import Exclusion, Outcome, Visit

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
        self.pictures: dict[tuple[str, str], bytes] = {}
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

    def taken(self, name: str) -> bool:
        return self._call(lambda: fold(name) in self.names)

    def picture(self, campaign: str, name: str) -> bytes | None:
        return self._call(lambda: self.pictures.get((campaign, name)))

    def save_picture(self, campaign: str, name: str, png: bytes) -> None:
        self._call(lambda: self.pictures.update({(campaign, name): png}))

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
        self.pictures = {key: png for key, png in self.pictures.items() if key[0] != slug}
        for link in self.state(slug):
            del self.by_code[link.code]
            for key, code in self.names.items():
                if code == link.code:
                    self.names[key] = None


class Ticker:
    """A monotonic clock that tests wind."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class FakeVisits:
    """`record.VisitStore` in memory: one item a key, as its contract says."""

    def __init__(self) -> None:
        self.kept: dict[str, Visit] = {}
        self.exclusions: list[Exclusion] = []
        self.away = ""

    def record(self, visit: Visit, budget: Budget) -> Outcome:
        self._answer(budget)
        if visit.key not in self.kept:
            self.kept[visit.key] = visit
            return Outcome.NEW
        same = self.kept[visit.key].request == visit.request
        return Outcome.RETRY if same else Outcome.REPEAT

    def exclude(self, exclusion: Exclusion, budget: Budget) -> None:
        self._answer(budget)
        self.exclusions.append(exclusion)

    def _answer(self, budget: Budget) -> None:
        if self.away or not budget.left():
            raise StoreUnavailable(self.away or "no time left")


class FakeSalts:
    """`visitor.Salts` in memory; `asked` lists the reads and writes."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.away = False

    def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None:
        self._answer("salt", campaign, day)
        return self.kept.get((campaign, day))

    def make_salt(self, campaign: str, day: str, fresh: bytes, budget: Budget) -> bytes:
        self._answer("make_salt", campaign, day)
        return self.kept.setdefault((campaign, day), fresh)

    def destroy_salts(self, campaign: str, before: str) -> int:
        self._answer("destroy_salts", campaign, before)
        old = [key for key in self.kept if key[0] == campaign and key[1] < before]
        for key in old:
            del self.kept[key]
        return len(old)

    def _answer(self, *call: str) -> None:
        self.asked.append((call[0], call[1], call[2]))
        if self.away:
            raise StoreUnavailable("the fake was told to be away")


class FakeTally:
    """`apply.TallyStore` and `reconcile.Ledger` in memory.

    `conflicts` many calls meet another transaction first; a visit of `stuck` never goes in.
    """

    most_actions = 100

    def __init__(self, *visits: Visit) -> None:
        self.kept = {visit.key: visit for visit in visits}
        self.marked: set[str] = set()
        self.counts: dict[Counter, Count] = {}
        self.transactions: list[tuple[Visit, ...]] = []
        self.conflicts = 0
        self.stuck: set[str] = set()
        self.still = True

    def add_once(self, visits: tuple[Visit, ...]) -> frozenset[str]:
        if self.conflicts:
            self.conflicts -= 1
            raise Conflict("another transaction was in the way")
        keys = [visit.key for visit in visits]
        assert len(set(keys)) == len(keys)
        if self.stuck & set(keys):
            raise StoreUnavailable("one of these cannot be added")
        spent = frozenset(k for k in keys if k in self.marked or k not in self.kept)
        if not spent:
            self.transactions.append(visits)
            self.marked.update(keys)
            for counter, more in tally_fold.fold(visits).items():
                old = self.counts.get(counter, Count())
                self.counts[counter] = Count(old.visits + more.visits, old.scans + more.scans)
        return spent

    @contextmanager
    def steady(self) -> Iterator[bool]:
        yield self.still

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        for key, visit in list(self.kept.items()):
            yield visit, key in self.marked

    def counters(self) -> Iterator[tuple[Counter, Count]]:
        yield from list(self.counts.items())


class FakeDirectory:
    """`links.Directory` in memory; `asked` lists what was looked up."""

    def __init__(self, links: dict[str, Link], campaigns: dict[str, Campaign]) -> None:
        self.links = links
        self.campaigns = campaigns
        self.asked: list[str] = []
        self.budgets: list[Budget] = []
        self.away = False

    def link(self, key: str, budget: Budget) -> Link | None:
        self._answer(key, budget)
        return self.links.get(key)

    def campaign(self, slug: str, budget: Budget) -> Campaign | None:
        self._answer(slug, budget)
        return self.campaigns.get(slug)

    def _answer(self, key: str, budget: Budget) -> None:
        self.asked.append(key)
        self.budgets.append(budget)
        if self.away:
            raise StoreUnavailable("the fake was told to be away")


class FakeTokens:
    """`access.store.TokenStore` in memory; `used` lists the days of use that it was told."""

    def __init__(self) -> None:
        self.kept: dict[str, Token] = {}
        self.used: list[str] = []

    def token(self, digest: str) -> Token | None:
        return self.kept.get(digest)

    def tokens(self, campaign: str) -> list[Token]:
        found = [token for token in self.kept.values() if token.place.campaign == campaign]
        return sorted(found, key=lambda token: token.created)

    def save_token(self, token: Token) -> None:
        self.kept[token.digest] = token

    def use_token(self, token: Token, day: str) -> None:
        self.used.append(day)
        if token.digest in self.kept:
            self.kept[token.digest] = replace(self.kept[token.digest], used=day)
