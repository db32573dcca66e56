"""Tokens for tools: shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.errors import BadInput, Unauthorized

PREFIX = "pvx_"
"""Recognisable, so that scanners of leaked secrets find ours."""
SECRET_BYTES = 20


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept. `id` names it in lists; `digest` is SHA-256 of the secret."""

    id: str
    campaign: str
    label: str
    digest: str
    created: datetime
    revoked: bool = False


class TokenStore(Protocol):
    """Where tokens are kept."""

    def token(self, digest: str) -> Token | None: ...
    def tokens(self, campaign: str) -> list[Token]: ...
    def save_token(self, token: Token) -> None: ...


class Tokens:
    """Makes, checks and revokes tokens."""

    def __init__(self, store: TokenStore, random: Callable[[int], bytes]) -> None:
        self._store = store
        self._random = random

    def create(self, campaign: str, label: str, now: datetime) -> tuple[Token, str]:
        """A new token and its secret, which nobody can show again."""
        secret = PREFIX + self._random(SECRET_BYTES).hex()
        token = Token(self._random(4).hex(), campaign, label, _digest(secret), now)
        self._store.save_token(token)
        return token, secret

    def check(self, secret: str | None) -> Token:
        """The token whose secret this is; `Unauthorized` for any other."""
        token = self._store.token(_digest(secret)) if secret else None
        if token is None or token.revoked:
            raise Unauthorized("a valid token is needed: Authorization: Bearer pvx_…")
        return token

    def list(self, campaign: str) -> list[Token]:
        """The campaign's tokens, oldest first."""
        return self._store.tokens(campaign)

    def revoke(self, campaign: str, token_id: str) -> Token:
        """Makes a token worthless at once; `BadInput` when the campaign has none of this id."""
        for token in self._store.tokens(campaign):
            if token.id == token_id:
                gone = Token(
                    token.id, token.campaign, token.label, token.digest, token.created, True
                )
                self._store.save_token(gone)
                return gone
        raise BadInput(f"campaign {campaign!r} has no token {token_id!r}; `token list` names them")


def _digest(secret: str) -> str:
    # A token has 160 random bits, so a fast hash is enough: there is nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
