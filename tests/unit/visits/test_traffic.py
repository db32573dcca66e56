"""Whose request it is. Agents as their makers document them, and as telephones send them."""

from __future__ import annotations

import pytest
from chalice.app import CaseInsensitiveMapping
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.visits import traffic
from chalicelib.visits.model import Verdict
from chalicelib.visits.traffic import Hit

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; {{}}) {WEBKIT} Chrome/128.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15"

PEOPLE = {
    "Firefox": FIREFOX,
    "Chrome on Android": ANDROID.format("K"),
    "Safari on a telephone": f"{IPHONE} (KHTML, like Gecko) Version/17.6 Mobile Safari/604.1",
    "Internet Explorer": "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
    "a television": f"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) {WEBKIT} Version/6.0 TV Safari",
    "a games console": f"Mozilla/5.0 (PlayStation 5 7.00) {WEBKIT} Version/16 Safari/605.1.15",
    "a feature phone": "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 KAIOS/2.5",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/36.2; U; fr) Presto/2.12.423 Version/12.16",
    "a telephone called Cubot": ANDROID.format("CUBOT KINGKONG STAR"),
    "a Cubot in small letters": ANDROID.format("cubot_x50"),
    "a telephone with a Spider-Man theme": ANDROID.format("Spider-Man Edition"),
    "Facebook's own browser": f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0;FBDV/iPhone14,5]",
    "Instagram's own browser": f"{IPHONE} Mobile/21G80 Instagram 330.0.0 (iPhone14,5; iOS 17_6)",
    "LinkedIn's own browser": f"{IPHONE} Mobile/15E148 [LinkedInApp]/9.29",
    "Pinterest's own browser": f"{IPHONE} Mobile/21G80 [Pinterest/iOS]",
    "Viber's own browser": ANDROID.format("SM-A546B") + " Viber/21.5",
    "Slack on a desk": f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/124.0 Slack_SSB/4.38",
    "Lynx, a text browser": "Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.1",
    "w3m, a text browser": "w3m/0.5.3+git20230121",
}

PREVIEWS = {
    "WhatsApp": "WhatsApp/2.24.15.79 A",
    "Signal": "Signal/7.15 iOS/17.6",
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Facebook's catalogue": "facebookcatalog/1.0",
    "Apple's messages": f"{IPHONE} facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "X": "Twitterbot/1.0",
    "Telegram": "TelegramBot (like TwitterBot)",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack's pictures": "Slack-ImgProxy (+https://api.slack.com/robots)",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Mastodon": "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/)",
    "an older Mastodon": "http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.example/)",
    "Bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1)",
    "Snapchat": "Mozilla/5.0 (compatible; Snap URL Preview Service; bot)",
    "Viber": "Viber/13.3.0 (url preview)",
    "Reddit": "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
    "Embedly": "Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)",
}

