"""Hand-written stand-ins of the access room's stores, in memory, and randomness that counts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.access.model import Act, Kept, Member, OneTime, Session
from tests.contract.samples import NOON


def counting() -> Callable[[int], bytes]:
    """Randomness of which no two draws are alike: 1, 2, 3…"""
    numbers = itertools.count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


@dataclass
class FakePeople:
    """`access.store.PeopleStore`; `asked` names what it was asked, in order."""

    kept: dict[tuple[str, str], Member] = field(default_factory=dict)
    once: dict[str, OneTime] = field(default_factory=dict)
    open: dict[str, Session] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    key: bytes = b""
    asked: list[str] = field(default_factory=list)

    def members(self, campaign: str) -> list[Member]:
        return [one for one in self.kept.values() if one.place.campaign == campaign]

    def memberships(self, email: str) -> list[Member]:
        self.asked.append("memberships")
        return [one for one in self.kept.values() if one.email == email]

    def save_member(self, member: Member) -> None:
        self.kept[(member.email, repr(member.place))] = member

    def drop_member(self, member: Member) -> None:
        self.kept.pop((member.email, repr(member.place)), None)

    def save_once(self, secret: OneTime) -> None:
        self.asked.append("save_once")
        self.once[secret.digest] = secret

    def take_once(self, digest: str, now: datetime) -> OneTime | None:
        secret = self.once.pop(digest, None)
        return secret if secret and now < secret.expires else None

    def session(self, session_id: str, now: datetime) -> Session | None:
        session = self.open.get(session_id)
        return session if session and now < session.expires else None

    def save_session(self, session: Session) -> None:
        self.open[session.id] = session

    def renew_session(self, session: Session) -> bool:
        there = session.id in self.open
        if there:
            self.open[session.id] = session
        return there

    def drop_session(self, session_id: str) -> None:
        self.open.pop(session_id, None)

    def drop_sessions(self, email: str) -> int:
        gone = [s.id for s in self.open.values() if s.email == email]
        for session_id in gone:
            del self.open[session_id]
        return len(gone)

    def count_sent(self, key: str, until: datetime) -> int:
        self.asked.append("count_sent")
        self.sent[key] = self.sent.get(key, 0) + 1
        return self.sent[key]

    def signing_key(self, fresh: bytes) -> bytes:
        self.key = self.key or fresh
        return self.key


@dataclass
class FakeAudit:
    """`access.store.AuditStore`; a cursor is how many acts came before."""

    kept: list[Act] = field(default_factory=list)
    answers: dict[str, tuple[Kept, datetime]] = field(default_factory=dict)

    def append(self, act: Act) -> None:
        self.kept.append(act)

    def acts(
        self, campaign: str, limit: int, before: str | None = None, association: str = ""
    ) -> tuple[list[Act], str | None]:
        mine = [
            act
            for act in reversed(self.kept)
            if act.campaign == campaign and association in ("", act.association)
        ]
        start = int(before.rpartition("#")[2]) if before else 0
        end = start + limit
        cursor = f"{NOON.strftime('%Y-%m-%dT%H:%M:%S.%f')}+00:00#{end:04}"
        return mine[start:end], cursor if len(mine) > end else None

    def answered(self, key: str, now: datetime) -> Kept | None:
        kept, until = self.answers.get(key, (None, now))
        return kept if now < until else None

    def keep_answer(self, key: str, kept: Kept, now: datetime, until: datetime) -> bool:
        if self.answered(key, now) is not None:
            return False
        self.answers[key] = (kept, until)
        return True

    def replace_answer(self, key: str, kept: Kept, until: datetime) -> None:
        self.answers[key] = (kept, until)

    def drop_answer(self, key: str) -> None:
        self.answers.pop(key, None)
