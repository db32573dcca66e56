"""Asks Lighthouse about the public pages, as a phone on a slow network sees them.

make lighthouse
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM
from tests.browser.stand import CAMPAIGN, standing
from tests.browser.windows import FLAGS

LIGHTHOUSE = Path("tests/browser/lighthouse/node_modules/.bin/lighthouse")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
TRIES = 3
"""What else the machine does takes from the time of a page and never gives: the best counts."""

PAGES = {
    "home": "/",
    "campaign": f"/c/{CAMPAIGN}",
    "leaderboard": f"/c/{CAMPAIGN}/leaderboard",
    "signatures": f"/c/{CAMPAIGN}/signatures",
    "legal": "/legal",
    # Not for search engines, on purpose: a link belongs to whoever was given it.
    "look": "/{code}+",
}
HIDDEN = ("look",)


def main() -> int:
    """Prints the four scores of each page; 1 when one of them is below `LEAST`."""
    failed = []
    print(f"{'':12}" + "".join(f"{one:>16}" for one in CATEGORIES))
    with tempfile.TemporaryDirectory() as folder, standing(Path(folder)) as stand:
        for name, path in PAGES.items():
            address = stand.base + path.format(code=stand.codes[0])
            for _ in range(TRIES):
                said = _asked(address, name in HIDDEN)
                scores = {one: round(100 * said["categories"][one]["score"]) for one in CATEGORIES}
                if min(scores.values()) >= LEAST:
                    break
            print(f"{name:12}" + "".join(f"{scores[one]:>16}" for one in CATEGORIES), flush=True)
            failed += [
                f"{name}: {one} {score}: {', '.join(_why(said, one))}"
                for one, score in scores.items()
                if score < LEAST
            ]
    for line in failed:
        print(line, file=sys.stderr)
    return int(bool(failed))


def _asked(address: str, hidden: bool) -> dict[str, Any]:
    """What it says of a page. Its recording fails now and then, and is then made again."""
    for _ in range(TRIES):
        try:
            return _once(address, hidden)
        except RuntimeError as error:
            failure = error
    raise failure


def _once(address: str, hidden: bool) -> dict[str, Any]:
    flags = " ".join(["--headless=new", *(f'"{flag}"' if " " in flag else flag for flag in FLAGS)])
    command = [
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={flags}",
        *(["--skip-audits=is-crawlable"] if hidden else []),
    ]
    env = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=300)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _why(said: dict[str, Any], category: str) -> list[str]:
    """The audits that took something from a score."""
    weighed = [one["id"] for one in said["categories"][category]["auditRefs"] if one["weight"]]
    return [one for one in weighed if (said["audits"][one]["score"] or 0) < 0.9]


if __name__ == "__main__":
    sys.exit(main())
