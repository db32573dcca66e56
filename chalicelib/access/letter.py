"""The letter to who signs in: plain text, short, with one link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.language import language, typeset

ENTER = "/space/enter/"
"""Where a link leads to, before its secret."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One line, and plain text."""

    subject: str
    text: str


def write(base_url: str, secret: str, locale: str) -> Letter:
    """The letter around a secret, in French or English."""
    shown = language(locale)
    host = urlsplit(base_url).netloc
    subject, before, after = (typeset(part, shown) for part in _WORDS[shown])
    link = f"{base_url}{ENTER}{secret}?lang={shown}"
    text = f"{before.format(host=host)}\n\n{link}\n\n{after.format(host=host)}\n"
    return Letter(subject.format(host=host), text)


_WORDS = {
    "fr": (
        "Votre lien pour entrer sur {host}",
        "Bonjour,\n\nVoici le lien pour entrer dans votre espace sur {host} :",
        "Il sert une seule fois, dans le quart d'heure. Gardez-le pour vous : qui l'ouvre entre "
        "à votre place.\n\nVous n'avez rien demandé ? Ne faites rien, et personne n'entrera.",
    ),
    "en": (
        "Your link to sign in to {host}",
        "Hello,\n\nHere is the link to your space on {host}:",
        "It works once, within a quarter of an hour. Keep it to yourself: whoever opens it signs "
        "in as you.\n\nYou asked for nothing? Do nothing, and nobody gets in.",
    ),
}
"""Subject, and what stands before and after the link."""
