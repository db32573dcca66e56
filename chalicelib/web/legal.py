"""`/legal`: who publishes the site, who hosts it, and what becomes of people's data.

What French law asks of a site (law 2004-575 of 21 June 2004, article 1-1, II) and of who answers
for personal data (GDPR, article 13). PRIVACY.md says the same at length, and what holds it.
"""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.visits.model import RETENTION
from chalicelib.web.answers import html
from chalicelib.web.pages import asked_locale, root
from chalicelib.web.render import render


def page(request: Request) -> Response:
    """The legal notice, with what is missing of it."""
    settings = wiring.house().settings
    shown = render(
        "legal.html",
        asked_locale(request),
        root=root(),
        publisher=settings.publisher,
        publisher_address=settings.publisher_address,
        publisher_phone=settings.publisher_phone,
        publisher_email=settings.publisher_email,
        director=settings.director,
        hosting=settings.hosting,
        controller=settings.controller,
        controller_contact=settings.controller_contact,
        kept_days=RETENTION.days,
    )
    return html(shown)
