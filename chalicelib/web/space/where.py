"""Where in the space a page is: a campaign, an association of it, or a group; and what else there
is beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.access import rules
from chalicelib.access.model import Actor, Place
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Association, Campaign, Group, Level

MENUS: dict[Level, tuple[tuple[str, Action], ...]] = {
    Level.CAMPAIGN: (
        ("", Action.ASSOCIATION_WRITE),
        ("people", Action.MEMBERS_READ),
        ("fairness", Action.FAIRNESS_READ),
        ("count", Action.CAMPAIGN_SWITCH),
        ("switch", Action.CAMPAIGN_SWITCH),
        ("sheet", Action.IMPORT),
        ("tokens", Action.TOKENS_READ),
        ("audit", Action.AUDIT_READ),
    ),
    Level.ASSOCIATION: (
        ("", Action.DAYS_READ),
        ("links", Action.LINK_READ),
        ("kit", Action.KIT_READ),
        ("sheet", Action.IMPORT),
        ("people", Action.MEMBERS_READ),
        ("tokens", Action.TOKENS_READ),
        ("audit", Action.AUDIT_READ),
    ),
    Level.GROUP: (
        ("", Action.DAYS_READ),
        ("links", Action.LINK_READ),
        ("kit", Action.KIT_READ),
    ),
}
"""The pages of each kind of place, by the last segment of their addresses ("" is its first page),
with what it takes to be offered one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a menu: its key, and its path within this site."""

    key: str
    path: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place that pages are about, with the names that people know it by."""

    campaign: Campaign
    association: Association | None = None
    group: Group | None = None

    @property
    def place(self) -> Place:
        """The same for `access.rules`."""
        association = self.association.slug if self.association else ""
        return Place(self.campaign.slug, association, self.group.id if self.group else "")

    @property
    def level(self) -> Level:
        """Whose figures a page of this place shows."""
        if self.group:
            return Level.GROUP
        return Level.ASSOCIATION if self.association else Level.CAMPAIGN

    @property
    def name(self) -> str:
        """What the place is called: `Lyon`, `Essor`, or the campaign's title."""
        owner = self.group or self.association
        return owner.name if owner else self.campaign.title

    @property
    def path(self) -> str:
        """Where its first page is, within this site: `/space/c/enfants/a/essor/g/lyon`."""
        parts = ["/space/c", self.campaign.slug]
        if self.association:
            parts += ["a", self.association.slug]
        if self.group:
            parts += ["g", self.group.slug]
        return "/".join((parts[0], *(quote(part, safe="") for part in parts[1:])))

    @property
    def above(self) -> Where | None:
        """The place that this one is a part of."""
        if self.group:
            return Where(self.campaign, self.association)
        return Where(self.campaign) if self.association else None

    def page(self, key: str) -> str:
        """Where one of its pages is; `key` as in `MENUS`."""
        return f"{self.path}/{key}" if key else self.path

    def menu(self, actor: Actor) -> list[Item]:
        """What of this place is offered to `actor`: nothing that would be refused."""
        return [
            Item(key or "first", self.page(key))
            for key, action in MENUS[self.level]
            if rules.may(actor, action, self.place)
        ]

    def trail(self, actor: Actor) -> list[Where]:
        """The places above this one that `actor` has the first page of, the widest first."""
        above = self.above
        if above is None:
            return []
        return [*above.trail(actor), *([above] if above.menu(actor) else [])]


def where_of(campaign: Campaign, place: Place) -> Where | None:
    """A member's place as their pages name it; None when the campaign has it no more."""
    if place.group:
        found = campaign.group(place.group)
        return Where(campaign, *found) if found else None
    if not place.association:
        return Where(campaign)
    association = campaign.association(place.association)
    return Where(campaign, association) if association else None
