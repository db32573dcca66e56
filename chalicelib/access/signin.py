"""Signing in without an account: a one-time link by e-mail, which proves the address.

Whoever asks is answered the same, and the store is asked the same, whether or not anybody is
known by the address: the letter alone makes the difference, and it is sent beside the answer.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from chalicelib.access.model import OneTime, Purpose
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

Beside = Callable[[Callable[[], None]], object]
"""Does work that nobody waits for."""

Log = Callable[[str], object]


class Mailer(Protocol):
    """Sends letters."""

    def send(self, to: str, subject: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to who signs in, in plain text."""

    subject: str
    text: str


Write = Callable[[str], Letter]
"""The letter around a secret: the door knows the words, and the address that opens it."""


class SignIn:
    """Sends one-time links and takes them back."""

    def __init__(
        self,
        store: PeopleStore,
        mailer: Mailer,
        random: Callable[[int], bytes],
        key: Callable[[], bytes],
        beside: Beside,
        log: Log,
    ) -> None:
        self._store = store
        self._mailer = mailer
        self._random = random
        self._key = key
        self._beside = beside
        self._log = log

    def ask(self, email: str, now: datetime, write: Write) -> None:
        """Sends a link to the address if it is a member's; says nothing of whether it is.

        `BadInput` for what is no address.
        """
        email = check_email(email)
        sent = self._store.count_sent(self._counter(email, now), now + timedelta(hours=1))
        known = bool(self._store.memberships(email))
        secret = self._random(SECRET_BYTES).hex()
        # Kept for who is unknown too, and never shown: one write is like the other.
        self._store.save_once(
            OneTime(digest_of(Purpose.SIGN_IN, secret), Purpose.SIGN_IN, now + LASTS, email)
        )
        wanted = known and sent <= MOST_AN_HOUR
        self._beside(lambda: self._send(email, write(secret)) if wanted else None)

    def redeem(self, secret: str, now: datetime) -> str:
        """The address that a link proves; the link is worthless from now on.

        `Unauthorized`, in one message, for one that is unknown, used or too old, or whose member
        was removed meanwhile.
        """
        kept = self._store.take_once(digest_of(Purpose.SIGN_IN, secret), now)
        if kept is None or not self._store.memberships(kept.email):
            raise Unauthorized("this link was used, or is too old; ask for another one")
        return kept.email

    def _counter(self, email: str, now: datetime) -> str:
        """The place of an address's counter of this hour; without the key nobody finds it."""
        hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
        return hmac.digest(self._key(), f"sent {email} {hour}".encode(), hashlib.sha256).hex()

    def _send(self, email: str, letter: Letter) -> None:
        try:
            self._mailer.send(email, letter.subject, letter.text)
        except Exception as error:
            # Nobody waits for it, so it is the log that is told; not to whom it was.
            self._log(json.dumps({"event": "letter_not_sent", "error": type(error).__qualname__}))


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
