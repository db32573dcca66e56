"""Tokens, members, one-time secrets and sessions in DynamoDB.

What is looked up in two ways is two items, written in one transaction.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.access.model import Member, OneTime, Session, Token
from chalicelib.errors import Conflict
from chalicelib.store.documents import (
    member_from_text,
    member_to_text,
    one_time_from_text,
    one_time_to_text,
    seconds,
    session_from_text,
    session_to_text,
    token_from_text,
    token_to_text,
)
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.changes import Changes
from chalicelib.store.dynamodb.client import Action, Client, number, text
from chalicelib.store.dynamodb.keys import Item, Key, Table

_THERE = "attribute_exists(pk)"


class AccessItems(Changes):
    """`access.store.TokenStore` and `access.store.PeopleStore`."""

    _db: Client

    def token(self, digest: str) -> Token | None:
        """The token with this hash."""
        item = self._db.get(keys.token(digest))
        return _token(item) if item else None

    def tokens(self, campaign: str) -> list[Token]:
        """The campaign's tokens, oldest first."""
        found = self._db.query(Table.DIRECTORY, keys.tokens(campaign))
        kept = [_token(item) for item in found]
        return sorted(kept, key=lambda token: (token.created, token.digest))

    def save_token(self, token: Token) -> None:
        """Keeps a token, over the one with the same hash."""
        self._change([Action("Put", key, put=item) for key, item in token_items(token)])

    def use_token(self, token: Token, day: str) -> None:
        """Keeps the day of a token's last use, beside the document that a revocation replaces."""
        actions = [
            Action(
                "Update",
                place,
                update="SET used = :day",
                condition=_THERE,
                values={":day": text(day)},
            )
            for place in _of_token(token)
        ]
        # Somebody else keeps the same day at this moment, or revokes the token.
        with suppress(Conflict):
            self._db.transact(actions)

    def members(self, campaign: str) -> list[Member]:
        """A campaign's members, in the order of place and address."""
        found = self._db.query(Table.DIRECTORY, keys.members(campaign))
        members = [member_from_text(item["document"]["S"]) for item in found]
        return sorted(members, key=lambda m: (m.place.association, m.place.group, m.email))

    def memberships(self, email: str) -> list[Member]:
        """All that somebody is a member of."""
        found = self._db.query(Table.DIRECTORY, keys.memberships(email))
        members = [member_from_text(item["document"]["S"]) for item in found]
        return sorted(members, key=lambda m: (m.place.campaign, m.place.association, m.place.group))

    def save_member(self, member: Member) -> None:
        """Keeps a member, over the one with the same place and address."""
        self._change([Action("Put", key, put=item) for key, item in member_items(member)])

    def drop_member(self, member: Member) -> None:
        """Forgets a member."""
        self._change([Action("Delete", key) for key in keys.member(member)])

    def save_once(self, secret: OneTime) -> None:
        """Keeps a one-time secret."""
        item = _expiring(one_time_to_text(secret), secret.expires)
        if secret.place:
            item["campaign"] = text(secret.place.campaign)
        self._change([Action("Put", keys.one_time(secret.digest), put=item)])

    def take_once(self, digest: str, now: datetime) -> OneTime | None:
        """The secret, which is gone from then on: whoever deletes it is told what it was."""
        item = self._db.delete(keys.one_time(digest))
        secret = one_time_from_text(item["document"]["S"]) if item else None
        return secret if secret and now < secret.expires else None

    def session(self, session_id: str, now: datetime) -> Session | None:
        """The session with this id, if it is not over."""
        session = self._session(session_id)
        return session if session and now < session.expires else None

    def save_session(self, session: Session) -> None:
        """Keeps a session."""
        self._db.transact(_put_session(session))

    def renew_session(self, session: Session) -> bool:
        """Keeps a session's new end if it is still there; whether it is."""
        return not self._db.transact(_put_session(session, _THERE))

    def drop_session(self, session_id: str) -> None:
        """Ends one session at once."""
        session = self._session(session_id)
        if session:
            self._drop(session.id, session.email)

    def drop_sessions(self, email: str) -> int:
        """Ends all of somebody's sessions at once; how many."""
        found = list(self._db.query(Table.DIRECTORY, keys.sessions(email)))
        for item in found:
            self._drop(item["sk"]["S"], email)
        return len(found)

    def count_sent(self, key: str, until: datetime) -> int:
        """Adds one to a counter, and answers what it is then."""
        now = self._db.update(
            keys.sent(key),
            f"SET {keys.EXPIRES} = :until ADD sent :one",
            {":until": number(seconds(until)), ":one": number(1)},
        )
        return int(now["sent"]["N"])

    def signing_key(self, fresh: bytes) -> bytes:
        """The deployment's secret for signing cookies: `fresh` if there was none."""
        new = Action(
            "Put", keys.SIGNING, put={"secret": {"B": fresh}}, condition="attribute_not_exists(pk)"
        )
        kept = self._db.get(keys.SIGNING)
        if kept is None:
            with suppress(Conflict):
                if not self._db.transact([new]):
                    return fresh
            kept = self._db.get(keys.SIGNING)
        if kept is None:
            raise Conflict("somebody else makes the signing key at this moment; try again")
        return bytes(kept["secret"]["B"])

    def _session(self, session_id: str) -> Session | None:
        item = self._db.get(keys.session(session_id))
        return session_from_text(item["document"]["S"]) if item else None

    def _drop(self, session_id: str, email: str) -> None:
        places = (keys.session(session_id), keys.session_of(email, session_id))
        self._db.transact([Action("Delete", place) for place in places])


def token_items(token: Token) -> list[tuple[Key, Item]]:
    """Where a token is kept, and as what."""
    return [(place, {"document": text(token_to_text(token))}) for place in _of_token(token)]


def member_items(member: Member) -> list[tuple[Key, Item]]:
    """Where a member is kept, and as what."""
    item = {"document": text(member_to_text(member)), "campaign": text(member.place.campaign)}
    return [(key, item) for key in keys.member(member)]


def _token(item: Item) -> Token:
    token = token_from_text(item["document"]["S"])
    return replace(token, used=item["used"]["S"]) if "used" in item else token


def _of_token(token: Token) -> tuple[Key, Key]:
    return keys.token(token.digest), keys.token_of(token.place.campaign, token.digest)


def _put_session(session: Session, condition: str = "") -> list[Action]:
    item = _expiring(session_to_text(session), session.expires)
    places = (keys.session(session.id), keys.session_of(session.email, session.id))
    return [Action("Put", place, put=item, condition=condition) for place in places]


def _expiring(document: str, expires: datetime) -> Item:
    return {"document": text(document), keys.EXPIRES: number(seconds(expires))}
