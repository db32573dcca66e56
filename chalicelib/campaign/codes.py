"""Codes and aliases: drawing them, and reading what somebody typed.

Codes and aliases live in one space, keyed by `fold`, so no alias can ever be mistaken for
a code. Codes are Crockford base32 (https://www.crockford.com/base32.html): read in any
case, O as 0, I and L as 1; U is left out of the alphabet.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import unquote

from chalicelib.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7
"""32**7 is 34 thousand million codes: a campaign's thousand links are not found by trying."""

MOST_CHARACTERS = 80
"""Of a key that is looked up: more than any code or alias has."""

Draw = Callable[[], str]

_FOLD = str.maketrans("OIL", "011")
_ALIAS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_GLUED = ".,;:!?…)]}>»\"'’”*_~ \u00a0\u202f\u200b"

RESERVED = frozenset(
    "a about admin api apple-touch-icon assets c contact demo docs embed en favicon fr health help"
    " index kit legal login logout mentions-legales offline openapi openapi-json privacy q"
    " robots robots-txt session sitemap space static status sw-js v1 v2 well-known".split()
)
"""First segments that pages use or may use. None is ever a code or an alias."""


def fold(text: str) -> str:
    """The key of a code or an alias in their common space."""
    return text.upper().translate(_FOLD)


_RESERVED_KEYS = frozenset(fold(word) for word in RESERVED)


def is_reserved(key: str) -> bool:
    """Whether a folded key belongs to a page."""
    return key in _RESERVED_KEYS


def draw_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh random code that no page uses. Whether a link has it, only the store knows."""
    while True:
        code = "".join(choose(ALPHABET) for _ in range(LENGTH))
        if not is_reserved(code):
            return code


def drawn_from(random: Callable[[int], bytes]) -> Draw:
    """Draws codes from the randomness that is handed in."""
    # 256 is eight times 32: every character is as likely as any other.
    return lambda: draw_code(lambda alphabet: alphabet[random(1)[0] % len(alphabet)])


def check_alias(alias: str) -> str:
    """`alias` itself if it may be one; `BadInput` says why not.

    3 to 40 of a-z, 0-9 and single hyphens inside: what a person can read aloud, and what the
    alphanumeric mode of a QR code holds in upper case.
    """
    if not 3 <= len(alias) <= 40 or not _ALIAS.match(alias):
        raise BadInput(
            f"alias {alias!r} must be 3 to 40 of a-z, 0-9 and single hyphens between them"
        )
    if is_reserved(fold(alias)):
        raise BadInput(f"alias {alias!r} is a page's own address; choose another")
    return alias


def read_segment(segment: str) -> tuple[str, bool]:
    """What somebody typed or scanned, as (key, look-first).

    The segment is percent-decoded; a `+` at its end asks what the link is instead of
    following it; punctuation that a message glued to the address is forgiven. A key that
    nothing can have ("" included) comes back as it is: the look-up will not find it.
    """
    text = unquote(segment).strip(_GLUED)
    # Cut last: a letter may be two in upper case, and what is cut may end in punctuation.
    key = fold(text.rstrip(f"+{_GLUED}"))[:MOST_CHARACTERS].rstrip(f"+{_GLUED}")
    return key, text.endswith("+")
