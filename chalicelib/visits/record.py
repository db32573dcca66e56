"""The write that counts, and what becomes of it when the store is down or slow.

Fourth step on the way of a click. The write is idempotent: its answer tells a person from
a repeat and from its own retry. It is made before the redirect is sent; when it cannot be
made in time the redirect is sent all the same and the visit becomes a line of the log,
which `visits.replay` reads back without counting twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.clock import Budget
from chalicelib.errors import BadInput, StoreUnavailable
from chalicelib.visits.model import Exclusion, Outcome, Visit

Log = Callable[[str], None]
"""Takes one line, without a line end, to a place that survives the process."""


class VisitStore(Protocol):
    """Where visits are kept. `StoreUnavailable` when it fails or the budget ends first."""

    def record(self, visit: Visit, budget: Budget) -> Outcome: ...
    def exclude(self, exclusion: Exclusion, budget: Budget) -> None: ...


class Event(StrEnum):
    """The lines of the log, by their `event` field."""

    DEFERRED = "visit_deferred"
    UNATTRIBUTED = "visit_unattributed"
    EXCLUSION_LOST = "exclusion_lost"


class Recorder:
    """Records visits and exclusions; never raises because a store is away."""

    def __init__(self, store: VisitStore, log: Log) -> None:
        self._store = store
        self._log = log

    def record(self, visit: Visit, budget: Budget) -> Outcome | None:
        """The write's answer, or None when the visit went to the log instead."""
        try:
            return self._store.record(visit, budget)
        except StoreUnavailable as error:
            self._log(deferred_line(visit, str(error)))
            return None

    def exclude(self, exclusion: Exclusion, budget: Budget) -> None:
        """Adds one to the approximate count of what was not counted, or says that it did not."""
        try:
            self._store.exclude(exclusion, budget)
        except StoreUnavailable as error:
            self._log(
                _line(
                    Event.EXCLUSION_LOST,
                    reason=str(error),
                    link=exclusion.link,
                    verdict=exclusion.verdict,
                )
            )

    def unattributed(self, key: str, at: datetime, reason: str) -> None:
        """Reports a request whose link or salt could not be had: sent on, never counted."""
        self._log(_line(Event.UNATTRIBUTED, reason=reason, key=key, at=at.isoformat()))


def deferred_line(visit: Visit, reason: str) -> str:
    """The log's form of a visit that could not be written: one line of JSON, no address in it."""
    return _line(Event.DEFERRED, reason=reason, visit=visit_to_json(visit))


def visit_to_json(visit: Visit) -> dict[str, Any]:
    """A visit as JSON values."""
    return {
        "campaign": visit.campaign,
        "association": visit.association,
        "group": visit.group,
        "link": visit.link,
        "day": visit.day,
        "hour": visit.hour,
        "at": visit.at.isoformat(),
        "visitor": visit.visitor,
        "request": visit.request,
        "scan": visit.scan,
        "network": visit.network,
        "family": visit.family,
    }


def visit_from_json(data: dict[str, Any]) -> Visit:
    """The visit that `visit_to_json` wrote. `BadInput` names the field that is wrong."""
    kinds: dict[str, type] = {
        "campaign": str,
        "association": str,
        "group": str,
        "link": str,
        "day": str,
        "hour": int,
        "at": str,
        "visitor": str,
        "request": str,
        "scan": bool,
        "network": str,
        "family": str,
    }
    # Lines and items of an older Porte-voix do not have the last two.
    data = {"network": "", "family": ""} | data
    for name, kind in kinds.items():
        if type(data.get(name)) is not kind:
            raise BadInput(f"visit field {name!r} is missing or not a {kind.__name__}")
    try:
        at = datetime.fromisoformat(data["at"])
        day = date.fromisoformat(data["day"])
    except ValueError as error:
        raise BadInput(f"visit field 'at' or 'day' is not a date: {error}") from None
    if day.isoformat() != data["day"]:
        # A day spelled in another way (`20261123`) would be another day, and another visit.
        raise BadInput(f"visit field 'day' must be spelled {day.isoformat()}")
    if at.tzinfo is None or not 0 <= data["hour"] <= 23:
        raise BadInput("visit field 'at' lacks its offset, or 'hour' is not 0 to 23")
    fields = {name: data[name] for name in kinds}
    return Visit(**(fields | {"at": at}))


def _line(event: Event, **fields: Any) -> str:
    return json.dumps({"event": event, **fields}, ensure_ascii=True, separators=(",", ":"))
