"""Pages say what they must, escape what they are given, and contact nobody."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Association, Campaign, Group, Level, Link, State
from chalicelib.leaderboard import Page, Period, Row, name_rows, rank
from chalicelib.web import render as room
from chalicelib.web.render import NARROW, NBSP, moment, number, percent, render, typeset
from chalicelib.web.words import LOCALES, WORDS, plural

WEB = Path(room.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STYLE = (WEB / "static" / "style.css").read_text("utf-8")
AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)

CAMPAIGN = Campaign(
    slug="essai",
    title="Un titre : court",
    summary="Pourquoi l'on signe.",
    petition_url="https://petitions.exemple.fr/initiatives/i-1?a=1&b=2",
    demands=("Une demande", "Une autre"),
    associations=(
        Association(
            "essor",
            "Essor d'ici",
            website="https://essor.exemple.fr",
            groups=(Group("essor/1", "lyon", "Lyon"), Group("essor/2", "brest", "Brest")),
        ),
        Association("lien", "Lien retrouvé"),
        Association("phare", "Le Phare"),
        Association("ancienne", "Ancienne ligue", website="https://ligue.fr", retired=True),
    ),
)
LINK = Link("AB3K9XZ", "essai", "essor", "essor/1", "poster")


def rows(level: Level, *counts: tuple[str, int, int]) -> list[Row]:
    page = Page(tuple(rank(counts)), sum(c[1] for c in counts), AT, None)
    return name_rows(page, CAMPAIGN, level, {})


ASSOCIATIONS = rows(
    Level.ASSOCIATION, ("essor", 1200, 800), ("lien", 34, 3), ("phare", 34, 0), ("ancienne", 0, 0)
)
GROUPS = rows(Level.GROUP, ("essor/1", 7, 2), ("essor/2", 0, 0))

PAGES: dict[str, dict[str, Any]] = {
    "home.html": {"campaigns": [("essai", "Un titre", "Un résumé"), ("b", "B", "")]},
    "campaign.html": {
        "campaign": CAMPAIGN,
        "rows": ASSOCIATIONS,
        "total_visits": 1268,
        "total_scans": 803,
        "updated_at": AT,
        "sign_url": CAMPAIGN.petition_url,
        "try_link": "https://p.exemple.fr/AB3K9XZ",
        "try_qr": "/stage/AB3K9XZ/qr.svg",
        "try_caption": "Scannez : c'est un vrai lien",
    },
    "leaderboard.html": {
        "campaign": CAMPAIGN,
        "level": Level.ASSOCIATION,
        "period": Period.ALL,
        "rows": ASSOCIATIONS,
        "total": 1268,
        "updated_at": AT,
        "next": "?level=association&period=all&cursor=abc",
    },
    "look.html": {
        "campaign": CAMPAIGN,
        "link": LINK,
        "owner_name": "Essor d'ici, Lyon",
        "short_url": "https://p.exemple.fr/AB3K9XZ",
        "destination": CAMPAIGN.petition_url,
        "qr_path": "/stage/AB3K9XZ/qr.svg",
    },
    "closed.html": {"campaign": CAMPAIGN, "sign_url": CAMPAIGN.petition_url},
    "not_found.html": {"is_link": True},
    "error.html": {"code": "bad_input", "message": "level must be 1 or 2", "request_id": "r-1"},
    "preview.html": {
        "campaign": CAMPAIGN,
        "canonical": "https://p.exemple.fr/AB3K9XZ",
        "sign_url": CAMPAIGN.petition_url,
        "image": "https://p.exemple.fr/image.png",
    },
}

every_page = pytest.mark.parametrize(
    ("template", "locale"), [(name, locale) for name in PAGES for locale in LOCALES]
)


class Elements(HTMLParser):
    """The elements of a page in order; fails on one that is not closed where it must be."""

    VOID = frozenset({"meta", "link", "img", "path", "rect", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self._open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str]]:
        return (attrs for found, attrs in self.found if found == tag)


def show(template: str, locale: str = "fr", **changed: Any) -> str:
    return render(template, locale, **({"root": "/stage"} | PAGES[template] | changed))


def words_of(page: str) -> str:
    """What a person reads, on one line."""
    text = re.sub(r"<(title|style)\b.*?</\1>|<[^>]+>", "", page, flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", text)


@every_page
def test_pages_keep_to_the_content_policy(template: str, locale: str) -> None:
    elements = Elements(show(template, locale))
    for tag, attrs in elements.found:
        assert tag not in ("script", "style", "iframe", "base", "object")
        assert not [name for name in attrs if name == "style" or name.startswith("on")]
        if tag in ("img", "link") and attrs.get("rel") != "canonical":
            assert (attrs.get("src") or attrs["href"]).startswith("/stage/")


@every_page
def test_pages_speak_the_language_and_keep_under_the_prefix(template: str, locale: str) -> None:
    page = show(template, locale)
    elements = Elements(page)
    assert next(elements.all("html"))["lang"] == locale
    for attrs in elements.all("a"):
        assert attrs["href"].startswith(("/stage/", "https://", "?", "#content"))
    if template != "preview.html":
        assert WORDS["visits_are_not_signatures"][LOCALES.index(locale)] in page


@every_page
def test_nothing_given_becomes_markup(template: str, locale: str) -> None:
    evil = '<script>alert("1")</script>\'&'
    member = Association(
        "essor", evil, website="javascript:alert(1)", groups=(Group("essor/1", "lyon", evil),)
    )
    campaign = replace(CAMPAIGN, title=evil, summary=evil, demands=(evil,), associations=(member,))
    kept = ("is_link", "code", "level", "period")
    changed: dict[str, Any] = {
        name: evil
        for name, value in PAGES[template].items()
        if isinstance(value, str) and name not in kept
    }
    if "campaign" in PAGES[template]:
        changed["campaign"] = campaign
    if "rows" in PAGES[template]:
        changed["rows"] = [replace(row, name=evil) for row in ASSOCIATIONS]
    if "link" in PAGES[template]:
        changed["link"] = replace(LINK, channel=evil)
    if "campaigns" in PAGES[template]:
        changed["campaigns"] = [(evil, evil, evil)]
    page = show(template, locale, **changed)
    assert "<script" not in page
    assert "javascript:" not in page
    Elements(page)


@every_page
def test_a_forgotten_variable_is_an_error(template: str, locale: str) -> None:
    needed = set(PAGES[template]) - set(room._OPTIONAL)
    for name in needed:
        with pytest.raises(jinja2.UndefinedError):
            render(template, locale, **{k: v for k, v in PAGES[template].items() if k != name})


def test_optional_variables_may_be_left_out() -> None:
    for template, values in PAGES.items():
        Elements(
            render(template, "fr", **{k: v for k, v in values.items() if k not in room._OPTIONAL})
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


def test_a_page_in_the_other_language_keeps_it_on_its_links() -> None:
    hrefs = [a["href"] for a in Elements(show("leaderboard.html", "en")).all("a")]
    assert "/stage/c/essai?lang=en" in hrefs
    assert "?level=group&period=all&lang=en" in hrefs
    assert "?level=association&period=all&lang=fr" in hrefs
    assert not [h for h in hrefs if "cursor" in h and not h.endswith("&lang=en")]
    french = [a["href"] for a in Elements(show("leaderboard.html")).all("a")]
    assert [h for h in french if "lang=" in h] == ["?level=association&period=all&lang=en"]


def test_a_preview_is_small_complete_and_goes_nowhere_by_itself() -> None:
    page = show(
        "preview.html",
        campaign=replace(CAMPAIGN, title="Titre " * 300, summary="été " * 1500),
    )
    assert len(page.encode()) < 10_000
    meta = {
        m.get("property") or m.get("name"): m.get("content") for m in Elements(page).all("meta")
    }
    assert meta["og:title"] == meta["twitter:title"] == "Titre " * 32 + "Titre…"
    assert meta["og:description"] == meta["twitter:description"] == "été " * 73 + "été…"
    assert meta["og:url"] == "https://p.exemple.fr/AB3K9XZ"
    assert (meta["og:locale"], meta["twitter:card"]) == ("fr_FR", "summary_large_image")
    assert "http-equiv" not in page
    plain = show("preview.html", "en", image=None)
    assert "og:image" not in plain
    assert 'content="en_GB"' in plain


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Quoi ? Non !", f"Quoi{NARROW}? Non{NARROW}!"),
        ("ici : là ; et", f"ici{NBSP}: là{NARROW}; et"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("11,4 % ou 11,4%", f"11,4{NARROW}% ou 11,4{NARROW}%"),
        ("310 000 enfants, 1 000 000", f"310{NARROW}000 enfants, 1{NARROW}000{NARROW}000"),
        ("l'aide d'ici", "l’aide d’ici"),
        ("https://a.fr/?a=1 10:30", "https://a.fr/?a=1 10:30"),
    ],
)
def test_french_is_set_as_french(plain: str, set_: str) -> None:
    assert typeset(plain, "fr") == set_
    assert typeset(plain, "en") == plain


@given(st.text())
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, f"1{NARROW}234", "1,234"),
        (12345678, f"12{NARROW}345{NARROW}678", "12,345,678"),
    ],
)
def test_numbers(value: int, french: str, english: str) -> None:
    assert (number(value, "fr"), number(value, "en-GB")) == (french, english)


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0.0, f"0,0{NARROW}%", "0.0%"),
        (0.0001, f"<{NBSP}0,1{NARROW}%", f"<{NBSP}0.1%"),
        (0.1234, f"12,3{NARROW}%", "12.3%"),
        (1.0, f"100,0{NARROW}%", "100.0%"),
    ],
)
def test_shares(share: float, french: str, english: str) -> None:
    assert (percent(share, "fr"), percent(share, "en")) == (french, english)


@pytest.mark.parametrize(
    ("at", "timezone", "french", "english"),
    [
        (AT, "Europe/Paris", "23 novembre 2026 à 14 h 05", "23 November 2026 at 14:05"),
        (AT, "Indian/Reunion", "23 novembre 2026 à 17 h 05", "23 November 2026 at 17:05"),
        (
            datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
            "Europe/Paris",
            "1er juillet 2026 à 0 h 00",
            "1 July 2026 at 00:00",
        ),
    ],
)
def test_moments(at: datetime, timezone: str, french: str, english: str) -> None:
    assert moment(at, timezone, "fr").replace(NBSP, " ") == french
    assert moment(at, timezone, "en").replace(NBSP, " ") == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "one", "other"), (1, "one", "one"), (2, "other", "other")],
)
def test_plurals(count: int, french: str, english: str) -> None:
    assert plural("fr", "visit", count) == f"visit.{french}"
    assert plural("en", "visit", count) == f"visit.{english}"


@pytest.mark.parametrize("key", WORDS)
def test_words_have_both_languages_with_the_same_values(key: str) -> None:
    french, english = WORDS[key]
    assert french
    assert english
    names = [sorted(f[1] or "" for f in string.Formatter().parse(w)) for w in (french, english)]
    assert [n for n in names[0] if n] == [n for n in names[1] if n]


def test_every_word_is_used_by_a_template() -> None:
    source = "".join(path.read_text("utf-8") for path in TEMPLATES)
    for key in WORDS:
        # Said whole, by its plural's name, or put together from a beginning that ends in a dot.
        said = [key, key.removesuffix(".one").removesuffix(".other"), key.rpartition(".")[0] + "."]
        said.append(key.split(".")[0] + "." if key.startswith(("closed.", "error.")) else key)
        assert any(f'"{form}"' in source for form in said), key


def test_every_class_has_a_style_and_the_style_contacts_nobody() -> None:
    for path in TEMPLATES:
        for classes in re.findall(r'class="([^"{]+)', path.read_text("utf-8")):
            for name in classes.split():
                assert re.search(rf"\.{re.escape(name)}\b", STYLE), (path.name, name)
    assert not re.search(r"url\(|@import|https?:", STYLE)


def test_the_template_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, chalicelib.web.render, chalicelib.kit.qr;"
        "print([m for m in ('jinja2', 'qrcode', 'png') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=WEB.parent.parent,
    )
    assert run.stdout.strip() == "[]"
