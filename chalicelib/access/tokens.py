"""Tokens for tools: shown once, kept only as a hash, for one place, to read or to write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.access.model import Actor, Place, Scope, Token
from chalicelib.access.store import TokenStore
from chalicelib.errors import BadInput, Unauthorized

PREFIX = "pvx_"
"""Recognisable, so that scanners of leaked secrets find ours."""
SECRET_BYTES = 20
MOST_DAYS = 3650


class Tokens:
    """Makes, checks and revokes tokens."""

    def __init__(self, store: TokenStore, random: Callable[[int], bytes]) -> None:
        self._store = store
        self._random = random

    def create(
        self,
        place: Place,
        label: str,
        now: datetime,
        scope: Scope = Scope.READ,
        days: int | None = None,
    ) -> tuple[Token, str]:
        """A new token and its secret, as `draw` says, and keeps the token."""
        token, secret = self.draw(place, label, now, scope, days)
        self._store.save_token(token)
        return token, secret

    def draw(
        self,
        place: Place,
        label: str,
        now: datetime,
        scope: Scope = Scope.READ,
        days: int | None = None,
    ) -> tuple[Token, str]:
        """A token that is yet to be kept, and its secret, which nobody can show again.

        `days` is how long it works, for ever if left out; `BadInput` for a number that is not
        from 1 to `MOST_DAYS`.
        """
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise BadInput(f"a token works for 1 to {MOST_DAYS} days, not {days}")
        secret = PREFIX + self._random(SECRET_BYTES).hex()
        expires = now + timedelta(days=days) if days else None
        token = Token(
            self._random(4).hex(), place, label, _digest(secret), now, scope=scope, expires=expires
        )
        return token, secret

    def check(self, secret: str | None, now: datetime) -> Token:
        """The token whose secret this is; `Unauthorized` for any other, revoked or expired.

        Its first use of a day is one write more.
        """
        token = self._store.token(_digest(secret)) if secret else None
        if token is None or not token.works(now):
            raise Unauthorized("a valid token is needed: Authorization: Bearer pvx_…")
        day = now.astimezone(UTC).date().isoformat()
        if token.used == day:
            return token
        self._store.use_token(token, day)
        return replace(token, used=day)

    def list(self, campaign: str) -> list[Token]:
        """The campaign's tokens, oldest first."""
        return self._store.tokens(campaign)

    def revoke(self, place: Place, token_id: str) -> Token:
        """Makes a token of a place worthless at once; `BadInput` when it has none of this id."""
        gone = replace(self.find(place, token_id), revoked=True)
        self._store.save_token(gone)
        return gone

    def find(self, place: Place, token_id: str) -> Token:
        """The token of a place that has this id; `BadInput` when there is none."""
        for token in self._store.tokens(place.campaign):
            if token.id == token_id and place.covers(token.place):
                return token
        owner = (
            f"association {place.association!r}"
            if place.association
            else (f"campaign {place.campaign!r}")
        )
        raise BadInput(f"{owner} has no token {token_id!r}; `token list` names them")


def actor(token: Token) -> Actor:
    """Who asks with a token."""
    return Actor(f"token {token.id}", (token.place,), token.writes)


def token_to_json(token: Token) -> dict[str, str | bool | None]:
    """A token as lists show it: nothing of its secret."""
    return {
        "id": token.id,
        "label": token.label,
        "created": token.created.isoformat(),
        "revoked": token.revoked,
        "association": token.place.association,
        "scope": token.scope.value,
        "expires": token.expires.isoformat() if token.expires else None,
        "used": token.used,
    }


def _digest(secret: str) -> str:
    # A token has 160 random bits, so a fast hash is enough: there is nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
