"""Values that go out and come back, and must come back as they went: signed, each for one use.

The only module that knows itsdangerous.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property

from itsdangerous import BadSignature, Signer

from chalicelib.access.store import PeopleStore
from chalicelib.errors import Unauthorized

KEY_BYTES = 32


class Seals:
    """Signs with the deployment's key: HMAC-SHA-256, under a key of its own for each purpose."""

    def __init__(self, store: PeopleStore, random: Callable[[int], bytes]) -> None:
        self._store = store
        self._random = random

    @cached_property
    def _key(self) -> bytes:
        return self._store.signing_key(self._random(KEY_BYTES))

    def seal(self, purpose: str, value: str) -> str:
        """`value` with its signature. It can be read: it is not a secret by that."""
        return self._signer(purpose).sign(value.encode()).decode()

    def open(self, purpose: str, sealed: str) -> str:
        """The value that was sealed for this purpose; `Unauthorized` for anything else."""
        try:
            return self._signer(purpose).unsign(sealed.encode("utf-8", "surrogatepass")).decode()
        except (BadSignature, UnicodeDecodeError):
            raise Unauthorized("this was not signed here, or was changed since") from None

    def mark(self, purpose: str, value: str) -> str:
        """What stands for `value`, and tells nothing of it without the key."""
        return self._signer(purpose).get_signature(value.encode()).decode()

    def _signer(self, purpose: str) -> Signer:
        return Signer(
            self._key,
            salt=f"porte-voix {purpose}".encode(),
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )
