"""The official count: what a petition's platform shows, for other sites too."""

from __future__ import annotations

from chalicelib.petition.model import Openness
from chalicelib.web.openapi.parts import KEPT, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import (
    choice,
    many,
    maybe,
    moment,
    number,
    record,
    slug,
    text,
    url,
    whole,
    yes,
)

TAG = "Official count"

_COUNT = maybe(whole("Signatures; null when nobody has read them yet.", 12345))
_READ_AT = maybe(moment("When they were read."))
_STALE = yes("Whether the last good reading is older than it should be.")
_POINT = record(
    "A count and when it was read.", {"at": moment("When."), "count": whole("Signatures.", 12345)}
)
_RATE = maybe(number("Signatures in that time; null when nothing supports it.", 40.5))

SCHEMAS: Json = {
    "Signatures": record(
        "The official count, its milestones, its series.",
        {
            "count": _COUNT,
            "read_at": _READ_AT,
            "source": maybe(text("Where it was read.", "assemblee-nationale")),
            "stale": _STALE,
            "milestones": many("In order.", ref("Milestone")),
            "series": many("Its changes, oldest first.", ref("Point")),
        },
    ),
    "Milestone": record(
        "A threshold of the campaign.",
        {
            "signatures": whole("How many.", 10000),
            "label": text("What reaching it means.", "Un débat en commission"),
            "reached_at": maybe(moment("When it was crossed.")),
            "expected_at": maybe(moment("When it may be, of the next one alone: an estimate.")),
        },
    ),
    "Point": _POINT,
    "Count": record(
        "What a site needs to show the count.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "title": text("Its title.", "Pour la défense des enfants en France"),
            "count": _COUNT,
            "read_at": _READ_AT,
            "stale": _STALE,
            "progress": number("Towards the next milestone.", 0.6, minimum=0, maximum=1),
            "url": url("The campaign's page.", "https://qr.exemple.fr/c/defense-des-enfants"),
            "state": choice("Whether it can be signed.", [one.value for one in Openness]),
            "held": maybe(ref("Point")),
            "check": maybe(ref("Point")),
            "pace": record(
                "How fast it rises.", {"hour": _RATE, "day": _RATE, "week": _RATE}
            ),
            "next": maybe(
                record(
                    "The milestone to come.",
                    {
                        "signatures": whole("How many.", 100000),
                        "label": text("What reaching it means.", "Mise en ligne"),
                        "expected": maybe(
                            record(
                                "Between when and when it may be reached: an estimate.",
                                {"earliest": moment("From."), "latest": maybe(moment("To."))},
                            )
                        ),
                    },
                )
            ),
            "conditions": many(
                "What milestones take besides, which nobody publishes.",
                record(
                    "A condition.",
                    {
                        "signatures": whole("Of which milestone.", 500000),
                        "condition": text("What it takes.", "dans 30 départements"),
                        "state": choice("What is known of it.", ["not_published"]),
                    },
                ),
            ),
        },
    ),
}  # fmt: skip

_SAME = {304: Answer("As before.", kinds=())}

OPERATIONS = (
    Operation(
        "get",
        "/v1/campaigns/{campaign}/signatures",
        "showSignatures",
        TAG,
        "The official count, its milestones, its series",
        {200: Answer("The count.", "Signatures", headers=KEPT)} | _SAME,
        parameters=("campaign",),
    ),
    Operation(
        "get",
        "/c/{campaign}/count.json",
        "showCount",
        TAG,
        "What a site needs to show the count",
        {200: Answer("The count.", "Count", headers=KEPT)} | _SAME,
        parameters=("campaign",),
    ),
    Operation(
        "get",
        "/c/{campaign}/count.svg",
        "drawCount",
        TAG,
        "The count as a badge",
        {200: Answer("The badge.", kinds=("image/svg+xml",), headers=KEPT)} | _SAME,
        parameters=("campaign", "lang"),
    ),
    Operation(
        "get",
        "/c/{campaign}/embed",
        "showFrame",
        TAG,
        "The count as a frame for other sites, with a way to sign",
        {200: Answer("The page.", kinds=("text/html",), headers=KEPT)} | _SAME,
        parameters=("campaign", "lang", "link"),
    ),
)
