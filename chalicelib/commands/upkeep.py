"""`reconcile` and `replay`: what keeps a deployment in order."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from chalicelib.clock import earliest_today
from chalicelib.commands.output import as_json
from chalicelib.tally.model import Count, Drift
from chalicelib.tally.reconcile import reconcile as run_reconcile
from chalicelib.visits.replay import replay as run_replay
from chalicelib.wiring import House


def reconcile(args: Namespace, house: House) -> int:
    """Adds visits that were never tallied; 1 when figures drift in any other way."""
    report = run_reconcile(house.store, house.adder, earliest_today(house.clock()))
    drifts = [_drift_row(drift) for drift in report.drifts]
    if args.format == "json":
        print(as_json({"kept": report.kept, "added": report.added, "drifts": drifts}))
    else:
        print(f"visits kept: {report.kept}")
        print(f"visits added to their tallies now: {report.added}")
        print(f"counters that drift: {len(drifts)}")
        for row in drifts:
            print(
                f"  {row['campaign']} {row['level']} {row['entity']} {row['period']}:"
                f" counted {row['counted']['visits']} visits, {row['counted']['scans']} scans;"
                f" kept {row['kept']['visits']} visits, {row['kept']['scans']} scans"
            )
    return 1 if drifts else 0


def replay(args: Namespace, house: House) -> int:
    """Counts visits that went to the log; 1 when a line was refused."""
    if args.file == "-":
        report = run_replay(sys.stdin, house.store, house.clock())
    else:
        # A log that was cut in the middle of a character still holds whole lines.
        with Path(args.file).open(encoding="utf-8", errors="replace") as lines:
            report = run_replay(lines, house.store, house.clock())
    if args.format == "json":
        found = {"counted": report.counted, "already": report.already, "refused": report.refused}
        print(as_json(found))
    else:
        print(f"visits counted now: {report.counted}")
        print(f"visits counted before: {report.already}")
        print(f"lines refused: {len(report.refused)}")
        for why in report.refused:
            print(f"  {why}")
    return 1 if report.refused else 0


def _drift_row(drift: Drift) -> dict[str, Any]:
    counter = drift.counter
    return {
        "campaign": counter.campaign,
        "level": counter.level.value,
        "entity": counter.entity,
        "period": counter.period,
        "counted": _count(drift.counted),
        "kept": _count(drift.kept),
    }


def _count(count: Count) -> dict[str, int]:
    return {"visits": count.visits, "scans": count.scans}
