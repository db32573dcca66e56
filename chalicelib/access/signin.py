"""Signing in without an account: a one-time link by e-mail, which proves the address.

Whoever asks is answered before anybody looks whether the address is known. The wish is handed on
and all the work is done beside: in a thread on one machine, by a function of its own on AWS. So
an address that is known and one that is not are answered alike, and as soon.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from chalicelib.access.letter import Letter, write
from chalicelib.access.model import OneTime, Purpose
from chalicelib.access.seals import Seals
from chalicelib.access.store import PeopleStore
from chalicelib.errors import BadInput, Unauthorized

LASTS = timedelta(minutes=15)
MOST_AN_HOUR = 5
"""Letters to one address; who asks more often is answered the same and gets none."""

SECRET_BYTES = 20

MOST_CHARACTERS = 254
"""Of an address (RFC 5321, erratum 1690)."""

_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}\Z")
"""What RFC 5322 writes without quotes, in lower case; mailers bear no more than ASCII here."""
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\Z")


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants to sign in with an address: when (ISO 8601), and in which language."""

    email: str
    locale: str
    at: str


Post = Callable[[Wish], object]
"""Hands a wish to `Letters.answer`, and waits neither for it nor for what it says."""


class Mailer(Protocol):
    """Sends letters. `StoreUnavailable` when one cannot be sent; its message names nobody."""

    def send(self, to: str, letter: Letter) -> None: ...


class SignIn:
    """Takes wishes for one-time links, and takes the links back."""

    def __init__(self, store: PeopleStore, post: Post) -> None:
        self._store = store
        self._post = post

    def ask(self, email: str, locale: str, now: datetime) -> None:
        """Sends a link to the address if it is a member's; says nothing of whether it is.

        `BadInput` for what is no address.
        """
        self._post(Wish(check_email(email), locale, now.isoformat()))

    def redeem(self, secret: str, now: datetime) -> str:
        """The address that a link proves; the link is worthless from now on.

        `Unauthorized`, in one message, for one that is unknown, used or too old, or whose member
        was removed meanwhile.
        """
        kept = self._store.take_once(digest_of(Purpose.SIGN_IN, secret), now)
        if kept is None or not self._store.memberships(kept.email):
            raise Unauthorized("this link was used, or is too old; ask for another one")
        return kept.email


class Letters:
    """Answers wishes, beside all that anybody waits for."""

    def __init__(
        self,
        store: PeopleStore,
        mailer: Mailer,
        random: Callable[[int], bytes],
        seals: Seals,
        base_url: str,
    ) -> None:
        self._store = store
        self._mailer = mailer
        self._random = random
        self._seals = seals
        self._base_url = base_url

    def answer(self, wish: Wish, now: datetime) -> bool:
        """Sends a link to a member's address, so many an hour; whether it did.

        Nobody waits any more for a wish that is as old as its link would last. The store is asked
        the same for who is unknown, up to the letter: who sends wishes as fast as they can does
        not slow their next one down by it either.
        """
        end = datetime.fromisoformat(wish.at) + LASTS
        sent = self._store.count_sent(self._counter(wish.email, now), now + timedelta(hours=1))
        if now >= end or sent > MOST_AN_HOUR:
            return False
        secret = self._random(SECRET_BYTES).hex()
        letter = write(self._base_url, secret, wish.locale)
        # Kept for who is unknown too, and never shown: one write is like the other.
        self._store.save_once(
            OneTime(digest_of(Purpose.SIGN_IN, secret), Purpose.SIGN_IN, end, wish.email)
        )
        if not self._store.memberships(wish.email):
            return False
        self._mailer.send(wish.email, letter)
        return True

    def _counter(self, email: str, now: datetime) -> str:
        """The place of an address's counter of this hour; without the key nobody finds it."""
        hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
        return self._seals.mark("sent", f"{email} {hour}")


def digest_of(purpose: Purpose, secret: str) -> str:
    """Where a one-time secret is kept: for another purpose it is not there, and stays unused."""
    text = f"{purpose}:{secret}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_email(text: str) -> str:
    """The address in lower case, as members are known by; `BadInput` for what is none."""
    local, _, domain = text.strip().lower().rpartition("@")
    try:
        host = domain.encode("idna").decode()
    except UnicodeError:
        host = ""
    email = f"{local}@{host}"
    if len(email) > MOST_CHARACTERS or not _LOCAL.match(local) or not _HOST.match(host):
        raise BadInput(f"{text[:80]!r} is not an e-mail address")
    return email
