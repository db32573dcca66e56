"""Words of the leaderboard: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "board.title": ("Classement", "Leaderboard"),
    "board.level": ("Niveau", "Level"),
    "board.level.association": ("Associations", "Associations"),
    "board.level.group": ("Groupes", "Groups"),
    "board.period": ("Période", "Period"),
    "board.period.all": ("En tout", "All time"),
    "board.period.today": ("Aujourd'hui", "Today"),
    "board.period.7d": ("7 jours", "7 days"),
    "board.rank": ("Rang", "Rank"),
    "board.name.association": ("Association", "Association"),
    "board.name.group": ("Groupe", "Group"),
    "board.visits": ("Visites", "Visits"),
    "board.scans": ("dont scans", "of them scans"),
    "board.share_of": ("des visites", "of the visits"),
    "board.tied": ("ex æquo", "tied"),
    "board.retired": ("retirée", "has left"),
    "board.retired_group": ("retiré", "has left"),
    "board.total": ("pour toute la campagne", "for the whole campaign"),
    "board.bars": (
        "La barre compare chaque ligne à la première de la page.",
        "Each bar compares its row with the first one on the page.",
    ),
    "board.empty.all": (
        "Pas encore de visite. Les premiers liens partagés apparaîtront ici.",
        "No visit yet. The first links shared will show up here.",
    ),
    "board.empty.today": ("Pas encore de visite aujourd'hui.", "No visit yet today."),
    "board.empty.7d": (
        "Aucune visite ces sept derniers jours.",
        "No visit in the last seven days.",
    ),
    "excluded.one": ("environ {count} requête non comptée", "about {count} request not counted"),
    "excluded.other": (
        "environ {count} requêtes non comptées",
        "about {count} requests not counted",
    ),
    "excluded.pair": ("{what} : {count}", "{what}: {count}"),
    "excluded.repeat": ("retours le même jour", "back on the same day"),
    "excluded.preview": ("aperçus", "previews"),
    "excluded.robot": ("robots", "robots"),
    "excluded.prefetch": ("préchargements", "prefetches"),
    "excluded.head": ("requêtes HEAD", "HEAD requests"),
    "left_out.title": ("Journées hors classement", "Days left out of the ranking"),
    "left_out.lead": (
        "Les organisateurs ont écarté ces journées du classement. Leurs visites restent dans les "
        "chiffres de leurs liens.",
        "The organisers have left these days out of the ranking. Their visits stay in their "
        "links' own figures.",
    ),
    "board.next": ("Suite du classement", "More of the leaderboard"),
    "board.back": ("La campagne", "The campaign"),
}
