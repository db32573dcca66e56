"""Whose request it is: a person's, or a machine's and why.

First step on the way of a click. A short list of steps is asked in turn; the first that
recognises the request gives the verdict, and what none recognises is a person. Agents are
matched by whole words, never by parts of words: "Cubot" is a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.visits.model import Verdict


@dataclass(frozen=True, slots=True)
class Hit:
    """What is known of a request: its method, and its headers under lower-case names."""

    method: str
    headers: Mapping[str, str]

    @property
    def agent(self) -> str:
        """The User-Agent header, "" when there is none."""
        return self.headers.get("user-agent", "").strip()


Step = Callable[[Hit], Verdict | None]


def classify(hit: Hit) -> Verdict:
    """The verdict on a request before it is written (the write may turn a person into a repeat)."""
    for step in STEPS:
        verdict = step(hit)
        if verdict is not None:
            return verdict
    return Verdict.PERSON


def preview(hit: Hit) -> Verdict | None:
    """Crawlers that fetch a page to show its title and picture beside a message."""
    return Verdict.PREVIEW if _PREVIEW.search(hit.agent) else None


def head(hit: Hit) -> Verdict | None:
    """HEAD shows nobody anything; X sends three beside each GET, with browsers' agents."""
    return Verdict.HEAD if hit.method == "HEAD" else None


def prefetch(hit: Hit) -> Verdict | None:
    """Fetched in case somebody follows the link: the four headers that browsers say it with.

    `Sec-Purpose` (https://fetch.spec.whatwg.org/#sec-purpose-header), and its forerunners
    `Purpose` (Chromium), `X-Moz` (Firefox) and `X-Purpose` (Safari).
    """
    said = " ".join(hit.headers.get(name, "") for name in _PREFETCH_HEADERS).lower()
    return Verdict.PREFETCH if any(word in said for word in _PREFETCH_WORDS) else None


def robot(hit: Hit) -> Verdict | None:
    """Crawlers, monitors, libraries and tools; and whoever does not say what it is."""
    agent = hit.agent
    return Verdict.ROBOT if not agent or _ROBOT.search(agent) else None


STEPS: tuple[Step, ...] = (preview, head, prefetch, robot)
"""Previews come before HEAD: a preview crawler's HEAD is still a preview crawler's."""

_PREFETCH_HEADERS = ("sec-purpose", "purpose", "x-moz", "x-purpose")
_PREFETCH_WORDS = ("prefetch", "prerender", "preview", "instant")

_PREVIEW = re.compile(
    r"^WhatsApp/|facebookexternalhit|facebookcatalog|meta-externalfetcher|Twitterbot|LinkedInBot"
    r"|TelegramBot|Slackbot|Slack-ImgProxy|Discordbot|SkypeUriPreview|Mastodon/|Pleroma|Misskey"
    r"|redditbot|Pinterestbot|vkShare|Iframely|Embedly|Cardyb|bitlybot|Google-PageRenderer"
    r"|Snap URL Preview|Viber/.*preview|^Signal/",
    re.IGNORECASE,
)

_ROBOT = re.compile(
    r"(?<!cu)bots?\b|\bbot[-_/]|crawl|spider(?!-man)|slurp|scrap(?:er|y|ing)\b|archiver|monitor(?:ing)?\b"
    r"|^curl/|^wget/|libwww|^python|^java/|^okhttp|^go-http|^node|^axios|^undici|^ruby|^perl|^php"
    r"|^guzzle|httpx?client|^apache-http|aiohttp|http\.rb|^postmanruntime|^insomnia|^httpie"
    r"|headless|phantomjs|selenium|puppeteer|playwright|lighthouse|pingdom|uptime|statuscake"
    r"|facebookscraper|bingpreview|mediapartners-google|google-inspectiontool|google-read-aloud"
    r"|feedfetcher|feedly|\bvalidator\b|\bcheck(?:er|ing)\b|nikto|sqlmap|nmap|masscan|zgrab",
    re.IGNORECASE,
)
