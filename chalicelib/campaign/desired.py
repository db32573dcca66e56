"""What a campaign file asks for, before it is held against what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.campaign.logo import Picture
from chalicelib.campaign.model import Campaign

Channels = Mapping[str, tuple[str, ...]]
"""The channels that an owner has a link for, each with the aliases of that link."""


@dataclass(frozen=True, slots=True)
class DesiredGroup:
    """A group as the file calls it; which known group it is, `identity` finds out."""

    slug: str
    name: str
    department: str
    channels: Channels


@dataclass(frozen=True, slots=True)
class DesiredAssociation:
    """An association with its groups."""

    slug: str
    name: str
    contact: str
    website: str
    channels: Channels
    groups: tuple[DesiredGroup, ...]
    logo: Picture | None


@dataclass(frozen=True, slots=True)
class Desired:
    """A whole file. `campaign` has the campaign's own fields, without its associations.

    `erased` asks that nothing be left of the campaign but the codes it spent.
    """

    campaign: Campaign
    associations: tuple[DesiredAssociation, ...]
    erased: bool = False

    @property
    def pictures(self) -> dict[str, Picture]:
        """The logos of all associations, by name; one that several have once."""
        return {a.logo.name: a.logo for a in self.associations if a.logo}
