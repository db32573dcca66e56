"""What people do here, from one end to the other, in a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, Response, expect

from tests.browser.stand import ASSOCIATION, CAMPAIGN, GROUP, PEOPLE, PHONE, Stand
from tests.browser.windows import Windows, enter, latest, sign_in

BOARD = f"/c/{CAMPAIGN}/leaderboard?level=group&lang=fr"


@pytest.fixture
def window(windows: Windows) -> Iterator[BrowserContext]:
    context = windows.new()
    yield context
    context.close()


@pytest.fixture
def phone(windows: Windows) -> Iterator[BrowserContext]:
    context = windows.new(user_agent=PHONE, is_mobile=True, has_touch=True)
    yield context
    context.close()


def read(picture: Image.Image) -> str:
    """What a QR code in a picture says."""
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


def downloaded(page: Page, name: str) -> bytes:
    """What a link of the page leads to, fetched as its click would."""
    address = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.ok
    return answer.body()


def visits_on(page: Page, name: str) -> int:
    """What the board says of somebody."""
    page.goto(BOARD)
    row = page.get_by_role("row").filter(has_text=name)
    shown = row.first.locator(".visits").inner_text()
    return int(re.sub(r"\D", "", shown))


def test_who_was_invited_comes_in(window: BrowserContext, stand: Stand) -> None:
    code = stand.invitation("--association", ASSOCIATION)
    page = window.new_page()
    page.goto("/space/invitation?lang=fr")
    page.locator("[name=code]").fill(code)
    page.locator("[name=email]").fill("diane@exemple.fr")
    page.locator("main form button").click()
    enter(page, "diane@exemple.fr")
    expect(page.locator("main, .place").get_by_text("Les Hirondelles").first).to_be_visible()
    page.get_by_role("button", name="Sortir", exact=True).click()
    page.goto(f"/space/c/{CAMPAIGN}/a/{ASSOCIATION}?lang=fr")
    expect(page.locator("[name=email]")).to_be_visible()


def test_a_link_is_looked_at_printed_scanned_and_counted(
    window: BrowserContext, phone: BrowserContext, stand: Stand
) -> None:
    link = next(one for one in stand.links() if one["group"] == GROUP)
    code, page = link["code"], window.new_page()
    before = visits_on(page, "Lyon")

    page.goto(f"/{code}+?lang=fr")
    printed = read(Image.open(io.BytesIO(downloaded(page, "PNG"))))
    assert printed == f"{stand.base.upper()}/Q/{code}"
    flyer = page.request.get(f"/{code}/kit/flyer-a4.pdf")
    assert flyer.ok
    sheet = pypdfium2.PdfDocument(flyer.body())[0].render(scale=3).to_pil()
    assert read(sheet) == printed

    scanning = phone.new_page()
    answers: list[Response] = []
    scanning.on("response", lambda answer: answers.append(answer))
    # The browser asks for the petition, whose name leads nowhere here.
    with pytest.raises(Error, match="NAME_NOT_RESOLVED"):
        scanning.goto(printed)
    (answer,) = answers
    assert (answer.status, answer.headers["x-porte-voix"]) == (302, "counted")
    assert answer.headers["location"].startswith("https://petitions.assemblee-nationale.fr/")
    assert visits_on(page, "Lyon") == before + 1
    assert stand.follow(f"/{code}") == "counted"
    assert visits_on(page, "Lyon") == before + 2


def test_who_types_a_code_wrong_finds_the_way(window: BrowserContext) -> None:
    page = window.new_page()
    answer = page.goto("/ZZZZZZ?lang=fr")
    assert answer is not None
    assert answer.status == 404
    page.locator("main").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/(\?lang=fr)?$"))


def test_a_page_is_turned_into_the_other_language_and_back(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"/c/{CAMPAIGN}/leaderboard?level=group")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    # The other choices of the page stay.
    assert "level=group" in page.url
    page.get_by_role("link", name="Français", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert "level=group" in page.url


def test_without_scripts_everything_is_done(windows: Windows, stand: Stand) -> None:
    context = windows.new(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/c/{CAMPAIGN}?lang=fr")
    expect(page.get_by_role("link", name=re.compile("Signer")).first).to_be_visible()
    sign_in(page, PEOPLE["group"][0])
    page.goto(f"/space/c/{CAMPAIGN}/a/{ASSOCIATION}/g/{GROUP}?lang=fr")
    expect(page.locator(".place-name")).to_contain_text("Lyon")
    context.close()


def test_by_keyboard_alone_one_gets_to_the_petition(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"/c/{CAMPAIGN}?lang=fr")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith("petition"):
            break
    assert seen[-1] == "petition, outlined"
    assert all(one.endswith("outlined") for one in seen)


FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const petition = (one.href ?? "").startsWith("https://petitions.assemblee-nationale.fr/");
    return `${petition ? "petition" : one.tagName}, ${seen ? "outlined" : "not seen"}`;
}"""
"""What has the focus, and whether it shows."""


def test_by_keyboard_alone_one_signs_in(window: BrowserContext) -> None:
    page = window.new_page()
    before = latest(page, PEOPLE["organiser"][0])
    page.goto("/space/sign-in?lang=fr")
    # The field has the focus already.
    page.keyboard.type("ada")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.keyboard.press("Enter")
    wrong = page.locator("[name=email]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("ada")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    said = wrong.get_attribute("aria-describedby") or ""
    expect(page.locator(f"#{said.split()[0]}")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.type("@exemple.fr")
    page.keyboard.press("Enter")
    expect(wrong).to_have_count(0)
    enter(page, PEOPLE["organiser"][0], before)
