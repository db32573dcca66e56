"""What operations take beside a body, and the headers of answers."""

from __future__ import annotations

from typing import Any

from chalicelib.kit import pieces
from chalicelib.kit.bundle import EVERYTHING
from chalicelib.leaderboard import MOST_ROWS, Period
from chalicelib.web.openapi.parts import Json
from chalicelib.web.openapi.types import DAY, choice, slug, text, whole

PAPER = [piece.file for piece in pieces.PRINTS]
PICTURES = [piece.file for piece in pieces.PICTURES]


def _path(name: str, says: str, schema: Json, example: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": says,
        "schema": schema,
        "example": example,
    }


def _query(name: str, says: str, schema: Json, **more: Any) -> Json:
    """A parameter of the address; one with an `example` is in the call that is shown."""
    return {"name": name, "in": "query", "description": says, "schema": schema, **more}


def _bare(schema: Json) -> Json:
    """A type without its words: the parameter says them."""
    return {
        name: value for name, value in schema.items() if name not in ("description", "examples")
    }


_SLUG = _bare(slug("", ""))
_FLAG = {"type": "string", "enum": ["0", "1"]}
_ANY = {"type": "string"}
_SIZE = (
    "^0*((6[4-9]|[7-9][0-9]|[1-9][0-9]{2}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-6])(px)?"
    "|([1-9][0-9]{1,2}|1000)mm)$"
)
_COLOUR = {"type": "string", "pattern": "^#?[0-9A-Fa-f]{6}$"}

PARAMETERS: Json = {
    "campaign": _path("campaign", "The campaign's slug.", _SLUG, "defense-des-enfants"),
    "association": _path("association", "The association's slug.", _SLUG, "les-hirondelles"),
    "token": _path("token", "The token's id.", {"type": "string", "maxLength": 40}, "1a2b3c4d"),
    "code": _path(
        "code",
        "A link's code, or an alias of it. Read in any case, O as 0, I and L as 1.",
        {"type": "string", "minLength": 1, "maxLength": 80},
        "hirondelles-lyon",
    ),
    "group": _path("group", "The group's slug.", _SLUG, "lyon"),
    "file": _path(
        "file",
        "A page or picture of the kit.",
        {"type": "string", "enum": [*PAPER, *PICTURES]},
        "flyer-a4.pdf",
    ),
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Any text of your own: what is asked for twice under one key within 24"
        " hours is done once and answered alike.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    },
    "of-association": _query("association", "Only this association's: its slug.", _ANY),
    "of-group": _query("group", "Only those of groups of this slug.", _ANY),
    "channel": _query("channel", "Only those of this channel.", _ANY, example="poster"),
    "level": _query(
        "level",
        "What is ranked. Links need an organiser's token.",
        {"type": "string", "enum": ["association", "group", "link"], "default": "association"},
        example="group",
    ),
    "period": _query(
        "period",
        "Which visits: all, today's, or today's and those of the six days before.",
        {"type": "string", "enum": [period.value for period in Period], "default": "all"},
    ),
    "limit": _query(
        "limit",
        "The most rows that are answered.",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 50},
    ),
    "cursor": _query(
        "cursor",
        "`next` of the page before, as it was; left out for the first page.",
        _ANY,
    ),
    "day": _query(
        "day",
        "One of the last 35 days; today by default.",
        {"type": "string", "pattern": f"^({DAY})?$"},
    ),
    "piece": _query(
        "piece",
        "What is printed for each link; `kit.zip` is every file, as a ZIP.",
        {"type": "string", "enum": [*PAPER, EVERYTHING], "default": "flyer-a4.pdf"},
    ),
    "dry_run": _query("dry_run", "1 changes nothing.", _FLAG),
    "lang": _query(
        "lang",
        "`fr` or `en`; the campaign's language for anything else.",
        _ANY,
    ),
    "link": _query(
        "link",
        "A link's code or alias: following the button of this frame is a visit of that link.",
        _ANY,
    ),
    "size": _query(
        "size",
        "The side, quiet zone included: 64 to 4096 pixels, or 10 to 1000 millimetres as in"
        " `30mm`.",
        {"type": "string", "pattern": _SIZE, "default": "512"},
        example="30mm",
    ),
    "correction": _query(
        "level",
        "How much of the code may be hidden or dirty: 7, 15, 25 or 30 %. Q by default; H with a"
        " logo.",
        {"type": "string", "enum": ["L", "M", "Q", "H"]},
    ),
    "dark": _query("dark", "The colour of the modules; the # may be left out.", _COLOUR),
    "light": _query("light", "The colour of the ground.", _COLOUR),
    "logo": _query("logo", "1 puts the association's logo in the middle.", _FLAG),
    "caption": _query("caption", "1 writes the address below.", _FLAG),
}  # fmt: skip


def _header(schema: Json) -> Json:
    return {"description": schema["description"], "schema": _bare(schema)}


HEADERS: Json = {
    name: _header(schema)
    for name, schema in {
        "Cache-Control": text("How long it may be kept.", ""),
        "Content-Disposition": text("How to call the file.", ""),
        "ETag": text("What `If-None-Match` takes: 304 while it is the same.", ""),
        "Location": text("Where to go on.", "", format="uri-reference"),
        "RateLimit": text("How many requests are left (`r`) in so many seconds (`t`).", ""),
        "RateLimit-Policy": text("How many requests (`q`) in so many seconds (`w`).", ""),
        "Retry-After": whole("In how many seconds to ask again.", 2),
        "WWW-Authenticate": choice("Which way to say who asks.", ["Bearer"]),
        "X-Porte-Voix": text("Whether this request is a visit, and why not.", ""),
    }.items()
}
