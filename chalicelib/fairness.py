"""Whether a link's day looks like the visits of many people; and leaving a day out.

A contest is worth what its counting is worth, and whoever changes agent or network is a new
visitor by definition. So organisers can look at how a link's visits are spread over
networks, hours and kinds of browser. A flag is a question and takes nothing away: people at
a demonstration share a carrier's address and an hour. Who has asked, and knows, may leave
the day out of the ranking, with a reason that everybody reads, and bring it back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.access.audit import Trail, What
from chalicelib.access.model import Place
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import local_day
from chalicelib.errors import BadInput
from chalicelib.leaderboard import Ruling, left_out, link_name
from chalicelib.tally.model import Count, Spread
from chalicelib.visits.model import REPLAY_WINDOW

FEWEST = 30
"""Visits below which a day is never flagged: a family at home is not a fraud."""

MOST_REASON = 200


class Measure(StrEnum):
    """What visits are spread over."""

    NETWORK = "network"
    HOUR = "hour"
    FAMILY = "family"


THRESHOLDS: Mapping[Measure, float] = {
    Measure.NETWORK: 0.5,
    Measure.HOUR: 0.8,
    Measure.FAMILY: 0.9,
}
"""The share from which the busiest of a measure is worth a question. `make bench-fairness`
prints what honest days and cheap cheats reach in simulation."""


@dataclass(frozen=True, slots=True)
class Busiest:
    """The busiest network, hour or family of a link's day: how many visits, of how many.

    `name` is the hour or the family; "" for a network, which has no name. Of networks it is
    the most that it can be: some share a group.
    """

    name: str = ""
    visits: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when nothing is known."""
        return self.visits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class LinkDayReport:
    """A link's day as organisers look at it. `ruling` is the act by which it is left out."""

    link: Link
    day: str
    visits: int
    scans: int
    busiest: Mapping[Measure, Busiest]
    ruling: Ruling | None

    @property
    def flags(self) -> tuple[Measure, ...]:
        """The measures whose busiest passes its threshold."""
        if self.visits < FEWEST:
            return ()
        return tuple(m for m in Measure if self.busiest[m].share >= THRESHOLDS[m])


class FairnessStore(Protocol):
    """What the report reads, and where rulings are kept for good."""

    def links(self, campaign: str) -> list[Link]: ...
    def day(self, campaign: str, level: Level, day: str) -> dict[str, Count]: ...

    def spreads(self, campaign: str, day: str) -> dict[str, Spread]:
        """How the visits of a day are spread, by link."""
        ...

    def rulings(self, campaign: str) -> list[Ruling]:
        """Every act, in the order of their times."""
        ...

    def rule(self, ruling: Ruling) -> None:
        """Keeps an act, and lets the boards follow it. `Conflict` when another on the same
        link's day has this very time.
        """
        ...


def report(store: FairnessStore, campaign: str, day: str) -> list[LinkDayReport]:
    """The links that have visits on a day: the flagged first, then the most visited."""
    counts, spreads = store.day(campaign, Level.LINK, day), store.spreads(campaign, day)
    out = {r.link: r for r in left_out(store.rulings(campaign)) if r.day == day}
    found = [
        report_of(
            link, day, counts[link.code], spreads.get(link.code, Spread()), out.get(link.code)
        )
        for link in store.links(campaign)
        if link.code in counts
    ]
    return sorted(found, key=lambda r: (not r.flags, -r.visits, r.link.code))


def report_of_day(
    store: FairnessStore, campaign: Campaign, asked: str | None, now: datetime
) -> tuple[str, list[LinkDayReport]]:
    """The day that was asked for, today without, and its report; `BadInput` as `check_kept`."""
    today = local_day(now, campaign.timezone)
    day = check_kept(asked, today) if asked else today.isoformat()
    return day, report(store, campaign.slug, day)


def report_of(
    link: Link, day: str, count: Count, spread: Spread, ruling: Ruling | None
) -> LinkDayReport:
    """One link's day. `ruling` is the act by which it is left out, if it is."""
    hours = {f"{hour:02}": visits for hour, (visits, _) in count.hours.items()}
    network = _busiest(spread.networks)
    busiest = {
        Measure.NETWORK: Busiest("", network.visits, network.of),
        Measure.HOUR: _busiest(hours),
        Measure.FAMILY: _busiest(spread.families),
    }
    return LinkDayReport(link, day, count.visits, count.scans, busiest, ruling)


Act = Callable[["FairnessStore", Campaign, Link, str, str, str, datetime], Ruling]
"""Takes store, campaign, link, day, reason, who does it, and now."""


