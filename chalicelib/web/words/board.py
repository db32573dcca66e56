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
    "board.up.one": ("{count} place gagnée depuis hier soir", "up {count} place since last night"),
    "board.up.other": (
        "{count} places gagnées depuis hier soir",
        "up {count} places since last night",
    ),
    "board.down.one": (
        "{count} place perdue depuis hier soir",
        "down {count} place since last night",
    ),
    "board.down.other": (
        "{count} places perdues depuis hier soir",
        "down {count} places since last night",
    ),
    "board.same": ("même place qu'hier soir", "same place as last night"),
    "board.new": ("nouveau", "new"),
    "board.moves": (
        "▲ et ▼ : places gagnées ou perdues depuis hier soir.",
        "▲ and ▼: places won or lost since last night.",
    ),
    "board.view": ("Vue", "View"),
    "board.view.ranking": ("Classement", "Ranking"),
    "board.view.growth": ("Progression", "Growth"),
    "growth.title": ("Progression", "Growth"),
    "growth.what": (
        "Les visites des sept derniers jours, aujourd'hui compris, moins celles des sept jours "
        "d'avant. La plus forte hausse d'abord. Une journée hors classement n'entre dans aucune "
        "des deux semaines.",
        "Visits of the last seven days, today included, less those of the seven days before. The "
        "biggest rise first. A day left out of the ranking is in neither week.",
    ),
    "growth.new": (
        "« Nouveau » : première visite dans les sept derniers jours.",
        "“New”: its first visit came in the last seven days.",
    ),
    "growth.gained": ("Écart", "Change"),
    "growth.week": ("7 derniers jours", "Last 7 days"),
    "growth.week_short": ("en 7 jours", "in 7 days"),
    "growth.before": ("7 jours d'avant", "7 days before"),
    "growth.before_short": ("avant", "before"),
    "growth.empty": (
        "Aucune visite ces deux dernières semaines.",
        "No visit in the last two weeks.",
    ),
    # On a wall
    "wall.link": ("Projeter en réunion", "Show at a meeting"),
    "wall.of.association": ("Visites par association", "Visits by association"),
    "wall.of.group": ("Visites par groupe", "Visits by group"),
    "wall.read": ("Nombre officiel, lu le {moment}", "Official figure, read on {moment}"),
    "wall.first": ("Les {count} premières lignes.", "The first {count} rows."),
    "wall.refreshes": (
        "Cette page se met à jour chaque minute.",
        "This page is brought up to date every minute.",
    ),
    "wall.full": ("Plein écran", "Full screen"),
    "wall.leave": ("Quitter la projection", "Leave this view"),
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
