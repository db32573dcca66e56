"""What each platform's answers are read as, and what is asked of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.file import SOURCES as NAMES
from chalicelib.campaign.model import Petition
from chalicelib.errors import PorteVoixError
from chalicelib.petition.decidim import QUERY
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators
from chalicelib.petition.sources import SOURCES, Busy, OpenData, source_of

PAGES = Path(__file__).with_name("pages")
ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 8, 17, 12, tzinfo=UTC)
OPEN, CLOSED, UNKNOWN = Openness.OPEN, Openness.CLOSED, Openness.UNKNOWN
NONE = Validators()
KEPT = Validators('W/"before"', "Mon, 17 Aug 2026 10:00:00 GMT")
GIVEN = {"etag": 'W/"after"', "last-modified": "Mon, 17 Aug 2026 11:00:00 GMT"}

ASSEMBLEE = "https://petitions.assemblee-nationale.fr/initiatives/i-2410"
SENAT = "https://petitions.senat.fr/initiatives/i-1180"
AGORA = "https://agora.example.fr/initiatives/i-84"
API = "https://agora.example.fr/api"
UK = "https://petition.parliament.uk/petitions/700143"
WEEKLY = "https://www.data.gouv.fr/api/1/datasets/r/c94c9dfe-23eb-45aa-acd1-7438c4e977db"
WEEKLY_SENAT = "https://www.data.gouv.fr/api/1/datasets/r/5bf276c9-1c5a-4b2a-9f02-954f297118b5"

PETITIONS = {
    "assemblee-nationale": (Petition("assemblee-nationale", "2410"), ASSEMBLEE),
    "senat": (Petition("senat", "1180"), SENAT),
    "decidim": (Petition("decidim", "84"), AGORA),
    "data-gouv": (Petition("data-gouv", "2410"), ASSEMBLEE),
    "uk-parliament": (Petition("uk-parliament", "700143"), UK),
}


class Platform:
    """Answers from a table of addresses, and remembers what was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Answer:
        # What it sifts with is no part of what is asked.
        self.asked.append(replace(request, sift=None))
        answer = self.answers[request.url]
        if request.sift and answer.status == 200:
            pieces = (answer.body[n : n + 7_001] for n in range(0, len(answer.body), 7_001))
            answer = replace(answer, body=request.sift(answer.headers, pieces))
        return answer if answer.url else replace(answer, url=request.url)


