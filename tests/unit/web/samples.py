"""What every page is shown with, and readers of what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from chalicelib.access.letter import write
from chalicelib.access.model import Act, Actor, Member, Place, Role, Token
from chalicelib.campaign.model import Association, Campaign, Group, Level, Link, Milestone, Switch
from chalicelib.campaign.plan import Plan
from chalicelib.campaign.switching import Switching
from chalicelib.fairness import THRESHOLDS, report_of
from chalicelib.growth import Grown
from chalicelib.kit.pieces import PRINTS
from chalicelib.kit.share.networks import Network
from chalicelib.kit.share.texts import Message
from chalicelib.leaderboard import Page, Period, Ruling, name_rows, rank
from chalicelib.leaderboard import Row as Ranked
from chalicelib.petition.beside import Beside, Day
from chalicelib.petition.forecast import Expected, Pace
from chalicelib.petition.model import Crossing, Official, Openness
from chalicelib.petition.summary import Step, Summary
from chalicelib.tally.model import Count, Spread
from chalicelib.visits.model import Verdict
from chalicelib.web import assets
from chalicelib.web import render as room
from chalicelib.web.charts import columns
from chalicelib.web.docs import page_values
from chalicelib.web.openapi import document
from chalicelib.web.render import render
from chalicelib.web.sharing import Sharing
from chalicelib.web.space.fairness import Case
from chalicelib.web.space.home import Part as HomePart
from chalicelib.web.space.invitations import Card
from chalicelib.web.space.links import Owner, Row
from chalicelib.web.space.overview import Line, Need
from chalicelib.web.space.people import Crew
from chalicelib.web.space.sums import Hours, Part, Standing
from chalicelib.web.space.switch import Preview
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong
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

ORGANISER: dict[str, dict[str, Any]] = {
    "space_overview.html": inside(WHOLE)
    | {
        "total": Count(1_234, 56),
        "today": Count(7, 1),
        "now": AT,
        "days": ("2026-11-23", "2026-11-22"),
        "recent": 7,
        "lines": [
            Line(
                ESSOR,
                Count(7, 1),
                Count(1_234, 56),
                "2026-11-20",
                2,
                (Line(LYON, Count(), Count(5), "", 0),),
            ),
            Line(Where(CAMPAIGN, CAMPAIGN.associations[1]), Count(), Count(), "", 0),
        ],
        "gone": [CAMPAIGN.associations[3]],
        "official": SUMMARY.official,
        "age": ("overview.age.hours.other", 2),
        "needs": [Need("overview.needs.flags.one", "/space/c/essai", {"count": 1, "day": "hier"})],
    },
    "space_association.html": inside(ESSOR)
    | {
        "typed": {"name": "Essor d'ici", "contact": "", "website": "essor"},
        "wrong": Wrong(website="association.wrong.website", form="wrong.conflict"),
    },
    "space_leave.html": inside(ESSOR) | {"links": [LINK], "wrong": Wrong()},
    "space_people.html": inside(WHOLE)
    | {
        "crews": [Crew(WHOLE, (MEMBER,)), Crew(LYON, ())],
        "alone": [ESSOR],
        "places": PLACES,
        "keys": {WHOLE.path: ".", LYON.path: "essor/lyon"},
        "typed": {"email": "ada@", "place": ""},
        "wrong": Wrong(email="space.email.wrong"),
        "here": "ada@exemple.fr",
        "by_command": "command line",
    },
    "space_remove.html": inside(WHOLE)
    | {"member": MEMBER, "part": ESSOR, "key": "essor", "last": False, "oneself": True},
    "space_invite.html": inside(WHOLE) | TERMS | {"places": PLACES, "chosen": "", "wrong": Wrong()},
    "space_invited.html": inside(WHOLE) | {"card": CARD, "until": AT},
    "space_sheet_of_invitations.html": inside(WHOLE)
    | {
        "places": PLACES,
        "alone": [ESSOR],
        "typed": {"place": "*", "count": "0"},
        "wrong": Wrong(count="invite.wrong.count"),
        "most": 40,
        "most_at_once": 200,
    },
    "space_invitations.html": inside(WHOLE) | TERMS | {"cards": [CARD]},
    "space_fairness.html": inside(WHOLE)
    | {
        "day": "2026-11-23",
        "today": "2026-11-23",
        "before": "2026-11-22",
        "after": None,
        "asked": [CASE],
        "others": [replace(CASE, ruling=None)],
        "thresholds": dict(THRESHOLDS),
        "fewest": 30,
        "rulings": [(RULING, "Essor · a")],
        "out": {(LINK.code, "2026-11-22")},
    },
    "space_rule.html": inside(WHOLE) | {"case": CASE, "reason": "", "wrong": Wrong(), "most": 200},
    "space_count.html": inside(WHOLE)
    | {
        "campaign": CAMPAIGN,
        "summary": SUMMARY,
        "age": ("overview.age.hours.other", 2),
        "manual": True,
        "trouble": "health.stale",
        "standing": "health.manual",
        "due": AT,
        "typed": {"count": "1 2", "at": "", "closed": ""},
        "wrong": Wrong(count="count.wrong.count"),
    },
    "space_switch.html": inside(Where(replace(CAMPAIGN, switches=(SWITCH,))))
    | {
        "typed": {"petition_url": "http://", "reason": ""},
        "wrong": Wrong(petition_url="switch.wrong.petition_url"),
        "hosts": ["petitions.exemple.fr"],
        "links": 2,
        "announced": SWITCH,
    },
    "space_switching.html": inside(WHOLE)
    | {
        "preview": Preview(SWITCHING, 2, 1, "sealed"),
        "read": True,
        "announced": 30,
        "today": AT,
        "wrong": Wrong(slug="switch.wrong.slug"),
    },
    "space_audit.html": inside(WHOLE)
    | {
        "acts": [Act(AT, "essai", "token 1a2b", "link.created", "link AB3K9XZ", "essor")],
        "following": "c",
        "later": True,
        "by_command": "command line",
    },
}

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

THEIRS: dict[str, tuple[Where, dict[str, Any]]] = {
    "space_figures.html": (
        ESSOR,
        {
            "total": Count(1_234, 56),
            "today": Count(7, 1),
            "standing": Standing(2, 12, AT, {Verdict.ROBOT: 3}),
            "hours": Hours((0,) * 23 + (7,), (1.5,) * 24, 2, 23),
            "hours_chart": columns((0,) * 23 + (7,), marks=(1.5,) * 24),
            "groups": [Part("lyon", 7, 1), Part("", 0, 0)],
            "channels": [Part("poster", 7, 1), Part("notre-rue", 0, 0)],
            **CHART,
        },
    ),
    "space_first.html": (ESSOR, {"owners": OWNERS, "may_write": True}),
    "space_links.html": (
        ESSOR,
        {"owners": OWNERS, "gone": [Owner(LYON, ())], "may_write": True},
    ),
    "space_link_new.html": (
        ESSOR,
        {
            "given": {"group": "lyon", "channel": "sms", "own": "É"},
            "wrong": Wrong(own="wrong.link.own", form="wrong.conflict"),
            "choices": [("", "Essor d'ici"), ("lyon", "Lyon")],
            "usual": ("poster", "sms"),
        },
    ),
    "space_group_new.html": (
        ESSOR,
        {
            "given": {"name": "Lyon", "department": ""},
            "wrong": Wrong(name="wrong.group.name.taken"),
            "offered": ("poster", "sms"),
            "chosen": ("sms",),
        },
    ),
    "space_group_name.html": (
        LYON,
        {"given": {"name": "", "department": ""}, "wrong": Wrong(name="wrong.group.name")},
    ),
    "space_group_retire.html": (LYON, {"links": ROWS}),
    "space_link.html": (
        LYON,
        {
            "link": LINK,
            "url": URL,
            "look": f"{URL}+",
            "file_root": "/stage/AB3K9XZ",
            "on_paper": True,
            "total": Count(11, 8),
            "today": Count(7, 7),
            "excluded": {Verdict.ROBOT: 1},
            "prints": {"flyer-a4": [("pdf", "flyer-a4.pdf"), ("black", "flyer-a4-black.pdf")]},
            "texts": [("WhatsApp", MESSAGE)],
            "may_write": True,
            **CHART,
        },
    ),
    "space_link_close.html": (LYON, {"link": LINK, "total": Count(1)}),
    "space_kit.html": (
        ESSOR,
        {
            "paper": [(OWNERS[1], ROWS[:1])],
            "pieces": [("flyer-a4.pdf", "flyer-a4", ""), ("cards-black.pdf", "cards", "black")],
            "chosen": "flyer-a4.pdf",
            "flyers": ("flyer-a4.pdf",),
            "file_root": "/stage",
        },
    ),
    "space_kit_whole.html": (
        ESSOR,
        {
            "made": {"pdf": "https://shelf.exemple.fr/k.pdf.txt", "zip": None},
            "piece": PRINTS[0],
            "making": True,
            "unfit": ["pdf"],
        },
    ),
    "space_sheet.html": (
        ESSOR,
        {
            "text": "association;canal\n<b>;1",
            "wrong": "wrong.sheet.file",
            "line": "1",
            "why": "la colonne manque",
            "columns": [(name, name) for name in SHOWN_COLUMNS],
            "example": [dict.fromkeys(SHOWN_COLUMNS, "x")],
            "board": True,
        },
    ),
    "space_sheet_report.html": (
        ESSOR,
        {
            "lines": [{"line": "2", "what": "wrong", "text": "canal : est vide"}],
            "hidden": 2,
            "counts": {"wrong": 1, "changed": 0, "new": 1, "same": 2},
            "text": "association;canal",
        },
    ),
    "space_tokens.html": (
        ESSOR,
        {
            "working": [TOKEN],
            "over": [replace(TOKEN, revoked=True, used="2026-11-23", expires=None)],
            "given": {"label": "", "scope": "read", "days": "90", "whose": ""},
            "wrong": Wrong(label="wrong.token.label"),
            "lasts": ("30", ""),
            "whose": [("essor", "Essor d'ici")],
            "once": "a1",
        },
    ),
    "space_token.html": (ESSOR, {"secret": "pvx_1", "label": "Le site d'ici"}),
    "space_token_revoke.html": (ESSOR, {"found": TOKEN}),
}
"""Pages of an association's and of a group's, with whose they are."""

PAGES: dict[str, dict[str, Any]] = {
    "home.html": {
        "campaigns": [("essai", "Un titre", "Un résumé", "fr"), ("b", "B", "", "en")],
        "canonical": "https://p.exemple.fr/",
    },
    "campaign.html": {
        "campaign": CAMPAIGN,
        "rows": ASSOCIATIONS,
        "total_visits": 1268,
        "total_scans": 803,
        "updated_at": AT,
        "left_out": LEFT_OUT,
        "summary": SUMMARY,
        "sign_url": CAMPAIGN.petition_url,
        "share": SHARED,
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
        "next": "abc",
        "measurable": True,
        "canonical": "https://p.exemple.fr/c/essai",
        "image": "https://p.exemple.fr/image.png",
    },
    "growth.html": {
        "campaign": CAMPAIGN,
        "grown": [Grown("Le Phare", 34, 0, True), Grown("Essor d'ici", 1_000, 1_200, False)],
        "updated_at": AT,
        "left_out": LEFT_OUT,
        "canonical": "https://p.exemple.fr/c/essai/leaderboard",
        "image": "https://p.exemple.fr/image.png",
    },
    "projected.html": {
        "campaign": CAMPAIGN,
        "level": Level.ASSOCIATION,
        "period": Period.ALL,
        "rows": ASSOCIATIONS,
        "total": 1268,
        "updated_at": AT,
        "more": True,
        "summary": SUMMARY,
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
            HomePart(ESSOR, Role.ASSOCIATION, Count(1_234, 56), Count(7, 1)),
            HomePart(LYON, Role.GROUP, Count(), Count()),
        ],
    },
    **ORGANISER,
    **{name: inside(where) | values for name, (where, values) in THEIRS.items()},
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
