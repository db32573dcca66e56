"""Words of the start page and of a campaign's own: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "home.title": ("Campagnes", "Campaigns"),
    "home.lead": (
        "Des pétitions portées à plusieurs : chaque association a ses liens et ses QR codes, "
        "et tout le monde voit jusqu'où ils portent.",
        "Petitions carried together: each association has its own links and QR codes, "
        "and everyone sees how far they reach.",
    ),
    "home.open": ("Découvrir la campagne", "See the campaign"),
    "home.empty": ("Aucune campagne pour le moment.", "No campaign for now."),
    "campaign.eyebrow": ("Pétition", "Petition"),
    "campaign.carried.one": ("portée par {count} association", "carried by {count} association"),
    "campaign.carried.other": (
        "portée par {count} associations",
        "carried by {count} associations",
    ),
    "campaign.by": ("Cette page vous est envoyée par", "This page was sent to you by"),
    "campaign.sign": ("Signer la pétition", "Sign the petition"),
    "campaign.sign_where": ("sur {host}", "on {host}"),
    "campaign.demands": ("Ce que nous demandons", "What we ask for"),
    "campaign.closed": (
        "Cette campagne est close : ses liens ne comptent plus de visites.",
        "This campaign is closed: its links count no more visits.",
    ),
    "campaign.reach": ("Jusqu'où portent nos voix", "How far our voices reach"),
    "campaign.board_link": ("Voir tout le classement", "See the whole leaderboard"),
    "campaign.members": ("Les associations", "The associations"),
    "campaign.groups.one": ("{count} groupe", "{count} group"),
    "campaign.groups.other": ("{count} groupes", "{count} groups"),
    # What is passed on
    "share.title": ("Faites passer", "Pass it on"),
    "share.lead": (
        "Parlez-en à une ou deux personnes : le texte est prêt, vous le relisez avant l'envoi.",
        "Tell one or two people: the words are ready, and you read them before they leave.",
    ),
    "share.button": ("Partager", "Share"),
    "share.copy": ("Copier l'adresse", "Copy the address"),
    "share.copied": ("Adresse copiée", "Address copied"),
    "share.by": ("Partager par", "Share by"),
    "share.owner": (
        "Les liens de ces boutons appartiennent à :",
        "The links of these buttons belong to:",
    ),
    "share.owner_counts": (
        "Les visites qui en viennent lui sont comptées.",
        "Visits that come by them are counted for it.",
    ),
    "share.nobody": (
        "Ces boutons partagent l'adresse de cette page. Elle n'est à aucune association : "
        "l'ouvrir ne compte pas de visite.",
        "These buttons share this page's own address. It is no association's: opening it counts "
        "no visit.",
    ),
    "try.title": ("Essayez", "Try it"),
    "try.lead": (
        "Scannez, ou suivez l'adresse : votre visite s'ajoute au classement.",
        "Scan it, or follow the address: your visit adds to the leaderboard.",
    ),
}
