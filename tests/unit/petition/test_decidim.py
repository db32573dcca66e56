"""What Decidim's API is asked and believed, and when its page is read instead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.petition.decidim import QUERY
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators
from chalicelib.petition.sources import SOURCES, Busy
from tests.unit.petition.scripted import (
    AGORA,
    CLOSED,
    GIVEN,
    KEPT,
    NOW,
    OPEN,
    PAGES,
    PETITIONS,
    UNKNOWN,
    Always,
    Platform,
    outcome,
    page,
    read,
)

API = "https://agora.example.fr/api"

GRAPHQL = [
    ("graphql.json", (15_230, OPEN, "")),
    ("graphql_online_only.json", (15_200, OPEN, "")),
    ("graphql_offline_only.json", (30, OPEN, "")),
    ("graphql_last_day.json", (15_230, OPEN, "")),
    ("graphql_over.json", (15_230, CLOSED, "")),
    ("graphql_rejected.json", (15_230, CLOSED, "")),
    ("graphql_validating.json", (0, UNKNOWN, "")),
    ("graphql_null.json", (None, UNKNOWN, "the API knows no such petition")),
]


@pytest.mark.parametrize(("name", "expected"), GRAPHQL)
def test_an_api_that_knows_is_all_that_is_asked(
    name: str, expected: tuple[int | None, Openness, str]
) -> None:
    platform = Platform({API: page(name)})
    assert outcome(read("decidim", platform, KEPT, id="i-84")) == expected
    body = json.dumps({"query": QUERY, "variables": {"id": "84"}}).encode()
    assert platform.asked == [Request(API, "application/json", body)]


def test_the_api_is_believed_about_the_petition_that_was_asked_for() -> None:
    assert read("decidim", Platform({API: page("graphql_another.json")}), id="85").count == 15_230


@pytest.mark.parametrize("status", [429, 502, 503])
def test_an_api_that_is_busy_is_busy_whatever_it_says(status: int) -> None:
    answer = replace(page("graphql_errors.json"), status=status)
    with pytest.raises(Busy):
        read("decidim", Platform({API: answer}))


NO_API = [
    (Answer(404), "the API answered 404"),
    (Answer(302, {"location": "/users/sign_in"}), "the API answered 302"),
    (Answer(304), "the API answered 304"),
    (Answer(200, {}, b"<html></html>"), "the API's answer is not GraphQL"),
    (Answer(200, {}, b"[1]"), "the API's answer is not GraphQL"),
    (Answer(200, {}, b'{"data": null}'), "the API's answer is not GraphQL"),
    (Answer(200, {}, b"[" * 100_000), "the API's answer is not GraphQL"),
    (
        Answer(200, {}, b'{"data":{"initiative":null}}' + b" " * 1_000_000),
        "the API's answer is not GraphQL",
    ),
    (Answer(200, {}, b'{"data": {"initiative": 3}}'), "the API answered about another petition"),
    (page("graphql_another.json"), "the API answered about another petition"),
    (page("graphql_no_votes.json"), "the API has no number of votes"),
    (page("graphql_float.json"), "the API has no number of votes"),
    (page("graphql_true.json"), "the API has no number of votes"),
    (
        page("graphql_unknown_field.json"),
        "the API's error is \"Field 'onlineVotes' doesn't exist on type 'Initiative'\"",
    ),
    (
        replace(page("graphql_errors.json"), status=500),
        "the API's error is 'Internal Server Error PG::UndefinedColumn'",
    ),
    (Answer(500, {}, b'{"errors": "all"}'), "the API's error is ''"),
]


@pytest.mark.parametrize(("answer", "why"), NO_API)
@pytest.mark.parametrize("version", ["decidim_027.html", "decidim_028.html"])
def test_where_the_api_cannot_say_the_page_does(answer: Answer, why: str, version: str) -> None:
    platform = Platform({API: answer, AGORA: page(version, **GIVEN)})
    after = Validators(GIVEN["etag"], GIVEN["last-modified"])
    reading = read("decidim", platform, KEPT)
    assert reading == Reading("decidim", NOW, 15_230, OPEN, validators=after)
    assert platform.asked[1:] == [Request(AGORA, "text/html", validators=KEPT)]


@pytest.mark.parametrize(("answer", "why"), NO_API)
def test_where_neither_says_both_reasons_are_given(answer: Answer, why: str) -> None:
    platform = Platform({API: answer, AGORA: Answer(404)})
    expected = (None, UNKNOWN, f"{why}; the page: answered 404: no such petition")
    assert outcome(read("decidim", platform)) == expected


def test_an_unchanged_page_behind_no_api_is_unchanged() -> None:
    platform = Platform({API: Answer(404), AGORA: Answer(304)})
    expected = Reading("decidim", NOW, validators=KEPT, unchanged=True)
    assert read("decidim", platform, KEPT) == expected


@pytest.mark.parametrize(
    "url",
    ["", "agora", "http://agora.example.fr/i-84", "https://[", "https:///x", "https://a@b.fr/"],
)
def test_an_address_that_is_none_is_said_and_nothing_is_asked(url: str) -> None:
    reading = read("decidim", Platform({}), url=url)
    assert reading.why == f"petition_url {url!r} is not an https address"


def test_the_day_of_the_deadline_is_over_only_when_it_is_over_everywhere() -> None:
    body = (PAGES / "graphql_last_day.json").read_bytes()
    found = []
    for hours in (24, 23):
        at = NOW.replace(hour=0) + timedelta(days=1, hours=hours - 12)
        petition, url = PETITIONS["decidim"]
        reading = SOURCES["decidim"].read(
            petition, url, Always(Answer(200, {}, body)), at, Validators()
        )
        found.append(reading.openness)
    assert found == [CLOSED, OPEN]
