"""What every page is drawn with, and how it is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.access.letter import write
from chalicelib.access.model import Role
from chalicelib.campaign.model import Level
from chalicelib.growth import Grown
from chalicelib.leaderboard import Period
from chalicelib.tally.model import Count
from chalicelib.web.docs import page_values
from chalicelib.web.openapi import document
from chalicelib.web.render import render
from chalicelib.web.space.home import Part as HomePart
from chalicelib.web.words import LOCALES
from tests.unit.web.sample_space import ORGANISER, THEIRS
from tests.unit.web.samples import (
    ASSOCIATIONS,
    AT,
    CAMPAIGN,
    DAYS,
    ESSOR,
    LEFT_OUT,
    LINK,
    LYON,
    SHARED,
    SUMMARY,
    inside,
)

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
    "error.html": {
        "code": "bad_input",
        "message": "level must be 1 or 2",
        "in_english": True,
        "link": "",
        "request_id": "r-1",
    },
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


def show(template: str, locale: str = "fr", **changed: Any) -> str:
    return render(template, locale, **({"root": "/stage"} | PAGES[template] | changed))
