"""The audit trail: who did what when. Acts are appended, and read; nothing changes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.access.model import Act, Place
from chalicelib.access.store import AuditStore
from chalicelib.errors import BadInput

COMMAND_LINE = "command line"
"""Who acts through `python -m chalicelib`: whoever may open the database."""

MOST_ACTS = 500
"""Of a page."""

_CURSOR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00#\d{4,9}\Z", re.ASCII)


class What(StrEnum):
    """What can have been done."""

    CAMPAIGN_APPLIED = "campaign.applied"
    CAMPAIGN_SWITCHED = "campaign.switched"
    CAMPAIGN_ERASED = "campaign.erased"
    ASSOCIATION_CREATED = "association.created"
    ASSOCIATION_CHANGED = "association.changed"
    GROUP_CREATED = "group.created"
    GROUP_CHANGED = "group.changed"
    LINK_CREATED = "link.created"
    LINK_CHANGED = "link.changed"
    TOKEN_CREATED = "token.created"  # noqa: S105 (a word, not a secret)
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    MEMBER_ADDED = "member.added"
    MEMBER_REMOVED = "member.removed"
    MEMBERS_INVITED = "members.invited"
    SIGNED_IN = "signed.in"
    SIGNED_OUT = "signed.out"
    SESSIONS_ENDED = "sessions.ended"
    DAY_LEFT_OUT = "day.left_out"
    DAY_BROUGHT_BACK = "day.brought_back"
    COUNT_SET = "count.set"
    HISTORY_IMPORTED = "count.imported"
    MILESTONE_UNSTAMPED = "milestone.unstamped"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Page:
    """Acts, newest first. `next` is the cursor of the page after it, None at the end."""

    acts: tuple[Act, ...]
    next: str | None


def act_of(now: datetime, who: str, what: What, place: Place, about: str) -> Act:
    """An act. `about` is one line, with no secret in it."""
    return Act(now, place.campaign, who, what.value, about, place.association)


class Trail:
    """Records acts and reads them."""

    def __init__(self, store: AuditStore) -> None:
        self._store = store

    def record(self, now: datetime, who: str, what: What, place: Place, about: str) -> Act:
        """Appends an act that goes with no change: see `AuditStore.with_act` for those that do."""
        act = act_of(now, who, what, place, about)
        self._store.append(act)
        return act

    def page(self, place: Place, limit: int = MOST_ACTS, cursor: str | None = None) -> Page:
        """The latest acts of a campaign, or of one association of it."""
        if not 1 <= limit <= MOST_ACTS:
            raise BadInput(f"limit must be from 1 to {MOST_ACTS}, not {limit}")
        if cursor is not None and not _CURSOR.match(cursor):
            raise BadInput(f"no page of acts has the cursor {cursor[:80]!r}")
        acts, following = self._store.acts(place.campaign, limit, cursor, place.association)
        return Page(tuple(acts), following)

    def all(self, place: Place) -> Iterator[Act]:
        """Every act, newest first."""
        page = self.page(place)
        yield from page.acts
        while page.next:
            page = self.page(place, cursor=page.next)
            yield from page.acts


def act_to_json(act: Act) -> dict[str, str]:
    """An act as it is exported."""
    return {
        "at": act.at.isoformat(),
        "who": act.who,
        "what": act.what,
        "about": act.about,
        "association": act.association,
    }
