"""What this room asks of a store. Both databases have it; one contract suite holds them to it.

Everything that expires is looked at with the time that is handed in: what has expired is not
there, whether or not the database has deleted it by then. `StoreUnavailable` when the store
does not answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, Self

from chalicelib.access.model import Act, Kept, Member, OneTime, Session, Token


class TokenStore(Protocol):
    """Where tokens are kept."""

    def token(self, digest: str) -> Token | None: ...
    def tokens(self, campaign: str) -> list[Token]: ...
    def save_token(self, token: Token) -> None: ...

    def use_token(self, token: Token, day: str) -> None:
        """Keeps the day of a token's last use, and changes nothing else of it: who revokes it at
        the same moment has revoked it. Nothing when it is gone.
        """
        ...


class PeopleStore(Protocol):
    """Members, what they sign in with, and their sessions."""

    def members(self, campaign: str) -> list[Member]:
        """A campaign's members, in the order of place and address."""
        ...

    def memberships(self, email: str) -> list[Member]:
        """All that somebody is a member of."""
        ...

    def save_member(self, member: Member) -> None:
        """Keeps a member, over the one with the same place and address."""
        ...

    def drop_member(self, member: Member) -> None:
        """Forgets a member; nothing when there is none."""
        ...

    def save_once(self, secret: OneTime) -> None:
        """Keeps a one-time secret."""
        ...

    def take_once(self, digest: str, now: datetime) -> OneTime | None:
        """The secret, which is gone from then on: of two who take it at once, one gets it."""
        ...

    def session(self, session_id: str, now: datetime) -> Session | None: ...
    def save_session(self, session: Session) -> None: ...

    def renew_session(self, session: Session) -> bool:
        """Keeps a session's new end if it is still there; whether it is. Who ends it at the same
        moment has ended it.
        """
        ...

    def drop_session(self, session_id: str) -> None:
        """Ends one session at once."""
        ...

    def drop_sessions(self, email: str) -> int:
        """Ends all of somebody's sessions at once; how many."""
        ...

    def count_sent(self, key: str, until: datetime) -> int:
        """Adds one to a counter, and answers what it is then.

        It may be forgotten from `until` on, so its key says which hour it counts.
        """
        ...

    def signing_key(self, fresh: bytes) -> bytes:
        """The deployment's secret for signing cookies: `fresh` if there was none."""
        ...


class AuditStore(Protocol):
    """What was done, and what was answered."""

    def append(self, act: Act) -> None:
        """Keeps an act; two at one moment are both kept, and none is ever changed."""
        ...

    def with_act(self, act: Act) -> Self:
        """The same store, whose next change takes the act with it: both are kept, or neither.

        A change is of a campaign (not its pictures, and not its erasing), a link, a token, a
        member or a one-time secret. One that is refused leaves the act for the change after it;
        what is done besides knows nothing of it.
        """
        ...

    def acts(
        self, campaign: str, limit: int, before: str | None = None, association: str = ""
    ) -> tuple[list[Act], str | None]:
        """The latest acts, newest first, of one association alone if it is given; and the cursor
        with which to go on, None at the end.
        """
        ...

    def answered(self, key: str, now: datetime) -> Kept | None:
        """The answer that was kept for an idempotency key."""
        ...

    def keep_answer(self, key: str, kept: Kept, now: datetime, until: datetime) -> bool:
        """Keeps an answer under a key that has none; whether this one is kept now."""
        ...

    def replace_answer(self, key: str, kept: Kept, until: datetime) -> None:
        """Keeps an answer over the one that there may be."""
        ...

    def drop_answer(self, key: str) -> None:
        """Forgets the answer of a key."""
        ...
