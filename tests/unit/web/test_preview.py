"""What crawlers show of a link: everything they look for, small, and leading nowhere by itself."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import pytest
from PIL import Image

from tests.unit.web.door import (
    ARCHIVED,
    CAMPAIGN,
    CLOSED,
    ERASED,
    LYON,
    PETITION,
    WITHOUT_LYON,
    Answer,
    Site,
)

BASE = "https://qr.exemple.fr"
TITLE = 'title = "Pour les enfants"'
SUMMARY = 'summary = "Trois demandes."'
ENGLISH = CAMPAIGN.replace(TITLE, 'locale = "en"\ntitle = "For children"')
LONG = CAMPAIGN.replace(TITLE, f'title = "{"é" * 120}"')

TITLED = {"og:title", "og:description", "og:image"}
SIZED = {"og:image:width", "og:image:height"}
X_CARD = {"twitter:card", "twitter:title", "twitter:description", "twitter:image"}
APPLE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)"
    " Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
)
CRAWLERS: dict[str, tuple[str, set[str], int]] = {
    # What each calls itself, what it reads, and how many bytes of picture it takes at most.
    "WhatsApp": ("WhatsApp/2.24.20 A", TITLED | {"og:url"}, 300_000),
    "Facebook": (
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        TITLED | SIZED | {"og:url", "og:type", "og:locale", "og:site_name", "og:image:type"},
        8_000_000,
    ),
    "X": ("Twitterbot/1.0", X_CARD | {"twitter:image:alt"}, 5_000_000),
    "LinkedIn": (
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        TITLED | {"og:url"},
        5_000_000,
    ),
    "Telegram": ("TelegramBot (like TwitterBot)", TITLED | {"og:site_name"}, 5_000_000),
    "Signal": ("WhatsApp/2", TITLED, 1_000_000),
    "Slack": (
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        TITLED | X_CARD | {"og:site_name"},
        2_000_000,
    ),
    "Discord": (
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        TITLED | SIZED | {"og:site_name", "twitter:card"},
        8_000_000,
    ),
    "Mastodon": (
        "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/)",
        TITLED | SIZED | {"og:image:alt", "og:type", "og:site_name", "description"},
        8_000_000,
    ),
    "iMessage": (APPLE, TITLED | {"og:site_name"}, 1_000_000),
    "Teams": (
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        TITLED,
        5_000_000,
    ),
}
FACEBOOK = CRAWLERS["Facebook"][0]

every_crawler = pytest.mark.parametrize(
    ("agent", "reads", "most_bytes"), CRAWLERS.values(), ids=CRAWLERS
)


class Head(HTMLParser):
    """What a page says of itself. Fails on what leads elsewhere by itself, or is said twice."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.hrefs: list[str] = []
        self.scripts: list[str] = []
        self.lang = ""
        self.words: dict[str, str] = {}
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._inside = tag
        assert tag not in ("iframe", "base")
        if tag == "html":
            self.lang = said["lang"]
        elif tag == "meta":
            assert "http-equiv" not in said, "nothing refreshes to somewhere else"
            name = said.get("property") or said.get("name") or "charset"
            name += said.get("media", "")
            assert name not in self.meta
            self.meta[name] = said.get("content") or said["charset"]
        elif tag == "link":
            self.links[said["rel"] + said.get("hreflang", "")] = said["href"]
        elif tag == "script":
            self.scripts.append(said["src"])
        elif tag == "a":
            self.hrefs.append(said["href"])

    def handle_data(self, data: str) -> None:
        self.words[self._inside] = self.words.get(self._inside, "") + data.strip()
        self._inside = "" if self._inside in ("title", "h1") else self._inside


def head_of(answer: Answer) -> Head:
    return Head(answer.text)


def preview(site: Site, agent: str = FACEBOOK, path: str = LYON) -> Head:
    answer = site.ask(f"/{path}", agent=agent)
    assert (answer.status, answer.said) == (200, "not-counted; reason=preview")
    return head_of(answer)


def changed(site: Site, text: str) -> None:
    """The campaign file is another one, and nobody remembers the one before."""
    site.apply(text)
    site.restart()


