"""Whom each of the organiser's pages lets in, and what the overview and the trail say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib.access.audit import What
from chalicelib.access.model import Member, Place
from chalicelib.web.words import WORDS
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in, with_post
from tests.unit.web.door import LYON, OTHER, Site
from tests.unit.web.markup import words_of
from tests.unit.web.organising import ADA, BOB, NEW, SURE, A, C, acts, campaign, let_in

WHOLE = {
    f"{C}/associations", f"{A}/change", f"{A}/leave", f"{C}/people", f"{C}/people/invite",
    f"{C}/people/sheet", f"{C}/fairness", f"{C}/fairness/rule?code={LYON}&day=2026-11-23",
    f"{C}/count", f"{C}/switch", f"{C}/audit", f"{C}/audit.csv",
}  # fmt: skip

OF_ESSOR = {
    f"{A}/people", f"{A}/people/invite", f"{A}/people/sheet", f"{A}/audit", f"{A}/audit.csv",
}  # fmt: skip

SENT = {
    f"{C}/associations": {"name": "Phare"},
    f"{A}/change": {"name": "Autre"},
    f"{A}/leave": SURE,
    f"{A}/return": SURE,
    f"{C}/people": {"email": BOB, "place": "."},
    f"{C}/people/remove": {"email": ADA, "place": ".", "sure": "yes"},
    f"{C}/people/invite": {"place": "."},
    f"{C}/people/sheet": {"place": "essor", "count": "1"},
    f"{C}/fairness/rule": {"code": LYON, "day": "2026-11-23", "reason": "r", "act": "leave-out"},
    f"{C}/count": {"count": "12"},
    f"{C}/switch": {"petition_url": NEW},
    f"{C}/switch/confirm": {"previewed": "x", "slug": "enfants"},
}

PLACES = {
    "organiser": (Place("enfants"), WHOLE | OF_ESSOR),
    "association": (Place("enfants", "essor"), OF_ESSOR),
    "another association": (Place("enfants", "rive"), set[str]()),
    "group": (Place("enfants", "essor", "essor/lyon"), set[str]()),
    "another campaign": (Place("autres"), set[str]()),
}


@pytest.mark.parametrize("role", PLACES)
def test_a_page_is_there_for_whom_it_is_and_for_nobody_else(
    site: Site, box: Postbox, role: str
) -> None:
    site.apply(OTHER)
    place, theirs = PLACES[role]
    let_in(site, place)
    someone = sign_in(site, box, ADA)
    for path in sorted(WHOLE | OF_ESSOR):
        assert someone.open(path).status == (200 if path in theirs else 404), path


@pytest.mark.parametrize("role", [role for role in PLACES if role != "organiser"])
def test_nobody_but_organisers_sends_what_organisers_send(
    site: Site, box: Postbox, role: str
) -> None:
    site.apply(OTHER)
    let_in(site, PLACES[role][0])
    someone = sign_in(site, box, ADA)
    before = campaign(site), site.store.members("enfants"), site.store.official("enfants")
    for path, fields in SENT.items():
        assert someone.post(path, fields).status == 404, path
    assert (campaign(site), site.store.members("enfants"), site.store.official("enfants")) == before
    assert site.store.rulings("enfants") == []
    assert acts(site) == []


@pytest.mark.parametrize("path", [*sorted(WHOLE | OF_ESSOR)])
def test_nobody_is_sent_to_the_door(site: Site, path: str) -> None:
    someone = Browser(site)
    someone.open(path)
    assert someone.at == "/space/sign-in"


def test_the_overview_shows_who_has_no_visit_and_nobody_yet(site: Site, ada: Browser) -> None:
    site.visit(LYON, 3, scans=1)
    let_in(site, Place("enfants", "essor", "essor/lyon"), BOB)
    said = words_of(ada.open(C).text)
    essor, rive = said.partition("Rive")[::2]
    assert "3 visites 3 aujourd’hui Dernière visite : aujourd’hui" in essor.replace("\u00a0", " ")
    assert "personne : à inviter" not in essor.replace("\u00a0", " ")
    assert "pas encore de visite" in rive
    assert "personne : à inviter" in rive.replace("\u00a0", " ")
    assert "1 association n’a encore personne" in said


def test_the_overview_says_when_the_last_visit_was_before(site: Site, ada: Browser) -> None:
    site.visit(LYON, 1)
    for days, when in ((1, "hier"), (2, "23 novembre 2026"), (9, "il y a plus de 7 jours")):
        site.clock.now = NOON + timedelta(days=days)
        site.house.store.save_member(Member(ADA, Place("enfants"), NOON, "tests"))
        someone = sign_in(site, with_post(site), ADA)
        said = words_of(someone.open(C).text).replace("\u00a0", " ")
        assert f"Dernière visite : {when}" in said


def test_the_overview_names_what_asks_for_somebody(site: Site, ada: Browser) -> None:
    let_in(site, Place("enfants", "essor"), BOB)
    let_in(site, Place("enfants", "rive"), BOB)
    assert "Rien ne demande votre attention" in words_of(ada.open(C).text)
    site.visit(LYON, 30)
    page = ada.open(C).text
    assert "1 lien pose une question" in words_of(page)
    assert f"{C}/fairness?day=2026-11-23&amp;lang=fr" in page


def test_the_trail_goes_page_by_page_and_each_association_sees_its_own(
    site: Site, box: Postbox, ada: Browser
) -> None:
    for number in range(60):
        ada.post(f"{C}/people", {"email": f"p{number}@exemple.fr", "place": "essor"})
        site.clock.now += timedelta(seconds=1)
    ada.post(f"{C}/people", {"email": BOB, "place": "rive"})
    first = ada.open(f"{C}/audit").text
    (more,) = re.findall(r'href="([^"]+cursor=[^"]+)"', first)
    second = ada.open(more.replace("&amp;", "&")).text
    shown = re.findall(r"(\w+@exemple\.fr) pour (?:essor|rive)", first + second)
    assert len(shown) == len(set(shown)) == 61
    assert "a donné un accès" in first
    let_in(site, Place("enfants", "rive"), "rive@exemple.fr")
    rive = sign_in(site, box, "rive@exemple.fr")
    own = rive.open("/space/c/enfants/a/rive/audit").text
    assert "bob@exemple.fr pour rive" in own
    assert "pour essor" not in own
    sheet = rive.open("/space/c/enfants/a/rive/audit.csv")
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="audit-enfants-rive.csv"' in sheet.headers["Content-Disposition"]
    assert "bob@exemple.fr for rive" in sheet.text
    assert "for essor" not in sheet.text


def test_every_act_has_words(site: Site) -> None:
    assert {f"audit.what.{what.replace('.', '_')}" for what in What} <= set(WORDS)
