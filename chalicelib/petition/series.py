"""The series of an official count: what is believed, what is held, what is kept.

A platform's count is shown as it is, small falls included. What no petition does (a fall of
more than a hundredth, a rise far beyond its own pace) is held until a second reading says
the same: a page that was read wrongly must not stamp a milestone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from chalicelib.campaign.model import Campaign
from chalicelib.clock import zone
from chalicelib.petition.model import Crossing, Official, Openness, Point, Reading

MOST_FALL = 0.01
"""Of the count. Falls of one or two signatures are seen; nothing takes a hundredth away."""
SMALL_FALL = 2

MOST_TIMES_PACE = 10
"""A rise is credible up to so many times the busiest pace of the last day…"""
MOST_GROWTH = 0.5
"""…or up to half of the count at once…"""
ALWAYS_CREDIBLE = 200
"""…or when it is small: any petition may get so many from one message."""

CLOSED_FOR_GOOD = 2
"""Readings in a row that say "closed": one alone may be a page in repair."""

FULL = timedelta(days=2)
HOURLY = timedelta(days=14)
"""Every change is kept for two days, the last of each hour for two weeks, of each day for ever."""


class Officials(Protocol):
    """What is known of official counts, by campaign."""

    def official(self, campaign: str) -> Official | None: ...


class SeriesStore(Officials, Protocol):
    """Where official counts are kept. `StoreUnavailable` when it does not answer."""

    def points(self, campaign: str, since: datetime | None = None) -> list[Point]:
        """The changes of the count, oldest first; from `since` on where it is given."""
        ...

    def keep_official(self, official: Official, points: Sequence[Point] = ()) -> None:
        """Keeps points and the official over its version before; points at one time replace
        each other. `Conflict` when somebody else kept another meanwhile: then no official is.
        """
        ...

    def drop_points(self, campaign: str, points: Sequence[Point]) -> None: ...


def known(store: Officials, campaign: Campaign, now: datetime) -> Official:
    """What is kept of the campaign's petition; nothing yet when it is another one since."""
    of = f"{campaign.petition.source}:{campaign.petition.id}"
    kept = store.official(campaign.slug)
    if kept is None:
        return Official(campaign.slug, of)
    if kept.of == of:
        return kept
    return Official(campaign.slug, of, since=now, version=kept.version)


def is_over(official: Official) -> bool:
    """Whether the petition is closed for good: it is not read any more."""
    return official.openness is Openness.CLOSED and official.closed >= CLOSED_FOR_GOOD


def is_stale(official: Official, campaign: Campaign, now: datetime) -> bool:
    """Whether a reading is overdue: three were missed, and half an hour has passed."""
    if official.at is None or is_over(official) or campaign.petition.source == "manual":
        return False
    interval = timedelta(minutes=campaign.petition.poll_minutes)
    return now - official.at > max(timedelta(minutes=30), 3 * interval)


def take(
    official: Official, reading: Reading, recent: Sequence[Point], milestones: Iterable[int]
) -> tuple[Official, tuple[Point, ...]]:
    """What a reading makes of the official, and the changes of the count that it adds.

    `recent` are the changes of the last day, oldest first. What was held and is confirmed was
    true when it was read, so it is a change too.
    """
    tried = replace(official, attempted_at=reading.at)
    if reading.unchanged and official.count is not None:
        return _read(tried, reading, official.count), ()
    if reading.count is None:
        failed = replace(tried, failures=official.failures + 1, why=reading.why)
        if reading.openness is Openness.CLOSED:
            # Pages of what is over may have no number: that is an end too, and no zero.
            failed = replace(failed, openness=Openness.CLOSED, closed=official.closed + 1)
        return failed, ()
    believed = _believed(official, reading, recent)
    if believed is None:
        held = Point(reading.at, reading.count, reading.source)
        return replace(tried, held=held, why="", failures=0), ()
    taken = replace(_read(tried, reading, reading.count), validators=reading.validators)
    points, before = [], official.count
    for point in believed:
        if point.count != before:
            points.append(point)
            before = point.count
    crossings = stamped(taken.crossings, official.count, points, milestones)
    return replace(taken, crossings=crossings), tuple(points)


