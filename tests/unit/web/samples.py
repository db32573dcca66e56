"""Values for pages: a campaign, its boards, its people, and what is known of its petition."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from chalicelib.access.model import Actor, Member, Place, Token
from chalicelib.campaign.model import Association, Campaign, Group, Level, Link, Milestone, Switch
from chalicelib.campaign.plan import Plan
from chalicelib.campaign.switching import Switching
from chalicelib.fairness import report_of
from chalicelib.kit.share.networks import Network
from chalicelib.kit.share.texts import Message
from chalicelib.leaderboard import Page, Ruling, name_rows, rank
from chalicelib.leaderboard import Row as Ranked
from chalicelib.petition.beside import Beside, Day
from chalicelib.petition.forecast import Expected, Pace
from chalicelib.petition.model import Crossing, Official, Openness
from chalicelib.petition.summary import Step, Summary
from chalicelib.tally.model import Count, Spread
from chalicelib.web import assets
from chalicelib.web import render as room
from chalicelib.web.charts import columns
from chalicelib.web.sharing import Sharing
from chalicelib.web.space.fairness import Case
from chalicelib.web.space.invitations import Card
from chalicelib.web.space.links import Owner, Row
from chalicelib.web.space.where import Where

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


def rows(level: Level, *counts: tuple[str, int, int]) -> list[Ranked]:
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

SHARED = Sharing(
    "",
    "https://p.exemple.fr/c/essai",
    (("WhatsApp", "https://wa.me/?text=Bonjour"), ("SMS", "sms:?&body=Bonjour")),
)

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


WHOLE = Where(CAMPAIGN)
MEMBER = Member("ada@exemple.fr", Place("essai"), AT, "command line")
RULING = Ruling("essai", LINK.code, "2026-11-22", False, "Un essai !", "ada", AT, "essor", "", "a")

CASE = Case(
    LINK,
    "Lyon · poster",
    "2026-11-23",
    None,
    report_of(
        LINK, "2026-11-23", Count(40, 3, {13: (40, 3)}), Spread({}, {"1": 40}, {"x": 9}), None
    ),
)

CARD = Card(ESSOR, "7KQ2-M4XT-9RB8-WD3H", "https://p.exemple.fr/i?code=7", Markup("<svg></svg>"))
SWITCH = Switch(AT, "https://petitions.exemple.fr/1", CAMPAIGN.petition_url, "ada", "Voilà !")
SWITCHING = Switching(CAMPAIGN, "https://petitions.exemple.fr/2", "Voilà !", Plan("essai", ()), ())
TERMS = {"until": AT, "entry": "https://p.exemple.fr/space/invitation"}
PLACES = [(".", WHOLE), ("essor", ESSOR), ("essor/lyon", LYON)]
URL = "https://p.exemple.fr/AB3K9XZ"

ROWS = (
    Row(LINK, URL, Count(1_234, 56)),
    Row(replace(LINK, code="CD3K9XZ", channel="whatsapp"), "https://p.exemple.fr/CD3K9XZ", Count()),
    Row(replace(LINK, code="EF3K9XZ", channel="sms", closed=True), URL, Count(1)),
)

OWNERS = [Owner(ESSOR, ()), Owner(LYON, ROWS)]
COUNTED = [("2026-11-22", Count(4, 1)), ("2026-11-23", Count(7, 7, {9: (7, 7)}))]

CHART = {
    "days": COUNTED,
    "days_chart": columns([4, 7], [1, 7]),
    "days_named": [0, 1],
    "updated_at": AT,
}

TOKEN = Token("1a2b3c4d", Place("essai", "essor"), "Le site d'ici", "0", AT, expires=AT)
SHOWN_COLUMNS = ("association", "group", "name", "department", "channel", "aliases")

MESSAGE = Message(
    Network.WHATSAPP, "poster", URL, "", "Bonjour !\n<https>", "https://wa.me/?text=a"
)
