"""Words of one link, and of its preview: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # One link, looked at
    "look.title": ("Où mène ce lien", "Where this link leads"),
    "look.lead": (
        "Vous regardez ce lien sans le suivre : rien n'est compté.",
        "You are looking at this link without following it: nothing is counted.",
    ),
    "look.closed": (
        "Ce lien est fermé : il ne compte plus de visites.",
        "This link is closed: it counts no more visits.",
    ),
    "look.link": ("Lien", "Link"),
    "look.campaign": ("Campagne", "Campaign"),
    "look.owner": ("Porté par", "Carried by"),
    "look.channel": ("Canal", "Channel"),
    "look.destination": ("Destination", "Destination"),
    "look.page_first": ("d'abord la page de la campagne", "the campaign's page comes first"),
    "look.follow": ("Suivre ce lien", "Follow this link"),
    "look.follow_note": ("compte comme une visite", "counts as a visit"),
    "look.direct": (
        "Aller droit à la pétition, sans être compté",
        "Go straight to the petition, without being counted",
    ),
    "look.qr": ("QR code de {address}", "QR code of {address}"),
    "look.download": ("Télécharger le QR code :", "Download the QR code:"),
    "look.print": ("À imprimer et à partager", "To print and to share"),
    "look.print_lead": (
        "Prêts à l'emploi, avec le QR code de ce lien. Imprimez à 100 %, sans ajuster à la page.",
        "Ready to use, with this link's QR code. Print at 100 %, without fitting to the page.",
    ),
    "print.flyer-a4": ("Tract A4", "Flyer A4"),
    "print.flyer-a5": ("Tract A5", "Flyer A5"),
    "print.flyer-a6": ("Tract A6", "Flyer A6"),
    "print.cards": ("Cartes, dix par A4", "Cards, ten on A4"),
    "print.stickers": ("Autocollants, huit par A4", "Stickers, eight on A4"),
    "print.poster-a3": ("Affiche A3", "Poster A3"),
    "print.square": ("Image carrée", "Square picture"),
    "print.story": ("Image pour une story", "Picture for a story"),
    "variant.pdf": ("en couleur", "in colour"),
    "variant.bleed": ("pour l'imprimeur", "for a printer's shop"),
    "variant.black": ("noir et blanc", "black and white"),
    "variant.png": ("PNG", "PNG"),
    # What crawlers get
    "preview.lead": (
        "Cette page sert d'aperçu aux messageries et aux réseaux. La pétition, elle, est ici :",
        "This page is a preview for messengers and networks. The petition itself is here:",
    ),
}
