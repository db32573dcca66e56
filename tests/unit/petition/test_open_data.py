"""What a row of the weekly file is read as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.campaign.model import Petition
from chalicelib.petition.model import Answer, Openness, Reading, Request
from chalicelib.petition.sources import OpenData
from tests.unit.petition.scripted import (
    ASSEMBLEE,
    CLOSED,
    NOW,
    OPEN,
    UNKNOWN,
    WEEKLY,
    Platform,
    outcome,
    page,
    read,
)

WEEKLY_SENAT = "https://www.data.gouv.fr/api/1/datasets/r/5bf276c9-1c5a-4b2a-9f02-954f297118b5"


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("2410", (194_850, OPEN, "")),
        ("i-2399", (7_000, OPEN, "")),
        ("2411", (None, OPEN, "the weekly file has no nb_votes")),
        ("2412", (2_131_368, CLOSED, "")),
        ("2413", (812, CLOSED, "")),  # `ouverte` past its deadline
        ("2414", (57_102, CLOSED, "")),
        ("2415", (None, CLOSED, "the weekly file has no nb_votes")),
        ("2416", (None, OPEN, "the weekly file has nb_votes '12.5', which is no number")),
        ("2417", (None, OPEN, "the weekly file has nb_votes '2.1e+06', which is no number")),
        ("2418", (40, UNKNOWN, "")),
        ("2420", (3, OPEN, "")),
        ("9", (None, UNKNOWN, "not in the weekly file")),
    ],
)
def test_a_row_of_the_weekly_file_is_read_as_what_it_says(
    id_: str, expected: tuple[int | None, Openness, str]
) -> None:
    assert outcome(read("data-gouv", Platform({WEEKLY: page("weekly.csv")}), id=id_)) == expected


MISSING = "the weekly file has no column "


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page("weekly_bom.csv"), (194_850, OPEN, "")),
        (
            page("weekly_bom.csv", **{"content-type": "text/csv; charset=utf-8"}),
            (194_850, OPEN, ""),
        ),
        (page("weekly_without_columns.csv"), (None, UNKNOWN, MISSING + "nb_votes, identifiant")),
        (page("an_maintenance.html"), (None, UNKNOWN, MISSING + "nb_votes, statut, identifiant")),
        (Answer(200), (None, UNKNOWN, MISSING + "nb_votes, statut, identifiant")),
        (page("weekly_unclosed_quote.csv"), (None, UNKNOWN, "not in the weekly file")),
        (
            Answer(200, {}, b'nb_votes;statut;identifiant\n"' + b"x" * 200_000),
            (
                None,
                UNKNOWN,
                "the weekly file is broken: field larger than field limit (131072)",
            ),
        ),
        (
            Answer(200, {}, b"nb_votes;statut;identifiant\n" + b"1;" * 600_000),
            (None, UNKNOWN, "the weekly file is broken: a row has over 1,000,000 characters"),
        ),
        (
            Answer(200, {}, b"nb_votes;statut;identifiant\n" + b'1;"\n";' * 200_000),
            (None, UNKNOWN, "the weekly file is broken: a row has over 1,000,000 characters"),
        ),
    ],
)
def test_a_weekly_file_that_is_another_is_said(
    answer: Answer, expected: tuple[int | None, Openness, str]
) -> None:
    assert outcome(read("data-gouv", Platform({WEEKLY: answer}))) == expected


def test_rows_that_are_short_may_be_many() -> None:
    rows = b"nb_votes;statut;identifiant\n" + b"7;ouverte;1\n" * 200_000 + b"8;ouverte;2410\n"
    assert read("data-gouv", Platform({WEEKLY: Answer(200, {}, rows)})).count == 8


@pytest.mark.parametrize(
    ("source", "url", "weekly"),
    [
        ("assemblee-nationale", ASSEMBLEE, WEEKLY),
        ("senat", "https://petitions.senat.fr/initiatives/i-2410", WEEKLY_SENAT),
    ],
)
def test_the_cross_check_asks_for_the_chamber_s_file(source: str, url: str, weekly: str) -> None:
    kept_at = f"https://static.data.gouv.fr/resources/{source}.csv"
    platform = Platform({weekly: replace(page("weekly.csv"), url=kept_at)})
    reading = OpenData().find(Petition(source, "2410"), url, platform, NOW)
    assert reading == Reading("data-gouv", NOW, 194_850, OPEN)
    hosts = frozenset({"static.data.gouv.fr", "object.files.data.gouv.fr"})
    assert platform.asked == [Request(weekly, "text/csv", hosts=hosts)]
