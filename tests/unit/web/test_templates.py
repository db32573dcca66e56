"""What each public page says of its values, and leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chalicelib.campaign.model import State
from chalicelib.leaderboard import Period
from chalicelib.visits.model import Verdict
from chalicelib.web.render import NARROW, NBSP
from tests.unit.web.markup import Elements, words_of
from tests.unit.web.sample_pages import show
from tests.unit.web.samples import (
    ASSOCIATIONS,
    CAMPAIGN,
    GROUPS,
    LINK,
    SHARED,
    SUMMARY,
)


def test_the_campaign_page_says_what_it_must() -> None:
    text = words_of(show("campaign.html"))
    for said in (
        f"Un titre{NBSP}: court",
        "Une demande",
        "Signer la pétition",
        f"1{NARROW}268",
        "803",
        "Une visite est la première requête",
        "font une seule visite",
        f"23{NBSP}novembre 2026 à{NBSP}14{NBSP}h{NBSP}05",
        "Essor d’ici",
        "2 groupes",
        "portée par 3 associations",
    ):
        assert said in text, said
    hrefs = [a["href"] for a in Elements(show("campaign.html")).all("a")]
    assert hrefs.count(CAMPAIGN.petition_url) == 2
    assert "https://essor.exemple.fr" in hrefs
    assert "https://ligue.fr" not in hrefs


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED])
@pytest.mark.parametrize("template", ["campaign.html", "leaderboard.html"])
def test_a_closed_campaign_says_so(template: str, state: State) -> None:
    closed = show(template, campaign=replace(CAMPAIGN, state=state))
    assert "Cette campagne est close" in closed
    assert "Signer la pétition" not in closed
    assert "Cette campagne est close" not in show(template)


def test_ties_and_members_who_left_are_marked() -> None:
    table = show("leaderboard.html").partition("</table>")[0]
    marked = {}
    for row in table.split('scope="row" class="name">')[1:]:
        name = words_of(row.partition("</span>")[0]).strip()
        marked[name] = re.findall(r'class="tag">([^<]+)<', row)
    assert marked == {
        "Essor d’ici": [],
        "Le Phare": ["ex æquo"],
        "Lien retrouvé": ["ex æquo"],
        "Ancienne ligue": ["retirée"],
    }


def test_bars_are_as_long_as_the_visits_say() -> None:
    rects = [r for r in Elements(show("leaderboard.html")).all("rect") if r["class"] == "bar-fill"]
    assert [r["width"] for r in rects] == ["100.00%", "2.83%", "2.83%"]


def test_a_group_is_named_with_its_association() -> None:
    text = words_of(show("leaderboard.html", level="group", rows=GROUPS, total=7))
    assert "Lyon Essor d’ici" in text


@pytest.mark.parametrize("level", ["association", "group"])
@pytest.mark.parametrize("period", ["all", "today", "7d"])
def test_tabs_keep_the_other_choice_and_name_the_present_one(level: str, period: str) -> None:
    page = show("leaderboard.html", level=level, period=period, rows=GROUPS, total=7, next=None)
    tabs = [
        a
        for a in Elements(page).all("a")
        if a["href"].startswith("?level") and "lang" not in a["href"]
    ]
    assert [a["href"] for a in tabs] == [
        f"?level=association&period={period}",
        f"?level=group&period={period}",
        f"?level={level}&period=all",
        f"?level={level}&period=7d",
        f"?level={level}&period=today",
    ]
    assert [a["href"] for a in tabs if a.get("aria-current")] == [
        f"?level={level}&period={period}"
    ] * 2


@pytest.mark.parametrize("period", list(Period))
def test_a_board_without_visits_says_so_and_draws_no_table(period: Period) -> None:
    page = show("leaderboard.html", period=period, rows=[], total=0)
    assert "<table" not in page
    assert 'class="empty"' in page
    assert "<table" not in show("campaign.html", rows=[], total_visits=0, total_scans=0)


def test_a_board_that_is_not_public_is_neither_shown_nor_linked() -> None:
    page = show("campaign.html", campaign=replace(CAMPAIGN, public_leaderboard=False))
    assert "<table" not in page
    assert "/leaderboard" not in page
    assert f"1{NARROW}268" in page


def test_looking_offers_both_ways_and_a_closed_link_one() -> None:
    def ways(page: str) -> list[str]:
        return [a["href"] for a in Elements(page).all("a") if a["href"].startswith("https://")]

    assert ways(show("look.html")) == ["https://p.exemple.fr/AB3K9XZ", CAMPAIGN.petition_url]
    assert ways(show("look.html", link=replace(LINK, closed=True))) == [CAMPAIGN.petition_url]
    assert "Ce lien est fermé" in show("look.html", link=replace(LINK, closed=True))


@pytest.mark.parametrize(
    ("state", "says"),
    [(State.OPEN, "Ce lien est fermé"), (State.CLOSED, "Cette campagne est close")],
)
def test_closed_says_what_is_closed_and_shows_the_petition(state: State, says: str) -> None:
    page = show("closed.html", campaign=replace(CAMPAIGN, state=state))
    assert says in page
    assert CAMPAIGN.petition_url in [a["href"] for a in Elements(page).all("a")]


def test_a_missing_link_has_hints_on_typing_and_a_missing_page_none() -> None:
    assert "sept signes" in show("not_found.html")
    assert "sept signes" not in show("not_found.html", is_link=False)


@pytest.mark.parametrize(
    ("code", "says", "detailed"),
    [
        ("store_unavailable", "Le service ne répond pas.", False),
        ("internal", "Une panne de notre côté", False),
        ("bad_input", "Demande impossible", True),
        ("method_not_allowed", "Demande impossible", True),
    ],
)
def test_an_error_says_whose_turn_it_is(code: str, says: str, detailed: bool) -> None:
    page = show("error.html", code=code)
    assert says in page
    assert ("level must be 1 or 2" in page) is detailed
    assert "r-1" in page


@pytest.mark.parametrize(("in_english", "marked"), [(True, ' lang="en"'), (False, "")])
def test_a_detail_that_is_english_alone_is_marked_so(in_english: bool, marked: str) -> None:
    page = show("error.html", in_english=in_english)
    assert f'<p class="quiet"{marked}>level must be 1 or 2</p>' in page


def test_rows_say_what_they_won_or_lost_once_somebody_had_a_rank_before() -> None:
    rows = [
        replace(row, before=before) for row, before in zip(ASSOCIATIONS, (2, 1, 0, 0), strict=True)
    ]
    text = words_of(show("leaderboard.html", rows=rows))
    assert "▲11 place gagnée depuis hier soir" in text
    assert "▼11 place perdue depuis hier soir" in text
    assert text.count("nouveau") == 1  # a row without visits is not new, it is not there yet
    assert "2 places" not in text
    for other in (show("leaderboard.html"), show("leaderboard.html", rows=rows, period="7d")):
        table = words_of(other.partition("</table>")[0])
        assert "depuis hier soir" not in table
        assert "nouveau" not in table


def test_growth_shows_gains_and_losses_and_bars_of_gains_alone() -> None:
    page = show("growth.html")
    text = words_of(page.partition("</table>")[0])
    assert "Le Phare nouveau" in text
    assert "+34" in text
    assert "−200" in text
    assert [r["width"] for r in Elements(page).all("rect") if r["class"] == "bar-fill"] == [
        "100.00%"
    ]
    assert "<table" not in show("growth.html", grown=[])


def test_the_wall_renews_itself_without_script_and_says_nothing_aloud() -> None:
    page = show("projected.html")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
    assert "aria-live" not in page
    assert 'role="status"' not in page
    assert page.index("194") < page.index("Essor")
    assert "<ol" not in show("projected.html", rows=[], total=0)
    silent = replace(SUMMARY, official=replace(SUMMARY.official, count=None))
    assert "signatures</p>" not in show("projected.html", summary=silent)


def test_sharing_says_whose_links_are_passed_on() -> None:
    own = show("campaign.html")
    assert "n’est à aucune association" in words_of(own)
    assert "vous est envoyée par" not in words_of(own)
    theirs = show("campaign.html", share=replace(SHARED, owner="Essor d'ici, Lyon"))
    assert "vous est envoyée par Essor d’ici, Lyon" in words_of(theirs)
    assert f"appartiennent à{NBSP}: Essor d’ici, Lyon" in words_of(theirs)
    hidden = [b for b in Elements(own).all("button") if "hidden" in b]
    assert {b.get("data-share-url") or b["data-copy"] for b in hidden} == {SHARED.url}
    assert "data-share-url" not in show(
        "campaign.html", campaign=replace(CAMPAIGN, state=State.CLOSED)
    )


def test_a_preview_is_small_complete_and_goes_nowhere_by_itself() -> None:
    page = show(
        "preview.html",
        campaign=replace(CAMPAIGN, title="Titre " * 300, summary="été " * 1500),
    )
    assert len(page.encode()) < 10_000
    meta = {
        m.get("property") or m.get("name"): m.get("content") for m in Elements(page).all("meta")
    }
    assert meta["og:title"] == meta["twitter:title"] == "Titre " * 41 + "Titre…"
    assert meta["og:description"] == meta["twitter:description"] == "été " * 65 + "été…"
    assert meta["og:url"] == "https://p.exemple.fr/AB3K9XZ"
    assert (meta["og:locale"], meta["twitter:card"]) == ("fr_FR", "summary_large_image")
    assert "http-equiv" not in page
    assert meta["og:image"] == meta["og:image:secure_url"] == "https://p.exemple.fr/image.png"
    english = replace(CAMPAIGN, locale="en")
    plain = show("preview.html", "en", campaign=english, image="http://127.0.0.1/image.png")
    assert "secure_url" not in plain
    assert 'content="en_GB"' in plain


@pytest.mark.parametrize("template", ["campaign.html", "leaderboard.html"])
def test_days_that_are_left_out_are_shown_with_the_reason(template: str) -> None:
    text = words_of(show(template))
    assert "Journées hors classement" in text
    assert f"1er{NBSP}novembre 2026 · Lyon · poster" in text
    assert f"C’est un essai d’une seule machine{NARROW}!" in text
    assert f"1{NBSP}November 2026" in words_of(show(template, "en"))
    assert "hors classement" not in words_of(show(template, left_out=[]))


def test_rows_say_how_many_requests_were_not_counted() -> None:
    few = replace(ASSOCIATIONS[0], excluded={Verdict.ROBOT: 1199, Verdict.PREVIEW: 1})
    one = replace(ASSOCIATIONS[1], excluded={Verdict.HEAD: 1})
    text = words_of(show("leaderboard.html", rows=[few, one, *ASSOCIATIONS[2:]]))
    assert f"environ 1{NARROW}200 requêtes non comptées" in text
    assert f"robots{NBSP}: 1{NARROW}199" in text
    assert f"aperçus{NBSP}: 1" in text
    assert "environ 1 requête non comptée" in text
    assert text.count("non comptée") == 2
    assert "robots: 1,199" in words_of(show("leaderboard.html", "en", rows=[few]))
    assert "non comptée" not in words_of(show("campaign.html", rows=[few]))
