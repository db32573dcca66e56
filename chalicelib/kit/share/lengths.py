"""How long a text is, as each network counts it.

Every count is the network's own, or a little above it where the network's is not published:
a text that fits here fits there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

LINK_LENGTH = 23
"""What an address counts, however long it is, on X (`transformedURLLength` of twitter-text's
configuration) and on Mastodon ("all links are counted as 23 characters",
https://docs.joinmastodon.org/user/posting/)."""

X_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 on X; all others weigh 2 (twitter-text, config/v3.json)."""

SMS_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""What every phone sends in seven bits (3GPP TS 23.038, 6.2.1)."""
SMS_ESCAPED = frozenset("\f^{}\\[~]|€")
"""What takes two places of seven bits (3GPP TS 23.038, 6.2.1.1)."""

_ADDRESS = re.compile(r"https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_KNOWN_HOST = re.compile(r"https?://(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]\S*)?\Z")
_SMS_LIKE = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "…": "...", "•": "-", "·": "-",
    "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "",
}  # fmt: skip


def graphemes(text: str) -> int:
    """How many characters a person sees: extended grapheme clusters (Unicode, UAX 29)."""
    return len(_clusters(text))


def utf16(text: str) -> int:
    """How many units of UTF-16: what JavaScript, hence most web pages, calls the length."""
    return len(text.encode("utf-16-le")) // 2


def on_x(text: str) -> int:
    """What `text` weighs on X, of 280: an address 23, an emoji 2 whatever it is made of.

    https://docs.x.com/fundamentals/counting-characters. What may be taken for an address, such
    as `exemple.fr`, weighs at least 23; one that cannot be, such as one without a domain's
    name, weighs its letters.
    """
    return _with_links(unicodedata.normalize("NFC", text), _x_weight)


def on_mastodon(text: str) -> int:
    """How many characters Mastodon counts, of 500: graphemes, and 23 for an address."""
    return _with_links(text, graphemes)


def sms_parts(text: str) -> int:
    """In how many messages an SMS leaves.

    Seven bits a letter hold 160, or 153 a part; one letter outside that alphabet and they are
    70, or 67 a part, in UCS-2. A letter of two places is not split (3GPP TS 23.038, 6.2.1 and
    6.2.3; 3GPP TS 23.040, 9.2.3.24.1).
    """
    if set(text) <= SMS_ALPHABET | SMS_ESCAPED:
        places, alone, part = [1 + (letter in SMS_ESCAPED) for letter in text], 160, 153
    else:
        places, alone, part = [utf16(letter) for letter in text], 70, 67
    if sum(places) <= alone:
        return 1
    count, room = 1, part
    for taken in places:
        if taken > room:
            count, room = count + 1, part
        room -= taken
    return count


def sms_marks(text: str) -> str:
    """`text` with the marks of good typography as every phone has them: `'`, `"`, `oe`, `...`."""
    plain = text.replace("«\u00a0", "«").replace("\u00a0»", "»").replace("« ", "«")
    return "".join(
        _SMS_LIKE.get(letter, letter)
        for letter in unicodedata.normalize("NFC", plain.replace(" »", "»"))
    )


def sms_letters(text: str) -> str:
    """`text` with letters that seven bits hold where one is near: `ê` as `e`, no emoji.

    Letters of other scripts stay, and cost what they cost.
    """
    return "".join(_sms_letter(letter) for letter in sms_marks(text)).strip()


def _sms_letter(letter: str) -> str:
    if letter in SMS_ALPHABET or letter in SMS_ESCAPED:
        return letter
    if unicodedata.category(letter) in ("So", "Sk", "Cf", "Mn", "Co", "Cn"):
        return ""
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base in SMS_ALPHABET else letter


def _with_links(text: str, count: Callable[[str], int]) -> int:
    total, start = 0, 0
    for found in _ADDRESS.finditer(text):
        total += count(text[start : found.start()])
        own = count(found[0])
        total += LINK_LENGTH if _KNOWN_HOST.match(found[0]) else max(LINK_LENGTH, own)
        start = found.end()
    return total + count(text[start:])


def _x_weight(text: str) -> int:
    return sum(2 if _is_emoji(cluster) else _letters(cluster) for cluster in _clusters(text))


def _letters(cluster: str) -> int:
    return sum(
        1 if any(low <= ord(letter) <= high for low, high in X_LIGHT) else 2 for letter in cluster
    )


def _is_emoji(cluster: str) -> bool:
    return bool(_patterns()[1].search(cluster))


def _clusters(text: str) -> list[str]:
    return list(_patterns()[0].findall(text))


@cache
def _patterns() -> tuple[Any, Any]:
    """A grapheme cluster; and what makes one an emoji. Loaded by whoever counts, and no other."""
    import regex  # type: ignore[import-untyped]

    emoji = r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{RI}|\u20e3"
    return regex.compile(r"\X"), regex.compile(emoji)
