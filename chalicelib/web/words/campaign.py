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
    "try.title": ("Essayez", "Try it"),
    "try.lead": (
        "Scannez, ou suivez l'adresse : votre visite s'ajoute au classement.",
        "Scan it, or follow the address: your visit adds to the leaderboard.",
    ),
}
