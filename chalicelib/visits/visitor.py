"""The day's pseudonym of an address and agent.

A keyed BLAKE2b hash (RFC 7693) under a salt that exists for one campaign and one day and is
destroyed after it: before that the store's keeper could try all addresses, afterwards nobody
can. The link is part of what is hashed, so that not even on the same day two links followed
by one person can be seen to belong together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from typing import Protocol

from chalicelib.clock import Budget

SALT_BYTES = 16


class Salts(Protocol):
    """Salts by campaign and day. `StoreUnavailable` when the store does not answer."""

    def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None: ...

    def make_salt(self, campaign: str, day: str, fresh: bytes, budget: Budget) -> bytes:
        """Keeps `fresh` unless the day has a salt already; answers the one that holds."""
        ...

    def destroy_salts(self, campaign: str, before: str) -> int:
        """Destroys the salts of days before `before`; answers how many there were."""
        ...


class Visitors:
    """Makes pseudonyms; remembers the salts of the days in use, and no others."""

    def __init__(self, salts: Salts, random: Callable[[int], bytes]) -> None:
        self._salts = salts
        self._random = random
        self._known: dict[tuple[str, str], bytes] = {}

    def pseudonym(
        self, campaign: str, link: str, day: str, address: str, agent: str, budget: Budget
    ) -> str:
        """32 hexadecimal characters. `StoreUnavailable` when the day's salt cannot be had."""
        salt = self._known.get((campaign, day)) or self._salt_of(campaign, day, budget)
        digest = blake2b(digest_size=16, key=salt, person=b"visitor")
        for part in (link, _plain(address), agent):
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(4, "big"))
            digest.update(raw)
        return digest.hexdigest()

    def prepare(self, campaign: str, day: date) -> None:
        """The salt keeper's round: the day's salt and the next one's exist, older ones do not."""
        budget = Budget(10.0, time.monotonic)
        for ahead in (day, day + timedelta(days=1)):
            fresh = self._random(SALT_BYTES)
            self._salts.make_salt(campaign, ahead.isoformat(), fresh, budget)
        self._salts.destroy_salts(campaign, day.isoformat())
        self._forget_before(campaign, day.isoformat())

    def _salt_of(self, campaign: str, day: str, budget: Budget) -> bytes:
        salt = self._salts.salt(campaign, day, budget)
        if salt is None:
            salt = self._salts.make_salt(campaign, day, self._random(SALT_BYTES), budget)
        self._forget_before(campaign, day)
        self._known[campaign, day] = salt
        return salt

    def _forget_before(self, campaign: str, day: str) -> None:
        # A copy first: other threads of the local server may be learning a salt meanwhile.
        for known in list(self._known):
            if known[0] == campaign and known[1] < day:
                self._known.pop(known, None)


def _plain(address: str) -> str:
    """One spelling per address: `::ffff:192.0.2.1` is `192.0.2.1`, IPv6 in its short form."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(parsed)
