"""The list of known crawlers: what it is made from, and that only rare agents need it."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from chalicelib.visits import crawlers
from scripts.crawlers import NOT_CRAWLERS, names, text

ROOT = Path(__file__).parents[3]


def test_the_list_is_made_from_the_pinned_package() -> None:
    kept = (resources.files("chalicelib.visits") / "crawlers.txt").read_text("utf-8")
    assert kept == text(), "run python -m scripts.crawlers"


def test_what_telephones_and_browsers_bear_is_not_on_it() -> None:
    assert NOT_CRAWLERS.keys().isdisjoint(names())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("mozilla/5.0 chrome/1 turnitin/2", "turnitin"),
        ("x-turnitin", "turnitin"),
        ("exturnitin", None),
        ("lightning/1.0", None),  # not "ning/"
        ("ning/1.0 and more", "ning/"),
        ("anything else", None),
    ],
)
def test_a_name_counts_at_the_start_of_a_word(said: str, found: str | None) -> None:
    assert crawlers.find(said) == found


def test_an_ordinary_browser_needs_no_list() -> None:
    code = (
        "import sys\n"
        "from chalicelib.visits.traffic import Hit, classify\n"
        "chrome = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)'\n"
        "chrome += ' Chrome/126.0.0.0 Mobile Safari/537.36'\n"
        "for agent in (chrome, 'curl/8', 'WhatsApp/2.24', ''):\n"
        "    classify(Hit('GET', {'user-agent': agent}))\n"
        "print('chalicelib.visits.crawlers' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == "False\n"
