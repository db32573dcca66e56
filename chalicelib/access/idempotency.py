"""`Idempotency-Key`: a creation that is asked for twice is done once and answered twice.

A key is its actor's own, and is kept for a day. Under it lies first that the request is under
way, then its answer. Who asks again meanwhile is told so (409); so is who sends another
request with a key that was used (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
A request that dies on its way blocks its key for as long as one may last, and no longer: it may
have done its work by then, so what creates something also has to bear being repeated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.access.model import Actor, Kept
from chalicelib.access.store import AuditStore
from chalicelib.clock import Clock
from chalicelib.errors import BadInput, KeyReused, RequestUnderWay

KEPT = timedelta(hours=24)
UNDER_WAY = timedelta(seconds=60)
"""Twice as long as API Gateway waits for an answer."""

_KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a creation answers. `kept` is what is answered again where `body` must not be kept:
    a secret is shown once.
    """

    status: int
    body: str
    kept: str | None = None


class Idempotency:
    """Does a request once."""

    def __init__(self, store: AuditStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def run(
        self, actor: Actor, key: str | None, request: str, work: Callable[[], Answer]
    ) -> tuple[Answer, bool]:
        """What `work` answers, and False; or what it answered to this request before, and True.

        `request` is all that makes it this request: method, path and body. Without a key the work
        is done. What it raises is raised, and the key is free again: nothing was created.
        `KeyReused` for another request under this key, `RequestUnderWay` for one that is not
        answered yet, `BadInput` for a key that is none.
        """
        if key is None:
            return work(), False
        if not _KEY.match(key):
            raise BadInput("Idempotency-Key must be 1 to 200 visible characters of ASCII")
        place, digest = _digest(actor.name, key), _digest(request)
        before = self._begin(place, digest)
        if before is not None:
            return before, True
        try:
            answer = work()
        except Exception:
            self._store.drop_answer(place)
            raise
        body = answer.body if answer.kept is None else answer.kept
        self._store.replace_answer(place, Kept(digest, answer.status, body), self._clock() + KEPT)
        return answer, False

    def _begin(self, place: str, digest: str) -> Answer | None:
        """The answer of before; None when the key is this request's from now on."""
        now = self._clock()
        if self._store.keep_answer(place, Kept(digest), now, now + UNDER_WAY):
            return None
        kept = self._store.answered(place, now)
        if kept is not None and kept.digest != digest:
            raise KeyReused("this Idempotency-Key was used for another request; take a new one")
        if kept is None or not kept.status:
            raise RequestUnderWay("the same request is under way; ask again in a moment")
        return Answer(kept.status, kept.body)


def _digest(*parts: str) -> str:
    text = "\0".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