@every_crawler
def test_each_crawler_finds_what_it_reads(
    site: Site, agent: str, reads: set[str], most_bytes: int
) -> None:
    answer = site.ask(f"/{LYON}", agent=agent)
    assert (answer.status, answer.said) == (200, "not-counted; reason=preview")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Location" not in answer.headers
    head = head_of(answer)
    assert not [name for name in reads if not head.meta.get(name)]
    picture = site.ask(head.meta["og:image"].removeprefix(BASE), agent=agent)
    assert (picture.status, picture.headers["Content-Type"]) == (200, head.meta["og:image:type"])
    assert len(picture.body) < min(most_bytes, 100_000)
    assert Image.open(io.BytesIO(picture.body)).size == (
        int(head.meta["og:image:width"]),
        int(head.meta["og:image:height"]),
    )


@every_crawler
def test_head_is_answered_as_get_without_a_body(
    site: Site, agent: str, reads: set[str], most_bytes: int
) -> None:
    got, asked = (site.ask(f"/{LYON}", method, agent=agent) for method in ("GET", "HEAD"))
    assert (asked.status, asked.body) == (200, b"")
    assert asked.headers.pop("Content-Length") == str(len(got.body))
    # By what it was not counted differs, and the header says it as the figures do.
    assert asked.headers.pop("X-Porte-Voix") == "not-counted; reason=head"
    assert got.headers.pop("X-Porte-Voix") == "not-counted; reason=preview"
    assert asked.headers == got.headers
    assert site.figures(LYON)[2] == {"head": 1, "preview": 1}


def test_all_that_is_said(site: Site) -> None:
    head = preview(site)
    picture = head.meta["og:image"]
    assert head.meta == {
        "charset": "utf-8",
        "viewport": "width=device-width, initial-scale=1",
        "description": "Trois demandes.",
        "og:type": "website",
        "og:site_name": "Porte-voix",
        "og:locale": "fr_FR",
        "og:url": f"{BASE}/{LYON}",
        "og:title": "Pour les enfants",
        "og:description": "Trois demandes.",
        "og:image": picture,
        "og:image:secure_url": picture,
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Pour les enfants",
        "twitter:card": "summary_large_image",
        "twitter:title": "Pour les enfants",
        "twitter:description": "Trois demandes.",
        "twitter:image": picture,
        "twitter:image:alt": "Pour les enfants",
    }
    assert picture.startswith(f"{BASE}/c/enfants/card.png?")
    assert head.links == {"canonical": f"{BASE}/{LYON}"}
    assert head.words["title"] == head.words["h1"] == "Pour les enfants"
    assert (head.lang, head.hrefs, head.scripts) == ("fr", [PETITION], [])


@pytest.mark.parametrize("path", [LYON, f"Q/{LYON}", f"q/{LYON}", LYON.lower(), "essor-lyon"])
def test_the_address_to_share_on_is_the_links_own_and_gives_the_same_page(
    site: Site, path: str
) -> None:
    """Facebook and LinkedIn fetch `og:url` again and show what they find there."""
    page = site.ask(f"/{path}", agent=FACEBOOK)
    address = head_of(page).meta["og:url"]
    assert address == head_of(page).links["canonical"] == f"{BASE}/{LYON}"
    again = site.ask(address.removeprefix(BASE), agent=FACEBOOK)
    assert (again.status, again.text) == (200, page.text)
    person = site.ask(address.removeprefix(BASE))
    assert (person.status, person.said) == (302, "counted")


