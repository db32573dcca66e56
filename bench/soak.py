"""A long time of mixed traffic with faults: counts exact, memory flat, the file's growth explained.

`python -m bench.soak [--minutes 60] [--seed N] [--share 0.01]`: people follow links, come back, and
look at pages; machines come too; one operation of the store in a hundred fails, before or after it
took effect. Prints a table, writes `bench/results/soak.json`; 1 when a promise broke.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter as Bag
from contextlib import closing
from pathlib import Path

from bench.chaos.machine import CAMPAIGN, ROOT, Crowd, Place, Server, settled

CLIENTS = 6
SAMPLES = 60
WARM_UP = 0.2
"""Of all that is sampled: what a server comes to have in memory while it warms up."""
MOST_GROWTH = 16 * 2**20
"""In bytes, from the middle of the first samples to that of the last: more is a leak."""
CRAWLER = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
PAGES = (
    f"/c/{CAMPAIGN}",
    f"/c/{CAMPAIGN}/leaderboard",
    f"/c/{CAMPAIGN}/count.json",
    f"/v1/campaigns/{CAMPAIGN}/leaderboard",
)


def main() -> int:
    """Runs, prints and writes; 1 when a promise broke."""
    asked = _arguments().parse_args()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="soak-") as folder:
        place, log = Place(Path(folder)), list[str]()
        server = Server(place, log, module=("bench.soak_server", str(asked.seed), str(asked.share)))
        crowd = Crowd(place, [server], CLIENTS, asked.seed)
        others = Others(place, server, asked.seed)
        crowd.start()
        others.start()
        memory = _watch(server, 60 * asked.minutes)
        crowd.stop()
        others.stop(crowd.over)
        ended = server.stop()
        problems = [] if ended == 0 else [f"the server ended with {ended}"]
        problems += settled(place, log, crowd)
        visits, size = sum(place.visits().values()), _size(place)
    begun, late = _ends(memory)
    if late - begun > MOST_GROWTH:
        problems.append(f"memory grew from {_mb(begun)} to {_mb(late)} MB")
    report = {
        "minutes": asked.minutes,
        "seed": asked.seed,
        "share_of_operations_that_fail": asked.share,
        "people": dict(crowd.said),
        "others": dict(others.said),
        "visits": visits,
        "bytes_per_visit": round(size / visits, 1) if visits else None,
        "memory_mb": [round(m / 2**20, 1) for m in memory],
        "problems": problems,
    }
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / "soak.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"{asked.minutes} minutes, seed {asked.seed}: {visits} visits, each exactly once")
    print(f"people: {dict(crowd.said)}; others: {dict(others.said)}")
    print(f"memory: {_mb(begun)} MB at first, {_mb(late)} MB at last")
    print(f"the file: {size / visits:.0f} bytes a visit" if visits else "no visit")
    print("\n".join(f"BROKEN {line}" for line in problems) or "no promise broke")
    return 1 if problems else 0


class Others:
    """Machines, and people who look at pages: none of it is counted."""

    def __init__(self, place: Place, server: Server, seed: int) -> None:
        self.said: Bag[str] = Bag()
        self._place, self._server = place, server
        self._dice = random.Random(f"{seed} others")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask_on, daemon=True)

    def start(self) -> None:
        """They begin."""
        self._thread.start()

    def stop(self, over: threading.Event) -> None:
        """They end with the others."""
        assert over.is_set()
        self._over.set()
        self._thread.join(60)

    def _ask_on(self) -> None:
        client = http.client.HTTPConnection("127.0.0.1", self._server.port, 30, ("127.2.0.1", 0))
        while not self._over.is_set():
            machine = self._dice.random() < 0.5
            path = f"/{self._dice.choice(self._place.codes)}" if machine else self._page()
            agent = {"User-Agent": CRAWLER} if machine else {}
            client.request("GET", path, headers=agent)
            answer = client.getresponse()
            answer.read()
            kind = "machine" if machine else "page"
            self.said[f"{kind} {answer.status}"] += 1
            self._over.wait(0.02)

    def _page(self) -> str:
        return self._dice.choice(PAGES)


def _watch(server: Server, seconds: float) -> list[int]:
    found = []
    for _ in range(SAMPLES):
        time.sleep(seconds / SAMPLES)
        found.append(server.memory())
    return found


def _ends(memory: list[int]) -> tuple[float, float]:
    """What is in the middle of the first and of the last third, warm-up left out."""
    kept = memory[round(WARM_UP * len(memory)) :]
    third = max(1, len(kept) // 3)
    return statistics.median(kept[:third]), statistics.median(kept[-third:])


def _size(place: Place) -> int:
    """What the database holds, its log brought in."""
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place.database.stat().st_size


def _mb(size: float) -> str:
    return f"{size / 2**20:.1f}"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--share", type=float, default=0.01)
    return parser


if __name__ == "__main__":
    sys.exit(main())
