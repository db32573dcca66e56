"""Tokens, and who did what when."""

from __future__ import annotations

from chalicelib.access.audit import What
from chalicelib.access.model import Scope
from chalicelib.access.tokens import MOST_DAYS
from chalicelib.web.openapi.campaigns import CAMPAIGN, NEXT
from chalicelib.web.openapi.parts import Access, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import (
    choice,
    day,
    line,
    many,
    maybe,
    moment,
    record,
    slug,
    text,
    url,
    words,
    yes,
)

TAG = "Tokens and the trail"

_SCOPES = [scope.value for scope in Scope]
_OWNER = text('The association that it stands for, or "" for the campaign.', "les-hirondelles")
_LABEL = text("What it is for.", "tableur")
_TOKEN = {
    "id": text("Names it in lists.", "1a2b3c4d"),
    "label": _LABEL,
    "created": moment("When it was made."),
    "revoked": yes("Whether it is worthless."),
    "association": _OWNER,
    "scope": choice("What it may be used for.", _SCOPES),
    "expires": maybe(moment("Until when it works; null for ever.", "2027-11-23T14:05:00+00:00")),
    "used": maybe(day("The day of its last use, in UTC.")),
}
_SELF = url("Itself.", "https://qr.exemple.fr/v1/campaigns/defense-des-enfants/tokens/1a2b3c4d")


def _rows(says: str, of: str) -> Json:
    return record(
        "A page of a list.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "rows": many(says, ref(of)),
            "next": NEXT,
        },
    )


SCHEMAS: Json = {
    "Token": record("A token, without its secret.", _TOKEN),
    "Tokens": _rows("Oldest first, revoked ones too.", "Token"),
    "NewToken": record(
        "A token that is to be.",
        {"label": words("What it is for.", "tableur", maxLength=120)},
        {
            "scope": choice("What it may be used for.", _SCOPES, default="read"),
            "days": {
                "type": "integer",
                "description": "How long it works; for ever if left out.",
                "minimum": 1,
                "maximum": MOST_DAYS,
                "examples": [365],
            },
            "association": line(
                "For this association alone; left out, for all that the asking token has.",
                "les-hirondelles",
                maxLength=40,
            ),
        },
    ),
    "TokenMade": record(
        "A new token.",
        _TOKEN | {"self": _SELF},
        {
            "token": text(
                "The secret. In the first answer alone: nobody can show it again.",
                "pvx_0000000000000000000000000000000000000000",
                pattern="^pvx_[0-9a-f]{40}$",
            )
        },
    ),
    "Trail": _rows("Newest first.", "Act"),
    "Act": record(
        "Something that somebody did.",
        {
            "at": moment("When."),
            "who": text("Who: a token, a person, or `command line`.", "token 1a2b3c4d"),
            "what": choice("What kind of act.", [what.value for what in What]),
            "about": text("To what.", "campaign defense-des-enfants"),
            "association": _OWNER,
        },
    ),
}

OPERATIONS = (
    Operation(
        "get",
        f"{CAMPAIGN}/tokens",
        "listTokens",
        TAG,
        "The tokens",
        {200: Answer("A page of them.", "Tokens")},
        access=Access.TOKEN,
        parameters=("campaign", "limit", "cursor"),
    ),
    Operation(
        "post",
        f"{CAMPAIGN}/tokens",
        "createToken",
        TAG,
        "Makes a token",
        {201: Answer("The new token.", "TokenMade", headers=("Location",))},
        access=Access.TOKEN,
        parameters=("campaign", "Idempotency-Key"),
        body="NewToken",
    ),
    Operation(
        "get",
        f"{CAMPAIGN}/tokens/{{token}}",
        "showToken",
        TAG,
        "A token",
        {200: Answer("The token, without its secret.", "Token")},
        access=Access.TOKEN,
        parameters=("campaign", "token"),
    ),
    Operation(
        "delete",
        f"{CAMPAIGN}/tokens/{{token}}",
        "revokeToken",
        TAG,
        "Revokes a token",
        {200: Answer("The token, worthless at once.", "Token")},
        access=Access.TOKEN,
        parameters=("campaign", "token"),
    ),
    Operation(
        "get",
        f"{CAMPAIGN}/audit",
        "listActs",
        TAG,
        "Who did what when",
        {200: Answer("A page of acts.", "Trail")},
        says="Acts are appended, and nothing changes them.",
        access=Access.TOKEN,
        parameters=("campaign", "of-association", "limit", "cursor"),
    ),
)  # fmt: skip
