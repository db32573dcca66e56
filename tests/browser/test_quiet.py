"""Pages complain of nothing, ask this site alone, weigh little, and are written in good HTML."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import table
from tests.browser.stand import CAMPAIGN, Stand
from tests.browser.windows import Windows

VNU = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

SAID_AGAIN = re.compile(r"The “role” attribute must not be used on a “t[dhr]” element")
"""On narrow screens the board's rows are laid out as grids, and some browsers then forget that it
is a table: its roles say so again, which the checker finds superfluous and WAI-ARIA allows."""

MOST_BYTES = 60_000
"""Of the campaign's page with all that it loads, compressed: two seconds on a slow 3G network."""


@pytest.mark.parametrize("what", table.PAGES, ids=str)
def test_a_page_complains_of_nothing_and_asks_this_site_alone(
    windows: Windows, stand: Stand, what: table.Page
) -> None:
    shown = windows.show(what)
    assert shown.told == []
    assert shown.hosts() == {urlsplit(stand.base).netloc}
    policy = shown.answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_watch_above_sees_what_it_should(windows: Windows) -> None:
    context = windows.new()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/legal")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://a.example/x'}))")
    page.wait_for_timeout(200)
    context.close()
    assert any("style-src" in one for one in told)
    assert any("a.example" in one for one in told)


def test_the_campaigns_page_weighs_little(windows: Windows, stand: Stand) -> None:
    context = windows.new()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"/c/{CAMPAIGN}", wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    # The worker keeps what every page loads: it counts too.
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    weights: dict[str, int] = {}
    for url in dict.fromkeys(asked):
        answer = context.request.get(url)
        assert answer.ok, url
        assert urlsplit(url).netloc == urlsplit(stand.base).netloc
        weights[url.removeprefix(stand.base)] = len(gzip.compress(answer.body(), 6))
    context.close()
    print(json.dumps(weights, indent=1), sum(weights.values()))
    assert sum(weights.values()) < MOST_BYTES


def test_what_is_sent_is_compressed(windows: Windows) -> None:
    context = windows.new()
    page = context.new_page()
    answer = page.goto(f"/c/{CAMPAIGN}")
    assert answer is not None
    assert answer.headers["content-encoding"] == "gzip"
    context.close()


def test_every_page_is_good_html(windows: Windows, tmp_path: Path) -> None:
    for what in table.PAGES:
        for lang in ("fr", "en"):
            source = windows.show(what, lang).source
            (tmp_path / f"{what}.{lang}.html").write_text(source, encoding="utf-8")
    assert complaints(tmp_path) == []


def test_the_validator_sees_what_it_should(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<!doctype html><title>x</title><p id=a><p id=a>", "utf-8")
    (said,) = complaints(tmp_path)
    assert "Duplicate ID" in said


def complaints(folder: Path) -> list[str]:
    """What is wrong with the pages of a folder, by the Nu Html Checker of the W3C."""
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--skip-non-html", folder],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    messages = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{re.sub(r'.*/', '', one['url'])}:{one.get('lastLine')}: {one['message']}"
        for one in messages
        if one["type"] in ("error", "non-document-error") and not SAID_AGAIN.match(one["message"])
    ]
