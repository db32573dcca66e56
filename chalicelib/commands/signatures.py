"""`signatures`: the official count, shown, read, set and imported."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.access.audit import COMMAND_LINE, What
from chalicelib.access.model import Place
from chalicelib.campaign.model import Campaign
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json, as_table
from chalicelib.errors import BadInput
from chalicelib.petition import history
from chalicelib.petition.model import Official
from chalicelib.petition.summary import Step, Summary, more_to_json, summarise, to_json
from chalicelib.wiring import House

MILESTONE_COLUMNS = ("signatures", "label", "reached_at", "expected_at", "condition")


def show(args: Namespace, house: House) -> int:
    """The official count, its pace, its milestones."""
    campaign = load(house, args.campaign)
    summary = summarise(house.store, campaign, house.clock())
    series = house.store.points(campaign.slug, summary.official.since)
    shown = to_json(summary, series) | more_to_json(summary)
    if args.format == "json":
        print(as_json(shown))
        return 0
    print(_said(summary))
    if shown["check"]:
        print(f"weekly open data: {shown['check']['count']}, read {shown['check']['at']}")
    pace = shown["pace"]
    print("pace: " + ", ".join(f"{_plain(pace[name])} in the last {name}" for name in pace))
    rows = [_row(step) for step in summary.steps]
    if rows:
        print(as_table(rows, MILESTONE_COLUMNS))
    return 0


def poll(args: Namespace, house: House) -> int:
    """Reads the petition now; 1 when its count could not be read."""
    campaign = load(house, args.campaign)
    if campaign.petition.source == "manual":
        raise BadInput(
            f"campaign {campaign.slug!r} has no source to read; `signatures set` takes a count"
        )
    # Without the lines of the log: what they say is said below, to who asked.
    quiet = replace(house, log=lambda line: None)
    official = quiet.poller.poll(campaign, house.clock(), at_once=True)
    if official is None:
        raise BadInput("somebody else is reading it at this moment; run again in a minute")
    _print(official, house, campaign, args)
    return 1 if official.why else 0


def set_count(args: Namespace, house: House) -> int:
    """Keeps a count that somebody read."""
    campaign = load(house, args.campaign)
    now = house.clock()
    at = _time(args.at) if args.at else now
    count = history.read_count(args.count)
    official = history.set_count(house.store, campaign, count, at, args.closed, now)
    _record(house, campaign, What.COUNT_SET, f"{count} at {at.isoformat()}")
    _print(official, house, campaign, args)
    return 0


def import_history(args: Namespace, house: House) -> int:
    """Keeps a history from CSV, all or nothing."""
    campaign = load(house, args.campaign)
    if args.file == "-":
        done = history.import_history(house.store, campaign, sys.stdin, house.clock())
    else:
        with Path(args.file).open(encoding="utf-8", newline="") as lines:
            done = history.import_history(house.store, campaign, lines, house.clock())
    _record(house, campaign, What.HISTORY_IMPORTED, f"points: {done.points}")
    stamps = [{"signatures": c.signatures, "at": c.at.isoformat()} for c in done.crossings]
    if args.format == "json":
        print(as_json({"points": done.points, "stamped": stamps}))
    else:
        print(f"points kept: {done.points}")
        for stamp in stamps:
            print(f"milestone {stamp['signatures']} stamped: {stamp['at']}")
    return 0


def unstamp(args: Namespace, house: House) -> int:
    """Takes a milestone's stamp away."""
    campaign = load(house, args.campaign)
    signatures = history.read_count(args.signatures)
    official = history.unstamp(house.store, campaign, signatures, house.clock())
    _record(house, campaign, What.MILESTONE_UNSTAMPED, str(signatures))
    _print(official, house, campaign, args)
    return 0


def _record(house: House, campaign: Campaign, what: What, about: str) -> None:
    house.trail.record(house.clock(), COMMAND_LINE, what, Place(campaign.slug), about)


def _print(official: Official, house: House, campaign: Campaign, args: Namespace) -> None:
    summary = summarise(house.store, campaign, house.clock())
    shown = to_json(summary, []) | more_to_json(summary)
    print(as_json(shown) if args.format == "json" else _said(summary))
    if official.why:
        print(official.why, file=sys.stderr)


def _said(summary: Summary) -> str:
    official = summary.official
    if official.count is None or official.at is None:
        said = "signatures: not known yet"
    else:
        said = f"signatures: {official.count}, read {official.at.isoformat()} ({official.source})"
        said += f", petition {official.openness}" + (", overdue" if summary.stale else "")
    if official.held:
        said += f"\nheld until a second reading says the same: {official.held.count}"
    if official.why:
        said += f"\nlast attempt failed: {official.why}"
    return said


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadInput(f"--at must be like 2026-11-23T12:00:00+01:00, not {text!r}")
    return at


def _row(step: Step) -> dict[str, str]:
    crossing, guess, condition = step.crossing, step.expected, step.milestone.condition
    reached = "not known when" if step.reached else "-"
    return {
        "signatures": str(step.milestone.signatures),
        "label": step.milestone.label,
        "reached_at": crossing.at.isoformat() if crossing and crossing.known else reached,
        "expected_at": guess.likely.isoformat() if guess else "-",
        "condition": f"{condition}: not published" if condition else "-",
    }


def _plain(value: Any) -> str:
    return "-" if value is None else str(value)
