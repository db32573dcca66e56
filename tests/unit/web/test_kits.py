"""The kit over the web: one page at once, whole kits from where they lie."""

from __future__ import annotations

import pytest

from chalicelib.access.model import Place
from chalicelib.errors import StoreUnavailable
from chalicelib.kit.pieces import PICTURES, PRINTS
from tests.unit.web.door import CAMPAIGN, ESSOR, LYON, Site
from tests.unit.web.markup import words_of

KIT = "/v1/campaigns/enfants/kit"


@pytest.mark.parametrize("piece", ["flyer-a4", "flyer-a6-bleed", "cards-black", "poster-a3"])
def test_a_page_of_a_link_is_answered_at_once_under_a_name_that_says_whose(
    site: Site, piece: str
) -> None:
    answer = site.ask(f"/{LYON}/kit/{piece}.pdf")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF-")
    assert "-enfants-essor-lyon-poster.pdf" in answer.headers["Content-Disposition"]
    again = site.ask(f"/{LYON}/kit/{piece}.pdf", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_page_can_be_asked_for_by_alias_and_counts_nothing(site: Site) -> None:
    assert site.ask("/essor-lyon/kit/square.png").headers["Content-Type"] == "image/png"
    assert site.figures(LYON) == (0, 0, {})


def test_every_piece_is_less_than_an_answer_of_lambda_may_be(site: Site) -> None:
    for piece in (*PRINTS, *PICTURES):
        answer = site.ask(f"/{ESSOR}/kit/{piece.file}")
        assert answer.status == 200, piece
        # 6 MB in base64, with room for the rest (Lambda quotas).
        assert len(answer.body) < 4_500_000, piece


def test_what_does_not_fit_is_said_to_people_in_their_language(site: Site) -> None:
    site.apply(CAMPAIGN.replace('"Lyon"', f'"{"Familles de Lyon et " * 6}"'.replace(' "', '"')))
    target = f"/{LYON}/kit/cards.pdf"
    french = site.ask(target, headers={"Accept-Language": "fr"})
    english = site.ask(target, headers={"Accept-Language": "en"})
    tool = site.ask(target, headers={"Accept": "application/json"}).json["error"]
    assert (french.status, tool["code"]) == (400, "does_not_fit")
    said = words_of(french.text).replace("\u00a0", " ")
    assert "Le QR code du lien, lui, reste disponible" in said
    assert f'<a class="button" href="/{LYON}+?lang=fr">Revenir au lien</a>' in french.text
    assert "lettres de trop dans le nom du groupe" in said
    assert '<p class="quiet">Carte (Essor, ' in french.text
    assert "group is about" in words_of(english.text)
    assert "group is about" in tool["message"]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (f"/{LYON}/kit/flyer-a7.pdf", "unknown_path"),
        (f"/{LYON}/kit/flyer-a4", "unknown_path"),
        (f"/{LYON}/kit/../flyer-a4.pdf", "unknown_path"),
        ("/ZZZZZZZ/kit/flyer-a4.pdf", "unknown_link"),
    ],
)
def test_what_no_kit_has_is_not_found(site: Site, target: str, code: str) -> None:
    answer = site.ask(target, headers={"Accept": "application/json"})
    assert (answer.status, answer.json["error"]["code"]) == (404, code)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (KIT, "kit-enfants.zip"),
        (f"{KIT}/essor", "tract-a4-enfants-essor.pdf"),
        (f"{KIT}/essor?piece=cards.pdf", "cartes-enfants-essor.pdf"),
    ],
)
def test_a_whole_kit_is_being_made_and_then_lies_where_the_answer_says(
    site: Site, target: str, name: str
) -> None:
    token = site.token()
    first = site.ask(target, headers=token)
    assert (first.status, first.json) == (202, {"state": "making", "retry_after": 2})
    assert first.headers["Retry-After"] == "2"
    assert site.ask(target, headers=token).status == 202
    (work,) = site.later
    work()
    made = site.ask(target, headers=token)
    assert (made.status, made.json["state"]) == (303, "ready")
    assert made.headers["Location"] == made.json["url"]
    assert made.headers["Location"].endswith(f"/{name}")
    assert made.headers["Cache-Control"] == "no-store"


def test_a_fault_while_a_kit_is_made_is_logged_where_it_is_and_without_its_words(
    site: Site,
) -> None:
    words = "/srv/" + "secret.sqlite3"

    def fail(*_: object) -> None:
        raise StoreUnavailable(words)

    assert site.ask(KIT, headers=site.token()).status == 202
    site.store.before["links"] = fail
    (work,) = site.later
    work()
    (event,) = site.events
    assert (event["event"], event["error"]) == ("kit_failed", "StoreUnavailable")
    assert any("bundle.py" in line for line in event["trace"])
    assert words not in site.log[0]


@pytest.mark.parametrize("target", [KIT, f"{KIT}/essor"])
def test_whole_kits_are_for_those_who_have_a_token_of_the_campaign(site: Site, target: str) -> None:
    assert site.ask(target).status == 401
    site.house.tokens.create(Place("autres"), "tests", site.clock())
    assert site.ask(target, headers=site.token("autres")).status == 404


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        (f"{KIT}/inconnue", 404, "unknown_place"),
        (f"{KIT}/essor?piece=square.png", 400, "bad_input"),
        (f"{KIT}/essor?piece=flyer-a7.pdf", 400, "bad_input"),
    ],
)
def test_what_cannot_be_ordered_is_said(site: Site, target: str, status: int, code: str) -> None:
    answer = site.ask(target, headers=site.token())
    assert (answer.status, answer.json["error"]["code"]) == (status, code)
