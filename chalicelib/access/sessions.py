"""Sessions of people who signed in: a signed cookie that names one, and the store that has it.

A session ends when nobody used it for half a day, after a week in any case, and at once when it
is ended. What the cookie holds is kept as a hash alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.access.model import Actor, Session
from chalicelib.access.seals import Seals
from chalicelib.access.store import PeopleStore
from chalicelib.errors import Unauthorized

COOKIE = "__Host-session"
"""Browsers take a cookie of such a name from this host alone, over HTTPS, for every path
(RFC 6265bis, 4.1.3.2)."""

LASTS = timedelta(hours=12)
RENEWED_AFTER = LASTS / 2
ENDS_AFTER = timedelta(days=7)
"""From its start, however often it is renewed (OWASP ASVS 5.0, 7.3.2)."""

ID_BYTES = 16

_PURPOSE = "session"


class Sessions:
    """Starts, finds, renews and ends sessions."""

    def __init__(self, store: PeopleStore, seals: Seals, random: Callable[[int], bytes]) -> None:
        self._store = store
        self._seals = seals
        self._random = random

    def start(self, email: str, now: datetime) -> tuple[Session, str]:
        """A session of somebody who proved their address, and what their cookie holds."""
        secret = self._random(ID_BYTES).hex()
        session = Session(_digest(secret), email, now, now + LASTS)
        self._store.save_session(session)
        return session, self._seals.seal(_PURPOSE, secret)

    def find(self, cookie: str | None, now: datetime) -> Session:
        """The session whose cookie this is; `Unauthorized` for none, or one that is over."""
        secret = self._seals.open(_PURPOSE, cookie) if cookie else ""
        session = self._store.session(_digest(secret), now) if secret else None
        if session is None:
            raise Unauthorized("sign in: this session is over, or was never one")
        return session

    def renew(self, session: Session, now: datetime) -> Session:
        """The session with a later end if half its time is over; the cookie stays what it is.

        `Unauthorized` when it was ended at this moment.
        """
        end = min(now + LASTS, session.started + ENDS_AFTER)
        if session.expires - now > LASTS - RENEWED_AFTER or end <= session.expires:
            return session
        longer = replace(session, expires=end)
        if not self._store.renew_session(longer):
            raise Unauthorized("sign in: this session was ended")
        return longer

    def end(self, session: Session) -> None:
        """Ends a session at once."""
        self._store.drop_session(session.id)

    def end_all(self, email: str) -> int:
        """Ends all of somebody's sessions at once; how many."""
        return self._store.drop_sessions(email)

    def actor(self, session: Session) -> Actor:
        """Who asks, with the places that are theirs now: who was removed has none."""
        members = self._store.memberships(session.email)
        return Actor(session.email, tuple(member.place for member in members), writes=True)


def _digest(secret: str) -> str:
    # 128 random bits: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
