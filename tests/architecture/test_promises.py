"""Every test that PRIVACY.md and SECURITY.md name is there; a visit is defined in twenty lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.visits.model import Verdict

ROOT = Path(__file__).parents[2]

ASVS_LEVEL_1 = """
1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2
5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5
11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
"""The requirements of version 5.0.0, of which there are seventy."""


def test_every_promise_of_privacy_names_a_test_that_exists() -> None:
    text = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    promises = re.findall(r"^\| (?!promise|---).+ \| (.+) \|$", text, re.MULTILINE)
    assert len(promises) >= 9
    for held in promises:
        assert named_in(held), held


def test_security_has_all_of_level_1_and_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    first = text.partition("### Level 1\n")[2].partition("\n### ")[0]
    wanted = []
    for one in ASVS_LEVEL_1.split():
        section, _, numbers = one.rpartition(".")
        low, _, high = numbers.partition("-")
        wanted += [f"{section}.{number}" for number in range(int(low), int(high or low) + 1)]
    rows = re.findall(r"^\| ([\d.]+) \| (.+) \| (.+) \|$", first, re.MULTILINE)
    assert len(wanted) == 70
    assert [number for number, _, _ in rows] == wanted
    for number, _, held in re.findall(r"^\| ([\d.]+) \| (.+) \| (.+) \|$", text, re.MULTILINE):
        assert held, number
        named_in(held)


def named_in(text: str) -> list[str]:
    """The tests that a text names, each of which is there."""
    named = re.findall(r"`((?:tests/[\w/]+/)?(test_\w+\.py))(?:::(\w+))?`", text)
    for path, file, test in named:
        places = [ROOT / path] if "/" in path else list((ROOT / "tests").rglob(file))
        assert any(place.is_file() for place in places), path
        assert any(f"def {test}" in place.read_text("utf-8") for place in places), test
    return [test for _, _, test in named]


@pytest.mark.parametrize("heading", ["En français", "In English"])
def test_a_visit_is_defined_in_twenty_lines_that_name_every_verdict(heading: str) -> None:
    text = (ROOT / "docs" / "what-is-counted.md").read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line]
    assert [line.partition(".")[0] for line in lines] == [str(n) for n in range(1, 21)]
    said = set(re.findall(r"`([^`]+)`", section))
    assert {v.value for v in Verdict if v.excluded} <= said
    assert {"X-Porte-Voix: counted", "not-counted; reason=…", "deferred"} <= said
