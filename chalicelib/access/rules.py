"""Who may do what: one table, and the one question that every door asks of it.

A role counts within its own place alone: an association manages its own groups and links, and
what is another's is to it as if it were not there. `docs/access.md` shows the table.
"""

from __future__ import annotations

from enum import StrEnum

from chalicelib.access.model import Actor, Place, Role
from chalicelib.errors import Unauthorized, UnknownPlace


class Action(StrEnum):
    """What can be done. The place that it is done to goes with it."""

    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_SWITCH = "campaign.switch"
    BOARD_READ = "board.read"
    ASSOCIATION_READ = "association.read"
    ASSOCIATION_WRITE = "association.write"
    GROUP_READ = "group.read"
    GROUP_WRITE = "group.write"
    LINK_READ = "link.read"
    LINK_WRITE = "link.write"
    DAYS_READ = "days.read"
    KIT_READ = "kit.read"
    TOKENS_READ = "tokens.read"
    TOKENS_WRITE = "tokens.write"
    MEMBERS_READ = "members.read"
    MEMBERS_WRITE = "members.write"
    AUDIT_READ = "audit.read"
    FAIRNESS_READ = "fairness.read"
    FAIRNESS_RULE = "fairness.rule"
    IMPORT = "import"
    EXPORT = "export"

    @property
    def writes(self) -> bool:
        """Whether it changes something: a token that only reads may not do it."""
        return self in WRITES


WRITES = frozenset(
    (
        *(Action.CAMPAIGN_SWITCH, Action.ASSOCIATION_WRITE, Action.GROUP_WRITE, Action.LINK_WRITE),
        *(Action.TOKENS_WRITE, Action.MEMBERS_WRITE, Action.FAIRNESS_RULE, Action.IMPORT),
    )
)

_ORGANISER = frozenset({Role.ORGANISER})
_ASSOCIATION = frozenset({Role.ORGANISER, Role.ASSOCIATION})
_GROUP = frozenset(Role)

PUBLIC = frozenset({Action.CAMPAIGN_READ})
"""What anybody may do, nobody in particular included."""

MAY: dict[Action, frozenset[Role]] = {
    Action.CAMPAIGN_READ: _GROUP,
    Action.CAMPAIGN_SWITCH: _ORGANISER,
    # Of links, and of a campaign that does not show its ranking: others' figures are in it.
    Action.BOARD_READ: _ORGANISER,
    Action.ASSOCIATION_READ: _ASSOCIATION,
    Action.ASSOCIATION_WRITE: _ORGANISER,
    Action.GROUP_READ: _GROUP,
    Action.GROUP_WRITE: _ASSOCIATION,
    Action.LINK_READ: _GROUP,
    Action.LINK_WRITE: _ASSOCIATION,
    Action.DAYS_READ: _GROUP,
    Action.KIT_READ: _GROUP,
    Action.TOKENS_READ: _ASSOCIATION,
    Action.TOKENS_WRITE: _ASSOCIATION,
    Action.MEMBERS_READ: _ASSOCIATION,
    Action.MEMBERS_WRITE: _ASSOCIATION,
    Action.AUDIT_READ: _ASSOCIATION,
    Action.FAIRNESS_READ: _ORGANISER,
    Action.FAIRNESS_RULE: _ORGANISER,
    Action.IMPORT: _ASSOCIATION,
    Action.EXPORT: _GROUP,
}
"""Who may do what within a place of theirs."""

NO_TOKEN = "a valid token is needed: Authorization: Bearer pvx_…"  # noqa: S105 (no token)
REFUSAL = "there is nothing here, or it is not yours"


def check(actor: Actor, action: Action, place: Place) -> None:
    """Returns if `actor` may do `action` to all of `place`.

    `Unauthorized` for who is nobody; for everybody else `UnknownPlace`, whose message is the
    same for what is not there and for what is not theirs: raise `unknown()` for the former.
    """
    if not may(actor, action, place):
        if not actor.places:
            raise Unauthorized(NO_TOKEN)
        raise unknown()


def may(actor: Actor, action: Action, place: Place) -> bool:
    """Whether `actor` may do `action` to all of `place`: for pages, which offer nothing else."""
    if action in PUBLIC:
        return True
    if action.writes and not actor.writes:
        return False
    return any(own.role in MAY[action] and own.covers(place) for own in actor.places)


def unknown() -> UnknownPlace:
    """The error for what is not there, and for what is not theirs."""
    return UnknownPlace(REFUSAL)
