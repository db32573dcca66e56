"""What people send: forms, read strictly, and only if they were sent from a page of ours.

A page of another site can make a browser send a form here, cookies and all. Who sends it is told
by `Sec-Fetch-Site`, which no page can write; browsers before 2023 do not send it, and then by
`Origin`; ours is `null` there, for no page of ours tells where it is (`Referrer-Policy`), and so
is a hostile frame's. Then the form has to hold a token that no other site can know.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import policy
from email.message import MIMEPart
from email.parser import BytesParser
from urllib.parse import parse_qsl, urlsplit

from chalice.app import Request

from chalicelib import wiring
from chalicelib.errors import BadInput, CrossSite, TooLarge, Unauthorized, WrongType
from chalicelib.web.session import Caller

KIND = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
"""How browsers send a form that files can be put in (RFC 7578)."""
MOST_BYTES = 16 * 1024
MOST_BYTES_OF_FILES = 1_100_000
"""Of a form with files: a spreadsheet as large as an import takes, and what is around it."""
MOST_FIELDS = 20

TOKEN = "token"  # noqa: S105 (a field's name)

_PURPOSE = "form"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form held: its fields as text, and its files, those that are not empty, as bytes."""

    fields: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)


def token(who: Caller) -> str:
    """What a form shown to `who` holds in its field `token`."""
    return wiring.house().seals.seal(_PURPOSE, who.bound)


def read(request: Request, who: Caller) -> Mapping[str, str]:
    """The fields of a form that `who` sent from a page of ours, without the space around them.

    `CrossSite` when it came from elsewhere, or from nobody knows where; `WrongType`,
    `TooLarge` or `BadInput` for what is no form of ours.
    """
    return _checked(request, who, lambda: Sent(_fields(request))).fields


def read_with_files(request: Request, who: Caller) -> Sent:
    """The same of a form that may hold files too."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FILES:
        return Sent(read(request, who))
    return _checked(request, who, lambda: _parts(request))


def _checked(request: Request, who: Caller, reading: Callable[[], Sent]) -> Sent:
    came = _came_from_here(request)
    if came is False:
        raise CrossSite(_REFUSAL)
    sent = reading()
    if came is None and not _has_token(sent.fields.get(TOKEN, ""), who):
        raise CrossSite(_REFUSAL)
    return sent


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
        raise BadInput(_UNREADABLE) from None
    fields = {name: value.strip() for name, value in pairs}
    if len(fields) < len(pairs):
        raise BadInput(_TWICE)
    return fields


_UNREADABLE = "this form cannot be read; open the page again and send it there"
_TWICE = "this form has a field twice; open the page again and send it there"


def _parts(request: Request) -> Sent:
    """What a form with files holds. Each of its parts is small mail: headers, a line, a body."""
    raw = request.raw_body
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if len(raw) > MOST_BYTES_OF_FILES:
        raise TooLarge(f"a form with a file holds at most {MOST_BYTES_OF_FILES} bytes")
    kind = request.headers["content-type"].encode("ascii", "replace")
    whole = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + kind + b"\r\n\r\n" + raw)
    parts = list(whole.iter_parts()) if whole.is_multipart() else []
    if not parts or len(parts) > MOST_FIELDS or whole.defects:
        raise BadInput(_UNREADABLE)
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in parts:
        name, content = _named(part)
        if name in fields or name in files:
            raise BadInput(_TWICE)
        if part.get_filename() is not None:
            files[name] = content
            continue
        try:
            fields[name] = content.decode("utf-8")
        except UnicodeDecodeError:
            raise BadInput(_UNREADABLE) from None
    return Sent(fields, {name: content for name, content in files.items() if content})


def _named(part: MIMEPart) -> tuple[str, bytes]:
    name = part.get_param("name", header="content-disposition")
    content = part.get_payload(decode=True)
    if part.get_content_disposition() != "form-data" or not isinstance(name, str):
        raise BadInput(_UNREADABLE)
    if not isinstance(content, bytes):
        raise BadInput(_UNREADABLE)
    return name, content
