"""What the local server has in memory: at rest, and after many visits.

`python -m bench.memory [--visits 100000]`; a million takes some ten minutes. Writes
`bench/results/memory.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from bench.chaos.machine import ROOT, Crowd, Place, Server, settled

CLIENTS = 16
SAMPLES = 10


def main() -> int:
    """Measures, prints and writes; 1 when a visit was lost or counted twice."""
    asked = _arguments().parse_args()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="memory-") as folder:
        place, log = Place(Path(folder)), list[str]()
        server = Server(place, log)
        found = [(0, server.memory())]
        crowd = Crowd(place, [server], CLIENTS, 1)
        crowd.start()
        while found[-1][0] < asked.visits:
            time.sleep(0.5)
            counted = crowd.counted.total()
            if counted >= len(found) * asked.visits / SAMPLES:
                found.append((counted, server.memory()))
        crowd.stop()
        most = server.most_memory()
        server.stop()
        problems = settled(place, log, crowd)
    for visits, memory in found:
        print(f"{visits:10} visits {memory / 2**20:8.1f} MB")
    print(f"the most: {most / 2**20:.1f} MB")
    print("\n".join(f"BROKEN {line}" for line in problems) or "each visit exactly once")
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    kept = {"by_visits": found, "most": most, "problems": problems}
    (results / "memory.json").write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return 1 if problems else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--visits", type=int, default=100_000)
    return parser


if __name__ == "__main__":
    sys.exit(main())
