"""A petition in its own short words, and associations that are made up, to try prints on."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from chalicelib.kit.model import Matter


def logo(width: int = 240, height: int = 240) -> bytes:
    """A made-up mark: two wings on white."""
    image = Image.new("RGB", (width, height), "#ffffff")
    pen = ImageDraw.Draw(image)
    pen.chord((width * 0.1, height * 0.2, width * 0.7, height * 0.8), 140, 320, fill="#d2553b")
    pen.chord((width * 0.3, height * 0.3, width * 0.9, height * 0.9), 220, 40, fill="#23476b")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


MATTER = Matter(
    locale="fr",
    call="Rejoignez-nous",
    title="Pour la défense des enfants en France",
    demands=(
        "Promouvoir la résidence alternée : 11,4 % seulement en France, l'un des taux les plus "
        "bas d'Europe.",
        "Réformer l'aide sociale à l'enfance (ASE) : 310 000 enfants placés attendent mieux.",
        "Reconnaître l'exclusion parentale : chaque enfant garde ses deux parents.",
    ),
    text=(
        "Nous demandons à l'Assemblée nationale des mesures urgentes pour la protection et le "
        "bien-être des enfants. Une douzaine d'associations et de collectifs portent ensemble "
        "trois demandes, nées d'une liste de 81 candidats présentée aux élections européennes "
        "de 2024 pour défendre les enfants.",
        "Des propositions de loi sur la résidence alternée et des commissions sur les "
        "dysfonctionnements de l'ASE ont été lancées depuis plusieurs années ; elles "
        "n'aboutissent jamais. Nous demandons qu'elles soient menées à leur terme, pour le "
        "bien-être de nos enfants.",
        "Signez pour faire entendre notre voix : « Protéger l'avenir des enfants » n'est pas un "
        "vœu, c'est une loi à écrire.",
    ),
    association="Association fictive Les Hirondelles",
    group="Lyon (groupe fictif)",
    logo=logo(),
    channel="poster",
    qr_text="HTTPS://PORTE-VOIX.EXAMPLE/Q/0A1B2C3",
    address="porte-voix.example/hirondelles-lyon",
    url="https://porte-voix.example/hirondelles-lyon",
    host="petitions.assemblee-nationale.fr",
    printer="",
    accent="#3d2db0",
)

LONG_TITLE = (
    "Pour la défense des enfants en France : résidence alternée, réformes de l'aide sociale à "
    "l'enfance et reconnaissance de l'exclusion parentale"
)
