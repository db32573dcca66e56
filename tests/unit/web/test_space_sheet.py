"""A spreadsheet is taken in in two steps, all of it or nothing, and said in the page's language."""

from __future__ import annotations

import re

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.web.space.sheet_words import said
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, multipart, sign_in
from tests.unit.web.door import Site
from tests.unit.web.markup import words_of

A = "/space/c/enfants/a/essor/sheet"
C = "/space/c/enfants/sheet"
SHEET = "association;groupe;département;canal\nessor;Évreux;Eure;poster\nessor;lyon;;marché\n"


@pytest.fixture
def ada(site: Site, box: Postbox) -> Browser:
    return of(site, box, Place("enfants", "essor"))


def of(site: Site, box: Postbox, place: Place) -> Browser:
    site.house.store.save_member(Member("ada@exemple.fr", place, NOON, "tests"))
    return sign_in(site, box, "ada@exemple.fr")


def kept(site: Site) -> tuple[object, object]:
    return site.store.load("enfants"), site.store.links("enfants")


def report(page: str) -> list[tuple[str, str, str]]:
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', page)
    return [(line, what, words_of(text)) for line, what, text in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_looked_at_first_and_taken_in_with_one_button(
    site: Site, ada: Browser, encoding: str
) -> None:
    before = kept(site)
    ada.open(A)
    page = ada.send_files(A, {"text": ""}, {"file": SHEET.encode(encoding)})
    assert [row[:2] for row in report(page.text)] == [("2", "nouveau"), ("3", "nouveau")]
    assert "nouveau lien marche" in report(page.text)[1][2]
    assert kept(site) == before
    done = ada.submit("sheet")
    assert "Le tableur est repris" in done.text
    campaign = site.store.load("enfants")
    assert [g.name for g in campaign.associations[0].groups] == ["Lyon", "Évreux"]
    assert any(act.what == "imported" for act in site.store.acts("enfants", 5)[0])


def test_lines_can_be_pasted_and_the_same_again_changes_nothing(site: Site, ada: Browser) -> None:
    ada.open(A)
    ada.submit("sheet", text=SHEET)
    ada.submit("sheet")
    ada.open(A)
    again = ada.submit("sheet", text=SHEET)
    assert {what for _, what, _ in report(again.text)} == {"inchangé"}
    assert "Appliquer" not in again.text


def test_one_wrong_line_and_nothing_is_taken_in(site: Site, ada: Browser) -> None:
    before = kept(site)
    for fields in (
        {"text": SHEET + "essor;;;!\n"},
        {"text": SHEET + "essor;;;!\n", "do": "take-in"},
    ):
        page = ada.send_files(A, fields)
        assert page.status == 422
        assert [(line, what) for line, what, _ in report(page.text)] == [("4", "à corriger")]
        assert "Évreux" in page.text
        assert "Appliquer" not in page.text
    assert kept(site) == before


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (b"", "Choisissez un fichier"),
        (b"PK\x03\x04", "ce n’est pas un CSV"),
        (b"groupe\nlyon\n", "« association » manque"),
        (b"association;truc\nessor;1\n", "« truc » n’est pas connue"),
        (b"association\n", "aucune ligne ne suit"),
    ],
)
def test_what_is_no_spreadsheet_is_said_beside_the_field(
    site: Site, ada: Browser, sent: bytes, wrong: str
) -> None:
    page = ada.send_files(A, {"text": ""}, {"file": sent})
    assert page.status == 422
    found = re.search(r'id="file-wrong">([^<]+)<', page.text)
    assert found
    assert wrong in found[1].replace("\u00a0", " ").replace("\u202f", " ")


def test_an_association_takes_in_nothing_of_anothers(site: Site, ada: Browser) -> None:
    before = kept(site)
    sent = {"text": "association;groupe\nrive;nantes\n", "do": "take-in"}
    page = ada.send_files(A, sent)
    assert page.status == 422
    assert "n’est pas la vôtre" in page.text
    assert kept(site) == before


def test_organisers_take_in_for_everybody(site: Site, box: Postbox) -> None:
    someone = of(site, box, Place("enfants"))
    body, kind = multipart({"text": b"association;groupe\nrive;nantes\n", "do": b"take-in"}, {})
    assert someone._ask(C, "POST", body, kind).status == 303
    assert [g.slug for g in site.store.load("enfants").associations[1].groups] == ["nantes"]


def test_the_template_can_be_taken_in_as_it_is(site: Site, ada: Browser) -> None:
    file = ada.open(f"{A}/template.csv").body
    page = ada.send_files(A, {"text": ""}, {"file": file})
    assert {what for _, what, _ in report(page.text)} <= {"nouveau", "changé"}


SENTENCES = [
    'essor/lyon: new group "L\'Est", new link poster, new alias essor-est',
    'essor/lyon: group lyon comes back, link poster opens again, name "A" -> "B"',
    "association: is empty; every line names one",
    "groupe: 'Est' is the name of several; write one of est, est-2",
    "fermé: the link is open, and an import closes none; take the line out",
    "alias: are a link's; name its channel too",
    "alias: 'lyon' is another link's, for good; choose another",
    "contact: is an association's, and this line is about group lyon",
    "nom: line 3 says 'Est'; say one of the two",
    "groupe: no short name can be made of '!'; write a longer name",
    "fermé: 'peut-être' is neither yes nor no",
    "nom: has 130 characters; at most 120 fit",
    "nom: holds the control character U+0007; remove it",
    "canal: '!' must be 2 to 40 of a-z, 0-9 and hyphens, with a letter or digit at both ends",
    "alias: alias 'A' must be 3 to 40 of a-z, 0-9 and single hyphens between them",
    "alias: alias 'docs' is a page's own address; choose another",
    "alias: 'lyon' is used already as 'Lyon', which reads the same; choose another",
    "site: 'x' must be an address like https://exemple.fr",
    "more than 5000 lines; split the file",
    "has 4 cells, and line 1 names 3 columns",
    "columns 'nom' and 'name' are the same one; keep one of them",
    "neither UTF-8 nor Windows-1252; save the spreadsheet as CSV UTF-8",
    "not CSV that can be read: unexpected end of data",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_the_rules_say_is_said_in_french(sentence: str) -> None:
    french = said(sentence, "fr")
    english = r"\b(is|are|the|new|link|must|write|choose|name|says|and|has|split|keep|this)\b"
    assert not re.search(english, re.sub(r"«[^»]*»", "", french)), french
    assert said(sentence, "en") == sentence
