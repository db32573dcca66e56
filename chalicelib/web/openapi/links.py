"""Links: made for a channel, given aliases, closed and opened again; never taken away."""

from __future__ import annotations

from chalicelib.web.openapi.campaigns import CAMPAIGN, NEXT
from chalicelib.web.openapi.figures import CHANNEL, CODE, GROUP, LINK_DAYS, SCANS, VISITS
from chalicelib.web.openapi.parts import Access, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import line, many, record, slug, text, url, yes

TAG = "Links"


def _aliases(example: str) -> Json:
    return many(
        "Readable names that lead the same way: 3 to 40 of a-z, 0-9 and single hyphens between"
        " them.",
        text("An alias.", example, pattern="^[a-z0-9]+(-[a-z0-9]+)*$", minLength=3, maxLength=40),
        uniqueItems=True,
    )


_OWNED = {
    "code": CODE,
    "url": url("What is followed.", "https://qr.exemple.fr/A0B1C2D"),
    "qr_url": url("What its QR code holds.", "HTTPS://QR.EXEMPLE.FR/Q/A0B1C2D"),
    "association": slug("Whose it is.", "les-hirondelles"),
    "group": GROUP,
    "channel": CHANNEL,
}
_REST = {
    "aliases": _aliases("hirondelles-lyon"),
    "closed": yes("Whether it leads to a page that says so, and counts nothing."),
    "self": url("Itself.", "https://qr.exemple.fr/v1/links/A0B1C2D"),
}
_COUNTED = {"visits": VISITS, "scans": SCANS}

SCHEMAS: Json = {
    "LinkRow": record("A link in a list.", _OWNED | _COUNTED | _REST),
    "Link": record(
        "A link and what it counted.",
        {
            **_OWNED,
            "destination": url(
                "Where it leads: the petition, or the campaign's page before it.",
                "https://petitions.assemblee-nationale.fr/initiatives/i-2410",
            ),
            **_COUNTED,
            "excluded": ref("Excluded"),
            "days": LINK_DAYS,
            **_REST,
        },
    ),
    "Links": record(
        "A page of links.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "rows": many("By code.", ref("LinkRow")),
            "next": NEXT,
        },
    ),
    "NewLink": record(
        "A link that is to be.",
        {
            "association": slug("Whose it is.", "les-hirondelles"),
            "channel": slug("Where it will be used.", "market"),
        },
        {
            "group": line(
                "Its group's slug; left out for the association itself.", "lyon", maxLength=40
            ),
            "aliases": _aliases("hirondelles-marche"),
        },
    ),
    "LinkChange": record(
        "What is to change.",
        {},
        {
            "closed": yes("Closed, or open again with its code."),
            "aliases": _aliases("hirondelles-rhone"),
        },
    ),
}

OPERATIONS = (
    Operation(
        "get",
        f"{CAMPAIGN}/links",
        "listLinks",
        TAG,
        "The links",
        {200: Answer("A page of them.", "Links")},
        says="Those within the token's place, of one owner or channel if asked.",
        access=Access.TOKEN,
        parameters=("campaign", "of-association", "of-group", "channel", "limit", "cursor"),
    ),
    Operation(
        "post",
        f"{CAMPAIGN}/links",
        "createLink",
        TAG,
        "Adds a link",
        {201: Answer("The new link.", "Link", headers=("Location",))},
        says="One for each owner and channel; one that was closed opens again, with its code.",
        access=Access.TOKEN,
        parameters=("campaign", "Idempotency-Key"),
        body="NewLink",
    ),
    Operation(
        "get",
        "/v1/links/{code}",
        "showLink",
        TAG,
        "A link and its figures",
        {200: Answer("The link.", "Link")},
        access=Access.TOKEN,
        parameters=("code",),
    ),
    Operation(
        "patch",
        "/v1/links/{code}",
        "changeLink",
        TAG,
        "Closes a link, opens it again, gives it aliases",
        {200: Answer("The link.", "Link")},
        says="Aliases are added: those that it has, it keeps.",
        access=Access.TOKEN,
        parameters=("code",),
        body="LinkChange",
    ),
    Operation(
        "delete",
        "/v1/links/{code}",
        "closeLink",
        TAG,
        "Closes a link",
        {200: Answer("The link, closed.", "Link")},
        says="A code in print is never given to another link, so the link stays and is closed.",
        access=Access.TOKEN,
        parameters=("code",),
    ),
)
