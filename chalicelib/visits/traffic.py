"""Whose request it is: a person's, or a machine's and why.

First step on the way of a click. A short list of steps is asked in turn; the first that
recognises the request gives the verdict and says by what, and what none recognises is a
person. Losing a person is as wrong as counting a machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.visits import agents
from chalicelib.visits.model import Verdict


@dataclass(frozen=True, slots=True)
class Hit:
    """What is known of a request: its method, and its headers under lower-case names."""

    method: str
    headers: Mapping[str, str]

    @property
    def agent(self) -> str:
        """The User-Agent header in lower case, "" when there is none."""
        return self.headers.get("user-agent", "").strip(" \t\"'").lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, and what it was reached by; for people who ask why, never for the log."""

    verdict: Verdict
    reason: str


Step = Callable[[Hit], Finding | None]

PERSON = Finding(Verdict.PERSON, "nothing says that it is a machine")


def classify(hit: Hit) -> Finding:
    """The finding on a request before it is written (the write may turn a person into a repeat)."""
    for step in STEPS:
        finding = step(hit)
        if finding is not None:
            return finding
    return PERSON


def shows_preview(hit: Hit) -> bool:
    """Whether to answer with the page made for previews: to their HEAD too, as to their GET."""
    return preview(hit) is not None


def preview(hit: Hit) -> Finding | None:
    """Crawlers that fetch a page to show its title and picture beside a message."""
    agent = hit.agent
    if agent.startswith(_PREVIEW_STARTS):
        return Finding(Verdict.PREVIEW, f"is {agent.partition('/')[0]!r}")
    for name in _PREVIEW_NAMES:
        if name in agent:
            return Finding(Verdict.PREVIEW, f"says {name!r}")
    for name in _NETWORKS:
        if name in agent and "applewebkit" not in agent:
            return Finding(Verdict.PREVIEW, f"says {name!r}")
    return None


def head(hit: Hit) -> Finding | None:
    """HEAD shows nobody anything; X sends three beside each GET, with browsers' agents."""
    return Finding(Verdict.HEAD, "asks for no body") if hit.method == "HEAD" else None


def prefetch(hit: Hit) -> Finding | None:
    """Fetched in case somebody follows the link: the four headers that browsers say it with.

    `Sec-Purpose` (https://fetch.spec.whatwg.org/#sec-purpose-header), and its forerunners
    `Purpose` (Chromium), `X-Moz` (Firefox) and `X-Purpose` (Safari).
    """
    for name in _PREFETCH_HEADERS:
        said = hit.headers.get(name, "").lower()
        if said and any(word in said for word in _PREFETCH_WORDS):
            return Finding(Verdict.PREFETCH, f"{name} says it")
    return None


def robot(hit: Hit) -> Finding | None:
    """Crawlers, monitors, libraries and tools; and whoever does not say what it is."""
    reason = agents.machine(hit.agent)
    return Finding(Verdict.ROBOT, reason) if reason else None


STEPS: tuple[Step, ...] = (head, prefetch, preview, robot)
"""How something was asked for comes before who asked: nobody saw anything either way."""

_PREFETCH_HEADERS = ("sec-purpose", "purpose", "x-moz", "x-purpose")
_PREFETCH_WORDS = ("prefetch", "prerender", "preview", "instant")

_PREVIEW_STARTS = ("whatsapp/", "signal/", "viber", "snapchat/", "tumblr/", "valve/steam")
_PREVIEW_NAMES = (
    *(
        "facebookexternalhit facebookcatalog facebot meta-externalhit meta-externalfetcher cardyb"
        " twitterbot linkedinbot telegrambot slackbot slack-imgproxy discordbot"
        " skypeuripreview mediumbot summaly redditbot pinterestbot pinterest/0 vkshare odklbot"
        " iframely embedly bitlybot google-pagerenderer google-snippet web/snippet snapurlpreview"
        " kakaotalk-scrap line-poker linespider synapse groupmebot keybasebot mattermost-bot"
        " zulipurlpreview unfurl linkpreview url-preview richlinkbot trellobot notionbot"
        " xing-contenttab flipboardproxy synologychat yammerbot"
        " notionembedder opengraph oembed noembed microlink/ larkurl2meta dingtalkbot-linkservice"
        " urlpreview conduwuit"
    ).split(),
    "snap url preview",
    "discourse forum onebox",
    "nextcloud server crawler",
    "link preview",
    "link-preview",
    "url preview",
    "quora link",
)
_NETWORKS = tuple(
    "bluesky mastodon pleroma akkoma misskey sharkey pixelfed friendica lemmy/ gotosocial"
    " firefish iceshrimp cherrypick hubzilla peertube mobilizon bookwyrm writefreely funkwhale"
    " owncast takahe/ smithereen kbin/ mbin/ piefed mitra/ snac/ diaspora/ microblog.pub"
    " rocket.chat rocketchat".split()
)
"""Their servers fetch previews; their applications' web views name them too, and show people
pages."""
