"""What a page of a petition on Decidim's fork is read as, and what it may cost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators
from tests.unit.petition.scripted import (
    ASSEMBLEE,
    CLOSED,
    GIVEN,
    KEPT,
    NOW,
    OPEN,
    PAGES,
    ROOT,
    SENAT,
    UNKNOWN,
    Platform,
    outcome,
    page,
    read,
)

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


def test_who_was_led_home_reads_no_count_there() -> None:
    home = "https://petitions.assemblee-nationale.fr/"
    answer = replace(page("an_open.html"), url=home)
    reading = read("assemblee-nationale", Platform({ASSEMBLEE: answer}))
    assert outcome(reading) == (None, UNKNOWN, f"redirected to {home}: no such petition")


@pytest.mark.parametrize("end", ["?locale=fr", "/", "#x"])
def test_another_spelling_of_the_petition_s_address_is_the_petition(end: str) -> None:
    answer = replace(page("an_open.html"), url=ASSEMBLEE + end)
    assert read("assemblee-nationale", Platform({ASSEMBLEE: answer})).count == 194_921


def test_a_page_without_a_count_is_read_again_in_full() -> None:
    platform = Platform({ASSEMBLEE: page("an_maintenance.html", **GIVEN)})
    assert read("assemblee-nationale", platform, KEPT).validators == Validators()


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
