"""What the local server has in memory: at rest, and after many visits.

`python -m bench.memory [--visits 100000]`: as many counted redirects as are asked for, over 64
connections, each of a new visitor. A million takes a quarter of an hour or so. At the end the
leaderboard must show as many visits as were acknowledged, or deferred besides. Writes
`bench/results/memory.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from bench.redirects import CAMPAIGN, RESULTS, ROOT, command, drive, leaderboard_total, server

CONNECTIONS = 64
SECONDS = 20.0
"""Of one round, after which is looked."""


def main() -> int:
    """Measures, prints and writes; 1 when a visit was lost or counted twice."""
    asked = _arguments().parse_args()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="memory-") as folder:
        env = os.environ | {"DATABASE": f"{folder}/memory.sqlite3", "STORE": "sqlite"}
        command(env, "demo")
        paths = [f"/{link['code']}" for link in json.loads(_links(env))]
        with server(env, "-m", "chalicelib", "serve", "--port", "{port}") as (pid, port):
            found = [(0, _memory(pid, "VmRSS"))]
            first, deferred = 0, 0
            while found[-1][0] < asked.visits:
                done, first = drive(
                    "memory", "counted", pid, port, CONNECTIONS, first, paths, SECONDS
                )
                deferred += done.other_answers.get("deferred", 0)
                found.append((found[-1][0] + done.acknowledged, _memory(pid, "VmRSS")))
            most, counted = _memory(pid, "VmHWM"), leaderboard_total(port)
    for visits, memory in found[:: max(1, len(found) // 10)]:
        print(f"{visits:10} visits {memory:8.1f} MB")
    acknowledged = found[-1][0]
    print(f"{acknowledged:10} visits {found[-1][1]:8.1f} MB; the most: {most:.1f} MB")
    # What was deferred may have been written all the same, and is in the log besides.
    print(f"acknowledged {acknowledged}, deferred {deferred}, on the leaderboard {counted}")
    RESULTS.mkdir(exist_ok=True)
    kept = {"mb_by_visits": found, "most_mb": most, "counted": counted}
    (RESULTS / "memory.json").write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return 0 if acknowledged <= counted <= acknowledged + deferred else 1


def _links(env: dict[str, str]) -> str:
    return command(env, "links", CAMPAIGN, "--format", "json")


def _memory(pid: int, field: str) -> float:
    """What a process has in memory, or had at most, in MB (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (one for one in status.splitlines() if one.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--visits", type=int, default=100_000)
    return parser


if __name__ == "__main__":
    sys.exit(main())
