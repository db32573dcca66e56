"""Asks PyPI's advisories about all that is installed: what runs on Lambda and what tests it.

python -m scripts.audit    1 when a version is known to be vulnerable

Whether the advisories can be reached is nobody's fault here: where they cannot, that is said,
with how many packages nobody looked at, and it stops nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

COMMAND = (
    sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off",
)  # fmt: skip
SECONDS = 300
"""How long the advisories are waited for, in all."""


def main() -> int:
    """Asks, says what was found, and answers the exit code."""
    try:
        asked = subprocess.run(  # noqa: S603 (our own command)
            COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return tell(*judge("", f"no answer within {SECONDS} seconds"))
    return tell(*judge(asked.stdout, asked.stderr))


def judge(report: str, complaint: str) -> tuple[list[str], int]:
    """What to say of pip-audit's report, and the exit code.

    `complaint` is what it wrote when it made none. A package without an answer was not audited;
    one with an advisory fails the build.
    """
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (complaint.strip().splitlines() or ["it said nothing"])[-1]
        return [f"NOT AUDITED: the advisories cannot be reached ({last})"], 0
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    wrong = [
        f"{one['name']} {one['version']}: {advisory['id']}"
        f" (mended in {', '.join(advisory['fix_versions']) or 'no version yet'})"
        for one in packages
        for advisory in one.get("vulns", ())
    ]
    if len(unknown) == len(packages):
        return [f"NOT AUDITED: PyPI answers for none of {len(packages)} packages"], 0
    lines = [*wrong, f"{len(packages) - len(unknown)} packages audited, {len(wrong)} advisories"]
    if unknown:
        lines.append(f"NOT AUDITED, for PyPI has no answer: {len(unknown)} ({', '.join(unknown)})")
    return lines, 1 if wrong else 0


def tell(lines: list[str], code: int) -> int:
    """Prints; answers `code`."""
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
