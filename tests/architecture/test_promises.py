"""Every test that PRIVACY.md names is there."""

from __future__ import annotations

import re
from pathlib import Path

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
