"""What people send: forms, read strictly, and only if they were sent from a page of ours.

A page of another site can make a browser send a form here, cookies and all. Who sends it is told
by `Sec-Fetch-Site`, which no page can write; browsers before 2023 do not send it, and then by
`Origin`; ours is `null` there, for no page of ours tells where it is (`Referrer-Policy`), and so
is a hostile frame's. Then the form has to hold a token that no other site can know.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from chalice.app import Request

from chalicelib import wiring
from chalicelib.errors import BadInput, CrossSite, TooLarge, Unauthorized, WrongType
from chalicelib.web.session import Caller

KIND = "application/x-www-form-urlencoded"
MOST_BYTES = 16 * 1024
MOST_FIELDS = 20

TOKEN = "token"  # noqa: S105 (a field's name)

_PURPOSE = "form"


def token(who: Caller) -> str:
    """What a form shown to `who` holds in its field `token`."""
    return wiring.house().seals.seal(_PURPOSE, who.bound)


def read(request: Request, who: Caller) -> Mapping[str, str]:
    """The fields of a form that `who` sent from a page of ours, without the space around them.

    `CrossSite` when it came from elsewhere, or from nobody knows where; `WrongType`,
    `TooLarge` or `BadInput` for what is no form of ours.
    """
    came = _came_from_here(request)
    if came is False:
        raise CrossSite(_REFUSAL)
    fields = _fields(request)
    if came is None and not _has_token(fields.get(TOKEN, ""), who):
        raise CrossSite(_REFUSAL)
    return fields


_REFUSAL = "this form was not sent from a page of this site; open the page again and send it there"


def _came_from_here(request: Request) -> bool | None:
    """Whether the browser says that a page of ours sent this; None when it says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return bool(site == "same-origin")
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return None
    base = urlsplit(wiring.house().settings.base_url)
    return bool(origin.lower() == f"{base.scheme}://{base.netloc}".lower())


def _has_token(sealed: str, who: Caller) -> bool:
    try:
        bound = wiring.house().seals.open(_PURPOSE, sealed)
    except Unauthorized:
        return False
    return hmac.compare_digest(bound, who.bound)


def _fields(request: Request) -> dict[str, str]:
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = [p.partition("=")[2].strip(' "') for p in parameters if "charset" in p]
    if kind.strip() != KIND or any(charset != "utf-8" for charset in charsets):
        raise WrongType(f"a form is sent as {KIND}, in UTF-8")
    raw = request.raw_body
    if len(raw) > MOST_BYTES:
        raise TooLarge(f"a form holds at most {MOST_BYTES} bytes")
    try:
        text = (raw.encode() if isinstance(raw, str) else raw).decode("ascii")
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=bool(text),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise BadInput("this form cannot be read; open the page again and send it there") from None
    fields = {name: value.strip() for name, value in pairs}
    if len(fields) < len(pairs):
        raise BadInput("this form has a field twice; open the page again and send it there")
    return fields
