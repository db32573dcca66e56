"""The day's pseudonym of an address and agent.

HMAC-SHA-256 (RFC 2104), of which 128 bits are kept, under a salt that exists for one campaign
and one day and is destroyed after it: until then the store's keeper could try all addresses,
afterwards nobody can. The link is part of what is hashed, so that not even on the same day two
links followed by one person can be seen to belong together.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol

from chalicelib.clock import Budget

SALT_BYTES = 16
PSEUDONYM_BYTES = 16
NETWORK_DIGITS = 2
"""Hexadecimal digits of a network's group. 256 groups bound what a day's spread takes to keep,
to two kilobytes: with 4096 a busy link's tally cost ten times as much (`make bench-scale`).
Networks that share a group make a share look larger, never smaller."""


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
        parts = (campaign, link, _household(address), agent)
        return _keyed(salt, *parts)[: 2 * PSEUDONYM_BYTES]

    def network(self, campaign: str, link: str, day: str, address: str, budget: Budget) -> str:
        """Which group of networks the address's /24 (IPv6: /48) falls in, on this link and day.

        `StoreUnavailable` when the day's salt cannot be had.
        """
        salt = self._known.get((campaign, day)) or self._salt_of(campaign, day, budget)
        return _keyed(salt, campaign, link, _neighbourhood(address))[:NETWORK_DIGITS]

    def prepare(self, campaign: str, day: date) -> None:
        """The salt keeper's round: salts of yesterday, today and tomorrow, and no others.

        Yesterday's serves whoever clicked before midnight and is counted just after it.
        """
        budget = Budget(10.0, time.monotonic)
        for ahead in (day, day + timedelta(days=1)):
            fresh = self._random(SALT_BYTES)
            self._salts.make_salt(campaign, ahead.isoformat(), fresh, budget)
        oldest = (day - timedelta(days=1)).isoformat()
        self._salts.destroy_salts(campaign, oldest)
        self._forget_before(campaign, oldest)

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


def _keyed(salt: bytes, *parts: str) -> str:
    """The parts' HMAC-SHA-256. Other parts, or another number of them, give another."""
    # Not `hmac.digest`: it lets go of Python's lock, and under load waits for it longer than
    # it takes.
    return hmac.new(salt, b"".join(_framed(part) for part in parts), "sha256").hexdigest()


def _framed(part: str) -> bytes:
    """Text with its length before it: no letter can move from one part into the next."""
    raw = part.encode("utf-8", "surrogatepass")
    return len(raw).to_bytes(4, "big") + raw


def _household(address: str) -> str:
    """IPv4 as it is, in one spelling; of IPv6 the network that a household has, its /64.

    A telephone changes the other half of its IPv6 address by itself, several times a day
    (RFC 8981), and would be several people.
    """
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return parsed.packed[:8].hex()
    return str(parsed)


def _neighbourhood(address: str) -> str:
    """The network around an address that one customer can have many addresses of.

    An IPv4 /24, the smallest that is routed alone; an IPv6 /48, what a site is given
    (RFC 6177).
    """
    parsed = _parsed(address)
    if isinstance(parsed, str):
        return parsed
    return parsed.packed[: 6 if isinstance(parsed, IPv6Address) else 3].hex()


def _parsed(address: str) -> IPv4Address | IPv6Address | str:
    """The address, IPv4 where IPv6 only wraps it; the text itself when it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return (isinstance(parsed, IPv6Address) and parsed.ipv4_mapped) or parsed
