"""Counts that come by hand: one at a time, or a whole history as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from chalicelib.campaign.model import Campaign
from chalicelib.errors import BadInput
from chalicelib.petition.model import Crossing, Official, Openness, Point
from chalicelib.petition.series import CLOSED_FOR_GOOD, SeriesStore, known, stamped

MANUAL, IMPORTED = "manual", "import"
MOST_COUNT = 1_000_000_000
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No petition on a platform is older, and no calendar has an end there."""
COLUMNS = ["at", "count"]
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: points kept, and the milestones that it stamped."""

    points: int
    crossings: tuple[Crossing, ...]


def set_count(
    store: SeriesStore, campaign: Campaign, count: int, at: datetime, closed: bool, now: datetime
) -> Official:
    """Keeps a count that somebody read at `at`; it is believed, whatever it is.

    `closed` ends the reading of its source; without it a source that had ended is read again.
    """
    _check_time(at, now)
    old = known(store, campaign, now)
    if old.at is not None and at < old.at:
        raise BadInput(
            f"at {at.isoformat()} is before the last reading, {old.at.isoformat()};"
            " `signatures import` takes what is older"
        )
    point = Point(at, count, MANUAL)
    new = replace(
        old,
        count=count,
        at=at,
        source=MANUAL,
        openness=Openness.CLOSED if closed else Openness.OPEN,
        closed=CLOSED_FOR_GOOD if closed else 0,
        held=None,
        attempted_at=at,
        next_at=None if closed else old.next_at or now,
        failures=0,
        why="",
        crossings=stamped(old.crossings, old.count, [point], _thresholds(campaign)),
        version=old.version + 1,
    )
    store.keep_official(new, [point])
    return new


def import_history(
    store: SeriesStore, campaign: Campaign, lines: Iterable[str], now: datetime
) -> Imported:
    """Keeps a history (`at,count`, times with offset) and stamps what it crosses; all or nothing.

    `BadInput` names every line that is wrong.
    """
    points = _read(lines, now)
    old = known(store, campaign, now)
    # The first line alone says nothing of when what it is above was crossed.
    crossings = stamped(old.crossings, None, points, _thresholds(campaign))
    new = replace(old, crossings=crossings, version=old.version + 1)
    if old.since is not None and points[0].at < old.since:
        new = replace(new, since=points[0].at)
    last = points[-1]
    if old.at is None or last.at > old.at:
        new = replace(
            new, count=last.count, at=last.at, source=IMPORTED, held=None, failures=0, why=""
        )
    store.keep_official(new, points)
    return Imported(len(points), tuple(c for c in crossings if c not in old.crossings))


def unstamp(store: SeriesStore, campaign: Campaign, signatures: int, now: datetime) -> Official:
    """Takes a crossing away; `BadInput` when there is none."""
    old = known(store, campaign, now)
    left = tuple(c for c in old.crossings if c.signatures != signatures)
    if left == old.crossings:
        raise BadInput(f"milestone {signatures} of campaign {campaign.slug!r} is not stamped")
    new = replace(old, crossings=left, version=old.version + 1)
    store.keep_official(new)
    return new


def _thresholds(campaign: Campaign) -> list[int]:
    return [milestone.signatures for milestone in campaign.milestones]


def _read(lines: Iterable[str], now: datetime) -> list[Point]:
    rows = csv.reader((line.removeprefix("\ufeff") for line in lines), strict=True)
    points: dict[datetime, Point] = {}
    problems: list[str] = []
    try:
        header = next(rows, [])
        if [name.strip() for name in header] != COLUMNS:
            raise BadInput(f"line 1 must be {','.join(COLUMNS)}, not {_cut(','.join(header))!r}")
        for row in rows:
            if not row:
                continue
            try:
                point = _point(row, now)
                if point.at in points:
                    raise BadInput(f"{row[0]} was there already")
                points[point.at] = point
            except BadInput as error:
                problems.append(f"line {rows.line_num}: {error}")
    except (csv.Error, UnicodeDecodeError) as error:
        where = rows.line_num + isinstance(error, UnicodeDecodeError)
        raise BadInput(f"line {where}: this is no CSV in UTF-8 ({error})") from None
    if problems:
        raise BadInput("\n".join(_some(problems)))
    if not points:
        raise BadInput("the file has no line after its header")
    return [points[at] for at in sorted(points)]


def _some(problems: list[str]) -> Iterator[str]:
    yield from problems[:_SHOWN]
    if len(problems) > _SHOWN:
        yield f"and {len(problems) - _SHOWN} more lines"


def _point(row: list[str], now: datetime) -> Point:
    if len(row) != len(COLUMNS):
        raise BadInput(f"has {len(row)} fields; it must have {len(COLUMNS)}")
    try:
        at = datetime.fromisoformat(row[0].strip())
    except ValueError:
        raise BadInput(f"{_cut(row[0])!r} is not a time like 2026-11-23T12:00:00+01:00") from None
    if at.tzinfo is None:
        raise BadInput(f"{row[0]!r} lacks its offset, like +01:00 or Z")
    _check_time(at, now)
    return Point(at, read_count(row[1].strip()), IMPORTED)


def read_count(text: str) -> int:
    """A count as people write it: digits alone; `BadInput` otherwise."""
    # Python reads no more than some thousand digits, and nobody wants to see them again.
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and int(text) <= MOST_COUNT):
        raise BadInput(f"count must be a whole number up to {MOST_COUNT}, not {_cut(text)!r}")
    return int(text)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _check_time(at: datetime, now: datetime) -> None:
    if at < EARLIEST:
        raise BadInput(f"{at.isoformat()} is before {EARLIEST.year}")
    if at > now:
        raise BadInput(f"{at.isoformat()} is still to come")
