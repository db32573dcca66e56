"""`token`, `reconcile` and `replay`: what keeps a deployment in order."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from chalicelib.campaign.tokens import Token
from chalicelib.clock import earliest_today
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json, as_table
from chalicelib.tally.model import Count, Drift
from chalicelib.tally.reconcile import reconcile as run_reconcile
from chalicelib.visits.replay import replay as run_replay
from chalicelib.wiring import House

TOKEN_COLUMNS = ("id", "label", "created", "revoked")


def create_token(args: Namespace, house: House) -> int:
    """Prints the secret, alone on standard output so that a script can take it."""
    campaign = load(house, args.campaign)
    token, secret = house.tokens.create(campaign.slug, args.label, house.clock())
    if args.format == "json":
        print(as_json({**_token_row(token), "token": secret}))
    else:
        print(secret)
        print(f"token {token.id}: keep it now, it is not shown again", file=sys.stderr)
    return 0


def list_tokens(args: Namespace, house: House) -> int:
    """The campaign's tokens, without their secrets."""
    rows = [_token_row(token) for token in house.tokens.list(load(house, args.campaign).slug)]
    print(as_json(rows) if args.format == "json" else as_table(rows, TOKEN_COLUMNS))
    return 0


def revoke_token(args: Namespace, house: House) -> int:
    """Makes a token worthless at once."""
    token = house.tokens.revoke(load(house, args.campaign).slug, args.id)
    print(as_json(_token_row(token)) if args.format == "json" else f"token {token.id} is revoked")
    return 0


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


def _token_row(token: Token) -> dict[str, Any]:
    created = token.created.isoformat()
    values = (token.id, token.label, created, token.revoked)
    return dict(zip(TOKEN_COLUMNS, values, strict=True))


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
