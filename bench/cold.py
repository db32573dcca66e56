"""From the start of a process to its first redirect, beside the barest handler's.

`python -m bench.cold` makes the package, unzips it, and starts it under Lambda's own runtime
client, by turns with `bench.bare` in the form that Chalice packs it, each with the event waiting
for it: the time ends when its answer arrives. Nothing but the package and the SDK can be imported,
and nothing that is compiled is kept. Both are measured without and with compiled modules too;
Chalice's own zip has none. DynamoDB is a server on loopback that answers at once, without TLS:
ours asks it four times (link, campaign, salt, visit), the bare handler once.

Prints medians, 90th percentiles and CPU times of the processes, how much of it goes by before the
handler is loaded, the ratios, and where ours spends its time; writes all to
`bench/results/cold.json`. The times are this machine's: only their ratios mean something.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from deploy.package import build, refine
from tests.contract.samples import ESSOR
from tests.deploy.runtime import Function, Report, link_sdk, started
from tests.deploy.surroundings import dynamodb, get, one_campaign

BENCH = Path(__file__).parent
RESULTS = BENCH / "results"
WARM_UPS, RUNS, PROFILES, LINES = 2, 21, 7, 10
AIM = 1.25
EVENT = get("/{code}", code=ESSOR.code)

_IMPORT = re.compile(r"^import time: +([0-9]+) \| +[0-9]+ \| *(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """A package as it is started, and what its runs took."""

    name: str
    folder: Path
    ms: list[float] = field(default_factory=list)
    init_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """From start to answer, in ms."""
        return statistics.median(self.ms)

    @property
    def p90(self) -> float:
        """What nine of ten runs stay under, in ms."""
        return statistics.quantiles(self.ms, n=10)[8]

    @property
    def init(self) -> float:
        """The median from start to a loaded handler, in ms."""
        return statistics.median(self.init_ms)

    @property
    def cpu(self) -> float:
        """The median of CPU times, in ms."""
        return statistics.median(self.cpu_ms)


@dataclass(frozen=True)
class Machine:
    """What every process is started with."""

    sdk: Path
    env: dict[str, str]

    def start(self, handler: str, *folders: Path, flags: tuple[str, ...] = ()) -> Start:
        """One process's start, first answer and end."""
        with started(handler, (*folders, self.sdk), self.env, flags, first=EVENT) as function:
            return Start(function, function.answer(), function.output())


@dataclass(frozen=True)
class Start:
    """A process that answered once and has ended."""

    function: Function
    report: Report
    output: str

    @property
    def ms(self) -> float:
        """From start to answer."""
        return 1e3 * (self.report.at - self.function.began)

    @property
    def init_ms(self) -> float:
        """From start to a handler that is loaded and asks for its event."""
        ready = self.function.api.ready
        assert ready is not None
        return 1e3 * (ready - self.function.began)

    @property
    def cpu_ms(self) -> float:
        """Of the whole process and its threads."""
        usage = self.function.usage
        assert usage is not None
        return 1e3 * (usage.ru_utime + usage.ru_stime)


def main() -> int:
    """Measures, prints and writes."""
    with TemporaryDirectory() as scratch, dynamodb(one_campaign()) as env:
        variants = _packed(Path(scratch))
        machine = Machine(link_sdk(Path(scratch, "sdk")), env)
        for number in range(WARM_UPS + RUNS):
            for variant in variants:
                _run(machine, variant, kept=number >= WARM_UPS)
        ours, plain, bare, compiled = variants
        phases = _phases(machine, ours.folder, Path(scratch, "phases"))
        imports = _imports(machine, ours.folder)
    ratios = {
        "ours to bare": ours.median / bare.median,
        "ours to bare, compiled": ours.median / compiled.median,
        "ours to bare, not compiled": plain.median / bare.median,
        "ours to bare, CPU": ours.cpu / bare.cpu,
        "ours to bare, compiled, CPU": ours.cpu / compiled.cpu,
    }
    _print(variants, ratios, phases, imports)
    RESULTS.mkdir(exist_ok=True)
    report = {
        "python": sys.version,
        "cores": os.cpu_count(),
        "runs": {v.name: {"ms": v.ms, "init_ms": v.init_ms, "cpu_ms": v.cpu_ms} for v in variants},
        "ratios": ratios,
        "phases_ms": phases,
        "imports_ms": imports,
    }
    (RESULTS / "cold.json").write_text(json.dumps(report, indent=2) + "\n")
    return 0