def leave_out(
    store: FairnessStore, campaign: Campaign, link: Link, day: str, reason: str, by: str,
    now: datetime,
) -> Ruling:  # fmt: skip
    """Takes a link's day out of the ranking. `BadInput` when it is out already."""
    return _rule(store, campaign, link, day, False, reason, by, now)


def bring_back(
    store: FairnessStore, campaign: Campaign, link: Link, day: str, reason: str, by: str,
    now: datetime,
) -> Ruling:  # fmt: skip
    """Takes it back in. `BadInput` when it is not out."""
    return _rule(store, campaign, link, day, True, reason, by, now)


def record(trail: Trail, ruling: Ruling, who: str) -> None:
    """Keeps in the trail that `who` carried a ruling out, which is of whom it names."""
    what = What.DAY_BROUGHT_BACK if ruling.ranked else What.DAY_LEFT_OUT
    place = Place(ruling.campaign, ruling.association, ruling.group)
    about = f"the {ruling.day} of link {ruling.link}, by {ruling.by}: {ruling.reason}"
    trail.record(ruling.at, who, what, place, about)


def report_to_json(rows: list[LinkDayReport], campaign: Campaign) -> list[dict[str, Any]]:
    """A report as JSON values."""
    return [_row_to_json(row, campaign) for row in rows]


def ruling_to_json(ruling: Ruling) -> dict[str, Any]:
    """An act as JSON values, and as stores keep it."""
    return asdict(ruling) | {"at": ruling.at.isoformat()}


def ruling_from_json(data: Mapping[str, Any]) -> Ruling:
    """The act that `ruling_to_json` wrote; a field that a newer version wrote is passed over."""
    known = {field.name: data[field.name] for field in fields(Ruling)}
    return Ruling(**{**known, "at": datetime.fromisoformat(data["at"])})


def check_day(day: str, today: date) -> str:
    """`day` itself if it is one that has begun, as `2026-11-23`; `BadInput` otherwise."""
    try:
        wrong = date.fromisoformat(day).isoformat() != day
    except ValueError:
        wrong = True
    if wrong:
        raise BadInput(f"day must be like {today.isoformat()}, not {day!r}")
    if day > today.isoformat():
        raise BadInput(f"the day {day} is still to come; today is {today.isoformat()}")
    return day


def check_kept(day: str, today: date) -> str:
    """`day` itself if, besides, its visits are still kept; `BadInput` otherwise.

    How a day is spread, and over which owners, is known as long as its visits are.
    """
    oldest = (today - REPLAY_WINDOW).isoformat()
    if check_day(day, today) < oldest:
        raise BadInput(f"the visits of {day} are no longer kept; the oldest day is {oldest}")
    return day


def _rule(
    store: FairnessStore, campaign: Campaign, link: Link, day: str, ranked: bool, reason: str,
    by: str, now: datetime,
) -> Ruling:  # fmt: skip
    (check_day if ranked else check_kept)(day, local_day(now, campaign.timezone))
    reason = _checked(reason)
    out = any((r.link, r.day) == (link.code, day) for r in left_out(store.rulings(campaign.slug)))
    if out is not ranked:
        state = "out of" if out else "in"
        raise BadInput(f"the {day} of link {link.code} is {state} the ranking already")
    ruling = Ruling(
        campaign.slug, link.code, day, ranked, reason, by, now, link.association, link.group,
        link.channel,
    )  # fmt: skip
    store.rule(ruling)
    return ruling


def _checked(reason: str) -> str:
    reason = " ".join(part for part in reason.split(" ") if part)
    if not 1 <= len(reason) <= MOST_REASON:
        raise BadInput(
            f"reason must have 1 to {MOST_REASON} characters, not {len(reason)}: pages show it"
        )
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in reason):
        raise BadInput("reason holds a control character; write it on one line")
    return reason


def _busiest(visits: Mapping[str, int]) -> Busiest:
    if not visits:
        return Busiest()
    name = min(visits, key=lambda one: (-visits[one], one))
    return Busiest(name, visits[name], sum(visits.values()))


def _row_to_json(row: LinkDayReport, campaign: Campaign) -> dict[str, Any]:
    link = row.link
    owner = campaign.group(link.group) if link.group else None
    return {
        "code": link.code,
        "name": link_name(campaign, link.association, link.group, link.channel),
        "association": link.association,
        "group": owner[1].slug if owner else "",
        "channel": link.channel,
        "day": row.day,
        "visits": row.visits,
        "scans": row.scans,
        "busiest": {
            measure.value: {"visits": b.visits, "of": b.of, "share": round(b.share, 4)}
            | ({"name": b.name} if measure is not Measure.NETWORK else {})
            for measure, b in row.busiest.items()
        },
        "flags": [flag.value for flag in row.flags],
        "ranked": row.ruling is None,
        "reason": row.ruling.reason if row.ruling else "",
    }
