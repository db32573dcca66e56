"""Figures: boards, days, links, how a day is spread, and the official count."""

from __future__ import annotations

from chalicelib.fairness import FEWEST, Measure
from chalicelib.leaderboard import Period
from chalicelib.visits.model import Verdict
from chalicelib.web.openapi.parts import KEPT, Access, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import (
    choice,
    day,
    many,
    maybe,
    moment,
    number,
    record,
    slug,
    text,
    whole,
    yes,
)

TAG = "Figures"
CAMPAIGN = "/v1/campaigns/{campaign}"

LINK_DAYS = many("Each day that has visits, oldest first.", ref("LinkDay"))
_SHARE = {"minimum": 0, "maximum": 1}
VISITS = whole("Counted visits, exact as defined.", 42)
SCANS = whole("Those of them that came through a QR code.", 12)
GROUP = text('A group\'s slug, or "" when the association itself owns the link.', "lyon")
CHANNEL = slug("Where the link is used.", "poster")
CODE = text("The link's code.", "A0B1C2D", pattern="^[0-9A-HJKMNP-TV-Z]{7}$")

SCHEMAS: Json = {
    "Excluded": record(
        "Requests that were not counted, by reason; approximate.",
        {v.value: whole(f"Requests of the verdict {v.value}.", 3) for v in Verdict if v.excluded},
    ),
    "Leaderboard": record(
        "A page of a ranking.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "level": choice("What is ranked.", ["group", "association", "link"]),
            "period": choice("Which visits.", [period.value for period in Period]),
            "updated_at": moment("How old the ranking is: at most a minute."),
            "rows": many("The rows, most visits first.", ref("LeaderboardRow")),
            "next": maybe(text("The cursor of the following page.", "eyJ2IjoxfQ")),
            "left_out": many("Days that organisers left out of the ranking.", ref("LeftOut")),
        },
    ),
    "LeaderboardRow": record(
        "What is ranked. Rows with the same visits share a rank. Groups also say their"
        " association; links their association, group and channel.",
        {
            "rank": whole("From 1.", 1, minimum=1),
            "slug": text("The slug of an association or a group, the code of a link.", "lyon"),
            "name": text("How people call it.", "Les Hirondelles, Lyon"),
            "visits": VISITS,
            "scans": SCANS,
            "share": number("Of all the visits of the period.", 0.25, **_SHARE),
            "retired": yes("Whether it is retired, or closed if it is a link."),
        },
        {
            "association": slug("The association's slug.", "les-hirondelles"),
            "group": GROUP,
            "channel": text("Where the link is used.", "poster"),
            "excluded": ref("Excluded"),
            "moved": maybe(
                {
                    "type": "integer",
                    "description": "Places won since the day began, less than 0 if lost; null for"
                    " who had no visit before today. With `period=all` alone.",
                    "examples": [2],
                }
            ),
        },
    ),
    "LeftOut": record(
        "A link's day that adds to no row, and why.",
        {
            "day": day("Which day."),
            "association": slug("Whose link.", "les-hirondelles"),
            "group": GROUP,
            "channel": CHANNEL,
            "reason": text("What organisers say.", "a test print that one person scanned"),
        },
    ),
    "LinkDay": record("A link's day.", {"day": day("Which."), "visits": VISITS, "scans": SCANS}),
    "Days": record(
        "Visits and signatures of the same days. Nothing joins the two but the calendar.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "days": many(
                "At most 730 days, oldest first.",
                record(
                    "A day.",
                    {
                        "day": day("Which."),
                        "visits": VISITS,
                        "scans": SCANS,
                        "signatures": maybe(
                            {
                                "type": "integer",
                                "description": "Gained that day; null where it is not known,"
                                " which is not zero.",
                                "examples": [120],
                            }
                        ),
                    },
                ),
            ),
            "correlation": maybe(
                number("Pearson's, of whole days that are known.", 0.42, minimum=-1, maximum=1)
            ),
        },
    ),
    "Fairness": record(
        "How a day's visits are spread, link by link. A flag is a question and takes nothing"
        " away.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            "day": day("Which day."),
            "fewest": whole("Visits below which nothing is flagged.", FEWEST),
            "thresholds": record(
                "The share from which the busiest is flagged.",
                {m.value: number(f"Of one {m.value}.", 0.5, **_SHARE) for m in Measure},
            ),
            "rows": many("The flagged first, then the most visited.", ref("FairnessRow")),
        },
    ),
    "FairnessRow": record(
        "A link's day.",
        {
            "code": CODE,
            "name": text("How boards call it.", "Lyon · poster"),
            "association": slug("Whose it is.", "les-hirondelles"),
            "group": GROUP,
            "channel": CHANNEL,
            "day": day("Which day."),
            "visits": VISITS,
            "scans": SCANS,
            "busiest": record(
                "The busiest network, hour and kind of browser.",
                {m.value: ref("Busiest") for m in Measure},
            ),
            "flags": many(
                "Which of them are worth a question.", choice("One.", [m.value for m in Measure])
            ),
            "ranked": yes("Whether it is in the ranking.", True),
            "reason": text('Why it is not, or "".', ""),
        },
    ),
    "Busiest": record(
        "How many visits of how many.",
        {
            "visits": whole("Of the busiest one.", 20),
            "of": whole("Of all.", 42),
            "share": number("The one in the other.", 0.4762, **_SHARE),
        },
        {"name": text("Which hour or kind; networks are not named.", "14")},
    ),
}  # fmt: skip

OPERATIONS = (
    Operation(
        "get",
        f"{CAMPAIGN}/leaderboard",
        "showLeaderboard",
        TAG,
        "Associations, groups or links, ranked by their visits",
        {200: Answer("A page of the ranking.", "Leaderboard")},
        access=Access.EITHER,
        says="The rankings of associations and of groups are public, unless the campaign keeps"
        " them to itself; the ranking of links needs an organiser's token.",
        parameters=("campaign", "level", "period", "limit", "cursor"),
    ),
    Operation(
        "get",
        f"{CAMPAIGN}/days",
        "showDays",
        TAG,
        "Visits and signatures of the same days",
        {200: Answer("The days.", "Days", headers=KEPT), 304: Answer("As before.", kinds=())},
        parameters=("campaign",),
    ),
    Operation(
        "get",
        f"{CAMPAIGN}/fairness",
        "showFairness",
        TAG,
        "How a day's visits are spread",
        {200: Answer("The day.", "Fairness")},
        access=Access.TOKEN,
        parameters=("campaign", "day"),
    ),
)
