"""Tallies, ranked. Sixth step on the way of a click.

A page costs the same to read whatever the number of rows: the store keeps them in order.
Rows with the same visits share a rank, and the next rank counts them all (1, 2, 2, 4).
Entities without a visit are on the board too, last. Days that organisers left out of the
ranking (`Ruling`) add to no row, whatever its level; their visits stay in the tallies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.errors import BadInput
from chalicelib.visits.model import Verdict

MOST_ROWS = 200


class Period(StrEnum):
    """Which visits a board ranks. `WEEK` is today and the six days before."""

    ALL = "all"
    TODAY = "today"
    WEEK = "7d"


@dataclass(frozen=True, slots=True)
class Standing:
    """One ranked entity. `rank` starts at 1.

    `before` is the rank by the totals before today: what its rank was when the day began, had
    nothing been counted late. 0 where it had no visit then, and on boards of a period.
    """

    rank: int
    entity: str
    visits: int
    scans: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """An organiser's act on a link's day: out of the ranking, or back in (`ranked`).

    `day` is the campaign's, `reason` what pages show, `by` who did it. `association`,
    `group` (its id, or "") and `channel` are the link's at the time of the act.
    """

    campaign: str
    link: str
    day: str
    ranked: bool
    reason: str
    by: str
    at: datetime
    association: str
    group: str
    channel: str


def left_out(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The acts by which days are out of the ranking now, by day; of each link's day the last
    act holds. `rulings` are in the order of their times.
    """
    last = {(ruling.link, ruling.day): ruling for ruling in rulings}
    out = (ruling for ruling in last.values() if not ruling.ranked)
    return tuple(sorted(out, key=lambda ruling: (ruling.day, ruling.link)))


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a board: its rows, the campaign's visits and scans in that period, how to go on.

    `next` is a cursor for the following page, or None on the last one. `excluded` says how
    many requests of a row's entity were not counted since the start, by verdict; only with
    the board of all time. `left_out` are the days that are not in the board.
    """

    rows: tuple[Standing, ...]
    total: int
    updated_at: datetime
    next: str | None
    scans: int = 0
    excluded: Mapping[str, Mapping[Verdict, int]] = field(default_factory=dict)
    left_out: tuple[Ruling, ...] = ()


class BoardStore(Protocol):
    """Where ranked rows are kept."""

    def board(
        self, campaign: Campaign, level: Level, period: Period, limit: int, cursor: str | None
    ) -> Page:
        """One page; `BadInput` when the cursor is not one of ours or is too old."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A row as people see it: names as they are today."""

    rank: int
    slug: str
    name: str
    visits: int
    scans: int
    share: float
    association: str = ""
    group: str = ""
    channel: str = ""
    retired: bool = False
    excluded: Mapping[Verdict, int] = field(default_factory=dict)
    before: int = 0

    @property
    def moved(self) -> int | None:
        """Places won since the day began; less than 0 if lost, None for who had no visit then."""
        return self.before - self.rank if self.before else None


def rank(counts: Iterable[tuple[str, int, int]]) -> list[Standing]:
    """Ranks (entity, visits, scans): most visits first, ties by entity so that pages agree."""
    ordered = sorted(counts, key=lambda c: (-c[1], c[0]))
    standings: list[Standing] = []
    for place, (entity, visits, scans) in enumerate(ordered, 1):
        tied = bool(standings) and standings[-1].visits == visits
        standings.append(Standing(standings[-1].rank if tied else place, entity, visits, scans))
    return standings


def with_ranks_before(
    standings: Iterable[Standing], totals: Mapping[str, int], today: Mapping[str, int]
) -> list[Standing]:
    """Says of each what its rank was by its total visits less those of today."""
    earlier = ((entity, visits - today.get(entity, 0), 0) for entity, visits in totals.items())
    ranks = {s.entity: s.rank for s in rank(one for one in earlier if one[1] > 0)}
    return [replace(s, before=ranks.get(s.entity, 0)) for s in standings]


