"""Every figure of README's is one of the report's: the committed one, or the one that lies here.

The second lets both be changed at once; the first lets somebody measure on a machine of theirs.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REPORT = "bench/report.json"
MIDDLE = "a page in the middle of 100000 rows"
CONNECTIONS = (1, 8, 64)
PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 6: "a sixth", 7: "a seventh"}
BY_HAND = "by hand: botocore's signing and HTTP session"
MEASURED = r"\d[\d ]*(?:\.\d+)? (?:ms|µs|MB|bytes|visits|redirects|times)\b"


def reports() -> Iterator[dict[str, Any]]:
    """The raw figures by the name of their bench."""
    texts = [(ROOT / REPORT).read_bytes()]
    if shutil.which("git"):
        asked = ["git", "show", f"HEAD:{REPORT}"]
        committed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
        # Nothing is committed where this was unpacked from an archive.
        texts += [committed.stdout] if committed.returncode == 0 else []
    for text in texts:
        yield {bench["name"]: bench["figures"] for bench in json.loads(text)["benches"]}


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def speed(figures: dict[str, Any]) -> Iterator[str]:
    """What is said of redirects through the local server."""
    rounds = {(r["server"], r["connections"]): r for r in figures["redirects"]["rounds"]}
    for connections in CONNECTIONS:
        ours, trivial = rounds["porte-voix", connections], rounds["trivial", connections]
        yield (
            f"| {connections} | {ours['per_second']:.0f} | {ours['cpu_ms']:.2f} ms"
            f" | {ours['cpu_ms'] / trivial['cpu_ms']:.1f} | {ours['p50_ms']:.1f} ms"
            f" | {ours['p99_ms']:.1f} ms |"
        )
    counted = figures["redirects"]
    yield f"{spaced(counted['acknowledged'])} redirects were acknowledged in that run"
    yield f"the leaderboard showed {spaced(counted['counted'])} visits"


def sentences(figures: dict[str, Any]) -> Iterator[str]:
    """What is said of all else."""
    yield f"takes {figures['handler']['ratio']:.2f} times the CPU of the barest"
    yield f"a cold start {figures['cold']['ratios']['ours to bare']:.2f} times that handler's"
    asked = figures["traffic"]["us"]
    sight, search = (asked[what]["median"] for what in ("first sight", "one search"))
    yield f"takes {sight:.0f} µs, {sight / search:.0f} times one search"
    took = {part["name"]: part for part in figures["single"]["took"]}
    first, middle = took["a page of a board of 100000 rows"], took[MIDDLE]
    took_ms = {name: f"{part['ms']:.1f} ms" for name, part in took.items()}
    yield f"takes {first['ms']:.1f} ms with 100 000 rows and one in its middle {took_ms[MIDDLE]}"
    yield f"or {first['references']:.1f} and {middle['references']:.1f} times the SHA-256"
    yield "campaign's page takes " + took_ms["the campaign's page"]
    yield "read and kept " + took_ms["a reading of the official count"]
    yield "a QR code " + took_ms["a QR code as SVG"]
    views = {one["reads"] for one in figures["scale"]["units"] if "a view, 50 of" in one["name"]}
    yield "a view costs " + " or ".join(f"{reads:.0f}" for reads in sorted(views)) + " read units"
    write = {part["name"]: part["us"] for part in figures["parts"]}
    share = write["the write, 64 to a commit"] / write["the write, 1 to a commit"]
    yield f"it takes {PARTS[round(1 / share)]} of the CPU"
    disk = figures["single"]["bytes_per_visit"]
    yield f"{disk['sqlite_kept']:.0f} bytes in SQLite and {disk['dynamodb_kept']:.0f} in DynamoDB"
    grown = figures["memory"]["mb_by_visits"]
    yield (
        f"Without visits the server has {grown[0][1]:.0f} MB in memory, after"
        f" {spaced(round(grown[1][0], -3))} visits {grown[1][1]:.0f} MB, after a million"
        f" {grown[-1][1]:.0f} MB"
    )
    soak = figures["soak"]
    yield (
        f"{spaced(soak['visits'])} visits were counted once each,"
        f" {spaced(soak['people']['deferred'])} of them deferred to the log, in a memory that"
        f" stayed at {soak['memory_mb'][-1]:.0f} MB"
    )


def clients(figures: dict[str, Any]) -> Iterator[str]:
    """The rows of the table in the ADR about clients of AWS."""
    ours = figures["slim"]["botocore"]
    for name, line in (("boto3", "boto3's client"), ("by hand", BY_HAND)):
        start, call = (figures["slim"][name][of] / ours[of] for of in ("start_ms", "call_us"))
        yield f"| {line} | {start:.2f} | {call:.2f} |"


def said(figures: dict[str, Any]) -> list[str]:
    """All that README is to say; why it cannot, of a report that lacks a part."""
    try:
        return [*speed(figures), *sentences(figures)]
    except KeyError as error:
        return [f"the report has no {error}"]


def test_readme_has_the_reports_figures_and_no_others() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    texts = [said(figures) for figures in reports()]
    missing = [[sentence for sentence in text if sentence not in readme] for text in texts]
    assert [] in missing, missing
    theirs = " ".join(texts[missing.index([])])
    part = readme.partition("Every figure here is from the report")[2].partition("\n## ")[0]
    assert set(re.findall(MEASURED, part)) <= set(re.findall(MEASURED, theirs))


def test_the_decision_about_clients_has_the_reports_figures() -> None:
    text = (ROOT / "docs/adr/0015-botocore.md").read_text("utf-8")
    known = [figures for figures in reports() if "slim" in figures]
    assert any(all(row in text for row in clients(figures)) for figures in known)
