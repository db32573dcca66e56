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
        """The User-Agent header in lower case, "" when there is none."""
        return self.headers.get("user-agent", "").strip().lower()


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
    agent = hit.agent
    shown = agent.startswith(_PREVIEW_STARTS) or _PREVIEW.search(agent)
    return Verdict.PREVIEW if shown else None


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
    known = not agent or agent.startswith(_ROBOT_STARTS) or _ROBOT.search(agent)
    return Verdict.ROBOT if known else None


STEPS: tuple[Step, ...] = (preview, head, prefetch, robot)
"""Previews come before HEAD: a preview crawler's HEAD is still a preview crawler's."""

_PREFETCH_HEADERS = ("sec-purpose", "purpose", "x-moz", "x-purpose")
_PREFETCH_WORDS = ("prefetch", "prerender", "preview", "instant")

# Agents are compared in lower case, and each alternative starts with a letter of its own: so
# the engine skips from one possible start to the next. With IGNORECASE, or an assertion in
# front, it would try every alternative at every letter, at twenty times the cost.
_PREVIEW_STARTS = ("whatsapp/", "signal/")
_PREVIEW = re.compile(
    r"facebookexternalhit|facebookcatalog|meta-externalfetcher|twitterbot|linkedinbot"
    r"|telegrambot|slackbot|slack-imgproxy|discordbot|skypeuripreview|mastodon/|pleroma|misskey"
    r"|redditbot|pinterestbot|vkshare|iframely|embedly|cardyb|bitlybot|google-pagerenderer"
    r"|snap url preview|viber/.*preview"
)

_ROBOT_STARTS = (
    *("curl/", "wget/", "python", "java/", "okhttp", "go-http", "node", "axios", "undici"),
    *("ruby", "perl", "php", "guzzle", "apache-http", "postmanruntime", "insomnia", "httpie"),
)
_ROBOT = re.compile(
    r"b(?<!cub)ot(?:s?\b|_)|crawl|spider(?!-man)|slurp|scrap(?:er|y|ing)\b|archiver"
    r"|monitor(?:ing)?\b|libwww(?!-fm)|httpx?client|http\.rb|aiohttp"
    r"|headless|phantomjs|selenium|puppeteer|playwright|lighthouse|pingdom|uptime|statuscake"
    r"|facebookscraper|bingpreview|mediapartners-google|google-inspectiontool|google-read-aloud"
    r"|googleother|apis-google"
    r"|feedfetcher|feedly|validator\b|check(?:er|ing)\b|nikto|sqlmap|nmap|masscan|zgrab"
)
