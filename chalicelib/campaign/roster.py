"""Associations and groups while a spreadsheet is merged into them: who is called what.

These change line by line, and become what a campaign desires at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.campaign.desired import Desired, DesiredAssociation, DesiredGroup
from chalicelib.campaign.model import Campaign, Link
from chalicelib.campaign.sheet import to_slug

LONGEST_SLUG = 40


@dataclass
class Owner:
    """An association or a group while lines are merged into it. `key` tells it from others."""

    key: str
    slug: str
    values: dict[str, str]
    channels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    closed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    on_duty: bool = True
    logo: str = ""
    groups: list[Owner] = field(default_factory=list)
    given: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What lines said of it, and which line."""


def fresh_slug(name: str, taken: set[str]) -> str:
    """A slug made from a name; one that was cut may be another's, and is numbered then."""
    key = to_slug(name)
    slug, number = key[:LONGEST_SLUG].rstrip("-"), 2
    while slug in taken:
        end = f"-{number}"
        slug, number = key[: LONGEST_SLUG - len(end)].rstrip("-") + end, number + 1
    return slug


def roster(kept: Campaign, desired: Desired, links: Iterable[Link]) -> list[Owner]:
    """The associations with their groups as they are desired, and those that are retired."""
    closed: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for link in links:
        if link.closed:
            closed[link.owner][link.channel] = link.aliases
    wanted = {association.slug: association for association in desired.associations}
    owners = []
    for known in kept.associations:
        now = wanted.get(known.slug)
        here = {group.slug: group for group in now.groups} if now else {}
        owner = Owner(known.slug, known.slug, {}, on_duty=now is not None, logo=known.logo)
        said = now or known
        owner.values = {"name": said.name, "contact": said.contact, "website": said.website}
        owner.channels = dict(now.channels) if now else {}
        owner.closed = closed[owner.key]
        for group in known.groups:
            wish = here.get(group.slug)
            values = {"name": (wish or group).name, "department": (wish or group).department}
            channels = dict(wish.channels) if wish else {}
            owner.groups.append(
                Owner(group.id, group.slug, values, channels, closed[group.id], wish is not None)
            )
        owners.append(owner)
    return owners


def associations(owners: Iterable[Owner]) -> tuple[DesiredAssociation, ...]:
    """Those who are on duty, as a campaign desires them."""
    return tuple(
        DesiredAssociation(
            owner.slug,
            channels=owner.channels,
            groups=tuple(
                DesiredGroup(group.slug, channels=group.channels, **group.values)
                for group in owner.groups
                if group.on_duty
            ),
            logo=owner.logo,
            **owner.values,
        )
        for owner in owners
        if owner.on_duty
    )
