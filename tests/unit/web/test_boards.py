"""The views of the leaderboard's page, through the door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib.growth import MOST
from tests.unit.web.door import CAMPAIGN, ERASED, ESSOR, JSON, LYON, PRIVATE, RIVE, Site

BOARD = "/c/enfants/leaderboard"


def names(page: str) -> list[str]:
    return re.findall(r'class="name"><span lang="fr">([^<]+)<', page)


def crowd(count: int) -> str:
    return CAMPAIGN.partition("[[assoc")[0] + "".join(
        f'[[associations]]\nslug = "a-{n}"\nname = "Member {n}"\n' for n in range(count)
    )


def test_who_came_later_leads_the_growth_and_is_marked_as_new(site: Site) -> None:
    now = site.clock.now
    site.clock.now = now - timedelta(days=10)
    site.visit(ESSOR, 6)
    site.clock.now = now - timedelta(days=1)
    site.visit(ESSOR, 4)
    site.visit(RIVE, 3)
    site.clock.now = now
    assert names(site.ask(f"{BOARD}?view=growth").text) == ["Rive", "Essor"]
    page = site.ask(f"{BOARD}?view=growth&lang=en").text
    table = page.partition("</table>")[0]
    assert table.count('class="tag fresh">new<') == 1
    assert re.findall(r'class="figure visits">([^<]+)<', table) == ["+3", "−2"]
    assert "less those of the seven days before" in page
    assert page.count("Visits are not signatures.") == 2


def test_growth_is_offered_and_answered_while_its_cost_is_bounded(site: Site) -> None:
    site.apply(ERASED)
    site.apply(crowd(MOST))
    assert "view=growth" in site.ask(BOARD).text
    assert site.ask(f"{BOARD}?view=growth").status == 200
    site.apply(crowd(MOST + 1))
    site.restart()
    assert "view=growth" not in site.ask(BOARD).text
    assert site.ask(f"{BOARD}?view=growth", headers=JSON).status == 404


def test_a_week_without_visits_says_so(site: Site) -> None:
    page = site.ask(f"{BOARD}?view=growth").text
    assert "Aucune visite ces deux dernières semaines." in page
    assert "<table" not in page


@pytest.mark.parametrize("view", ["ranking", "growth", "projected"])
def test_no_view_shows_a_private_leaderboard(site: Site, view: str) -> None:
    site.apply(PRIVATE)
    assert site.ask(f"{BOARD}?view={view}").status == 404


def test_a_view_that_there_is_not_is_refused(site: Site) -> None:
    told = site.ask(f"{BOARD}?view=x", headers=JSON)
    assert (told.status, told.json["error"]["code"]) == (400, "bad_input")


def test_the_wall_shows_a_dozen_rows_and_keeps_what_was_asked(site: Site) -> None:
    site.apply(ERASED)
    site.apply(crowd(13))
    link = site.house.store.links("enfants")[0]
    site.visit(link.code, 2)
    page = site.ask(f"{BOARD}?view=projected&period=7d&lang=en").text
    assert len(re.findall(r'<li data-key="/a-\d+"', page)) == 12
    assert "The first 12 rows." in page
    assert 'href="?level=association&amp;period=7d&amp;lang=en"' in page
    assert site.ask(re.findall(r'<script type="module" src="([^"]+)"', page)[0]).status == 200


def test_the_board_says_who_rose_since_last_night(site: Site) -> None:
    now = site.clock.now
    site.clock.now = now - timedelta(days=1)
    site.visit(LYON, 2)
    site.visit(RIVE, 1)
    site.clock.now = now
    site.visit(RIVE, 2)
    page = site.ask(BOARD).text
    assert "1 place gagnée depuis hier soir" in page
    assert "1 place perdue depuis hier soir" in page
    told = site.ask("/v1/campaigns/enfants/leaderboard").json
    assert [(row["slug"], row["moved"]) for row in told["rows"]] == [("rive", 1), ("essor", -1)]
    assert "moved" not in site.ask("/v1/campaigns/enfants/leaderboard?period=7d").json["rows"][0]
    site.clock.now += timedelta(days=1)
    assert "même place qu’hier soir" in site.ask(BOARD).text
