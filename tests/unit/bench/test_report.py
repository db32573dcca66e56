"""The report runs what there is by the commands that it shows."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from bench.report import BENCHES, main


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
    assert said.startswith("no bench is called nothing; there are redirects, handler")
