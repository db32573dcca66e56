"""The legal notice says what the law asks for, or what is missing of it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.config import Settings
from chalicelib.errors import BadSettings
from chalicelib.language import NBSP
from tests.unit.web.door import LYON, Site
from tests.unit.web.markup import words_of

FILLED = {
    "PUBLISHER": "Les Deux Rives",
    "PUBLISHER_ADDRESS": "1 rue du Pont, 69002 Lyon",
    "PUBLISHER_PHONE": "+33 4 00 00 00 00",
    "PUBLISHER_EMAIL": "contact@exemple.fr",
    "DIRECTOR": "Ada Petit",
    "HOSTING": "Un hôte, 2 rue du Port, 13002 Marseille, +33 4 11 11 11 11",
}
BESIDE = ("CONTROLLER", "CONTROLLER_CONTACT")


def notice(site: Site, target: str = "/legal", **env: str) -> str:
    settings = Settings.from_env(env)
    named = {name.lower(): getattr(settings, name.lower()) for name in (*FILLED, *BESIDE)}
    site.restart(**named)
    answer = site.ask(target)
    assert answer.status == 200
    return words_of(answer.text)


def test_it_says_what_the_law_asks_for(site: Site) -> None:
    text = notice(site, **FILLED)
    for said in FILLED.values():
        assert said in text
    assert "à remplir" not in text
    assert "incomplètes" not in text
    assert "Responsable du traitementLes Deux Rives" in text
    assert "au bout de 35 jours" in text
    assert "CNIL" in text


def test_who_answers_for_data_may_be_somebody_else(site: Site) -> None:
    beside = {"CONTROLLER": "Une fédération", "CONTROLLER_CONTACT": "donnees@exemple.fr"}
    text = notice(site, **FILLED, **beside)
    assert "Une fédération" in text
    assert "donnees@exemple.fr" in text


@pytest.mark.parametrize("name", FILLED)
def test_what_is_missing_is_said_by_name(site: Site, name: str) -> None:
    text = notice(site, **{**FILLED, name: ""})
    assert "Ces mentions sont incomplètes" in text
    assert f"à remplir{NBSP}: réglage {name}" in text


def test_it_is_there_in_english_too(site: Site) -> None:
    text = notice(site, "/legal?lang=en", **FILLED)
    assert "Legal notice" in text
    assert "after 35 days" in text


@pytest.mark.parametrize("target", ["/", "/c/enfants", f"/{LYON}+", "/nothing/here", "/legal"])
def test_every_page_leads_there(site: Site, target: str) -> None:
    assert 'href="/legal?lang=fr"' in site.ask(target).text


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"PUBLISHER": "x" * 301}, "PUBLISHER must be one line"),
        ({"DIRECTOR": "Ada\x00"}, "DIRECTOR must be one line"),
        ({"PUBLISHER_EMAIL": "here"}, "PUBLISHER_EMAIL must be like"),
        ({"CONTROLLER_CONTACT": "a@b"}, "CONTROLLER_CONTACT must be like"),
    ],
)
def test_what_is_wrong_is_refused_by_name(env: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        Settings.from_env(env)
