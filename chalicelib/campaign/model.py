"""What a campaign is made of. Frozen values; a rule lives on the type that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

ANNOUNCED = timedelta(days=30)
"""For so long the pages say that the campaign's address was changed."""


class State(StrEnum):
    """A campaign's life, in order. Erased campaigns have no state: nothing is left of them."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def counts(self) -> bool:
        """Whether following a link of such a campaign is a visit."""
        return self is State.OPEN

    @property
    def listed(self) -> bool:
        """Whether the start page names such a campaign."""
        return self is not State.ARCHIVED


class Level(StrEnum):
    """What a tally, or a row of a leaderboard, is about."""

    CAMPAIGN = "campaign"
    ASSOCIATION = "association"
    GROUP = "group"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A threshold of the campaign, in signatures, and what reaching it means.

    `condition` is what it takes besides and nobody publishes, such as signatures from thirty
    départements; "" when there is none.
    """

    signatures: int
    label: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Petition:
    """Where the official count is read: the source's name, the petition's id there, how often."""

    source: str = "manual"
    id: str = ""
    poll_minutes: int = 15


@dataclass(frozen=True, slots=True)
class Kit:
    """How prints look: the campaign's colour, as #rrggbb, and the printer's mention, or ""."""

    accent: str = "#3d2db0"
    printer: str = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """The campaign's address was changed: its codes led to `old` until `at`, and then to `new`."""

    at: datetime
    old: str
    new: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A local or thematic part of an association.

    `id` is given once and never changes, so that a group keeps its tally and its links
    when it is renamed or moved; `slug` is how files and addresses call it today.
    """

    id: str
    slug: str
    name: str
    department: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """A member of the campaign; its `slug` is its identity.

    `logo` names the picture that is kept for it (`Register.picture`), or is "".
    """

    slug: str
    name: str
    contact: str = ""
    website: str = ""
    groups: tuple[Group, ...] = ()
    retired: bool = False
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One petition carried together. `version` rises by one with every change that is saved.

    `call` and `text`, in paragraphs, are for flyers. Links of the channels `page_first` lead to
    the campaign's own page before the petition. `switches` are its changes of address, oldest
    first.
    """

    slug: str
    title: str
    summary: str
    petition_url: str
    demands: tuple[str, ...] = ()
    call: str = ""
    text: tuple[str, ...] = ()
    locale: str = "fr"
    timezone: str = "Europe/Paris"
    public_leaderboard: bool = True
    state: State = State.OPEN
    petition: Petition = Petition()
    kit: Kit = Kit()
    milestones: tuple[Milestone, ...] = ()
    associations: tuple[Association, ...] = ()
    version: int = 0
    page_first: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()

    def announced(self, now: datetime) -> Switch | None:
        """The latest switch, while pages tell of it."""
        if self.switches and now - self.switches[-1].at < ANNOUNCED:
            return self.switches[-1]
        return None

    def association(self, slug: str) -> Association | None:
        """The association called `slug`, retired or not."""
        return next((a for a in self.associations if a.slug == slug), None)

    def group(self, group_id: str) -> tuple[Association, Group] | None:
        """The group whose id is `group_id`, with the association that it belongs to today."""
        for association in self.associations:
            for group in association.groups:
                if group.id == group_id:
                    return association, group
        return None


@dataclass(frozen=True, slots=True)
class Link:
    """A tracked share link. Its owner (a group, or else an association) and its channel name it.

    `group` is a group's id, or "" when the association itself owns the link. A link of a
    closed or retired owner is `closed`: it leads to a page that says so, and counts nothing.
    """

    code: str
    campaign: str
    association: str
    group: str
    channel: str
    aliases: tuple[str, ...] = field(default=())
    closed: bool = False

    @property
    def owner(self) -> str:
        """The id of who owns the link: a group's (which holds a `/`) or an association's slug."""
        return self.group or self.association
