"""Every page and state, in both languages and both themes, breaks no rule that axe-core knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.browser import table
from tests.browser.windows import Windows

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What a theme changes; all the rest was looked at in the other one."""

Theme = Literal["light", "dark"]
THEMES: dict[str, tuple[Theme, ...]] = {"fr": ("light", "dark"), "en": ("light",)}
"""Which themes are looked at in which language: colours are the same in both."""


@pytest.fixture(scope="session")
def axe() -> str:
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("what", table.PAGES, ids=str)
def test_no_rule_is_broken(windows: Windows, axe: str, what: table.Page, lang: str) -> None:
    page = windows.show(what, lang).page
    assert page.locator("html").get_attribute("lang") == lang
    # Not by a script element, which the page's policy would refuse as it should.
    page.evaluate(axe)
    found = [one for theme in THEMES[lang] for one in violations(page, theme)]
    assert found == []


def violations(page: Page, theme: Theme) -> list[str]:
    """What breaks a rule: theme, rule, element, and what is wrong with it."""
    page.emulate_media(color_scheme=theme)
    only = {"type": "tag", "values": TAGS} if theme == "light" else COLOURS
    result: dict[str, Any] = page.evaluate(
        "runOnly => axe.run({runOnly, resultTypes: ['violations']})", only
    )
    return [
        f"{theme}: {rule['id']}: {node['html'][:120]}: {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def test_the_search_above_sees_what_it_should(windows: Windows, axe: str) -> None:
    context = windows.new()
    page = context.new_page()
    page.set_content(
        "<html><title>x</title><main><h1>x</h1><img src='x'><p style='color:#bbb'>hard to read"
    )
    page.evaluate(axe)
    rules = {one.split(": ")[1] for one in violations(page, "light")}
    context.close()
    assert {"image-alt", "html-has-lang", "color-contrast"} <= rules
