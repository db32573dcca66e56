"""`python -m bench.chaos [--seed N] [--days N] [--clicks N] [--minutes N]`: prints what was tried,
and what broke, and writes `bench/results/chaos.json`.

First every call to the outside of short days fails in every way that differs for it, one at a
time: of DynamoDB, of SQLite by statement, and on an organiser's day of S3, SES, Lambda and the
petition's platform. Then longer days have calls fail at random, by a seed that is printed; then
the clock jumps; then real processes are killed and starved. 1 when a promise broke.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from itertools import chain

from bench.chaos import clock, processes, sweep
from bench.chaos.machine import ROOT
from bench.chaos.standstill import Standstills


def main() -> int:
    """Tries everything; 1 when a promise broke."""
    asked = _arguments().parse_args()
    began = time.monotonic()
    with Standstills() as standstills:
        reports = _swept(asked)
        swept = time.monotonic() - began
        problems = [f"{report.title}: {line}" for report in reports for line in report.broken]
        problems += clock.everything(asked.seed, 200)
        problems += processes.everything(asked.seed, round(60 * asked.minutes))
    seconds = time.monotonic() - began
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    written = {
        "seed": asked.seed,
        "minutes_of_killing": asked.minutes,
        "seconds": round(seconds),
        "seconds_of_sweeps": round(swept),
        "sweeps": [asdict(report) for report in reports],
        "standstills": standstills.seconds,
        "broken": problems,
    }
    (results / "chaos.json").write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n")
    print(standstills)
    print("\n".join(f"BROKEN {line}" for line in problems) or "no promise broke")
    print(f"{seconds:.0f} s, {swept:.0f} of them for the sweeps")
    return 1 if problems else 0


def _swept(asked: argparse.Namespace) -> list[sweep.Report]:
    """Every call in turn, then days at random; each report is printed as it comes."""
    reports = []
    random_days = sweep.at_random(asked.seed, asked.days, asked.clicks)
    for report in chain(sweep.each_call(), random_days):
        reports.append(report)
        print(f"{report.title}: {report.days} days, {sum(report.calls.values())} calls")
        print(f"  calls: {_counted(report.calls)}")
        print(f"  faults: {_counted(report.faults)}", flush=True)
    return reports


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--days", type=int, default=8, help="at random, of each kind")
    parser.add_argument("--clicks", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=10.0, help="of killing processes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
