"""The kit's own words, French first and English beside.

Written with plain spaces and straight apostrophes, as the pages' are: `set_` puts the no-break
spaces of French in, and leaves out what the type has no letter for.
"""

from __future__ import annotations

from functools import lru_cache

from chalicelib.kit.type.lettering import plain
from chalicelib.language import language, typeset

WORDS: dict[str, tuple[str, str]] = {
    "act": ("Scannez, signez.", "Scan it, sign it."),
    "or_type": ("Ou tapez cette adresse", "Or type this address"),
    "sign_at": ("La signature se fait sur", "You sign at"),
    "carried_by": ("Pétition portée par", "A petition carried by"),
    # As usage has it on paper that is handed out in France, in both languages.
    "litter": ("Ne pas jeter sur la voie publique.", "Please do not litter."),
    "flyer": ("Tract", "Flyer"),
    "poster": ("Affiche", "Poster"),
    "cards": ("Cartes", "Cards"),
    "stickers": ("Autocollants", "Stickers"),
}


def word(name: str, locale: str) -> str:
    """One of the kit's words, set in the language of `locale`."""
    french, english = WORDS[name]
    return set_(english if language(locale) == "en" else french, locale)


@lru_cache(maxsize=1024)
def set_(text: str, locale: str) -> str:
    """One line of `text` as good typography has it."""
    return plain(typeset(text, locale))
