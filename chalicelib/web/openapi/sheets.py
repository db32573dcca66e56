"""Spreadsheets in and out, as CSV."""

from __future__ import annotations

from chalicelib.campaign.spreadsheet import What
from chalicelib.web.openapi.campaigns import CAMPAIGN, PLAN
from chalicelib.web.openapi.parts import Access, Answer, Json, Operation
from chalicelib.web.openapi.types import choice, many, record, text, whole

TAG = "Spreadsheets"

SCHEMAS: Json = {
    "Sheet": text(
        "CSV with a line of headers, in French or English: `;` or `,`, in UTF-8 or Windows-1252."
        " A line is an association, a group or a link.",
        "association,groupe,nom,canal\nles-hirondelles,valence,Valence,poster\n",
    ),
    "Imported": record(
        "What changed, or would.",
        PLAN
        | {
            "lines": many(
                "Each line, and what becomes of it.",
                record(
                    "A line.",
                    {
                        "line": whole("From 1, headers included.", 2, minimum=1),
                        "what": choice("What it does.", [what.value for what in What]),
                        "text": text("In words.", "group les-hirondelles/valence"),
                    },
                ),
            )
        },
    ),
}


def _out(name: str, summary: str, says: str, *parameters: str) -> Operation:
    return Operation(
        "get",
        f"{CAMPAIGN}/{name}.csv",
        f"export{name.title()}",
        TAG,
        summary,
        {200: Answer("The spreadsheet.", kinds=("text/csv",), headers=("Content-Disposition",))},
        says=f"{says} Opens right in Excel and LibreOffice, and starts no formula.",
        access=Access.TOKEN,
        parameters=("campaign", *parameters),
    )


OPERATIONS = (
    Operation(
        "post",
        f"{CAMPAIGN}/import",
        "importSheet",
        TAG,
        "Adds associations, groups and links from a spreadsheet",
        {200: Answer("What changed, or would.", "Imported")},
        says="All of it or nothing. With `dry_run=1` it says line by line what would change, and"
        " changes nothing. What the sheet does not name stays as it is.",
        access=Access.TOKEN,
        parameters=("campaign", "dry_run", "Idempotency-Key"),
        body="Sheet",
        kind="text/csv",
    ),
    _out("links", "The links, as a spreadsheet", "Those within the token's place."),
    _out("days", "Visits day by day, as a spreadsheet", "Of all within the token's place."),
    _out("leaderboard", "A ranking, as a spreadsheet", "Every row of it.", "level", "period"),
)