ROBOTS = {
    "one character": "x",
    "an agent of its own words": "le navigateur de Zoé, été 2026 ✊",
    "nothing": "",
    "blanks": "  \t ",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Google, other products": ANDROID.format("Nexus 5X") + " (compatible; GoogleOther)",
    "Google's interfaces": "APIs-Google (+https://developers.google.com/webmasters/APIs-Google.html)",
    "Bing": f"Mozilla/5.0 {WEBKIT}; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
    "Baidu": "Mozilla/5.0 (compatible; Baiduspider/2.0)",
    "Yahoo": "Mozilla/5.0 (compatible; Yahoo! Slurp)",
    "Yandex": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "the Internet Archive": "Mozilla/5.0 (compatible; archive.org_bot)",
    "a language model's crawler": "Mozilla/5.0 (compatible; GPTBot/1.1)",
    "a robot on a Cubot": "cubot bot/1.0",
    "a name with an underline": "Some_Bot_3",
    "a monitor": "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "a browser without a screen": f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/124.0",
    "Lighthouse": f"Mozilla/5.0 (Linux; Android 11) {WEBKIT} Chrome/119.0 Chrome-Lighthouse",
    "curl": "curl/8.5.0",
    "wget": "Wget/1.21.4",
    "a Python program": "python-requests/2.32.3",
    "another Python program": "Python/3.12 aiohttp/3.9.5",
    "a Go program": "Go-http-client/2.0",
    "a Java program": "Java/17.0.11",
    "an Android library": "okhttp/4.12.0",
    "a Perl library": "libwww-perl/6.77",
    "a Node program": "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "a scraper": "Scrapy/2.11.2 (+https://scrapy.org)",
    "a reader of feeds": "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers)",
    "a checker of links": "W3C-checklink/5.0.0 checking",
    "a port scanner": "Mozilla/5.0 zgrab/0.x",
}

AGENTS = [
    *((Verdict.PERSON, name, agent) for name, agent in PEOPLE.items()),
    *((Verdict.PREVIEW, name, agent) for name, agent in PREVIEWS.items()),
    *((Verdict.ROBOT, name, agent) for name, agent in ROBOTS.items()),
]


def classify(request: Hit) -> Verdict:
    return traffic.classify(request).verdict


def hit(agent: str | None, method: str = "GET", **headers: str) -> Hit:
    """A request as the door hands it in: header names are found in any case."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if agent is not None:
        named["User-Agent"] = agent
    return Hit(method, CaseInsensitiveMapping(named))


@pytest.mark.parametrize(
    ("verdict", "agent"),
    [(v, a) for v, _, a in AGENTS],
    ids=[f"{verdict}: {name}" for verdict, name, _ in AGENTS],
)
def test_agents(verdict: Verdict, agent: str) -> None:
    assert classify(hit(agent)) is verdict
    assert classify(hit(agent.upper())) is verdict
    assert classify(hit(f" {agent}\t")) is verdict


def test_who_does_not_say_what_it_is_is_a_robot() -> None:
    assert classify(hit(None)) is Verdict.ROBOT


@pytest.mark.parametrize("name", ["user-agent", "User-Agent", "USER-AGENT", "uSeR-aGeNt"])
def test_header_names_in_any_case(name: str) -> None:
    assert classify(Hit("GET", CaseInsensitiveMapping({name: FIREFOX}))) is Verdict.PERSON


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Sec-Purpose", "prefetch;anonymous-client-ip"),
        ("Purpose", "prefetch"),
        ("Purpose", "Prefetch"),
        ("X-Purpose", "preview"),
        ("X-Purpose", "instant"),
        ("X-Moz", "prefetch"),
    ],
)
def test_what_a_browser_fetches_ahead_is_no_visit(header: str, value: str) -> None:
    for name in (header, header.lower(), header.upper()):
        assert classify(hit(FIREFOX, **{name: value})) is Verdict.PREFETCH


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Sec-Purpose", ""),
        ("Sec-Fetch-Dest", "document"),
        ("Sec-Fetch-Mode", "navigate"),
        ("Referer", "https://prefetch.example/preview"),
        ("X-Requested-With", "com.facebook.katana"),
        ("DNT", "1"),
        ("Save-Data", "on"),
    ],
)
def test_other_headers_say_nothing_of_it(header: str, value: str) -> None:
    assert classify(hit(FIREFOX, **{header: value})) is Verdict.PERSON


@pytest.mark.parametrize(
    ("agent", "verdict"),
    [
        (FIREFOX, Verdict.HEAD),
        (ROBOTS["Google"], Verdict.HEAD),
        (None, Verdict.HEAD),
        (PREVIEWS["WhatsApp"], Verdict.HEAD),
    ],
)
def test_head_shows_nobody_anything(agent: str | None, verdict: Verdict) -> None:
    assert classify(hit(agent, "HEAD")) is verdict
    assert classify(hit(agent, "HEAD", Purpose="prefetch")) is verdict


def test_a_robot_that_fetches_ahead_is_a_prefetch() -> None:
    assert classify(hit(ROBOTS["curl"], Purpose="prefetch")) is Verdict.PREFETCH


@given(st.text(), st.sampled_from(["GET", "HEAD"]), st.text())
def test_law_any_request_gets_one_verdict(agent: str, method: str, purpose: str) -> None:
    verdict = classify(hit(agent, method, Purpose=purpose))
    assert verdict is not Verdict.REPEAT  # only the write can tell
    assert method != "HEAD" or verdict.excluded
    assert agent.strip() or verdict.excluded


@given(st.text(max_size=30), st.text(max_size=30))
def test_law_whoever_says_googlebot_is_never_a_person(before: str, after: str) -> None:
    assert classify(hit(f"{before} Googlebot/2.1 {after}")).excluded
