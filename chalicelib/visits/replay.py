"""Bringing back visits that went to the log while the store was away.

A line holds the visit as it would have been written, request id included, so a visit whose
write had succeeded after all, or a line given twice, counts once. Lines too old to be
recognised that way are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.clock import Budget
from chalicelib.errors import BadInput
from chalicelib.visits.model import REPLAY_WINDOW, Outcome, Visit
from chalicelib.visits.record import Event, VisitStore, visit_from_json

_MARK = f'{{"event":"{Event.DEFERRED}"'
_AHEAD = timedelta(minutes=10)
_WRITE_SECONDS = 30.0


@dataclass(slots=True)
class Report:
    """How many visits were counted now, were there already, and which lines were refused."""

    counted: int = 0
    already: int = 0
    refused: list[str] = field(default_factory=list)


def replay(lines: Iterable[str], store: VisitStore, now: datetime) -> Report:
    """Writes the deferred visits among `lines`; other lines of a log are passed over.

    Whatever a log collector put before the line's JSON is passed over too. Raises
    `StoreUnavailable` when the store fails; the whole file may be replayed again then.
    """
    report = Report()
    for number, line in enumerate(lines, 1):
        if _MARK not in line:
            continue
        try:
            visit = _read(line)
            _check_age(visit, now)
        except BadInput as error:
            report.refused.append(f"line {number}: {error}")
            continue
        if store.record(visit, Budget(_WRITE_SECONDS)) is Outcome.NEW:
            report.counted += 1
        else:
            report.already += 1
    return report


def _read(line: str) -> Visit:
    try:
        data, _ = json.JSONDecoder().raw_decode(line, line.index(_MARK))
        return visit_from_json(data["visit"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput("the line is cut or damaged; no visit can be read from it") from None


def _check_age(visit: Visit, now: datetime) -> None:
    if visit.at < now - REPLAY_WINDOW:
        raise BadInput(
            f"the visit of {visit.day} is over {REPLAY_WINDOW.days} days old; it may have been"
            " counted and expired since, so counting it now could count it twice"
        )
    if visit.at > now + _AHEAD:
        raise BadInput(f"the visit is of {visit.at.isoformat()}, which is still to come")
