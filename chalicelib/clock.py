"""Time as it is handed in: the wall clock of rooms, and the bound of one request.

Rooms take a `Clock`, so tests set the time instead of waiting for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers now, as an aware datetime."""


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The time zone `name` of the IANA database; `ZoneInfoNotFoundError` if there is none."""
    return ZoneInfo(name)


def local_day(at: datetime, timezone: str) -> date:
    """The calendar day of `at` where the campaign lives."""
    return at.astimezone(zone(timezone)).date()


def earliest_today(at: datetime) -> date:
    """The earliest calendar day that is today somewhere: time zones go back to UTC-12."""
    return (at.astimezone(UTC) - timedelta(hours=12)).date()


class Budget:
    """How long one request may still spend on stores, in seconds.

    A redirect must leave within a second whatever the store does, so the look-ups and
    the write on its way share one budget instead of adding up their time-outs.
    """

    __slots__ = ("_end", "_monotonic")

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds left; never below zero."""
        return max(0.0, self._end - self._monotonic())
