"""A campaign's matter to make texts and pictures of, and some that are hard to fit."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import strategies as st
from PIL import Image

from chalicelib.kit.model import Matter

URL = "https://qr.exemple.fr/hirondelles-lyon"
MATTER = Matter(
    locale="fr",
    call="Rejoignez-nous",
    title="Pour la défense des enfants en France",
    demands=(
        "Encourager la résidence alternée.",
        "Réformer l'aide sociale à l'enfance : 310 000 enfants placés attendent mieux.",
        "Reconnaître l'exclusion parentale et la combattre.",
    ),
    text=(),
    association="Association fictive Les Hirondelles",
    group="Lyon (groupe fictif)",
    logo=None,
    channel="poster",
    qr_text="HTTPS://QR.EXEMPLE.FR/Q/AB3K9XZ",
    address=URL.partition("://")[2],
    url=URL,
    host="petitions.assemblee-nationale.fr",
    printer="",
    accent="#3d2db0",
)
LONG_TITLE = (
    "Pour la défense des enfants en France : Résidence alternée, réformes de l'aide sociale à"
    " l'enfance et reconnaissance de l'exclusion parentale"
)

WORDS = st.text(
    st.sampled_from("aàceéêœçnrstu   '’.:!?«»-#@🌳👩🚀\u200d\ufe0f\u0301漢字д\u00a0\u202f\n"),
    max_size=240,
)
matters = st.builds(
    replace,
    st.just(MATTER),
    call=WORDS,
    title=WORDS,
    demands=st.lists(WORDS, max_size=5).map(tuple),
    association=WORDS,
    group=WORDS,
    locale=st.sampled_from(("fr", "en")),
    accent=st.sampled_from(("#3d2db0", "#ffee00", "#0a6b4f", "#000000")),
)


def logo(width: int, height: int) -> bytes:
    """A plain picture of that size as PNG."""
    kept = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 30, 128)).save(kept, "PNG")
    return kept.getvalue()
