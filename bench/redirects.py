"""Counted redirects a second, and what each costs the server, through the real local server.

`python -m bench.redirects` starts `python -m chalicelib serve` on a free port over a fresh
SQLite file (on the disk that the project is on, not in memory), puts the demo campaign in it,
and drives it from another process with 1, 8 and 64 connections. Every request is a new
visitor, so every redirect is a counted visit; at the end the leaderboard must show exactly
as many visits as were acknowledged. A trivial application under the same server and the
same load is measured in the same run, for comparison. Prints a table, and writes all of it
to `bench/results/redirects.json`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
CAMPAIGN = "defense-des-enfants"
CONNECTIONS = (1, 8, 64)
SECONDS = 5.0
AIM_REDIRECTS, AIM_CPU_MS = 1500, 0.6
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Round:
    """One load on one server. Times in milliseconds."""

    server: str
    connections: int
    per_second: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    acknowledged: int
    other_answers: dict[str, int]
    generator_busy: float


def main() -> int:
    """Measures, prints and writes; 1 when the count is not what was acknowledged."""
    rounds: list[Round] = []
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-") as folder:
        env = os.environ | {"DATABASE": f"{folder}/bench.sqlite3", "STORE": "sqlite"}
        command(env, "demo")
        links = json.loads(command(env, "links", CAMPAIGN, "--format", "json"))
        paths = [f"/{link['code']}" for link in links]
        with server(env, "-m", "chalicelib", "serve", "--port", "{port}") as (pid, port):
            first = 0
            for connections in CONNECTIONS:
                done, first = drive("porte-voix", "counted", pid, port, connections, first, paths)
                rounds.append(done)
            counted = leaderboard_total(port)
        with server(env, "-m", "bench.trivial", "{port}") as (pid, port):
            for connections in CONNECTIONS:
                done, _ = drive("trivial", "redirect", pid, port, connections, 0, paths)
                rounds.append(done)
    acknowledged = sum(r.acknowledged for r in rounds if r.server == "porte-voix")
    _print(rounds, acknowledged, counted)
    RESULTS.mkdir(exist_ok=True)
    report = {
        "python": sys.version,
        "cores": os.cpu_count(),
        "acknowledged": acknowledged,
        "counted": counted,
        "rounds": [asdict(r) for r in rounds],
    }
    (RESULTS / "redirects.json").write_text(json.dumps(report, indent=2) + "\n")
    return 0 if counted == acknowledged else 1


def command(env: dict[str, str], *arguments: str) -> str:
    """What a command of ours prints."""
    called = [sys.executable, "-m", "chalicelib", *arguments]
    done = subprocess.run(called, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


@contextmanager
def server(env: dict[str, str], *arguments: str) -> Iterator[tuple[int, int]]:
    """A server of ours, listening; its process id and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    called = [sys.executable, *(a.format(port=port) for a in arguments)]
    process = subprocess.Popen(called, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait_for(process, port)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode} before it listened")
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not listen within 10 s")


def drive(
    name: str,
    wanted: str,
    pid: int,
    port: int,
    connections: int,
    first: int,
    paths: list[str],
    seconds: float = SECONDS,
) -> tuple[Round, int]:
    """One round, and the number that the next one may start with."""
    arguments = [port, connections, seconds, first, *paths]
    called = [sys.executable, "-m", "bench.load", *map(str, arguments)]
    with subprocess.Popen(called, cwd=ROOT, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        if load.stdout.readline().strip() != "measuring":
            raise SystemExit("the load generator failed; what it said is above")
        before = _cpu_seconds(pid)
        report: dict[str, Any] = json.loads(load.stdout.readline())
        spent = _cpu_seconds(pid) - before
    answers, warm = report["answers"], report["warm_up_answers"]
    good, took, latency = answers.get(wanted, 0), report["seconds"], report["latency_ms"]
    others = {
        said: answers.get(said, 0) + warm.get(said, 0)
        for said in answers.keys() | warm.keys()
        if said != wanted
    }
    done = Round(
        name,
        connections,
        round(good / took, 1),
        round(1000 * spent / max(1, sum(answers.values())), 4),
        latency["p50"],
        latency["p99"],
        latency["max"],
        good + warm.get(wanted, 0),
        others,
        round(report["generator_cpu_seconds"] / (took + 1.0), 2),
    )
    return done, report["next"]


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process with all its threads (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def leaderboard_total(port: int) -> int:
    """All visits of the campaign that its leaderboard shows."""
    address = f"http://127.0.0.1:{port}/v1/campaigns/{CAMPAIGN}/leaderboard?limit=200"
    with urllib.request.urlopen(address) as answer:
        return sum(row["visits"] for row in json.load(answer)["rows"])


def _print(rounds: list[Round], acknowledged: int, counted: int) -> None:
    titles = ("server", "conn.", "redirects/s", "CPU ms", "p50 ms", "p99 ms", "max ms", "load CPU")
    print("".join(f"{title:>12}" for title in titles))
    for r in rounds:
        values = (r.server, r.connections, f"{r.per_second:.0f}", f"{r.cpu_ms:.3f}", r.p50_ms)
        cells = (*values, r.p99_ms, r.max_ms, f"{r.generator_busy:.0%}")
        print("".join(f"{cell:>12}" for cell in cells))
        if r.other_answers:
            print(f"{'':>12}not as wanted: {r.other_answers}")
    best = max((r for r in rounds if r.server == "porte-voix"), key=lambda r: r.per_second)
    print(f"acknowledged {acknowledged}, on the leaderboard {counted}")
    print(f"aim: {AIM_REDIRECTS} counted redirects/s; best here: {best.per_second:.0f}")
    print(f"aim: under {AIM_CPU_MS} ms of CPU each; there: {best.cpu_ms:.3f}")


if __name__ == "__main__":
    sys.exit(main())
