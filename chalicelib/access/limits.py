"""How often one client may ask, and the headers that say so.

Counted in the memory of the process: a function on Lambda has many, so this is a brake on who
asks too much, and no exact account. No address is held: its place in memory is an HMAC under a
random key that ends with the process.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

MOST_KEYS = 10_000
"""So many clients are counted; when there are more, who began longest ago starts afresh."""


@dataclass(frozen=True, slots=True)
class Policy:
    """So many requests in a window of so many seconds, which begins with a client's first."""

    name: str
    quota: int
    seconds: int


OF_AN_ADDRESS = Policy("address", 600, 60)
"""An office of many people has one address."""
OF_A_TOKEN = Policy("token", 300, 60)
OF_SIGN_INS = Policy("sign-in", 30, 600)
"""Wishes for links, and tries of codes, of an address of the network; a meeting has one too."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request was told. `reset` is how many seconds the window still lasts."""

    policy: Policy
    allowed: bool
    left: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer (draft-ietf-httpapi-ratelimit-headers-10), and when to come
        back (RFC 9110, 10.2.3) if it is refused.
        """
        name = self.policy.name
        headers = {
            "RateLimit-Policy": f'"{name}";q={self.policy.quota};w={self.policy.seconds}',
            "RateLimit": f'"{name}";r={self.left};t={self.reset}',
        }
        return headers if self.allowed else headers | {"Retry-After": str(self.reset)}


class Limits:
    """Counts the requests of each client under one policy."""

    def __init__(
        self, policy: Policy, random: Callable[[int], bytes], most_keys: int = MOST_KEYS
    ) -> None:
        self._policy = policy
        self._secret = random(32)
        self._most = most_keys
        self._windows: OrderedDict[bytes, tuple[datetime, int]] = OrderedDict()
        self._counting = Lock()

    def take(self, key: str, now: datetime) -> Allowance:
        """Counts one request of the client `key`, such as `token 1a2b`."""
        place = hmac.digest(self._secret, key.encode("utf-8", "surrogatepass"), hashlib.sha256)
        length = timedelta(seconds=self._policy.seconds)
        with self._counting:
            began, asked = self._windows.get(place, (now, 0))
            if not began <= now < began + length:
                self._windows.pop(place)
                began, asked = now, 0
            self._windows[place] = (began, asked + 1)
            if len(self._windows) > self._most:
                self._windows.popitem(last=False)
        left = self._policy.quota - asked - 1
        reset = math.ceil((began + length - now).total_seconds())
        return Allowance(self._policy, left >= 0, max(0, left), reset)

    def take_address(self, address: str, now: datetime) -> Allowance:
        """Counts one request of an address; of IPv6 the /64, which is one household's."""
        return self.take(f"address {_network(address)}", now)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), 64), strict=False).network_address)
