"""Windows of a browser: one for each of those who look, signed in as they would, and watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from tests.browser import table
from tests.browser.stand import ASSOCIATION, CAMPAIGN, GROUP, PEOPLE, Stand

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name leads anywhere: whatever a page or a redirect asks for, nobody outside is asked.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@dataclass
class Shown:
    """A page as it is shown, with what came and what went wrong on the way."""

    page: Page
    answer: Response
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The page as the server sent it."""
        return self.answer.text()

    def hosts(self) -> set[str]:
        """Every host that the page asked."""
        return {urlsplit(one).netloc for one in self.asked if not one.startswith("data:")}


class Windows:
    """Opens pages of the table. One window stays open for each role."""

    def __init__(self, stand: Stand, browser: Browser) -> None:
        self._stand = stand
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}

    def close(self) -> None:
        """Closes all of them."""
        for context in self._contexts.values():
            context.close()

    def new(self, **options: Any) -> BrowserContext:
        """A window of somebody who was never here; whoever asks for it closes it."""
        options = {"viewport": {"width": 360, "height": 780}, "locale": "fr-FR"} | options
        context = self._browser.new_context(base_url=self._stand.base, **options)
        context.set_default_timeout(15_000)
        return context

    def path(self, page: table.Page, lang: str) -> str:
        """Where a page of the table is, in a language."""
        path = page.path.format(
            campaign=CAMPAIGN,
            association=ASSOCIATION,
            group=GROUP,
            code=self._stand.codes[0],
            closed=self._stand.closed,
            own=self._stand.own,
            token=self._stand.token,
            day=datetime.now(ZoneInfo("Europe/Paris")).date().isoformat(),
        )
        return f"{path}{'&' if '?' in path else '?'}lang={lang}"

    def show(self, what: table.Page, lang: str = "fr") -> Shown:
        """Shows a page of the table to whoever looks at it."""
        page = self._page(what.who)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 360, "height": 780})
        told: list[str] = []
        asked: list[str] = []
        console, request, error = _listeners(told, asked)
        page.on("console", console)
        page.on("request", request)
        page.on("pageerror", error)
        try:
            answer = page.goto(self.path(what, lang), wait_until="load")
            if what.fill:
                answer = _send(page, what.fill)
            page.wait_for_load_state("load")
        finally:
            page.remove_listener("console", console)
            page.remove_listener("request", request)
            page.remove_listener("pageerror", error)
        assert answer is not None
        assert answer.status == what.status, f"{what} is answered {answer.status}"
        return Shown(page, answer, told, asked)

    def window(self, who: str) -> BrowserContext:
        """The window of a role, signed in."""
        self._page(who)
        return self._contexts[who]

    def _page(self, who: str) -> Page:
        if who not in self._pages:
            # Workers have tests of their own; here they would answer instead of the server.
            context = self.new(service_workers="block")
            self._contexts[who] = context
            self._pages[who] = context.new_page()
            if who != "nobody":
                sign_in(self._pages[who], PEOPLE[who][0])
        return self._pages[who]


def sign_in(page: Page, email: str) -> None:
    """Signs in as a person does: an address, a letter, a button."""
    before = latest(page, email)
    page.goto("/space/sign-in?lang=fr")
    page.get_by_label("adresse").fill(email)
    page.get_by_role("button", name="lien").click()
    enter(page, email, before)


def enter(page: Page, email: str, before: str = "") -> None:
    """Opens the latest letter to an address, on the machine that shows them, and follows it;
    `before` is the link of the one before it.
    """
    # It is written beside the answer, a moment later.
    for _ in range(100):
        if (link := latest(page, email)) not in ("", before):
            break
        page.wait_for_timeout(100)
    page.goto(link)
    page.locator("main form button").click()
    expect(page.get_by_text(email)).to_be_visible()


def latest(page: Page, email: str) -> str:
    """The link in the latest letter to an address; "" if there is none."""
    page.goto("/space/outbox?lang=fr")
    letter = page.locator(".letter", has_text=email)
    if not letter.count():
        return ""
    return letter.first.get_by_role("link").first.get_attribute("href") or ""


def _send(page: Page, fill: Mapping[str, str]) -> Response:
    """Fills a form in and sends it past the browser's own checks, as some browsers have none."""
    for name, value in fill.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation() as going:
        page.locator("main form button").first.click()
    answer: Response = going.value
    return answer


def _listeners(told: list[str], asked: list[str]) -> tuple[Any, Any, Any]:
    def console(message: ConsoleMessage) -> None:
        if message.text == "Service Worker registration blocked by Playwright":
            return
        # That a page is an error's is what the address was asked for, and no fault.
        of_page = message.text.startswith("Failed to load resource") and message.location[
            "url"
        ].partition("?")[0].endswith(urlsplit(message.page.url if message.page else "").path)
        if message.type in ("error", "warning") and not of_page:
            told.append(message.text)

    def request(made: Request) -> None:
        asked.append(made.url)

    return console, request, lambda error: told.append(str(error))
