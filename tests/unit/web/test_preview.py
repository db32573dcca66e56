"""What crawlers show of a link: everything they look for, small, and leading nowhere by itself."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.unit.web.door import CAMPAIGN, ERASED, LYON, PETITION, Site

BASE = "https://qr.exemple.fr"
CRAWLERS = {
    "WhatsApp": "WhatsApp/2.24.20 A",
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "X": "Twitterbot/1.0",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)",
    "Telegram": "TelegramBot (like TwitterBot)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mastodon": "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/)",
    "Teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
}
LONG = CAMPAIGN.replace('title = "Pour les enfants"', f'title = "{"é" * 120}"', 1)


class Head(HTMLParser):
    """What a page says of itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.hrefs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta":
            assert "http-equiv" not in said, "nothing refreshes to somewhere else"
            self.meta[said.get("property") or said.get("name", "")] = said.get("content", "")
        elif tag == "link":
            self.links[said["rel"]] = said["href"]
        elif tag == "a":
            self.hrefs.append(said["href"])


@pytest.mark.parametrize("agent", CRAWLERS.values(), ids=CRAWLERS)
def test_a_crawler_finds_what_it_looks_for(site: Site, agent: str) -> None:
    answer = site.ask(f"/{LYON}", agent=agent)
    assert (answer.status, answer.said) == (200, "not-counted; reason=preview")
    head = Head(answer.text)
    assert head.meta["og:title"] == head.meta["twitter:title"] == "Pour les enfants"
    assert head.meta["og:type"] == "website"
    assert head.meta["og:locale"] == "fr_FR"
    assert head.meta["twitter:card"] == "summary_large_image"
    assert (head.meta["og:image:width"], head.meta["og:image:height"]) == ("1200", "630")
    assert head.meta["og:image:alt"]
    assert head.meta["og:image"] == head.meta["og:image:secure_url"] == head.meta["twitter:image"]
    assert head.hrefs == [PETITION]
    picture = head.meta["og:image"]
    assert picture.startswith(f"{BASE}/c/enfants/card.png?")
    drawn = site.ask(picture.removeprefix(BASE), agent=agent)
    assert (drawn.status, drawn.headers["Content-Type"]) == (200, "image/png")
    assert drawn.body.startswith(b"\x89PNG")
    assert drawn.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", [LYON, f"Q/{LYON}", LYON.lower(), "essor-lyon"])
def test_the_address_to_share_on_is_the_links_own_and_gives_the_same_page(
    site: Site, path: str
) -> None:
    agent = CRAWLERS["Facebook"]
    page = site.ask(f"/{path}", agent=agent)
    address = Head(page.text).meta["og:url"]
    assert address == Head(page.text).links["canonical"] == f"{BASE}/{LYON}"
    again = site.ask(address.removeprefix(BASE), agent=agent)
    assert (again.status, again.text) == (200, page.text)


def test_it_is_small_whatever_the_title(site: Site) -> None:
    site.apply(LONG)
    site.restart()
    assert len(site.ask(f"/{LYON}", agent=CRAWLERS["WhatsApp"]).body) < 10_000


def test_another_campaign_text_is_another_picture(site: Site) -> None:
    before = Head(site.ask(f"/{LYON}", agent=CRAWLERS["X"]).text).meta["og:image"]
    site.apply(LONG)
    site.restart()
    assert Head(site.ask(f"/{LYON}", agent=CRAWLERS["X"]).text).meta["og:image"] != before


@pytest.mark.parametrize("target", ["/c/enfants", "/c/enfants/leaderboard"])
def test_pages_say_the_same_of_themselves(site: Site, target: str) -> None:
    head = Head(site.ask(target).text)
    assert head.meta["og:url"] == head.links["canonical"] == BASE + target
    assert head.meta["og:image"].startswith(f"{BASE}/c/enfants/card.png?")


def test_there_is_no_picture_of_what_there_is_not(site: Site) -> None:
    assert site.ask("/c/nothing/card.png").status == 404
    site.apply(ERASED)
    site.restart()
    assert site.ask("/c/enfants/card.png").status == 404
