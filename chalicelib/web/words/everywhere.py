"""Words on every page, and under every figure: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Everywhere
    "switch": ("English", "Français"),
    "skip": ("Aller au contenu", "Skip to content"),
    "visits_are_not_signatures": (
        "Les visites ne sont pas des signatures.",
        "Visits are not signatures.",
    ),
    "signing_elsewhere": (
        "La signature se fait sur la plateforme officielle : ce site ne sait pas qui signe.",
        "Signing takes place on the official platform: this site does not know who signs.",
    ),
    "plain_pages": (
        "Ces pages ne chargent rien d'un autre site, et ne suivent personne.",
        "These pages load nothing from any other site, and follow nobody.",
    ),
    "footer": ("À propos de ce site", "About this site"),
    "footer.space": ("Espace des associations", "The associations' space"),
    "footer.legal": ("Mentions légales et données", "Legal notice and data"),
    "moved.since": (
        "Depuis le {day}, les liens mènent à {address}.",
        "Since {day}, the links have led to {address}.",
    ),
    "see_petition": ("Voir la pétition", "See the petition"),
    "visit.one": ("visite", "visit"),
    "visit.other": ("visites", "visits"),
    # Figures
    "figures.visits": ("visites comptées", "visits counted"),
    "figures.scans": ("dont scans d'un QR code", "of them scans of a QR code"),
    "figures.updated": ("Chiffres mis à jour le {moment}", "Figures updated on {moment}"),
    "figures.exact": ("Chiffres exacts", "Exact figures"),
    "counted.title": ("Ce qui est compté", "What is counted"),
    "counted.not": (
        "Ne comptent pas non plus : un second passage le même jour, l'ouverture de cette page, et "
        "le bouton qui mène d'ici à la pétition.",
        "Nor do a second time on the same day, the opening of this page, and the button that "
        "leads from here to the petition.",
    ),
    "counted.privacy": (
        "Vie privée : aucun cookie, aucune adresse gardée. D'une visite restent 35 jours un "
        "pseudonyme, que plus personne ne peut recalculer deux jours après, un genre de "
        "navigateur, et un groupe de milliers de réseaux.",
        "Privacy: no cookie, no address kept. What is left of a visit, for 35 days, is a "
        "pseudonym that nobody can compute again two days later, a kind of browser, and a group "
        "of thousands of networks.",
    ),
    "counted.visit": (
        "Une visite est la première requête, dans la journée, d'une même adresse et d'un même "
        "navigateur pour un lien. Plusieurs personnes derrière une même adresse avec le même "
        "téléphone font une seule visite. Les robots et les aperçus ne comptent pas.",
        "A visit is the first request of one address-and-agent pair for a link on a day. "
        "Several people behind one address with the same phone are one visit. "
        "Robots and previews do not count.",
    ),
}