@pytest.mark.parametrize(
    ("base", "secure"),
    [
        ("https://a1b2.execute-api.eu-west-3.amazonaws.com/api", True),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_addresses_are_absolute_wherever_the_site_is(site: Site, base: str, secure: bool) -> None:
    site.restart(base_url=base)
    meta = preview(site).meta
    assert meta["og:url"] == f"{base}/{LYON}"
    assert meta["og:image"] == meta["twitter:image"]
    assert meta["og:image"].startswith(f"{base}/c/enfants/card.png?")
    assert ("og:image:secure_url" in meta) is secure
    page = head_of(site.ask("/c/enfants"))
    assert page.meta["og:url"] == page.links["canonical"] == f"{base}/c/enfants"


def test_an_english_campaign_is_previewed_in_english(site: Site) -> None:
    changed(site, ENGLISH)
    answer = site.ask(f"/{LYON}", agent=FACEBOOK, headers={"Accept-Language": "fr"})
    head = head_of(answer)
    assert (head.lang, head.meta["og:locale"]) == ("en", "en_GB")
    assert head.meta["og:title"] == "For children"
    assert "The petition itself is here" in answer.text


def test_a_campaign_without_a_summary_says_who_carries_it(site: Site) -> None:
    changed(site, CAMPAIGN.replace(SUMMARY, ""))
    head = preview(site)
    assert head.meta["description"] == "Pétition portée par 2 associations"
    assert head.meta["og:description"] == head.meta["twitter:description"]


@pytest.mark.parametrize(
    ("letter", "times"), [("é", 200), ("'", 200), ("&", 200), ("😀", 200), ("mot ", 49)]
)
def test_it_is_small_with_the_longest_title_and_summary(
    site: Site, letter: str, times: int
) -> None:
    """Quotes and ampersands grow when they are escaped, emoji are four bytes each."""
    title, summary = f"{letter * times}x", f"{letter * 3 * times}"
    assert len(title[:200]) > 190
    text = CAMPAIGN.replace(TITLE, f'title = "{title[:200]}"')
    text = text.replace(SUMMARY, f'summary = "{summary[:600]}"')
    changed(site, text.replace("i-1", f"i-1?{'a=1&' * 480}"))
    page = site.ask(f"/{LYON}", agent=FACEBOOK)
    assert len(page.body) < 10_000
    assert site.ask(head_of(page).meta["og:image"].removeprefix(BASE)).status == 200


def test_nothing_in_a_campaign_becomes_markup(site: Site) -> None:
    evil = """\\"><script>alert(1)</script>&amp;<b title='"""
    changed(
        site,
        CAMPAIGN.replace(TITLE, f'title = "{evil}"').replace(SUMMARY, f'summary = "{evil}"'),
    )
    page = site.ask(f"/{LYON}", agent=FACEBOOK)
    head = head_of(page)
    assert head.meta["og:title"] == head.meta["og:description"] == evil.replace("\\", "")
    assert "<script" not in page.text
    assert "<b" not in page.text.replace("<body", "")


def test_another_text_is_another_picture_at_another_address(site: Site) -> None:
    before = preview(site).meta["og:image"]
    first = site.ask(before.removeprefix(BASE))
    changed(site, LONG)
    after = preview(site).meta["og:image"]
    second = site.ask(after.removeprefix(BASE))
    assert before != after
    assert first.body != second.body
    assert first.headers["ETag"] != second.headers["ETag"]


def test_the_picture_is_kept_for_a_day_and_not_sent_twice(site: Site) -> None:
    first = site.ask("/c/enfants/card.png")
    assert first.headers["Cache-Control"] == "public, max-age=86400"
    again = site.ask("/c/enfants/card.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    head = site.ask("/c/enfants/card.png", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(first.body))
    assert head.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("target", ["/c/enfants", "/c/enfants/leaderboard"])
@pytest.mark.parametrize("asked", ["", "?lang=en"])
def test_pages_say_the_same_of_themselves(site: Site, target: str, asked: str) -> None:
    head = head_of(site.ask(target + asked))
    assert head.meta["og:url"] == BASE + target
    assert head.links["canonical"] == BASE + target + asked
    assert head.links["alternateen"] == f"{BASE}{target}?lang=en"
    assert head.meta["og:image"].startswith(f"{BASE}/c/enfants/card.png?")
    assert (head.meta["og:locale"], head.meta["og:locale:alternate"]) == ("fr_FR", "en_GB")
    assert head.meta["og:image:alt"] == "Pour les enfants"
    said = {"": "Classement", "?lang=en": "Leaderboard"}[asked]
    expected = f"{said} – Pour les enfants" if "leaderboard" in target else "Pour les enfants"
    assert head.meta["og:title"] == expected


@pytest.mark.parametrize("text", [CLOSED, ARCHIVED, WITHOUT_LYON], ids=["closed", "old", "left"])
def test_what_is_closed_has_a_picture_and_no_preview(site: Site, text: str) -> None:
    changed(site, text)
    assert site.ask(f"/{LYON}", agent=FACEBOOK).status == 410
    assert site.ask("/c/enfants/card.png").status == 200


def test_nobody_is_told_to_sign_what_is_closed(site: Site) -> None:
    before = site.ask("/c/enfants/card.png").body
    changed(site, CLOSED)
    assert site.ask("/c/enfants/card.png").body != before


def test_there_is_neither_picture_nor_preview_of_what_there_is_not(site: Site) -> None:
    assert site.ask("/c/nothing/card.png").status == 404
    changed(site, ERASED)
    assert site.ask("/c/enfants/card.png").status == 404
    assert site.ask(f"/{LYON}", agent=FACEBOOK).status == 404
