"""The networks on which a link is passed on: how much each takes, and its own share address.

A share address opens the network with the text ready; nothing is sent before the person says
so. Values are percent-encoded UTF-8 (RFC 3986, 2.1 and 2.5): `%20` for a space, never `+`,
which mail programs show as it is (RFC 6068, 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from re import findall
from urllib.parse import quote

from chalicelib.kit.share.lengths import graphemes, on_mastodon, on_x, sms_parts, utf16

LONGEST_ADDRESS = 2_083
"""No share address is longer: it is what Windows hands to the program that opens an address
(INTERNET_MAX_URL_LENGTH of its wininet.h), and browsers take more."""
MOST_HASHTAGS = 5
"""Of an Instagram caption. It was 30 for years; publishing tools document 5 since
(https://www.ayrshare.com/docs/apis/post/social-networks/instagram). We add none of our own."""
OUR_OWN = 1_000
"""What we keep to where a network takes pages: about what a telephone shows at once, twice."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a network takes: at most `most`, as `count` counts it, in `unit`."""

    most: int
    count: Callable[[str], int]
    unit: str


class Network(StrEnum):
    """Where a text is passed on. Its value is the channel of links made for it."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    FACEBOOK = "facebook"
    X = "x"
    BLUESKY = "bluesky"
    MASTODON = "mastodon"
    TELEGRAM = "telegram"
    LINKEDIN = "linkedin"
    INSTAGRAM = "instagram"

    @property
    def pasted(self) -> bool:
        """Whether the text must be pasted by hand: the share address takes the link alone."""
        return self in (Network.FACEBOOK, Network.LINKEDIN, Network.INSTAGRAM)

    @property
    def limit(self) -> Limit:
        """How much it takes, and where that is written.

        SMS        two parts, our own choice: a third is dear, and some phones make it a picture
        X          280, weighted: https://docs.x.com/fundamentals/counting-characters
        Bluesky    300 graphemes: https://docs.bsky.app/docs/advanced-guides/intent-links
        Mastodon   500, an address being 23: https://docs.joinmastodon.org/user/posting/
        LinkedIn   3 000: https://www.ayrshare.com/docs/apis/post/social-networks/linkedin
        Instagram  2 200: https://www.ayrshare.com/docs/apis/post/social-networks/instagram
        Others take pages (Telegram 4 096); we do not write them.
        """
        return _LIMITS.get(self, Limit(OUR_OWN, utf16, "characters"))

    def holds(self, text: str) -> bool:
        """Whether the network takes all of `text`."""
        if self is Network.INSTAGRAM and len(findall(r"#\w", text)) > MOST_HASHTAGS:
            return False
        return self.limit.count(text) <= self.limit.most

    def opens(self, text: str, url: str, subject: str = "") -> str:
        """The address that opens the network with `text`, which holds the link `url`.

        Instagram has none: "". Facebook and LinkedIn take the link alone. Telegram's text
        begins with the link and X's ends with it, where these two put it themselves.
        """
        return _OPENS[self](text, url, subject)


_LIMITS = {
    Network.SMS: Limit(2, sms_parts, "SMS"),
    Network.X: Limit(280, on_x, "weighted characters"),
    Network.BLUESKY: Limit(300, graphemes, "characters"),
    Network.MASTODON: Limit(500, on_mastodon, "characters"),
    Network.LINKEDIN: Limit(3_000, utf16, "characters"),
    Network.INSTAGRAM: Limit(2_200, utf16, "characters"),
}


def _whatsapp(text: str, url: str, subject: str) -> str:
    """https://faq.whatsapp.com/5913398998672934: a text without a number asks to whom."""
    return f"https://wa.me/?text={_encoded(text)}"


def _sms(text: str, url: str, subject: str) -> str:
    """RFC 5724 writes `sms:NUMBER?body=`. iOS reads `&body=`, Android `?body=`, both this.

    The number is left out, which the RFC does not foresee and both take: they ask to whom.
    """
    return f"sms:?&body={_encoded(text)}"


def _email(text: str, url: str, subject: str) -> str:
    """RFC 6068: lines of a body end in CRLF, as %0D%0A; no recipient leaves it to be filled."""
    return f"mailto:?subject={_encoded(subject)}&body={_encoded(text)}"


def _facebook(text: str, url: str, subject: str) -> str:
    """https://developers.facebook.com/docs/plugins/share-button: `u` alone is read.

    A text that nobody typed is against its platform's terms, and is dropped.
    """
    return f"https://www.facebook.com/sharer/sharer.php?u={_encoded(url)}"


def _x(text: str, url: str, subject: str) -> str:
    """https://docs.x.com/x-for-websites/post-button/guides/web-intent: `url` after `text`."""
    before = text.removesuffix(url).rstrip()
    return f"https://x.com/intent/tweet?text={_encoded(before)}&url={_encoded(url)}"


def _bluesky(text: str, url: str, subject: str) -> str:
    """https://docs.bsky.app/docs/advanced-guides/intent-links."""
    return f"https://bsky.app/intent/compose?text={_encoded(text)}"


def _mastodon(text: str, url: str, subject: str) -> str:
    """Mastodon is thousands of servers: its makers' own page asks for the person's.

    https://blog.joinmastodon.org/2026/03/a-new-share-button, whose source
    (https://github.com/mastodon/share, `src/utils.ts`) reads `text` in the fragment too: what
    follows the `#` stays in the browser, so that no third party learns what is shared.
    """
    return f"https://share.joinmastodon.org/#text={_encoded(text)}"


def _telegram(text: str, url: str, subject: str) -> str:
    """https://core.telegram.org/widgets/share: what it makes is the link, a line, the text.

    In that order: https://core.telegram.org/api/links#share-links.
    """
    after = text.removeprefix(url).lstrip()
    return f"https://t.me/share/url?url={_encoded(url)}&text={_encoded(after)}"


def _linkedin(text: str, url: str, subject: str) -> str:
    """What the button of LinkedIn's Share Plugin opens; it takes nothing but the address.

    https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/plugins/share-plugin
    """
    return f"https://www.linkedin.com/sharing/share-offsite/?url={_encoded(url)}"


def _instagram(text: str, url: str, subject: str) -> str:
    """None: only its application posts, and a link in a caption does not open."""
    return ""


_OPENS: dict[Network, Callable[[str, str, str], str]] = {
    Network.WHATSAPP: _whatsapp,
    Network.SMS: _sms,
    Network.EMAIL: _email,
    Network.FACEBOOK: _facebook,
    Network.X: _x,
    Network.BLUESKY: _bluesky,
    Network.MASTODON: _mastodon,
    Network.TELEGRAM: _telegram,
    Network.LINKEDIN: _linkedin,
    Network.INSTAGRAM: _instagram,
}


def _encoded(text: str) -> str:
    return quote(text, safe="")