def check_limit(limit: int) -> int:
    """`limit` if a page may have so many rows; `BadInput` otherwise."""
    if not 1 <= limit <= MOST_ROWS:
        raise BadInput(f"limit must be from 1 to {MOST_ROWS}, not {limit}")
    return limit


def name_rows(page: Page, campaign: Campaign, level: Level, links: dict[str, Link]) -> list[Row]:
    """Puts names on standings. `links` (by code) is needed for the level of links only."""
    return [
        replace(
            _name(standing, page.total, campaign, level, links),
            excluded=page.excluded.get(standing.entity, {}),
            before=standing.before,
        )
        for standing in page.rows
    ]


def knows(campaign: Campaign, page: Page, level: Level) -> bool:
    """Whether a campaign has a name for each row of associations or groups: one that was read
    before one of them joined has not.
    """
    known = campaign.association if level is Level.ASSOCIATION else campaign.group
    return all(known(standing.entity) is not None for standing in page.rows)


def to_json(
    page: Page, campaign: Campaign, level: Level, period: Period, links: dict[str, Link]
) -> dict[str, Any]:
    """A page as JSON values, as `/v1/campaigns/{campaign}/leaderboard` and the CLI give it.

    A group's row also says its association; a link's, its association, group and channel.
    Rows of all time say what was not counted, and how many places they won since the day began.
    """
    owner = {Level.GROUP: ("association",), Level.LINK: ("association", "group", "channel")}
    fields = ("rank", "slug", "name", "visits", "scans", "share", *owner.get(level, ()), "retired")
    return {
        "campaign": campaign.slug,
        "level": level.value,
        "period": period.value,
        "updated_at": page.updated_at.isoformat(),
        "rows": [
            {name: getattr(row, name) for name in fields}
            | (_of_all_time(row) if period is Period.ALL else {})
            for row in name_rows(page, campaign, level, links)
        ],
        "next": page.next,
        "left_out": [_ruling_to_json(ruling, campaign) for ruling in page.left_out],
    }


def _of_all_time(row: Row) -> dict[str, Any]:
    return {"excluded": excluded_to_json(row.excluded), "moved": row.moved}


def excluded_to_json(excluded: Mapping[Verdict, int]) -> dict[str, int]:
    """Every verdict that is not counted, zeros included."""
    return {v.value: excluded.get(v, 0) for v in Verdict if v.excluded}


def link_name(campaign: Campaign, association: str, group: str, channel: str) -> str:
    """How boards call a link: its owner's name and its channel."""
    owner = campaign.group(group) if group else None
    member = campaign.association(association)
    name = owner[1].name if owner else (member.name if member else association)
    return f"{name} · {channel}"


def _ruling_to_json(ruling: Ruling, campaign: Campaign) -> dict[str, str]:
    owner = campaign.group(ruling.group) if ruling.group else None
    return {
        "day": ruling.day,
        "association": ruling.association,
        "group": owner[1].slug if owner else "",
        "channel": ruling.channel,
        "reason": ruling.reason,
    }


def _name(
    standing: Standing, total: int, campaign: Campaign, level: Level, links: dict[str, Link]
) -> Row:
    slug, name, association, group, channel, retired = (
        standing.entity,
        standing.entity,
        "",
        "",
        "",
        False,
    )
    if level is Level.ASSOCIATION and (member := campaign.association(standing.entity)):
        name, retired = member.name, member.retired
    elif level is Level.GROUP and (found := campaign.group(standing.entity)):
        association, slug = found[0].slug, found[1].slug
        name, retired = found[1].name, found[1].retired
    elif level is Level.LINK and (link := links.get(standing.entity)):
        owner = campaign.group(link.group) if link.group else None
        association, channel, retired = link.association, link.channel, link.closed
        group = owner[1].slug if owner else ""
        name = link_name(campaign, link.association, link.group, link.channel)
    share = round(standing.visits / total, 4) if total else 0.0
    return Row(
        standing.rank,
        slug,
        name,
        standing.visits,
        standing.scans,
        share,
        association,
        group,
        channel,
        retired,
    )
