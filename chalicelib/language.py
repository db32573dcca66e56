"""French and English as they are set: which of the two, and the spaces that good French has."""

from __future__ import annotations

import re

NBSP, NARROW = "\u00a0", "\u202f"


def language(locale: str) -> str:
    """The language shown for a locale such as `fr`, `en-GB`: French unless it is English."""
    return "en" if locale.lower().partition("-")[0].partition("_")[0] == "en" else "fr"


def typeset(text: str, locale: str) -> str:
    """`text` with the spaces and apostrophes that good French has; other languages unchanged.

    No-break before `:`, inside guillemets; narrow no-break before `; ! ? %` and between
    thousands (Imprimerie nationale, Lexique des règles typographiques).
    """
    if language(locale) != "fr":
        return text
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r" ([;!?%])|(?<=\d)%", lambda m: NARROW + (m[1] or "%"), text)
    text = re.sub(r" ([:»])", NBSP + r"\1", text)
    text = text.replace("« ", "«" + NBSP)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)
