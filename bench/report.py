"""All figures at once: runs every bench, and writes `bench/report.md` and `bench/report.json`.

`python -m bench.report [NAME…]`: those that are named, or all but the long ones. Each runs as a
process of its own, one after the other, by the command that the report shows; what it prints stands
in the report as it is, and what it wrote to `bench/results/` goes into the JSON. Parts that are not
run stay as they were, if machine and versions are the same. 1 when a bench failed.
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
    """One bench: what it is about, how it is run, and the file of its raw figures, or "".

    Who wants one that is `long` names it.
    """

    name: str
    about: str
    command: tuple[str, ...]
    raw: str = ""
    long: bool = False


BENCHES = (
    Bench(
        "redirects",
        "Counted redirects through the local server, beside a trivial application behind the same"
        " server under the same load",
        ("-m", "bench.redirects"),
        "redirects.json",
    ),
    Bench(
        "parts",
        "Where the CPU of a counted redirect goes on one machine",
        ("-m", "bench.parts"),
        "parts.json",
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
    Bench(
        "chaos",
        "What breaks the product on purpose, with ten minutes of killing",
        ("-m", "bench.chaos"),
        "chaos.json",
        long=True,
    ),
    Bench(
        "soak",
        "An hour of mixed traffic, one operation of the store in a hundred failing",
        ("-m", "bench.soak"),
        "soak.json",
        long=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one: when, its exit code, seconds, what it printed, its raw figures."""

    name: str
    day: str
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
    machine = _machine()
    kept = read(BENCH, machine)
    failed = False
    for bench in BENCHES:
        if bench.name in names or not (names or bench.long):
            ran = kept[bench.name] = _run(bench)
            failed = failed or ran.code != 0
            # Each at once: a long run that is ended leaves what it has measured.
            write(BENCH, machine, kept)
            print(f"{ran.name}: {ran.seconds:.0f} s, exit {ran.code}", flush=True)
    print("bench/report.md and bench/report.json are written")
    return 1 if failed else 0


def read(folder: Path, machine: dict[str, Any]) -> dict[str, Ran]:
    """What the report there holds already of this machine and these versions."""
    path = folder / "report.json"
    report = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if report.get("machine") != machine:
        return {}
    return {one["name"]: Ran(**one) for one in report["benches"]}


def _run(bench: Bench) -> Ran:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *bench.command], cwd=ROOT, text=True, capture_output=True, check=False
    )
    raw = BENCH / "results" / bench.raw
    figures = json.loads(raw.read_text("utf-8")) if bench.raw and raw.exists() else None
    said = done.stdout + (done.stderr if done.returncode else "")
    took = round(time.monotonic() - began, 1)
    return Ran(bench.name, time.strftime("%Y-%m-%d"), done.returncode, took, said, figures)


def write(folder: Path, machine: dict[str, Any], kept: dict[str, Ran]) -> None:
    """Writes both reports, in the order of `BENCHES`."""
    (folder / "report.md").write_text(_markdown(machine, kept), "utf-8")
    parts = [asdict(kept[bench.name]) for bench in BENCHES if bench.name in kept]
    report = json.dumps({"machine": machine, "benches": parts}, indent=1)
    (folder / "report.json").write_text(report + "\n", "utf-8")


def _markdown(machine: dict[str, Any], kept: dict[str, Ran]) -> str:
    lines = ["# Figures", "", "Made by `make bench`; each part by the command above it.", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    for bench in BENCHES:
        if bench.name in kept:
            lines += _part(bench, kept[bench.name])
    return "\n".join(lines) + "\n"


def _part(bench: Bench, ran: Ran) -> list[str]:
    command = " ".join(("python", *bench.command))
    ended = "" if ran.code == 0 else f", which ended with {ran.code}"
    took = f"`{command}` ({ran.day}, {ran.seconds} s{ended})"
    return [
        "",
        f"## {bench.name}",
        "",
        f"{bench.about}.",
        "",
        took,
        "",
        "```",
        ran.said.strip(),
        "```",
    ]


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
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
