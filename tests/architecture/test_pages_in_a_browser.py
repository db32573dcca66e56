"""Every page is held to its promises in a browser, and every test is run by somebody."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from chalicelib.local.events import Routes
from chalicelib.web import addresses
from tests.browser.table import NO_PAGES, PAGES

ROOT = Path(__file__).parents[2]

READ = [
    *addresses.PAGES,
    *(address for address, views in addresses.SPACE.items() if "GET" in views),
]
"""Every address of this site that people open, the API's apart."""


@pytest.mark.parametrize(
    "address", [one for one in READ if one not in NO_PAGES and not one.endswith(".csv")]
)
def test_every_page_has_a_line_in_the_table(address: str) -> None:
    routes = Routes([*READ, "/{code}"])
    held = {routes.match(re.sub(r"\{(\w+)\}", r"x\1", page.path))[0] for page in PAGES}
    assert address in held


def test_no_address_is_excused_that_is_not_there() -> None:
    assert set(READ) >= NO_PAGES


def test_every_folder_of_tests_is_run() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run = set(settings["tool"]["pytest"]["ini_options"]["testpaths"])
    makefile = (ROOT / "Makefile").read_text("utf-8")
    run |= set(
        re.findall(r"^test-browser:.*\n\t\$\(BIN\)/python -m pytest (\S+) -n", makefile, re.M)
    )
    folders = {
        f"tests/{path.name}"
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and any(path.rglob("test_*.py"))
    }
    assert run == folders


def test_ci_runs_the_browser_too() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^make test-browser ", script, re.M)
