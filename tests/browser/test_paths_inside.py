"""What those who carry a campaign do in the space, from one end to the other."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stand import ASSOCIATION, CAMPAIGN, PEOPLE, Stand
from tests.browser.windows import Windows, sign_in

SA = f"/space/c/{CAMPAIGN}/a/{ASSOCIATION}"
MOVING = """\
[campaign]
slug = "bascule"
title = "Une pétition qui déménage"
petition_url = "https://petitions.assemblee-nationale.fr/initiatives/i-9"
[[associations]]
slug = "phare"
name = "Le Phare"
links = [{ channel = "poster" }]
"""


@pytest.fixture
def window(windows: Windows) -> Iterator[BrowserContext]:
    context = windows.new()
    yield context
    context.close()


def read(picture: Image.Image) -> str:
    """What a QR code in a picture says."""
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


def test_a_group_gets_links_and_what_to_print(window: BrowserContext, stand: Stand) -> None:
    page = window.new_page()
    sign_in(page, PEOPLE["association"][0])
    page.goto(f"{SA}/groups/new?lang=fr")
    page.locator("[name=name]").fill("Villeurbanne")
    page.locator("[name=channel-poster]").check()
    page.locator("main form button").click()
    expect(page.get_by_role("status").filter(has_text=re.compile(".")).first).to_be_visible()

    (link,) = [one for one in stand.links() if one["group"] == "villeurbanne"]
    assert link["channel"] == "poster"
    page.goto(f"/space/c/{CAMPAIGN}/l/{link['code']}?lang=fr")
    png = page.locator("a[href$='qr.png']").first.get_attribute("href")
    flyer = page.locator("a[href$='flyer-a4.pdf']").first.get_attribute("href")
    assert png
    assert flyer
    printed = f"{stand.base.upper()}/Q/{link['code']}"
    assert read(Image.open(io.BytesIO(page.request.get(png).body()))) == printed
    sheet = pypdfium2.PdfDocument(page.request.get(flyer).body())[0].render(scale=3).to_pil()
    assert read(sheet) == printed

    assert stand.follow(urlsplit(printed).path) == "counted"
    page.reload()
    shown = page.locator("main").inner_text()
    assert re.search(r"\b1\b", shown)
    page.goto(f"/c/{CAMPAIGN}/leaderboard?level=group&lang=fr")
    expect(page.get_by_role("row").filter(has_text="Villeurbanne")).to_be_visible()


def test_a_link_is_closed_and_opened_again(window: BrowserContext, stand: Stand) -> None:
    page = window.new_page()
    sign_in(page, PEOPLE["association"][0])
    code = next(one["code"] for one in reversed(stand.links())
                if one["association"] == ASSOCIATION and one["code"] != stand.own)  # fmt: skip
    page.goto(f"/space/c/{CAMPAIGN}/l/{code}/close?lang=fr")
    page.locator("main form button").first.click()
    page.goto(f"/space/c/{CAMPAIGN}/l/{code}?lang=fr")
    # Its redirect ends within the minute for which links are remembered.
    again = page.locator("main form[action*='/open'] button")
    again.click()
    page.goto(f"/space/c/{CAMPAIGN}/l/{code}?lang=fr")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(again).to_have_count(0)


def test_organisers_send_every_printed_code_elsewhere(window: BrowserContext, stand: Stand) -> None:
    path = stand.folder / "bascule.toml"
    path.write_text(MOVING, encoding="utf-8")
    stand.command("apply", str(path))
    stand.command("member", "add", "bascule", "eve@exemple.fr")
    (link,) = json.loads(stand.command("links", "bascule", "--format", "json"))
    page = window.new_page()
    sign_in(page, "eve@exemple.fr")
    page.goto("/space/c/bascule/switch?lang=fr")
    page.locator("[name=petition_url]").fill("https://petitions.senat.fr/initiatives/i-9")
    page.locator("[name=reason]").fill("Nouvelle pétition")
    page.locator("main form button").first.click()
    # Nothing is done before the name of the campaign is typed.
    page.locator("[name=slug]").fill("autre")
    confirm(page)
    expect(page.locator("[name=slug]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=slug]").fill("bascule")
    confirm(page)
    expect(page.locator(".notice.done")).to_be_visible()
    # Nobody followed it before: where links lead is remembered for a minute.
    assert located(window, link["code"]).startswith("https://petitions.senat.fr/")
    page.goto("/c/bascule?lang=fr")
    expect(page.locator("main")).to_contain_text("petitions.senat.fr")


def confirm(page: Page) -> None:
    """Presses the button that does it."""
    page.locator("main form[action*='confirm'] button").click()


def located(window: BrowserContext, code: str) -> str:
    """Where a link leads."""
    answer = window.request.get(f"/{code}", max_redirects=0)
    assert answer.status == 302
    return answer.headers["location"]
