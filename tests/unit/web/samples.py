"""What every page is shown with, and readers of what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chalicelib.access.letter import write
from chalicelib.access.model import Actor, Place, Role
from chalicelib.campaign.model import Association, Campaign, Group, Level, Link, Milestone
from chalicelib.leaderboard import Page, Period, Row, name_rows, rank
from chalicelib.petition.beside import Beside, Day
from chalicelib.petition.forecast import Expected, Pace
from chalicelib.petition.model import Crossing, Official, Openness
from chalicelib.petition.summary import Step, Summary
from chalicelib.tally.model import Count
from chalicelib.web import assets
from chalicelib.web import render as room
from chalicelib.web.docs import page_values
from chalicelib.web.openapi import document
from chalicelib.web.render import render
from chalicelib.web.space.home import Part
from chalicelib.web.space.where import Where
from chalicelib.web.words import LOCALES

WEB = Path(room.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STYLE = assets.text("style.css")
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

MILESTONES = (
    Milestone(100_000, "Mise en avant : enfin"),
    Milestone(500_000, "Un débat", "30 départements d'ici"),
)
SUMMARY = Summary(
    Official("essai", count=194_921, at=AT, source="assemblee-nationale", openness=Openness.OPEN),
    stale=False,
    pace=Pace(12, 1_234, 9_876),
    steps=(
        Step(MILESTONES[0], Crossing(100_000, AT), None, True),
        Step(MILESTONES[1], None, Expected(AT, AT, AT), False),
    ),
)
DAYS = Beside(
    (
        Day("2026-11-21", 0, 0, None, True),
        Day("2026-11-22", 1_200, 7, -2, True),
        Day("2026-11-23", 30, 3, 4_000, False),
    ),
    -0.42,
)
LEFT_OUT = [("2026-11-01", "Lyon · poster", "C'est un essai d'une seule machine !")]

ESSOR = Where(CAMPAIGN, CAMPAIGN.associations[0])
LYON = Where(CAMPAIGN, CAMPAIGN.associations[0], CAMPAIGN.associations[0].groups[0])
ADA = Actor("ada", (Place("essai"),), True)


def inside(where: Where | None) -> dict[str, Any]:
    """What every page of the space is shown with."""
    shown: dict[str, Any] = {"where": where, "said": "", "email": "ada@exemple.fr"}
    shown["token"] = "sealed"
    if where:
        shown |= {"menu": where.menu(ADA), "trail": where.trail(ADA), "tab": "first"}
    return shown


PAGES: dict[str, dict[str, Any]] = {
    "home.html": {"campaigns": [("essai", "Un titre", "Un résumé"), ("b", "B", "")]},
    "campaign.html": {
        "campaign": CAMPAIGN,
        "rows": ASSOCIATIONS,
        "total_visits": 1268,
        "total_scans": 803,
        "updated_at": AT,
        "left_out": LEFT_OUT,
        "summary": SUMMARY,
        "sign_url": CAMPAIGN.petition_url,
        "try_link": "https://p.exemple.fr/AB3K9XZ",
        "try_qr": "/stage/AB3K9XZ/qr.svg",
        "try_caption": "Scannez : c'est un vrai lien",
        "canonical": "https://p.exemple.fr/c/essai",
        "image": "https://p.exemple.fr/image.png",
    },
    "leaderboard.html": {
        "campaign": CAMPAIGN,
        "level": Level.ASSOCIATION,
        "period": Period.ALL,
        "rows": ASSOCIATIONS,
        "total": 1268,
        "updated_at": AT,
        "left_out": LEFT_OUT,
        "next": "?level=association&period=all&cursor=abc",
        "canonical": "https://p.exemple.fr/c/essai",
        "image": "https://p.exemple.fr/image.png",
    },
    "signatures.html": {
        "campaign": CAMPAIGN,
        "summary": SUMMARY,
        "found": DAYS,
        "updated_at": AT,
        "canonical": "https://p.exemple.fr/c/essai/signatures",
        "image": "https://p.exemple.fr/image.png",
    },
    "embed.html": {
        "campaign": CAMPAIGN,
        "summary": SUMMARY,
        "sign_url": "https://p.exemple.fr/AB3K9XZ",
        "campaign_url": "https://p.exemple.fr/c/essai",
    },
    "look.html": {
        "campaign": CAMPAIGN,
        "link": LINK,
        "owner_name": "Essor d'ici, Lyon",
        "short_url": "https://p.exemple.fr/AB3K9XZ",
        "destination": CAMPAIGN.petition_url,
        "qr_path": "/stage/AB3K9XZ/qr.svg",
        "prints": {"flyer-a4": [("pdf", "flyer-a4.pdf"), ("black", "flyer-a4-black.pdf")]},
    },
    "closed.html": {"campaign": CAMPAIGN, "sign_url": CAMPAIGN.petition_url},
    "legal.html": {
        "publisher": "Les Deux Rives",
        "publisher_address": "1 rue du Pont, 69002 Lyon",
        "publisher_phone": "+33 4 00 00 00 00",
        "publisher_email": "contact@exemple.fr",
        "director": "Ada Petit",
        "hosting": "Un hébergeur, 2 rue du Port, 13002 Marseille, +33 4 11 11 11 11",
        "controller": "Les Deux Rives",
        "controller_contact": "donnees@exemple.fr",
        "kept_days": 35,
    },
    "offline.html": {},
    "not_found.html": {"is_link": True},
    "error.html": {"code": "bad_input", "message": "level must be 1 or 2", "request_id": "r-1"},
    "space.html": inside(None)
    | {
        "parts": [
            Part(ESSOR, Role.ASSOCIATION, Count(1_234, 56), Count(7, 1)),
            Part(LYON, Role.GROUP, Count(), Count()),
        ],
    },
    "space_figures.html": inside(ESSOR) | {"total": Count(1_234, 56), "today": Count(7, 1)},
    "space_overview.html": inside(Where(CAMPAIGN)) | {"totals": {"essor": Count(1_234, 56)}},
    "space_sign_in.html": {"email": "ada@", "token": "sealed", "wrong": "space.email.wrong"},
    "space_sent.html": {"email": "ada@exemple.fr", "invited": False, "most": 5, "outbox": True},
    "space_enter.html": {"token": "sealed"},
    "space_note.html": {"often": False},
    "space_invitation.html": {"code": "7KQ2", "email": "", "wrong": "code", "token": "sealed"},
    "outbox.html": {
        "letters": [("ada@exemple.fr", write("https://p.exemple.fr", "ab12", "fr"))],
    },
    "docs.html": page_values(document("https://p.exemple.fr")),
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

    VOID = frozenset({"meta", "link", "img", "path", "rect", "br", "input", "wbr"})

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
