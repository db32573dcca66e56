"""What the audit says and when it stops a build: for a known hole, and for nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts.audit import judge

CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
HOLE = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2021-1", "fix_versions": ["1.1", "2.0"]}],
}
NO_FIX = {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-2022-2", "fix_versions": []}]}
UNKNOWN = {"name": "y", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN], 0, ["1 packages audited, 0 advisories"]),
        (
            [CLEAN, HOLE],
            1,
            ["pillow 1.0: PYSEC-2021-1 (mended in 1.1, 2.0)", "2 packages audited, 1 advisories"],
        ),
        (
            [NO_FIX],
            1,
            ["x 1: PYSEC-2022-2 (mended in no version yet)", "1 packages audited, 1 advisories"],
        ),
        (
            [HOLE, UNKNOWN],
            1,
            [
                "pillow 1.0: PYSEC-2021-1 (mended in 1.1, 2.0)",
                "1 packages audited, 1 advisories",
                "NOT AUDITED, for PyPI has no answer: 1 (y)",
            ],
        ),
        ([UNKNOWN], 0, ["NOT AUDITED: PyPI answers for none of 1 packages"]),
    ],
)
def test_a_known_hole_stops_the_build(
    packages: list[dict[str, Any]], code: int, said: list[str]
) -> None:
    assert judge(json.dumps({"dependencies": packages}), "") == (said, code)


@pytest.mark.parametrize("report", ["", "no JSON", "[]", "{}"])
def test_advisories_that_cannot_be_reached_are_said_and_stop_nothing(report: str) -> None:
    lines, code = judge(report, "Traceback\nConnectionError: no route to pypi.org\n")
    assert code == 0
    assert lines == [
        "NOT AUDITED: the advisories cannot be reached (ConnectionError: no route to pypi.org)"
    ]
    assert judge(report, "")[0] == [
        "NOT AUDITED: the advisories cannot be reached (it said nothing)"
    ]
