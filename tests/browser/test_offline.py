"""Without a network, what was seen is there and says how old it is; and the worker that does it
stands in nobody's way: a link is followed past it, and counted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.stand import ASSOCIATION, CAMPAIGN, PEOPLE, PHONE, Stand
from tests.browser.windows import Windows, sign_in

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const one of await (await caches.open(name)).keys()) found.push(one.url);
    }
    return found;
}"""


@pytest.fixture
def window(windows: Windows) -> Iterator[BrowserContext]:
    context = windows.new(user_agent=PHONE, has_touch=True, is_mobile=True)
    yield context
    context.close()


def with_worker(window: BrowserContext) -> Page:
    """A page whose worker answers from now on."""
    page = window.new_page()
    page.goto(f"/c/{CAMPAIGN}?lang=fr")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(f"/c/{CAMPAIGN}?lang=fr")
    return page


def kept(page: Page) -> set[str]:
    """The paths that the browser keeps."""
    return {urlsplit(one).path for one in page.evaluate(KEPT)}


def test_a_page_that_was_seen_is_there_and_says_that_it_is_a_copy(
    window: BrowserContext, stand: Stand
) -> None:
    page = with_worker(window)
    title = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator("#offline")).to_be_hidden()
    page.wait_for_function(f"async () => await caches.match('/c/{CAMPAIGN}?lang=fr') !== undefined")
    window.set_offline(True)
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == title
    banner = page.locator("#offline")
    expect(banner).to_be_visible()
    # Since when, by the clock of who looks.
    assert re.search(r"copie du \d{1,2} \S+ \d{4} à \d\d:\d\d", banner.inner_text())
    window.set_offline(False)
    page.reload()
    expect(page.locator("#offline")).to_be_hidden()


def test_a_link_is_looked_at_with_its_code(window: BrowserContext, stand: Stand) -> None:
    page = with_worker(window)
    page.goto(f"/{stand.codes[1]}+?lang=fr")
    drawn = "() => [...document.querySelectorAll('main img')].every((one) => one.naturalWidth > 0)"
    page.wait_for_function(drawn)
    page.wait_for_function(
        f"async () => await caches.match('/{stand.codes[1]}+?lang=fr') !== undefined"
    )
    window.set_offline(True)
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    page.wait_for_function(drawn)


def test_a_public_page_that_was_not_seen_says_that_there_is_no_network(
    window: BrowserContext,
) -> None:
    page = with_worker(window)
    window.set_offline(True)
    page.goto(f"/c/{CAMPAIGN}/signatures?lang=fr")
    expect(page.get_by_role("heading", name="Pas de réseau")).to_be_visible()
    page.goto(f"/c/{CAMPAIGN}/signatures?lang=en")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    window.set_offline(False)
    # By itself, as soon as the network is back.
    expect(page.get_by_role("heading", name="No network")).to_have_count(0)


def test_a_link_goes_its_way_past_the_worker(window: BrowserContext, stand: Stand) -> None:
    page = with_worker(window)
    code = stand.codes[2]
    before = stand.visits(code)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    with pytest.raises(Error, match="NAME_NOT_RESOLVED"):
        page.goto(f"/{code}")
    (answer,) = answers
    assert (answer.status, answer.from_service_worker) == (302, False)
    assert answer.headers["x-porte-voix"] == "counted"
    assert answer.headers["location"].startswith("https://petitions.assemblee-nationale.fr/")
    assert stand.visits(code) == before + 1
    page.goto(f"/c/{CAMPAIGN}")
    assert not [one for one in kept(page) if code in one]
    window.set_offline(True)
    with pytest.raises(Error, match="INTERNET_DISCONNECTED"):
        page.goto(f"/Q/{code}")


def test_nothing_is_fetched_that_nobody_asked_for(window: BrowserContext, stand: Stand) -> None:
    counted = sum(int(row["visits"]) for row in stand.links())
    asked: list[str] = []
    window.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = with_worker(window)
    page.wait_for_load_state("networkidle")
    foreign = [
        one
        for one in asked
        if not re.fullmatch(rf"/c/{CAMPAIGN}|/static/.+|/sw\.js|/offline|/\w+/qr\.svg", one)
    ]
    assert foreign == []
    assert sum(int(row["visits"]) for row in stand.links()) == counted


def test_only_public_pages_are_kept(windows: Windows, stand: Stand) -> None:
    context = windows.new()
    page = with_worker(context)
    page.goto(f"/{stand.codes[3]}+")
    sign_in(page, PEOPLE["association"][0])
    page.goto(f"/space/c/{CAMPAIGN}/a/{ASSOCIATION}")
    page.goto(f"/v1/campaigns/{CAMPAIGN}")
    page.goto(f"/c/{CAMPAIGN}/count.json")
    page.goto(f"/c/{CAMPAIGN}/embed")
    page.goto("/c/nowhere")
    page.goto("/legal")
    page.wait_for_function("async () => await caches.match('/legal') !== undefined")
    found = kept(page)
    context.close()
    public = rf"/|/legal|/offline|/c/{CAMPAIGN}|/{stand.codes[3]}\+|/\w+/qr\.svg|/static/.+"
    assert [one for one in sorted(found) if not re.fullmatch(public, one)] == []
    assert f"/{stand.codes[3]}+" in found


def test_no_more_than_so_much_is_kept(windows: Windows) -> None:
    context = windows.new()
    page = with_worker(context)
    for number in range(45):
        page.goto(f"/legal?lang=fr&n={number}")
    page.wait_for_function("async () => await caches.match('/legal?lang=fr&n=44') !== undefined")
    page.wait_for_function(
        "async () => (await (await caches.open('porte-voix-pages')).keys()).length <= 40"
    )
    found = page.evaluate(KEPT)
    context.close()
    numbers = {int(one.rpartition("=")[2]) for one in found if "&n=" in one}
    assert numbers == set(range(5, 45))


def test_the_space_brings_no_worker(windows: Windows) -> None:
    context = windows.new()
    page = context.new_page()
    page.goto("/space/sign-in")
    assert (
        page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )
    context.close()
