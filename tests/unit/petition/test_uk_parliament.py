"""What the UK Parliament's JSON is read as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.petition.model import Answer, Openness, Reading, Request
from chalicelib.petition.sources import Busy
from tests.unit.petition.scripted import (
    CLOSED,
    GIVEN,
    KEPT,
    NOW,
    OPEN,
    UK,
    UNKNOWN,
    Always,
    Platform,
    outcome,
    page,
    read,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("uk_open.json", (3_211_004, OPEN, "")),
        ("uk_closed.json", (84_213, CLOSED, "")),
        ("uk_rejected.json", (5, CLOSED, "")),
    ],
)
def test_the_uk_s_json_has_count_and_state(
    name: str, expected: tuple[int | None, Openness, str]
) -> None:
    platform = Platform({f"{UK}.json": page(name)})
    assert outcome(read("uk-parliament", platform, KEPT)) == expected
    assert platform.asked == [Request(f"{UK}.json", "application/json", validators=KEPT)]


def test_a_uk_petition_that_leads_home_is_none() -> None:
    home = "https://petition.parliament.uk/"
    reading = read(
        "uk-parliament", Platform({f"{UK}.json": replace(page("uk_open.json"), url=home)})
    )
    assert outcome(reading) == (None, UNKNOWN, f"redirected to {home}: no such petition")


@pytest.mark.parametrize("status", [304, 404])
def test_the_uk_s_count_alone_has_a_status_too(status: int) -> None:
    count = replace(page("uk_count.json"), status=status)
    answers = {f"{UK}.json": page("uk_no_count.json"), f"{UK}/count.json": count}
    reading = read("uk-parliament", Platform(answers), KEPT)
    assert (reading.count, reading.unchanged) == (None, False)
    assert reading.why.startswith(f"answered {status}")


def test_the_uk_s_count_alone_may_be_busy() -> None:
    answers = {f"{UK}.json": page("uk_no_count.json"), f"{UK}/count.json": Answer(503)}
    with pytest.raises(Busy):
        read("uk-parliament", Platform(answers))


UK_UNREAD = ["uk_no_count.json", "uk_text.json", "uk_huge.json", "an_maintenance.html"]


@pytest.mark.parametrize("name", UK_UNREAD)
def test_the_uk_s_count_alone_is_asked_for_when_the_petition_cannot_be_read(name: str) -> None:
    answers = {f"{UK}.json": page(name), f"{UK}/count.json": page("uk_count.json", **GIVEN)}
    platform = Platform(answers)
    assert read("uk-parliament", platform, KEPT) == Reading("uk-parliament", NOW, 3_211_009)
    assert platform.asked[1:] == [Request(f"{UK}/count.json", "application/json")]


@pytest.mark.parametrize("name", UK_UNREAD)
def test_the_uk_without_any_count_is_unknown(name: str) -> None:
    why = "neither the petition's JSON nor its count.json has a signature_count"
    assert outcome(read("uk-parliament", Always(page(name)))) == (None, UNKNOWN, why)