def stamped(
    crossings: Sequence[Crossing],
    before: int | None,
    points: Iterable[Point],
    milestones: Iterable[int],
) -> tuple[Crossing, ...]:
    """The crossings with those that `points`, oldest first, add: each milestone once.

    `before` is the count before them, None where there is none. Only of what rises from below a
    milestone is the time of the crossing known; a milestone that came into the campaign file
    when the count was above it was reached some time until then. One whose time was not known
    gets it from a history that goes back further.
    """
    found, wanted = {crossing.signatures: crossing for crossing in crossings}, tuple(milestones)
    for point in points:
        for signatures in wanted:
            old = found.get(signatures)
            known = before is not None and before < signatures
            earlier = old is not None and known and not old.known and point.at < old.at
            if point.count >= signatures and (old is None or earlier):
                found[signatures] = Crossing(signatures, point.at, known)
        before = point.count
    return tuple(found[signatures] for signatures in sorted(found))


def surplus(
    points: Sequence[Point], crossings: Iterable[Crossing], timezone: str, now: datetime
) -> list[Point]:
    """The points that their age makes too many; the last of each hour, then day, stays.

    So does each that a milestone was crossed with, and the first and the last of all.
    """
    stays = {crossing.at for crossing in crossings} | {p.at for p in (*points[:1], *points[-1:])}
    place = zone(timezone)
    last: dict[object, Point] = {}
    for point in points:
        age, there = now - point.at, point.at.astimezone(place)
        if age >= HOURLY:
            last[there.date()] = point
        elif age >= FULL:
            last[there.date(), there.hour, there.utcoffset()] = point
        else:
            last[point.at] = point
    kept = {point.at for point in last.values()} | stays
    return [point for point in points if point.at not in kept]


def _believed(
    official: Official, reading: Reading, recent: Sequence[Point]
) -> tuple[Point, ...] | None:
    """The points that may be believed now, the reading's last; None when it is to be held."""
    count = reading.count or 0
    point = Point(reading.at, count, reading.source)
    if official.count is None or official.at is None:
        return (point,)
    pace = _busiest_pace(recent)
    if _is_credible(official.count, count, pace, reading.at - official.at):
        return (point,)
    held = official.held
    if held is None:
        return None
    # As if what is held were true: would this reading follow from it?
    minutes = max(1.0, (held.at - official.at) / timedelta(minutes=1))
    own = max(pace, (held.count - official.count) / minutes)
    follows = _is_credible(held.count, count, own, reading.at - held.at)
    return (held, point) if follows else None


def _is_credible(before: int, count: int, pace: float, since: timedelta) -> bool:
    if count < before:
        return before - count <= max(SMALL_FALL, MOST_FALL * before)
    minutes = max(1.0, since / timedelta(minutes=1))
    most = max(ALWAYS_CREDIBLE, MOST_GROWTH * before, MOST_TIMES_PACE * pace * minutes)
    return count - before <= most


def _busiest_pace(recent: Sequence[Point]) -> float:
    """Signatures a minute, at the busiest between two changes of `recent`."""
    paces = [
        (after.count - before.count) / max(1.0, (after.at - before.at) / timedelta(minutes=1))
        for before, after in pairwise(recent)
    ]
    return max(paces, default=0.0)


def _read(official: Official, reading: Reading, count: int) -> Official:
    """After a good reading: nothing is held and nothing failed."""
    openness = official.openness if reading.unchanged else reading.openness
    return replace(
        official,
        count=count,
        at=reading.at,
        source=reading.source,
        openness=openness,
        closed=official.closed + 1 if openness is Openness.CLOSED else 0,
        held=None,
        failures=0,
        why="",
    )
