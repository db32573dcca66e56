"""Finding the link that somebody follows, kept in memory for a minute.

Second step on the way of a click. When the store does not answer, the last known link
serves for as long as the process lives: a printed code must work during an outage.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import Budget
from chalicelib.errors import StoreUnavailable

LONGEST_KEY = 100
"""More than any code, alias or slug; what is longer is nobody's, and DynamoDB refuses keys of
more than 2 048 bytes with an error."""

FRESH_SECONDS = 60.0
MOST_KEPT = 20_000
"""About 10 MB of links: more than any campaign has, less than the smallest Lambda minds."""

T = TypeVar("T")


class Directory(Protocol):
    """Reads of the directory that a click needs. `StoreUnavailable` when it does not answer."""

    def link(self, key: str, budget: Budget) -> Link | None: ...
    def campaign(self, slug: str, budget: Budget) -> Campaign | None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A link with the campaign it belongs to."""

    link: Link
    campaign: Campaign

    @property
    def open(self) -> bool:
        """Whether following it leads to the petition and can be a visit."""
        return self.campaign.state.counts and not self.link.closed


class Links:
    """The look-up. Unknown codes are never remembered: a link works the moment it is made."""

    def __init__(self, directory: Directory, monotonic: Callable[[], float] = time.monotonic):
        self._directory = directory
        self._links: _Remembered[Link] = _Remembered(directory.link, monotonic)
        self._campaigns: _Remembered[Campaign] = _Remembered(directory.campaign, monotonic)

    def find(self, key: str, budget: Budget) -> Found | None:
        """The link whose code or alias folds to `key`, or None when there is no such link.

        Hyphens that part a code are passed over, as Crockford's base32 asks; what has the
        hyphens in its name, an alias, comes first. Raises `StoreUnavailable` when the store
        fails and nothing is remembered.
        """
        link = self._links.get(key, budget)
        if link is None and "-" in key:
            link = self._links.get(key.replace("-", ""), budget)
        if link is None:
            return None
        campaign = self._campaigns.get(link.campaign, budget)
        return Found(link, campaign) if campaign else None

    def campaign(self, slug: str, budget: Budget) -> Campaign | None:
        """The campaign called `slug`, at most a minute old."""
        return self._campaigns.get(slug, budget)


class _Remembered(Generic[T]):
    """A look-up remembered for a minute, and longer while the store is away."""

    def __init__(
        self, look_up: Callable[[str, Budget], T | None], monotonic: Callable[[], float]
    ) -> None:
        self._look_up = look_up
        self._monotonic = monotonic
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def get(self, key: str, budget: Budget) -> T | None:
        if len(key) > LONGEST_KEY:
            return None
        kept = self._kept.get(key)
        now = self._monotonic()
        if kept and now - kept[0] < FRESH_SECONDS:
            return kept[1]
        try:
            value = self._look_up(key, budget)
        except StoreUnavailable:
            if kept:
                return kept[1]
            raise
        self._remember(key, value, now)
        return value

    def _remember(self, key: str, value: T | None, now: float) -> None:
        # Each step is one atomic operation of a dict, so threads of the local server can
        # at worst look the same link up twice.
        if value is None:
            self._kept.pop(key, None)
            return
        self._kept[key] = (now, value)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
