"""What a platform's answer amounts to before anybody looks into it, the same for every source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeGuard
from urllib.parse import unquote, urlsplit

from chalicelib.clock import earliest_today
from chalicelib.errors import PorteVoixError
from chalicelib.petition.fetch import REDIRECTS, retry_after
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators

Fetch = Callable[[Request], Answer]
"""Asks a platform; `PorteVoixError`, with one line, when there is no answer."""

MOST_DIGITS = 12
MOST_JSON = 1_000_000
"""Characters; a million of them make at most some 60 MB of empty lists."""

# A label of the page's, to the way Python spells it. Others of Python's are no charsets, or slow.
_CHARSETS = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.ASCII | re.IGNORECASE)
_ID = re.compile(rf"(?:i-)?([0-9]{{1,{MOST_DIGITS}}})", re.ASCII)
_COUNT = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}", re.ASCII)
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f")
_BLANKS = " \t\r\n\f\u00a0\u202f"


class Busy(PorteVoixError):
    """The platform asks to be left alone: 429, or an error of its own (5xx).

    `retry_after` is how many seconds it asks for, None when it does not say.
    """

    status = 503
    code = "platform_busy"

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a platform, and the readings that it may end in."""

    source: str
    at: datetime
    validators: Validators = field(default=Validators())

    def unknown(self, why: str, openness: Openness = Openness.UNKNOWN) -> Reading:
        """No count, and why."""
        return Reading(self.source, self.at, None, openness, why)

    def counted(self, count: int, openness: Openness, answer: Answer | None = None) -> Reading:
        """A count. The next look is conditional on `answer`, which must be what a GET answered:
        a page without a count is always read again in full.
        """
        headers = answer.headers if answer else {}
        validators = Validators(headers.get("etag", ""), headers.get("last-modified", ""))
        return Reading(self.source, self.at, count, openness, "", validators)

    def settled(self, answer: Answer, path: str = "") -> Reading | None:
        """What the status alone says, None when the body has to be read.

        A platform sends who asks for what is not there to its home page: with `path`, the
        petition's own, an answer from another one is no answer. Raises `Busy`.
        """
        if answer.status == 429 or answer.status >= 500:
            raise Busy(
                f"{self.source}: answered {answer.status}; ask again later",
                retry_after(answer.headers, self.at),
            )
        if answer.status == 304 and self.validators != Validators():
            return Reading(self.source, self.at, validators=self.validators, unchanged=True)
        if answer.status in REDIRECTS:
            return self._elsewhere(answer.headers.get("location", ""))
        if answer.status in (404, 410):
            return self.unknown(f"answered {answer.status}: no such petition")
        if answer.status != 200:
            return self.unknown(f"answered {answer.status}")
        if path and answer.url and path_of(answer.url) != path:
            return self._elsewhere(answer.url)
        return None

    def _elsewhere(self, url: str) -> Reading:
        return self.unknown(f"redirected to {shown(url) or 'nowhere'}: no such petition")


def number(petition_id: str) -> str:
    """The digits of an id such as `2410` or `i-2410`; "" when it is none."""
    match = _ID.fullmatch(petition_id)
    return str(int(match[1])) if match else ""


def not_a_number(petition_id: str) -> str:
    """Why nothing is asked about an id that `number` does not know."""
    return f"petition.id {shown(petition_id)!r} is not a number, such as 2410 or i-2410"


def count_of(text: str) -> int | None:
    """A count as pages write it, with any of their spaces between its digits; None for
    anything else.
    """
    digits = text.strip(_BLANKS).translate(_SEPARATORS)
    return int(digits) if _COUNT.fullmatch(digits) else None


def is_count(value: object) -> TypeGuard[int]:
    """Whether a value of a JSON document is a count: an integer, which true and 12.0 are not."""
    return type(value) is int and 0 <= value < 10**MOST_DIGITS


def over(day: str, now: datetime) -> bool:
    """Whether a day, written `2025-07-18`, has ended everywhere; False for what is no day."""
    match = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day, re.ASCII)
    return match is not None and match[0] < earliest_today(now).isoformat()


def path_of(url: str) -> str:
    """The path of an address, as two spellings of it share it; "" for what is no address."""
    try:
        return unquote(urlsplit(url).path).rstrip("/") or "/"
    except ValueError:
        return ""


def charset_of(headers: Mapping[str, str]) -> str:
    """The charset of a body, as Python calls it; UTF-8 unless the answer says one of the others
    that pages in French have.
    """
    match = _CHARSET.search(headers.get("content-type", ""))
    return _CHARSETS.get(match[1].lower(), "utf-8-sig") if match else "utf-8-sig"


def text_of(answer: Answer) -> str:
    """The body as text; what is not in its charset is replaced."""
    return answer.body.decode(charset_of(answer.headers), "replace")


def json_of(answer: Answer) -> object:
    """The body as a JSON document; None for what is none, or too large to be a petition's."""
    if len(answer.body) > MOST_JSON:
        return None
    try:
        return json.loads(text_of(answer))
    except (ValueError, RecursionError):
        return None


def inside(document: object, *names: str) -> object:
    """What a JSON document holds under `names`, one in the other; None when it does not."""
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def word(value: object) -> str:
    """A value of a JSON document as a word; "" for what is none."""
    return str(value) if isinstance(value, str | int) else ""


def shown(text: str) -> str:
    """A platform's words as part of a line: short, and without what would break the line."""
    words = "".join(character if character.isprintable() else " " for character in text[:120])
    return words + ("…" if len(text) > 120 else "")
