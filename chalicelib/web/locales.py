"""In which language a page is: the one its address asks for, or else the browser's, if it is one
of ours, or else the campaign's.

Frames and badges are parts of other people's pages, which know their readers better: they are in
the campaign's language unless their address says otherwise.
"""

from __future__ import annotations

import re

from chalice.app import Request

from chalicelib.language import language
from chalicelib.web.api import query
from chalicelib.web.words import LOCALES

MOST_RANGES = 50
"""Of a header. Browsers send about five."""

_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)


def asked(request: Request) -> str:
    """What the address asks for with `lang`; "" when that is no language of ours."""
    lang = query(request, "lang")
    return lang if lang in LOCALES else ""


def locale_of(request: Request, otherwise: str) -> str:
    """The language of a page for whoever opened it."""
    read = accepted(request.headers.get("accept-language", ""))
    return asked(request) or read or language(otherwise)


def accepted(header: str) -> str:
    """The language of ours that an `Accept-Language` likes best (RFC 9110, 12.5.4), or "".

    A range of a country is one of its language; of two that are liked as much the first wins.
    A range that is not well written is passed over, and so is `*`: it is no wish.
    """
    best, quality = "", 0.0
    for part in header.split(",")[:MOST_RANGES]:
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        primary = tag.partition("-")[0].lower()
        liked = _liked(parameters)
        if primary in LOCALES and liked > quality:
            best, quality = primary, liked
    return best


def _liked(parameters: list[str]) -> float:
    """From 0 to 1; 0 for what cannot be read."""
    if not parameters:
        return 1.0
    match = _QUALITY.fullmatch(parameters[0])
    return float(match[1]) if match else 0.0
