"""The pages that people open, through the door: which one, in which language, with what on it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.robotparser import RobotFileParser

import pytest

from tests.unit.web.door import (
    ARCHIVED,
    CAMPAIGN,
    CLOSED,
    ERASED,
    ESSOR,
    FALLBACK,
    JSON,
    LYON,
    OTHER,
    PETITION,
    PRIVATE,
    RIVE,
    Site,
)

MEMBERS = 60
CROWDED = CAMPAIGN.partition("[[assoc")[0] + "".join(
    f'[[associations]]\nslug = "a-{n}"\nname = "Member {n:02}"\n' for n in range(MEMBERS)
)


def test_home_is_the_campaign_when_there_is_one(site: Site) -> None:
    home, page = site.ask("/"), site.ask("/c/enfants")
    assert home.status == page.status == 200
    assert home.text == page.text
    assert home.headers["Content-Type"] == "text/html; charset=utf-8"
    assert home.headers["Cache-Control"] == "no-store"


def test_home_lists_the_campaigns_when_there_are_several(site: Site) -> None:
    site.apply(OTHER)
    page = site.ask("/").text
    listed = re.findall(r'<h2><a href="(/c/[a-z]+)">([^<]+)', page)
    assert listed == [("/c/autres", "Autre pétition"), ("/c/enfants", "Pour les enfants")]
    assert all(site.ask(href).status == 200 for href, _ in listed)
    site.apply(CLOSED)
    assert site.ask("/").text == page
    site.apply(ARCHIVED)
    assert site.ask("/").text == site.ask("/c/autres").text


@pytest.mark.parametrize("file", [ERASED, ARCHIVED], ids=["erased", "archived"])
def test_home_says_when_there_is_no_campaign(site: Site, file: str) -> None:
    site.apply(file)
    page = site.ask("/")
    assert page.status == 200
    assert "Aucune campagne pour le moment." in page.text
    assert "No campaign for now." in site.ask("/?lang=en").text


def test_the_campaign_page_shows_the_call_the_figures_and_a_link_to_try(site: Site) -> None:
    site.visit(ESSOR, 3, scans=2)
    site.visit(RIVE, 1)
    page = site.ask("/c/enfants").text
    assert '<h1 lang="fr">Pour les enfants</h1>' in page
    assert f'<a class="button" href="{PETITION}"' in page
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["4", "2"]
    assert page.index(">Essor</span>") < page.index(">Rive</span>")
    tried = re.search(
        r'<a class="qr" href="https://qr\.exemple\.fr(/\w+)"><img src="([^"]+)"', page
    )
    assert tried
    assert site.ask(tried[2]).headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert site.ask(tried[1], address="203.0.113.1").said == "counted"


@pytest.mark.parametrize("target", ["/c/enfants", f"/{LYON}+", f"/{ESSOR}"])
def test_no_page_leads_where_the_deployment_allows_no_longer(site: Site, target: str) -> None:
    site.apply(CAMPAIGN if target != f"/{ESSOR}" else CLOSED)
    assert f'"{PETITION}"' in site.ask(target).text
    site.restart(destination_hosts=frozenset({"petitions.senat.fr"}))
    page = site.ask(target).text
    assert PETITION not in page
    assert f'"{FALLBACK}"' in page


def test_a_deployment_shows_no_link_to_try(site: Site) -> None:
    site.restart(store="dynamodb")
    assert 'class="qr"' not in site.ask("/c/enfants").text


def test_pages_under_a_stage_keep_to_it(site: Site) -> None:
    site.restart(base_url="https://abcdefgh12.execute-api.eu-west-3.amazonaws.com/api")
    for target in ("/", "/c/enfants", f"/{LYON}+", "/no/such/page/here"):
        paths = re.findall(r'(?:href|src)="(/[^"]*)"', site.ask(target).text)
        assert paths
        assert all(path.startswith("/api/") for path in paths), target


@pytest.mark.parametrize(
    ("target", "english"),
    [
        ("/c/enfants", True),
        ("/c/enfants?lang=en", True),
        ("/c/enfants?lang=fr", False),
        ("/c/enfants?lang=de", True),
        ("/c/enfants?lang=", True),
        ("/?lang=en", True),
        ("/c/enfants/leaderboard?lang=fr", False),
        ("/c/enfants/leaderboard?view=growth", True),
        ("/c/enfants/leaderboard?view=projected", True),
        (f"/{LYON}+", True),
        (f"/{LYON}+?lang=fr", False),
    ],
)
def test_a_page_is_in_the_language_that_is_asked_for_or_the_browsers(
    site: Site, target: str, english: bool
) -> None:
    answer = site.ask(target, headers={"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"})
    page = answer.text
    assert answer.headers["Vary"] == "Accept-Language"
    assert f'<html lang="{"en" if english else "fr"}">' in page
    assert ("Visits are not signatures." in page) is english
    assert ("Les visites ne sont pas des signatures." in page) is not english


def test_a_browser_that_has_neither_language_gets_the_campaigns(site: Site) -> None:
    for header in ("de-AT,de;q=0.9,*;q=0.5", "", "*"):
        assert (
            '<html lang="fr">' in site.ask("/c/enfants", headers={"Accept-Language": header}).text
        )
    site.apply(CAMPAIGN.replace("title", 'locale = "en"\ntitle', 1))
    site.restart()
    assert '<html lang="en">' in site.ask("/c/enfants", headers={"Accept-Language": "de"}).text


def test_what_other_sites_show_is_in_the_campaigns_language(site: Site) -> None:
    english = {"Accept-Language": "en"}
    assert '<html lang="fr">' in site.ask("/c/enfants/embed", headers=english).text
    assert '<html lang="en">' in site.ask("/c/enfants/embed?lang=en").text
    assert "pas encore lues" in site.ask("/c/enfants/count.svg", headers=english).text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_leaderboard_goes_on_where_the_page_before_ended(site: Site, lang: str) -> None:
    site.apply(ERASED)
    site.apply(CROWDED)
    links = site.house.store.links("enfants")
    for link in links[:3]:
        site.visit(link.code, 2)
    target, shown = f"/c/enfants/leaderboard?period=today&lang={lang}", list[str]()
    for expected in (50, 10):
        page = site.ask(target).text
        names = re.findall(r">(Member \d\d)</span>", page)
        assert len(names) == expected
        assert f'<html lang="{lang}">' in page
        shown += names
        following = re.search(r'href="([^"]+)" rel="next"', page)
        target = f"/c/enfants/leaderboard{unescape(following[1])}" if following else ""
    assert not target
    assert sorted(shown) == [f"Member {n:02}" for n in range(MEMBERS)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("level=link", "level must be one of association, group, not 'link'"),
        ("level=campaign", "level must be one of association, group, not 'campaign'"),
        ("level=x", "level must be one of association, group, not 'x'"),
        ("period=x", "period must be one of all, today, 7d, not 'x'"),
        ("cursor=x", "cursor is not one that this leaderboard gave; start without it"),
    ],
)
def test_the_leaderboard_page_refuses_what_it_cannot_show(
    site: Site, query: str, message: str
) -> None:
    told = site.ask(f"/c/enfants/leaderboard?{query}", headers=JSON)
    assert (told.status, told.json["error"]["message"]) == (400, message)
    page = site.ask(f"/c/enfants/leaderboard?{query}")
    assert page.status == 400
    assert "Demande impossible" in page.text
    assert '<p class="quiet" lang="en">' in page.text


@pytest.mark.parametrize(
    ("target", "joining", "name"),
    [
        ("/c/enfants/leaderboard?level=group", '[[associations.groups]]\nslug = "nice"', "Nice"),
        ("/c/enfants/leaderboard", '[[associations]]\nslug = "phare"', "Le Phare"),
        ("/c/enfants", '[[associations]]\nslug = "phare"', "Le Phare"),
        ("/c/enfants/leaderboard?view=growth", '[[associations]]\nslug = "phare"', "Le Phare"),
        ("/c/enfants/leaderboard?view=projected", '[[associations]]\nslug = "phare"', "Le Phare"),
    ],
)
def test_who_joined_a_moment_ago_has_a_name(
    site: Site, target: str, joining: str, name: str
) -> None:
    site.visit(ESSOR, 1)
    assert site.ask(target).status == 200  # remembers the campaign
    reads = list[str]()
    site.store.before["load"] = reads.append
    site.ask(target)
    assert not reads
    site.apply(f'{CAMPAIGN}{joining}\nname = "{name}"\n')
    assert f">{name}</span>" in site.ask(target).text
    assert reads == ["enfants"]


def test_a_private_leaderboard_has_no_page(site: Site) -> None:
    site.apply(PRIVATE)
    assert site.ask("/c/enfants/leaderboard").status == 404
    assert "/c/enfants/leaderboard" not in site.ask("/c/enfants").text


@pytest.mark.parametrize("target", ["/c/autres", "/c/autres/leaderboard"])
def test_a_campaign_that_there_is_not(site: Site, target: str) -> None:
    page = site.ask(target)
    assert page.status == 404
    assert "Cette page n’existe pas" in page.text
    assert site.ask(target, headers=JSON).json["error"]["code"] == "unknown_campaign"


@pytest.mark.parametrize("agent", ["WhatsApp/2.24.20", "facebookexternalhit/1.1", "Googlebot"])
def test_robots_may_fetch_links_for_their_previews(site: Site, agent: str) -> None:
    answer = site.ask("/robots.txt", agent=agent)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    for path in (f"/{LYON}", f"/Q/{LYON}", "/essor-lyon", "/", "/c/enfants", f"/{LYON}/qr.svg"):
        assert rules.can_fetch(agent, path)
    assert not rules.can_fetch(agent, "/v1/campaigns/enfants/leaderboard")


def test_health_is_the_stores(site: Site) -> None:
    answer = site.ask("/health")
    assert (answer.status, answer.json) == (200, {"status": "ok"})
    site.store.fail("campaigns")
    assert site.ask("/health").status == 503
    site.store.heal()
    assert site.ask("/health").status == 200


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/favicon.ico", "image/svg+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_files_may_be_kept_for_an_hour_and_are_not_sent_twice(
    site: Site, target: str, kind: str
) -> None:
    full = site.ask(target)
    assert (full.status, full.headers["Content-Type"]) == (200, kind)
    assert full.headers["Cache-Control"] == "public, max-age=3600"
    tag = full.headers["ETag"]
    for has in (tag, f"W/{tag}", f'"other", {tag}'):
        again = site.ask(target, headers={"If-None-Match": has})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert site.ask(target, headers={"If-None-Match": '"other"'}).body == full.body


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fpages.py", "..", "%2e%2e", "style.css%00"])
def test_no_other_file_is_served(site: Site, name: str) -> None:
    assert site.ask(f"/static/{name}").status == 404


def test_pages_do_not_need_the_network(site: Site) -> None:
    """Whatever a page loads is on this site, and there."""
    for target in ("/", f"/{LYON}+", "/no/such/page/here"):
        page = site.ask(target).text
        loaded = re.findall(r'<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"', page)
        assert loaded
        assert {site.ask(path).status for path in loaded} == {200}


MOVED = CAMPAIGN.replace(PETITION, "https://petitions.senat.fr/initiatives/i-9")


@pytest.mark.parametrize(
    "target", ["/c/enfants", "/c/enfants/leaderboard", "/c/enfants/signatures", f"/{LYON}+"]
)
def test_pages_say_for_thirty_days_that_the_address_was_switched(site: Site, target: str) -> None:
    site.apply(MOVED)
    said = "Depuis le 23 novembre 2026, les liens mènent à petitions.senat.fr/initiatives/i-9."
    assert said in unescape(site.ask(target).text).replace("\u00a0", " ")
    assert "the links have led to petitions.senat.fr" in site.ask(f"{target}?lang=en").text
    site.clock.now += timedelta(days=30)
    assert "Depuis le" not in site.ask(target).text
