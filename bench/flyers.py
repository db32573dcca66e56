"""What it costs to print: 36 A4 flyers in one file, 12 associations with 3 groups each.

`python -m bench.flyers` prints them in processes of their own, by turns with a reference: 36 bare
pages of reportlab with as many lines of plain text. Prints medians of wall and CPU time, imports
included, the most memory, the file's size and the ratio to the reference; ends with 1 when the
aim is missed. The times are this machine's: only their ratio means something elsewhere.
"""

from __future__ import annotations

import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from chalicelib.kit.model import Ink, Matter
from chalicelib.kit.prints import flyer
from chalicelib.kit.prints.page import Paper, Words
from tests.unit.kit.matters import MATTER

ASSOCIATIONS, GROUPS, RUNS = 12, 3, 5
MOST_SECONDS, MOST_MB = 2.0, 150.0


@dataclass(frozen=True)
class Cost:
    """What a process took; memory in MB, all of Python included."""

    wall_s: float
    cpu_s: float
    memory_mb: float
    bytes: int


def matters() -> Iterator[Matter]:
    """One for each group; every name, code and address is another."""
    for association in range(ASSOCIATIONS):
        for group in range(GROUPS):
            yield replace(
                MATTER,
                association=f"Association fictive n° {association + 1}",
                group=f"Groupe fictif n° {group + 1}",
                qr_text=f"HTTPS://PORTE-VOIX.EXAMPLE/Q/0A1B{association:02}{group}",
                address=f"porte-voix.example/groupe-{association}-{group}",
            )


def flyers() -> bytes:
    """The product's."""
    return flyer.pdf([*matters()], Paper.A4, Ink.COLOUR, bleed=True)


def bare() -> bytes:
    """The reference: the same lines, as reportlab's own fonts draw them, and nothing else."""
    from reportlab.pdfgen.canvas import Canvas

    page = flyer.layout(MATTER, Paper.A4, Ink.COLOUR, bleed=True)
    lines = [line for t in page.things if isinstance(t, Words) for line in t.block.lines]
    kept = io.BytesIO()
    canvas = Canvas(kept, pageCompression=1)
    for _ in range(ASSOCIATIONS * GROUPS):
        for number, line in enumerate(lines):
            canvas.drawString(40, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


WORK: dict[str, Callable[[], bytes]] = {"flyers": flyers, "bare": bare}


def measured(name: str) -> Cost:
    """One run in a process of its own, from its start."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.flyers", name], capture_output=True, text=True, check=True
    )
    wall = time.perf_counter() - started
    return Cost(wall, *json.loads(done.stdout))


def work(name: str) -> None:
    """In the child: does it, and says CPU seconds, MB and bytes."""
    size = len(WORK[name]())
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size]))


def main() -> int:
    """Measures, prints, keeps; 0 when the aims are met."""
    runs: dict[str, list[Cost]] = {name: [] for name in WORK}
    for _ in range(RUNS):
        for name in WORK:
            runs[name].append(measured(name))
    found = {
        name: Cost(
            *(
                statistics.median(getattr(cost, field) for cost in costs)
                for field in ("wall_s", "cpu_s", "memory_mb", "bytes")
            )
        )
        for name, costs in runs.items()
    }
    for name, cost in found.items():
        print(
            f"{name:7} wall {cost.wall_s:5.2f} s   CPU {cost.cpu_s:5.2f} s"
            f"   memory {cost.memory_mb:4.0f} MB   {cost.bytes / 1000:5.0f} kB"
        )
    mine = found["flyers"]
    print(f"ratio   CPU {mine.cpu_s / found['bare'].cpu_s:.2f} times the bare pages")
    print(f"aim     under {MOST_SECONDS:g} s and {MOST_MB:g} MB for {ASSOCIATIONS * GROUPS} flyers")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    kept = {name: [asdict(cost) for cost in costs] for name, costs in runs.items()}
    (results / "flyers.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return int(mine.cpu_s > MOST_SECONDS or mine.memory_mb > MOST_MB)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(sys.argv[1])
    else:
        sys.exit(main())
