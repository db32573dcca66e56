"""What every page of the space is drawn with, for organisers and for associations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.access.model import Act
from chalicelib.fairness import THRESHOLDS
from chalicelib.kit.pieces import PRINTS
from chalicelib.tally.model import Count
from chalicelib.visits.model import Verdict
from chalicelib.web.charts import columns
from chalicelib.web.space.links import Owner
from chalicelib.web.space.overview import Line, Need
from chalicelib.web.space.people import Crew
from chalicelib.web.space.sums import Hours, Part, Standing
from chalicelib.web.space.switch import Preview
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong
from tests.unit.web.samples import (
    AT,
    CAMPAIGN,
    CARD,
    CASE,
    CHART,
    ESSOR,
    LINK,
    LYON,
    MEMBER,
    MESSAGE,
    OWNERS,
    PLACES,
    ROWS,
    RULING,
    SHOWN_COLUMNS,
    SUMMARY,
    SWITCH,
    SWITCHING,
    TERMS,
    TOKEN,
    URL,
    WHOLE,
    inside,
)

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
        "acts": [
            (Act(AT, "essai", "token 1a2b", "link.created", "a link of x: y", "essor"), "x, y"),
            (Act(AT, "essai", "command line", "count.set", "12 at noon", "essor"), None),
        ],
        "following": "c",
        "later": True,
        "by_command": "command line",
    },
}

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
