"""Whoever asks, and what part of a campaign is theirs. Frozen values; rules live on their types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a campaign, from the one who may most."""

    ORGANISER = "organiser"
    ASSOCIATION = "association"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a campaign: all of it, an association's, or a group's.

    `association` is a slug; `group` is a group's id, which keeps when it is renamed or moved.
    """

    campaign: str
    association: str = ""
    group: str = ""

    @property
    def role(self) -> Role:
        """What somebody is whose place this is."""
        if self.group:
            return Role.GROUP
        return Role.ASSOCIATION if self.association else Role.ORGANISER

    @property
    def owner(self) -> str:
        """The id of whose place this is: a group's, an association's, or the campaign's slug."""
        return self.group or self.association or self.campaign

    def covers(self, other: Place) -> bool:
        """Whether all of `other` lies within this place.

        A group's place is the group's, whichever association it belongs to by now.
        """
        if self.campaign != other.campaign:
            return False
        if self.group:
            return self.group == other.group
        return self.association in ("", other.association)


class Scope(StrEnum):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Token:
    """An access token as it is kept. `id` names it in lists; `digest` is SHA-256 of its secret.

    It stands for its `place`: the campaign, or one association. `expires` and `used` are None
    for never; `used` is the day of its last use, in UTC, and no closer.
    """

    id: str
    place: Place
    label: str
    digest: str
    created: datetime
    scope: Scope = Scope.READ
    expires: datetime | None = None
    used: str | None = None
    revoked: bool = False

    @property
    def writes(self) -> bool:
        """Whether it may change anything."""
        return self.scope is Scope.WRITE

    def works(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return not self.revoked and (self.expires is None or now < self.expires)


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may sign in for a place. `email` is in lower case, and is how they are known."""

    email: str
    place: Place
    since: datetime
    by: str


class Purpose(StrEnum):
    """What a one-time secret is good for, and nothing else."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class OneTime:
    """A secret that works once: `digest` is SHA-256 of its purpose and of it.

    A sign-in is for `email`; an invitation is for whoever holds it, and makes them a member of
    `place`.
    """

    digest: str
    purpose: Purpose
    expires: datetime
    email: str = ""
    place: Place | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in. `id` is SHA-256 of what their cookie holds, signed: whoever reads
    the database, and the key that signs with it, cannot make a cookie.
    """

    id: str
    email: str
    started: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something, by name for the audit trail: `token 1a2b`, an address, nobody.

    `places` are theirs; `writes` says whether they may change anything at all.
    """

    name: str
    places: tuple[Place, ...] = ()
    writes: bool = False

    def may(self, place: Place) -> bool:
        """Whether `place` lies within one of theirs."""
        return any(own.covers(place) for own in self.places)


NOBODY = Actor("nobody")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done, for the audit trail: it is appended and never changed.

    `what` is a word such as `link.created`; `about` is what was acted on, in words.
    """

    at: datetime
    campaign: str
    who: str
    what: str
    about: str
    association: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is given again to the same request: `digest` is SHA-256 of that.

    `status` is 0 while the request is under way.
    """

    digest: str
    status: int = 0
    body: str = ""
