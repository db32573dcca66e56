"""What every platform is asked, and what its answers are read as."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.file import SOURCES as NAMES
from chalicelib.campaign.model import Petition
from chalicelib.errors import PorteVoixError
from chalicelib.petition.model import Answer, Reading, Request, Validators
from chalicelib.petition.sources import SOURCES, Busy, source_of
from tests.unit.petition.scripted import (
    ASSEMBLEE,
    GIVEN,
    KEPT,
    NOW,
    PAGES,
    PETITIONS,
    ROOT,
    UK,
    UNKNOWN,
    WEEKLY,
    Always,
    Platform,
    outcome,
    page,
    read,
)


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


def test_who_only_knows_the_sources_does_not_load_the_parser() -> None:
    code = "import sys, chalicelib.petition.sources; sys.exit('selectolax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