def _packed(scratch: Path) -> tuple[Variant, Variant, Variant, Variant]:
    """Ours as it is deployed, and without compiled modules; bare as Chalice packs it, and with."""
    package = build(scratch / "package")
    bare, refined = scratch / "bare.zip", scratch / "refined.zip"
    with ZipFile(package.zip) as whole, ZipFile(bare, "w") as target:
        # Chalice's run time, the same as in ours.
        for name in whole.namelist():
            if re.fullmatch(r"chalice/[^/]+\.py", name):
                target.writestr(name, whole.read(name))
        target.write(BENCH / "bare.py", "app.py")
    refine(bare, refined)
    variants = (
        Variant("ours", _unzipped(package.zip, scratch / "ours")),
        Variant("ours, not compiled", _unzipped(package.zip, scratch / "ours-plain")),
        Variant("bare", _unzipped(bare, scratch / "bare")),
        Variant("bare, compiled", _unzipped(refined, scratch / "bare-compiled")),
    )
    for cache in list(variants[1].folder.rglob("__pycache__")):
        shutil.rmtree(cache)
    return variants


def _unzipped(package: Path, folder: Path) -> Path:
    with ZipFile(package) as file:
        file.extractall(folder)
    return folder


def _run(machine: Machine, variant: Variant, kept: bool) -> None:
    start = machine.start("app.app", variant.folder)
    answer = start.report.body
    said = answer["headers"].get("X-Porte-Voix")
    wanted = "counted" if variant.name.startswith("ours") else None
    if (answer["statusCode"], said) != (302, wanted):
        raise SystemExit(f"{variant.name}: not a redirect that is {wanted}: {answer}")
    if kept:
        variant.ms.append(start.ms)
        variant.init_ms.append(start.init_ms)
        variant.cpu_ms.append(start.cpu_ms)


def _phases(machine: Machine, ours: Path, beside: Path) -> dict[str, float]:
    """What each part of our start takes, in ms: medians."""
    beside.mkdir()
    shutil.copy(BENCH / "phases.py", beside)
    starts = [machine.start("phases.handler", ours, beside) for _ in range(PROFILES)]
    return _medians([dict(_steps(start)) for start in starts])


def _steps(start: Start) -> Iterator[tuple[str, float]]:
    marks = {"start": start.function.began, **start.report.body}
    for (_, before), (name, after) in pairwise(marks.items()):
        yield name, 1e3 * (after - before)


def _imports(machine: Machine, ours: Path) -> dict[str, float]:
    """What modules of each top-level package take, without those that they import, in ms:
    medians, the longest first. Python's own bookkeeping of it makes all of them longer.
    """
    flags = ("-X", "importtime")
    starts = [machine.start("app.app", ours, flags=flags) for _ in range(PROFILES)]
    medians = _medians([_by_package(start.output) for start in starts])
    return dict(sorted(medians.items(), key=lambda package: -package[1]))


def _by_package(output: str) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for us, name in _IMPORT.findall(output):
        sums[name.partition(".")[0]] += int(us)
    return {name: us / 1e3 for name, us in sums.items()}


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run.get(name, 0.0) for run in runs) for name in runs[0]}


def _print(
    variants: tuple[Variant, ...],
    ratios: dict[str, float],
    phases: dict[str, float],
    imports: dict[str, float],
) -> None:
    print(f"start to first redirect, {RUNS} runs each, by turns")
    for variant in variants:
        print(
            f"  {variant.name:20} {variant.median:7.1f} ms median {variant.p90:7.1f} ms p90"
            f" {variant.cpu:7.1f} ms of CPU {variant.init:7.1f} ms until loaded"
        )
    print(f"aim: at most {AIM} times the bare handler; here: {ratios['ours to bare']:.2f}")
    for name, ratio in ratios.items():
        print(f"  {name:30} {ratio:5.2f}")
    print("where ours goes")
    for name, ms in phases.items():
        print(f"  {ms:7.1f} ms {name}")
    print(f"imports, by package: the {LINES} longest, {sum(imports.values()):.0f} ms in all")
    for name, ms in list(imports.items())[:LINES]:
        print(f"  {ms:7.1f} ms {name}")


if __name__ == "__main__":
    sys.exit(main())
