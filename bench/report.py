"""All figures at once: runs every bench, and writes `bench/report.md` and `bench/report.json`.

`python -m bench.report [NAME…]`: those that are named, or all. Each runs as a process of its own,
one after the other, by the command that the report shows; what it prints stands in the report as it
is, and what it wrote to `bench/results/` goes into the JSON. 1 when a bench failed.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
PACKAGES = ("chalice", "boto3", "botocore", "qrcode", "reportlab", "jinja2", "waitress", "moto")


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: what it is about, how it is run, and the file of its raw figures, or ""."""

    name: str
    about: str
    command: tuple[str, ...]
    raw: str = ""


BENCHES = (
    Bench(
        "redirects",
        "Counted redirects through the local server, beside a trivial application behind the same"
        " server under the same load",
        ("-m", "bench.redirects"),
        "redirects.json",
    ),
    Bench(
        "handler",
        "CPU of a counted redirect on Lambda, beside the barest Chalice handler that makes one"
        " `update_item` with boto3",
        ("-m", "bench.handler"),
        "handler.json",
    ),
    Bench("cold", "Cold start, beside the barest handler's", ("-m", "bench.cold"), "cold.json"),
    Bench(
        "slim",
        "What botocore costs at start and in a call, and what less of it would",
        ("-m", "bench.slim"),
        "slim.json",
    ),
    Bench(
        "traffic",
        "People told from machines, beside one search with a pattern",
        ("-m", "bench.traffic"),
        "traffic.json",
    ),
    Bench(
        "single",
        "Single things, beside the SHA-256 of a megabyte; and what a visit takes up",
        ("-m", "bench.single"),
        "single.json",
    ),
    Bench(
        "tally",
        "The tally's visits a second and units, by the size of its batches",
        ("-m", "bench.tally"),
        "tally.json",
    ),
    Bench(
        "scale",
        "Units, hot partitions, the tally's lag and dollars, by DynamoDB's documented rules",
        ("-m", "bench.scale"),
        "scale.json",
    ),
    Bench(
        "flyers",
        "36 A4 flyers in one PDF, and a QR code, beside a page of plain text",
        ("-m", "bench.flyers"),
        "flyers.json",
    ),
    Bench(
        "memory",
        "Memory at rest and after a million visits",
        ("-m", "bench.memory", "--visits", "1000000"),
        "memory.json",
    ),
    Bench(
        "forecast", "Forecasts on simulated petitions", ("-m", "bench.forecast"), "forecast.json"
    ),
    Bench("fairness", "Flags on simulated days", ("-m", "bench.fairness"), "fairness.json"),
    Bench("sign-in", "Signing in, known and unknown addresses", ("-m", "bench.sign_in")),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one: its exit code, how long it took, what it printed, its raw figures."""

    bench: Bench
    code: int
    seconds: float
    said: str
    figures: Any


def main(names: Sequence[str]) -> int:
    """Runs, writes and prints; 1 when one failed, 2 for a name that is none."""
    unknown = set(names) - {bench.name for bench in BENCHES}
    if unknown:
        known = ", ".join(bench.name for bench in BENCHES)
        said = f"no bench is called {', '.join(sorted(unknown))}; there are {known}"
        print(said, file=sys.stderr)
        return 2
    ran = []
    for bench in BENCHES:
        if not names or bench.name in names:
            ran.append(_run(bench))
            print(f"{bench.name}: {ran[-1].seconds:.0f} s, exit {ran[-1].code}", flush=True)
    (BENCH / "report.md").write_text(_markdown(ran), "utf-8")
    shown = [asdict(one) for one in ran]
    (BENCH / "report.json").write_text(
        json.dumps({"machine": _machine(), "benches": shown}, indent=1) + "\n", "utf-8"
    )
    print("bench/report.md and bench/report.json are written")
    return 1 if any(one.code for one in ran) else 0


def _run(bench: Bench) -> Ran:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *bench.command], cwd=ROOT, text=True, capture_output=True, check=False
    )
    raw = BENCH / "results" / bench.raw
    figures = json.loads(raw.read_text("utf-8")) if bench.raw and raw.exists() else None
    said = done.stdout + (done.stderr if done.returncode else "")
    return Ran(bench, done.returncode, round(time.monotonic() - began, 1), said, figures)


def _markdown(ran: Sequence[Ran]) -> str:
    machine = _machine()
    lines = ["# Figures", "", "Made by `make bench`; each part by the command above it.", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    for one in ran:
        command = " ".join(("python", *one.bench.command))
        lines += ["", f"## {one.bench.name}", "", f"{one.bench.about}.", ""]
        ended = "" if one.code == 0 else f", which ended with {one.code}"
        lines += [f"`{command}` ({one.seconds} s{ended})", "", "```", one.said.strip(), "```"]
    return "\n".join(lines) + "\n"


def _machine() -> dict[str, Any]:
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": f"{os.cpu_count()} x {model[0] if model else platform.machine()}",
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "day": time.strftime("%Y-%m-%d"),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
