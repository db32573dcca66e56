"""A request's verdict, and the visit it may become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RETENTION = timedelta(days=35)
"""How long a visit is kept: a month of figures can be checked, and then the pseudonyms go."""

REPLAY_WINDOW = RETENTION - timedelta(days=2)
"""How old a logged visit may be and still be replayed. A visit is recognised as its own
retry by the item it left; two days before that item can expire, replay refuses."""


class Verdict(StrEnum):
    """What a request turned out to be."""

    PERSON = "person"
    REPEAT = "repeat"
    PREVIEW = "preview"
    ROBOT = "robot"
    PREFETCH = "prefetch"
    HEAD = "head"

    @property
    def excluded(self) -> bool:
        """Whether it is not counted as a visit."""
        return self is not Verdict.PERSON


class Outcome(StrEnum):
    """What the one write answered: a new visit, one already there, or this very write again."""

    NEW = "new"
    REPEAT = "repeat"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Visit:
    """The first request of one address-and-agent pair for a link on a day.

    `day` is the campaign's (ISO, `2026-11-23`), `hour` 0 to 23 there; `visitor` the day's
    pseudonym; `request` names the request that made it, so that its retry is recognised.
    `network` (of 256 groups of networks, which one) and `family` (kind of browser and
    device) tell of no single person; "" where an older Porte-voix recorded the visit.
    """

    campaign: str
    association: str
    group: str
    link: str
    day: str
    hour: int
    at: datetime
    visitor: str
    request: str
    scan: bool
    network: str = ""
    family: str = ""

    @property
    def key(self) -> str:
        """What makes it one visit: link, day and visitor."""
        return f"{self.link}#{self.day}#{self.visitor}"

    @property
    def expires(self) -> datetime:
        """When it may be deleted."""
        return self.at + RETENTION


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A request that was not counted. Added up approximately: one best-effort addition."""

    campaign: str
    association: str
    group: str
    link: str
    verdict: Verdict
