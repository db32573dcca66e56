"""How organisers add, change, retire and bring back associations."""

from __future__ import annotations

import re

import pytest

from tests.unit.web.browser import Browser
from tests.unit.web.door import ESSOR, LYON, Site
from tests.unit.web.markup import words_of
from tests.unit.web.organising import SURE, A, C, acts, campaign


def test_an_association_is_added_under_a_slug_of_its_own(site: Site, ada: Browser) -> None:
    for _ in range(2):
        ada.open(f"{C}/associations")
        ada.submit("associations", name="L'Essor", website="https://essor.example/")
        assert ada.at == C
    slugs = [one.slug for one in campaign(site).associations]
    assert slugs == ["essor", "rive", "l-essor", "l-essor-2"]
    assert [one[1:] for one in acts(site)] == [
        ("association.created", "association l-essor-2"),
        ("association.created", "association l-essor"),
    ]
    assert any(link.association == "l-essor-2" for link in site.store.links("enfants"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "!!!"}, "avec au moins une lettre"),
        ({"name": "x" * 121}, "120 caractères au plus"),
        ({"name": "Phare", "website": "phare"}, "pas l’adresse d’un site"),
        ({"name": "Phare", "contact": "a\u202eb"}, "Un contact tient sur une ligne"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    site: Site, ada: Browser, fields: dict[str, str], says: str
) -> None:
    ada.open(f"{C}/associations")
    answer = ada.submit("associations", **fields)
    assert answer.status == 422
    field = list(fields)[-1]
    wrong = re.search(rf'id="{field}-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1].replace("\u202f", " ")
    for value in fields.values():
        assert f'value="{value}"' in answer.text
    assert len(campaign(site).associations) == 2


def test_an_association_is_changed(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/change")
    ada.submit("change", name="Le Grand Essor", contact="Léa")
    found = campaign(site).association("essor")
    assert found
    assert (found.name, found.contact, found.website) == ("Le Grand Essor", "Léa", "")
    assert "C’est enregistré." in ada.page.text if ada.page else ""


def test_an_association_leaves_and_returns_with_its_codes(site: Site, ada: Browser) -> None:
    before = {link.code: link.aliases for link in site.store.links("enfants")}
    page = ada.open(f"{A}/leave").text
    assert "2 liens se ferment" in page
    ada.submit("leave")
    assert all(link.closed is (link.association == "essor") for link in site.store.links("enfants"))
    assert ada.post(f"{A}/leave", SURE).status == 404
    assert ada.post(f"{A}/change", {"name": "x"}).status == 404
    assert "Avec ses groupes : Lyon" in words_of(ada.open(f"{A}/leave").text).replace("\xa0", " ")
    ada.submit("return")
    links = site.store.links("enfants")
    assert {link.code: link.aliases for link in links} == before
    assert not any(link.closed for link in links)
    assert not any(group.retired for one in campaign(site).associations for group in one.groups)
    assert ada.post(f"{A}/return", SURE).status == 404
    assert [about for _, _, about in acts(site)] == [
        "association essor returns",
        "association essor is retired",
    ]


def test_an_association_may_return_without_its_groups(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/leave")
    ada.submit("leave")
    ada.send(f"{A}/return", SURE)
    closed = {link.code for link in site.store.links("enfants") if link.closed}
    assert closed == {LYON}
    assert ESSOR not in closed
