"""The log says what was done in the language of its page. That whatever was done has words is held
after every test of the pages, the API and the commands: see `tests/spoken.py`.
"""

from __future__ import annotations

import pytest

from chalicelib.access.audit import What
from chalicelib.access.model import Place
from chalicelib.web.space.log_words import in_french
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser
from tests.unit.web.door import LYON, Site
from tests.unit.web.markup import words_of
from tests.unit.web.organising import ADA, C
from tests.unit.web.sample_pages import show
from tests.unit.web.tool import organiser, trail

PARIS = "Europe/Paris"
TOLD = [
    (
        "campaign enfants saved, version 3fa9; links added: 1234; links changed: 2",
        "campagne enfants enregistrée, version 3fa9 ; liens ajoutés : 1 234 ; liens modifiés : 2",
    ),
    ("campaign enfants is erased", "campagne enfants effacée"),
    (
        "3 lines of a spreadsheet, 2 links added",
        "lignes du tableur : 3, liens ajoutés : 2",
    ),
    (
        "from https://a.fr/1%20b to https://b.fr/x?y=1:2: l'ancienne est fermée: voir ici",
        "de https://a.fr/1%20b à https://b.fr/x?y=1:2 : l'ancienne est fermée: voir ici",
    ),
    ("from https://a.fr/1 to https://b.fr/2", "de https://a.fr/1 à https://b.fr/2"),
    ("association essor is retired", "essor : retrait"),
    ("association essor returns", "essor : retour"),
    ("association essor: name, contact, website", "essor : nom, contact, site"),
    ("group essor/lyon: name, department, to rive", "essor/lyon : nom, département, passe à rive"),
    ("group essor/lyon is retired", "essor/lyon : retrait"),
    ("a link of essor/lyon: poster", "essor/lyon, poster"),
    (
        "link AB3K9XZ of essor/lyon, poster: opened, aliases",
        "lien AB3K9XZ de essor/lyon, poster : rouvert, alias",
    ),
    ('token 1a2b "l\'équipe", write', "1a2b « l'équipe », écriture"),
    ("token 1a2b 'lecture seule'", "1a2b « lecture seule »"),
    (
        "ada@exemple.fr for essor, invited by bob@exemple.fr",
        "ada@exemple.fr pour essor, sur invitation de bob@exemple.fr",
    ),
    ("12 for essor", "12 pour essor"),
    ("ada@exemple.fr", "ada@exemple.fr"),
    (
        "the 2026-11-01 of link AB3K9XZ, by ada@exemple.fr: one phone, all night",
        "le 1er novembre 2026 du lien AB3K9XZ, par ada@exemple.fr : one phone, all night",
    ),
    ("48210 at 2026-11-23T13:05:00+00:00", "48 210, lu le 23 novembre 2026 à 14 h 05"),
    ("points: 1200", "relevés : 1 200"),
    ("100000", "100 000"),
]


@pytest.mark.parametrize(("kept", "told"), TOLD)
def test_what_was_done_is_told_in_french(kept: str, told: str) -> None:
    french = in_french(kept, PARIS)
    assert french is not None
    assert words_of(french).replace("\u00a0", " ").replace("\u202f", " ") == told


def test_a_line_ends_where_french_wants_it_and_what_people_wrote_stays() -> None:
    kept = "from https://a.fr/9%20b to https://b.fr: 9% : l'un"
    assert in_french(kept, PARIS) == "de https://a.fr/9%20b à https://b.fr\u00a0: 9% : l'un"


@pytest.mark.parametrize(
    "kept",
    [
        "done by a later version",
        "links added: 2; and more",
        "",
        "x; y",
        "12 at 2026-02-30T25:00",
        "the 2026-13-01 of link AB3K9XZ, by ada: why",
        "token 1a2b '\\x', read",
    ],
)
def test_what_has_no_words_is_not_half_told(kept: str) -> None:
    assert in_french(kept, PARIS) is None


def test_the_page_says_it_in_its_language(site: Site, ada: Browser) -> None:
    kept = "48210 at 2026-11-23T13:05:00+00:00"
    site.house.trail.record(NOON, ADA, What.COUNT_SET, Place("enfants"), kept)
    assert '<span class="quiet">48\u202f210, lu le 23' in ada.open(f"{C}/audit").text
    assert f'<span class="quiet" lang="en">{kept}</span>' in ada.open(f"{C}/audit?lang=en").text


def test_who_signed_in_is_named_once(site: Site, ada: Browser) -> None:
    log = ada.open(f"{C}/audit").text.partition('<ol class="log">')[2].partition("</ol>")[0]
    assert "a ouvert une session" in log
    assert log.count(ADA) == 1


def test_what_has_no_words_is_shown_as_it_was_kept() -> None:
    page = show("space_audit.html")
    assert '<span class="quiet">x, y</span>' in page
    assert '<span class="quiet" lang="en">12 at noon</span>' in page


@pytest.mark.parametrize(
    ("before", "wanted", "done"),
    [
        (False, {"closed": True}, "closed"),
        (True, {"closed": False}, "opened"),
        (True, {"closed": False, "aliases": ["essor-est"]}, "opened, aliases"),
        (False, {"closed": False, "aliases": ["essor-est"]}, "aliases"),
    ],
)
def test_of_a_link_it_says_what_became_of_it(
    site: Site, before: bool, wanted: dict[str, object], done: str
) -> None:
    tool, link = organiser(site), f"/v1/links/{LYON}"
    tool.send("PATCH", link, {"closed": before})
    tool.send("PATCH", link, wanted)
    assert trail(site)[-1][2] == f"link {LYON} of essor/lyon, poster: {done}"
