"""Reading tallies: totals, days, and the approximate counts of what was not counted."""

from __future__ import annotations

from typing import Protocol

from chalicelib.campaign.model import Level
from chalicelib.tally.model import Count
from chalicelib.visits.model import Verdict


class Figures(Protocol):
    """What pages and tools read of the tallies. `StoreUnavailable` when it does not answer."""

    def totals(self, campaign: str, level: Level) -> dict[str, Count]:
        """The total of every entity of a level that has one."""
        ...

    def total(self, campaign: str, level: Level, entity: str) -> Count:
        """One entity's total; zeros when nothing was counted."""
        ...

    def days(self, campaign: str, level: Level, entity: str) -> list[tuple[str, Count]]:
        """One entity's days that have visits, oldest first, with their hours."""
        ...

    def day(self, campaign: str, level: Level, day: str) -> dict[str, Count]:
        """The count, with its hours, of every entity of a level that has visits on a day."""
        ...

    def excluded(self, campaign: str, link: str) -> dict[Verdict, int]:
        """How many requests for a link were not counted, by verdict. Approximate."""
        ...