class Always:
    """Answers the same, whatever is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> Answer:
        return replace(self.answer, url=request.url)


def page(name: str, **headers: str) -> Answer:
    return Answer(200, headers, (PAGES / name).read_bytes())


def read(
    source: str, platform: Platform | Always, validators: Validators = NONE, **changes: str
) -> Reading:
    petition, url = PETITIONS[source]
    url = changes.pop("url", url)
    return SOURCES[source].read(replace(petition, **changes), url, platform, NOW, validators)


def outcome(reading: Reading) -> tuple[int | None, Openness, str]:
    assert (reading.count is None) == bool(reading.why)
    return reading.count, reading.openness, reading.why


NO_BAR = "the page has no bar of the petition"
NO_NUMBER = "the petition's bar has no number"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("an_open.html", (194_921, OPEN, "")),
        ("an_no_break_space.html", (194_921, OPEN, "")),
        ("an_narrow_space.html", (2_131_368, OPEN, "")),
        ("an_entity.html", (1_204, OPEN, "")),
        ("an_one_signature.html", (1, OPEN, "")),
        ("an_no_signature.html", (0, OPEN, "")),
        ("an_territory_first.html", (4_805, OPEN, "")),
        ("an_twice_the_same.html", (4_805, OPEN, "")),
        ("an_two_numbers.html", (None, OPEN, "the petition's bar has two different numbers")),
        ("an_territories_only.html", (None, UNKNOWN, NO_BAR)),
        ("an_neighbour.html", (None, UNKNOWN, NO_BAR)),
        ("an_empty_number.html", (None, OPEN, "the page's count is '', which is no number")),
        ("an_letters.html", (None, OPEN, "the page's count is '12,3 k', which is no number")),
        (
            "an_thirteen_digits.html",
            (None, OPEN, "the page's count is '1 000 000 000 000', which is no number"),
        ),
        ("an_archived.html", (57_102, CLOSED, "")),
        ("an_classed.html", (8_231, CLOSED, "")),
        ("an_expired.html", (941, CLOSED, "")),
        ("an_expired_without_number.html", (None, CLOSED, NO_BAR)),
        ("an_bar_without_number.html", (None, OPEN, NO_NUMBER)),
        ("an_other_status.html", (103_000, UNKNOWN, "")),
        ("an_maintenance.html", (None, UNKNOWN, NO_BAR)),
        ("an_home.html", (None, UNKNOWN, NO_BAR)),
    ],
)
def test_a_page_of_the_assemblee_is_read_as_what_it_says(
    name: str, expected: tuple[int | None, Openness, str]
) -> None:
    assert outcome(read("assemblee-nationale", Platform({ASSEMBLEE: page(name)}))) == expected


def test_the_senat_is_read_as_the_same_fork() -> None:
    reading = read("senat", Platform({SENAT: page("senat_open.html")}))
    assert reading == Reading("senat", NOW, 63_418, OPEN)


def test_a_page_in_another_charset_is_read_in_it() -> None:
    text = (PAGES / "an_no_break_space.html").read_text("utf-8")
    body = text.encode("cp1252")
    said = Answer(200, {"content-type": "text/html; charset=ISO-8859-1"}, body)
    assert read("assemblee-nationale", Platform({ASSEMBLEE: said})).count == 194_921
    unsaid = Answer(200, {"content-type": "text/html; charset=zlib"}, body)
    assert read("assemblee-nationale", Platform({ASSEMBLEE: unsaid})).count is None


HTML = [
    ("assemblee-nationale", ASSEMBLEE, "2410"),
    ("assemblee-nationale", ASSEMBLEE, "i-2410"),
    ("assemblee-nationale", ASSEMBLEE, "02410"),
    ("senat", SENAT, "i-1180"),
]


@pytest.mark.parametrize(("source", "url", "id_"), HTML)
def test_a_chamber_is_asked_for_the_petition_s_page_alone(source: str, url: str, id_: str) -> None:
    platform = Platform({url: page("an_maintenance.html")})
    read(source, platform, KEPT, id=id_, url="https://elsewhere.example.fr/x")
    assert platform.asked == [Request(url, "text/html", validators=KEPT)]


@pytest.mark.parametrize("source", sorted(SOURCES))
@pytest.mark.parametrize(
    "id_", ["", "i-", "2410/../..", "24 10", "-1", "٢٤", "i-i-1", "2410\n", "1" * 13, "?a=1"]
)
def test_an_id_that_is_none_is_said_and_nothing_is_asked(source: str, id_: str) -> None:
    platform = Platform({})
    reading = read(source, platform, id=id_)
    assert (reading.count, platform.asked) == (None, [])
    assert "is not a number, such as 2410 or i-2410" in reading.why
    assert "\n" not in reading.why


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(302, {"location": "/"}), "redirected to /: no such petition"),
        (Answer(301), "redirected to nowhere: no such petition"),
        (Answer(404), "answered 404: no such petition"),
        (Answer(410), "answered 410: no such petition"),
        (Answer(403), "answered 403"),
        (Answer(204), "answered 204"),
        (Answer(304), "answered 304"),  # to a question that had no conditions
    ],
)
@pytest.mark.parametrize("source", ["assemblee-nationale", "senat", "data-gouv", "uk-parliament"])
def test_a_status_other_than_200_is_unknown_and_why(source: str, answer: Answer, why: str) -> None:
    assert outcome(read(source, Always(answer))) == (None, UNKNOWN, why)


def test_who_was_led_home_reads_no_count_there() -> None:
    home = "https://petitions.assemblee-nationale.fr/"
    answer = replace(page("an_open.html"), url=home)
    reading = read("assemblee-nationale", Platform({ASSEMBLEE: answer}))
    assert outcome(reading) == (None, UNKNOWN, f"redirected to {home}: no such petition")


@pytest.mark.parametrize("end", ["?locale=fr", "/", "#x"])
def test_another_spelling_of_the_petition_s_address_is_the_petition(end: str) -> None:
    answer = replace(page("an_open.html"), url=ASSEMBLEE + end)
    assert read("assemblee-nationale", Platform({ASSEMBLEE: answer})).count == 194_921


@pytest.mark.parametrize("source", sorted(SOURCES))
@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "Mon, 17 Aug 2026 12:05:00 GMT"}, 300.0),
        ({"retry-after": "soon"}, None),
    ],
)
def test_a_platform_that_asks_to_be_left_alone_is(
    source: str, status: int, header: dict[str, str], seconds: float | None
) -> None:
    with pytest.raises(Busy, match=f"^{source}: answered {status}; ask again later$") as busy:
        read(source, Always(Answer(status, header, b"<h1>Oups</h1>")))
    assert busy.value.retry_after == seconds


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_no_answer_is_the_caller_s_to_handle(source: str) -> None:
    def fails(request: Request) -> Answer:
        raise PorteVoixError("no answer within 10 s")

    petition, url = PETITIONS[source]
    with pytest.raises(PorteVoixError, match=r"^no answer within 10 s$"):
        SOURCES[source].read(petition, url, fails, NOW, Validators())


@pytest.mark.parametrize("source", ["assemblee-nationale", "senat", "data-gouv", "uk-parliament"])
def test_nothing_new_keeps_the_validators(source: str) -> None:
    reading = read(source, Always(Answer(304, {"etag": '"other"'})), KEPT)
    assert reading == Reading(source, NOW, validators=KEPT, unchanged=True)


@pytest.mark.parametrize(
    ("source", "url", "name"),
    [
        ("assemblee-nationale", ASSEMBLEE, "an_open.html"),
        ("data-gouv", WEEKLY, "weekly.csv"),
        ("uk-parliament", UK + ".json", "uk_open.json"),
    ],
)
def test_a_count_comes_with_what_the_next_question_may_depend_on(
    source: str, url: str, name: str
) -> None:
    reading = read(source, Platform({url: page(name, **GIVEN)}), KEPT)
    assert reading.validators == Validators(GIVEN["etag"], GIVEN["last-modified"])


def test_a_page_without_a_count_is_read_again_in_full() -> None:
    platform = Platform({ASSEMBLEE: page("an_maintenance.html", **GIVEN)})
    assert read("assemblee-nationale", platform, KEPT).validators == Validators()


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


def test_every_name_of_the_campaign_file_has_its_source_but_manual() -> None:
    assert {*SOURCES, "manual"} == set(NAMES)
    for name in NAMES:
        source = source_of(Petition(name, "1"))
        assert (source.name if source else "manual") == name


@given(st.integers(0, 10**12 - 1), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_any_count_is_read_back_with_any_separator(count: int, separator: str) -> None:
    written = f"{count:,}".replace(",", separator)
    body = (PAGES / "an_open.html").read_text("utf-8").replace("194 921", written)
    answer = Answer(200, {}, body.encode())
    assert read("assemblee-nationale", Always(answer)).count == count


FRAGMENTS = st.sampled_from(
    [
        b'<div id="initiative-2410-votes-count">',
        b'<span class="progress__bar__number">',
        b'<div class="progress-bar__number"><span>',
        b"</span>",
        b"</div>",
        b"12 3",
        b"4.0",
        b'{"data":{"initiative":',
        b'{"id":"84","onlineVotes":7,"state":',
        b'"attributes":{"signature_count":',
        b"null",
        b"}",
        b"nb_votes;statut;identifiant",
        b";",
        b'"',
        b"\n",
        b"2410",
        b"\x00",
        b"\xa0",
    ]
)


@given(st.one_of(st.binary(), st.lists(FRAGMENTS | st.binary(max_size=4)).map(b"".join)))
def test_no_body_breaks_a_source_or_makes_a_count_that_is_not_in_it(body: bytes) -> None:
    for source, headers in ((s, h) for s in SOURCES for h in HEADERS):
        reading = read(source, Always(Answer(200, headers, body)))
        assert (reading.count is None) == bool(reading.why)
        digits = bytes(byte for byte in body if byte in b"0123456789")
        assert reading.count is None or str(reading.count).encode() in digits


HEADERS: list[dict[str, str]] = [{}, {"content-type": "text/html; charset=windows-1252"}]

PLACES = [
    ("assemblee-nationale", "an_open.html", "194 921"),
    ("decidim", "decidim_028.html", "15230"),
    ("decidim", "graphql_online_only.json", "15200"),
    ("data-gouv", "weekly_bom.csv", "194850"),
    ("uk-parliament", "uk_open.json", "3211004"),
]
ODD = " .,-+eE\u00a0\u202f٣²½\nxk"


@pytest.mark.parametrize(("source", "name", "count"), PLACES)
@given(st.text(st.sampled_from("0123456789") | st.sampled_from(ODD), max_size=14))
def test_whatever_stands_for_the_count_is_that_number_or_none(
    source: str, name: str, count: str, written: str
) -> None:
    text = (PAGES / name).read_bytes().decode().replace(count, written, 1)
    reading = read(source, Always(Answer(200, {}, text.encode())))
    if reading.count is not None:
        # The weekly file alone has floats.
        whole = re.sub(r"\.0*\Z", "", written.strip()) if source == "data-gouv" else written
        assert re.fullmatch("[0-9 \u00a0\u202f\n]+", whole)
        assert reading.count == int(re.sub("[^0-9]", "", whole))


@given(
    st.integers(100, 599),
    st.dictionaries(st.sampled_from(["location", "retry-after", "content-type"]), st.text()),
)
def test_no_status_or_header_makes_a_count_or_breaks_a_line(
    status: int, headers: dict[str, str]
) -> None:
    for source in SOURCES:
        platform = Always(Answer(status, headers))
        if status == 429 or status >= 500:
            with pytest.raises(Busy) as busy:
                read(source, platform, KEPT)
            assert busy.value.retry_after is None or busy.value.retry_after >= 0
        else:
            reading = read(source, platform, KEPT)
            assert reading.count is None
            assert reading.unchanged == (status == 304)
            assert len(reading.why.splitlines()) <= 1


def bombs() -> Iterator[tuple[str, str]]:
    """What makes a parser slow or large, just beyond a limit or far beyond it."""
    yield "'<div>' * 1_000_000", "over 2,000,000 characters"
    yield "'<b>' * 600_000", "over 10,000 tags"
    yield "'<div>' * 10_000", "elements over 64 deep"
    yield "'<DIV >' * 200 + '</div>' * 200", "elements over 64 deep"
    yield "'<details></h1>' * 5_000", "elements over 64 deep"
    yield "''.join(f'<font a{i}><p>' for i in range(5_000))", "elements over 64 deep"
    yield "'<p ' + ' '.join(f'a{i}' for i in range(200_000)) + '>'", "too many attributes"
    yield "'<p ' + ''.join(f'a{i}=\">\"' for i in range(100_000)) + '>'", "too many attributes"


CHILD = """
import resource, sys
from chalicelib.petition import page
page.read("<p>", "1")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
print(page.read({text}, "1").why)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, f"the page is not read: {why}") for text, why in bombs()),
        # Within every limit, and the most that the parser can be made to build there.
        (
            "''.join(f'<div><font a{i}>' for i in range(32)) + '</div>' * 32 + '<p>x</p>' * 4_900",
            NO_BAR,
        ),
        ("''.join(f'<b a{i}>' for i in range(64)) + '<li a>x' * 9_900", NO_BAR),
        # An end tag ends its element however either is spelled.
        ("'<DIV></div>' * 100 + '<path/><br>' * 100 + '<li>' * 100", NO_BAR),
    ],
)
def test_an_absurd_page_costs_neither_long_nor_much_memory(text: str, why: str) -> None:
    command = [sys.executable, "-c", CHILD.replace("{text}", text)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    said, megabytes = done.stdout.splitlines()
    assert said == why
    assert int(megabytes) < 200


def test_who_only_knows_the_sources_does_not_load_the_parser() -> None:
    code = "import sys, chalicelib.petition.sources; sys.exit('selectolax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


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
