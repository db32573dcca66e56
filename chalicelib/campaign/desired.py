"""What a campaign should become, before it is held against what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.campaign.logo import Picture
from chalicelib.campaign.model import Campaign

Channels = Mapping[str, tuple[str, ...]]
"""The channels that an owner has a link for, each with the aliases of that link."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a campaign, when, and why; `reason` may be ""."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DesiredGroup:
    """A group as it is called; which known group it is, `identity` finds out."""

    slug: str
    name: str
    department: str = ""
    channels: Channels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DesiredAssociation:
    """An association with its groups. `logo` names a picture, or is ""."""

    slug: str
    name: str
    contact: str = ""
    website: str = ""
    channels: Channels = field(default_factory=dict)
    groups: tuple[DesiredGroup, ...] = ()
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Desired:
    """A whole campaign. `campaign` has its own fields, without its associations.

    `pictures` are the logos that came with it, by name; one that several have once. `erased`
    asks that nothing be left of the campaign but the codes it spent.
    """

    campaign: Campaign
    associations: tuple[DesiredAssociation, ...]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    erased: bool = False
