"""Counters, and what one batch of visits adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.campaign.model import Level

ALL = "all"
"""The period of a total; the other periods are days, as `2026-11-23`."""


@dataclass(frozen=True, slots=True, order=True)
class Counter:
    """What is counted: one entity of a level (a code, a group's id, a slug), one period."""

    campaign: str
    level: Level
    entity: str
    period: str


@dataclass(frozen=True, slots=True)
class Count:
    """Visits and, among them, scans; by hour (0 to 23) where the period is a day."""

    visits: int = 0
    scans: int = 0
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class LinkDay:
    """One link on one of its campaign's days."""

    campaign: str
    link: str
    day: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How the visits of a link's day are spread, each counted once by each measure.

    `owners` are visits and scans by the association that they were counted to (a group, and
    its links, may move to another at any time); `networks` visits by group of networks,
    `families` by kind of browser and device.
    """

    owners: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    networks: Mapping[str, int] = field(default_factory=dict)
    families: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drift:
    """A counter that is not what the kept visits say. Reported, never overwritten."""

    counter: Counter
    counted: Count
    kept: Count
