"""How organisers add, remove and invite people."""

from __future__ import annotations

import re

import pytest

from chalicelib.access.model import Place
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in
from tests.unit.web.door import Site
from tests.unit.web.markup import words_of
from tests.unit.web.organising import ADA, BOB, CODE, A, C, acts, let_in


def test_people_are_added_where_it_was_said(site: Site, ada: Browser) -> None:
    for place, kept in ((".", ""), ("essor", "essor"), ("essor/lyon", "essor/lyon")):
        ada.send(f"{C}/people", {"email": "Bob@exemple.fr", "place": place})
        assert "cette personne peut entrer" in words_of(ada.page.text if ada.page else "")
        owners = {m.place.owner for m in site.store.memberships(BOB)}
        assert (kept or "enfants") in owners
    assert len(site.store.memberships(BOB)) == 3
    assert acts(site)[0] == (ADA, "member.added", "bob@exemple.fr for essor/lyon")


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"email": "bob", "place": "essor"}, "email", "pas une adresse"),
        ({"email": ADA, "place": "."}, "email", "y est déjà"),
        ({"email": BOB, "place": ""}, "place", "Choisissez pour qui"),
        ({"email": BOB}, "place", "Choisissez pour qui"),
    ],
)
def test_who_cannot_be_added_is_said_beside_the_field(
    site: Site, ada: Browser, fields: dict[str, str], field: str, says: str
) -> None:
    answer = ada.post(f"{C}/people", fields)
    assert answer.status == 422
    wrong = re.search(rf'id="{field}-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1]
    assert f'value="{fields["email"]}"' in answer.text
    assert len(site.store.members("enfants")) == 1


def test_removing_asks_first_and_ends_sessions_when_nothing_is_left(
    site: Site, box: Postbox, ada: Browser
) -> None:
    let_in(site, Place("enfants", "essor"), BOB)
    let_in(site, Place("enfants", "rive"), BOB)
    bob = sign_in(site, box, BOB)
    asked = ada.send(f"{C}/people/remove", {"email": BOB, "place": "essor"})
    assert "Retirer cette personne" in asked.text
    assert len(site.store.memberships(BOB)) == 2
    ada.at, ada.page = f"{C}/people/remove", asked
    ada.submit("people/remove")
    assert [m.place.association for m in site.store.memberships(BOB)] == ["rive"]
    assert bob.open("/space").status == 200
    assert bob.at == "/space/c/enfants/a/rive"
    ada.send(f"{C}/people/remove", {"email": BOB, "place": "rive", "sure": "yes"})
    bob.open("/space")
    assert bob.at == "/space/sign-in"
    assert [what for _, what, _ in acts(site)] == ["member.removed"] * 2
    again = ada.send(f"{C}/people/remove", {"email": BOB, "place": "rive", "sure": "yes"})
    assert again.status == 200
    assert len(acts(site)) == 2


def test_the_last_organiser_stays(site: Site, ada: Browser) -> None:
    fields = {"email": ADA, "place": ".", "sure": "yes"}
    assert "la dernière personne" in ada.send(f"{C}/people/remove", fields).text
    assert len(site.store.memberships(ADA)) == 1
    let_in(site, Place("enfants"), BOB)
    ada.send(f"{C}/people/remove", fields)
    assert site.store.memberships(ADA) == []
    assert ada.at == "/space/sign-in"


def test_an_associations_people_are_its_own_alone(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    for email, place in (
        ("organise@exemple.fr", Place("enfants")),
        ("lyon@exemple.fr", Place("enfants", "essor", "essor/lyon")),
        ("rive@exemple.fr", Place("enfants", "rive")),
    ):
        let_in(site, place, email)
    someone = sign_in(site, box, ADA)
    page = someone.open(f"{A}/people").text
    assert "lyon@exemple.fr" in page
    assert "rive@exemple.fr" not in page
    assert "organise@exemple.fr" not in page
    before = site.store.members("enfants")
    for email, place in (("rive@exemple.fr", "rive"), ("organise@exemple.fr", ".")):
        sent = {"email": email, "place": place, "sure": "yes"}
        assert someone.post(f"{A}/people/remove", sent).status == 404
    for place in ("rive", "."):
        assert someone.post(f"{A}/people", {"email": BOB, "place": place}).status == 404
        assert someone.post(f"{A}/people/invite", {"place": place}).status == 404
        sheet = {"place": place, "count": "1"}
        assert someone.post(f"{A}/people/sheet", sheet).status == 404
    assert site.store.members("enfants") == before
    assert acts(site) == []


# Invitations


def test_an_invitation_is_shown_once_with_all_that_it_takes(site: Site, ada: Browser) -> None:
    assert 'value="" ' not in ada.open(f"{C}/people/invite").text
    page = ada.post(f"{C}/people/invite", {"place": "essor"}).text
    (code,) = set(re.findall(CODE, page))
    assert f"https://qr.exemple.fr/space/invitation?code={code}" in page
    assert "mailto:?subject=" in page
    assert code not in ada.open(f"{C}/people/invite").text
    assert code not in ada.open(f"{C}/audit").text
    member = site.house.invitations.redeem(code, BOB, NOON)
    assert (member.place, member.by) == (Place("enfants", "essor"), ADA)
    assert acts(site) == [(ADA, "members.invited", "1 for essor")]


def test_of_a_campaign_nobody_is_invited_by_default(site: Site, ada: Browser) -> None:
    for path in ("invite", "sheet"):
        refused = ada.post(f"{C}/people/{path}", {"place": "", "count": "1"})
        assert refused.status == 422
        assert "Choisissez pour qui" in refused.text
    assert acts(site) == []


def test_a_sheet_has_so_many_cards_for_each(site: Site, ada: Browser) -> None:
    let_in(site, Place("enfants", "essor", "essor/lyon"), BOB)
    page = ada.post(f"{C}/people/sheet", {"place": "*", "count": "3"}).text
    cards = page.split('<li class="invitation">')[1:]
    assert len(cards) == 3
    codes = [set(re.findall(CODE, card)) for card in cards]
    assert all(len(one) == 1 for one in codes)
    assert all(">Rive</p>" in card for card in cards)
    assert acts(site) == [(ADA, "members.invited", "3 for rive")]
    page = ada.post(f"{C}/people/sheet", {"place": "essor/lyon", "count": "2"}).text
    assert page.count(">Essor, Lyon</p>") == 2


@pytest.mark.parametrize("count", ["", "0", "41", "1e3", "-1", "١", "9999999"])
def test_a_sheet_of_another_size_is_not_made(site: Site, ada: Browser, count: str) -> None:
    answer = ada.post(f"{C}/people/sheet", {"place": "essor", "count": count})
    assert answer.status == 422
    assert 'id="count-wrong"' in answer.text
    assert acts(site) == []


def test_where_everybody_has_somebody_no_sheet_is_made_for_all(site: Site, ada: Browser) -> None:
    for one in ("essor", "rive"):
        let_in(site, Place("enfants", one), BOB)
    answer = ada.post(f"{C}/people/sheet", {"place": "*", "count": "1"})
    assert answer.status == 422
    assert "Tout le monde a déjà quelqu’un" in answer.text
