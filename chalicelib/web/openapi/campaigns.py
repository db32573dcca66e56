"""Campaigns: what everybody may know of them, and where their codes lead."""

from __future__ import annotations

from chalicelib.campaign.wording import Mark
from chalicelib.web.openapi.parts import Access, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import (
    choice,
    line,
    many,
    maybe,
    moment,
    record,
    slug,
    text,
    url,
    whole,
    yes,
)

TAG = "Campaigns"
CAMPAIGN = "/v1/campaigns/{campaign}"

NEXT = maybe(text("The cursor of the following page.", "WyJsZXMtaGlyb25kZWxsZXMiXQ"))

_PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-2410"
_ELSEWHERE = "https://petitions.assemblee-nationale.fr/initiatives/i-2411"

PLAN: Json = {
    "campaign": slug("The campaign.", "defense-des-enfants"),
    "plan": many(
        "What changes, line by line.",
        record(
            "A line.",
            {
                "mark": choice("What kind of change.", [mark.value for mark in Mark]),
                "text": text("What changes.", "the petition's address"),
            },
        ),
    ),
    "done": maybe(
        record(
            "What was done; null when it was only asked what would be.",
            {
                "version": maybe(whole("The campaign's, since; null if nothing changed.", 2)),
                "links_added": many("Codes.", text("A code.", "A0B1C2D")),
                "links_changed": whole("How many.", 0),
                "erased": yes("Always false here."),
            },
        )
    ),
}
"""What changes, or would; and what was done of it."""

SCHEMAS: Json = {
    "Campaign": record(
        "What everybody may know of a campaign.",
        {
            "slug": slug("How addresses call it.", "defense-des-enfants"),
            "title": text("Its title.", "Pour la défense des enfants en France"),
            "summary": text("What it is about.", "Trois demandes à l'Assemblée nationale."),
            "demands": many("What it asks for.", text("A demand.", "La résidence alternée.")),
            "petition_url": url("Where every link leads.", _PETITION),
            "state": choice("Its life, in order.", ["open", "closed", "archived"]),
            "locale": text("The language of its own words.", "fr"),
            "timezone": text("Whose days are its days.", "Europe/Paris"),
            "public_leaderboard": yes("Whether anybody may read its ranking.", True),
            "url": url("Its page.", "https://qr.exemple.fr/c/defense-des-enfants"),
            "switched": maybe(ref("Switch")),
            "self": url("Itself.", "https://qr.exemple.fr/v1/campaigns/defense-des-enfants"),
        },
    ),
    "Switch": record(
        "The last time that its codes were led elsewhere.",
        {
            "at": moment("When."),
            "old": url("Where they led.", _PETITION),
            "new": url("Where they lead since.", _ELSEWHERE),
            "reason": text("Why, as pages say it.", "la pétition a été déposée de nouveau"),
        },
    ),
    "Campaigns": record(
        "A page of campaigns.",
        {"rows": many("By slug.", ref("Campaign")), "next": NEXT},
    ),
    "NewDestination": record(
        "Where every printed code is to lead.",
        {"petition_url": url("On a platform that this service allows.", _ELSEWHERE)},
        {
            "reason": line(
                "Why: pages show it.", "la pétition a été déposée de nouveau", maxLength=200
            ),
            "dry_run": yes("Whether only to say what would change.", True),
        },
    ),
    "Switched": record(
        "What changed, or would.",
        {
            **PLAN,
            "from": url("Where codes led.", _PETITION),
            "to": url("Where they lead.", _ELSEWHERE),
            "links": many("Every open link: what may be on paper.", ref("LinkRow")),
        },
    ),
}

OPERATIONS = (
    Operation(
        "get",
        "/v1/campaigns",
        "listCampaigns",
        TAG,
        "The campaigns in which the token has a place",
        {200: Answer("A page of them.", "Campaigns")},
        access=Access.TOKEN,
        parameters=("limit", "cursor"),
    ),
    Operation(
        "get",
        CAMPAIGN,
        "showCampaign",
        TAG,
        "A campaign",
        {200: Answer("The campaign.", "Campaign")},
        parameters=("campaign",),
    ),
    Operation(
        "post",
        f"{CAMPAIGN}/destination",
        "switchDestination",
        TAG,
        "Leads every printed code elsewhere, at once",
        {200: Answer("What changed, or would.", "Switched")},
        says="For organisers, when a petition closes or moves. With `dry_run` it says what would"
        " change, and changes nothing. Pages say so afterwards, and the trail.",
        access=Access.TOKEN,
        parameters=("campaign", "Idempotency-Key"),
        body="NewDestination",
    ),
)
