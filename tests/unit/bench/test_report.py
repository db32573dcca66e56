"""The report runs what there is by the commands that it shows."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.report import BENCHES, Ran, main, read, write


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_every_bench_is_a_module_that_exists(bench: object) -> None:
    flag, module, *_ = bench.command  # type: ignore[attr-defined]
    assert flag == "-m"
    assert find_spec(module)


def test_a_name_that_is_none_is_refused_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["redirects", "nothing"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("no bench is called nothing; there are redirects, parts, handler")


def test_what_is_not_run_again_stays_if_the_machine_is_the_same(tmp_path: Path) -> None:
    machine = {"processor": "2 x made up", "packages": "chalice 1"}
    parts = {
        "soak": Ran("soak", "2026-11-27", 0, 3600.0, "no promise broke\n", {"seed": 7}),
        "cold": Ran("cold", "2026-11-26", 1, 12.5, "0.96 times", None),
    }
    write(tmp_path, machine, parts)
    assert read(tmp_path, machine) == parts
    assert read(tmp_path, machine | {"packages": "chalice 2"}) == {}
    shown = (tmp_path / "report.md").read_text("utf-8")
    assert "`python -m bench.cold` (2026-11-26, 12.5 s, which ended with 1)" in shown
    assert shown.index("0.96 times") < shown.index("no promise broke")


def test_no_report_is_an_empty_one(tmp_path: Path) -> None:
    assert read(tmp_path, {}) == {}
