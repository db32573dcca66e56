"""Every test that PRIVACY.md names is there, and a visit is defined in twenty lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.visits.model import Verdict

ROOT = Path(__file__).parents[2]


def test_every_promise_of_privacy_names_a_test_that_exists() -> None:
    text = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    promises = re.findall(r"^\| (?!promise|---).+ \| (.+) \|$", text, re.MULTILINE)
    assert len(promises) >= 9
    for held in promises:
        named = re.findall(r"`((?:tests/[\w/]+/)?(test_\w+\.py))(?:::(\w+))?`", held)
        assert named, held
        for path, file, test in named:
            places = [ROOT / path] if "/" in path else list((ROOT / "tests").rglob(file))
            assert any(place.is_file() for place in places), path
            assert any(f"def {test}" in place.read_text("utf-8") for place in places), test


@pytest.mark.parametrize("heading", ["En français", "In English"])
def test_a_visit_is_defined_in_twenty_lines_that_name_every_verdict(heading: str) -> None:
    text = (ROOT / "docs" / "what-is-counted.md").read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line]
    assert [line.partition(".")[0] for line in lines] == [str(n) for n in range(1, 21)]
    said = set(re.findall(r"`([^`]+)`", section))
    assert {v.value for v in Verdict if v.excluded} <= said
    assert {"X-Porte-Voix: counted", "not-counted; reason=…", "deferred"} <= said
