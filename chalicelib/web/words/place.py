"""Words of an association's and a group's figures, and of the way to a first visit."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Figures
    "place.figures": ("Vos chiffres", "Your figures"),
    "place.today": ("aujourd'hui", "today"),
    "place.total": ("depuis le début", "since the beginning"),
    "place.rank.association": ("Rang parmi les associations", "Rank among associations"),
    "place.rank.group": ("Rang parmi les groupes", "Rank among groups"),
    "place.rank.of": ("sur {count}", "of {count}"),
    "place.board": ("Voir le classement", "See the leaderboard"),
    "place.by_day": ("Jour par jour", "Day by day"),
    "place.by_day.lead.one": (
        "Le plus haut : {count} visite, le {day}.",
        "The highest: {count} visit, on {day}.",
    ),
    "place.by_day.lead.other": (
        "Le plus haut : {count} visites, le {day}.",
        "The highest: {count} visits, on {day}.",
    ),
    "place.by_day.alt": (
        "Visites des {count} derniers jours ; la part du bas de chaque colonne est faite de scans.",
        "Visits of the last {count} days; the lower part of each column is scans.",
    ),
    "place.by_hour": ("Heure par heure, aujourd'hui", "Hour by hour, today"),
    "place.by_hour.alt": (
        "Visites d'aujourd'hui, heure par heure, et celles d'un jour ordinaire.",
        "Visits of today, hour by hour, and those of a usual day.",
    ),
    "place.usual.one": (
        "Un jour ordinaire : la moyenne du seul jour entier compté jusqu'ici.",
        "A usual day: the one whole day that was counted so far.",
    ),
    "place.usual.other": (
        "Un jour ordinaire : la moyenne des {count} derniers jours entiers.",
        "A usual day: the mean of the last {count} whole days.",
    ),
    "place.no_usual": (
        "Un jour ordinaire se dessinera ici après un premier jour entier.",
        "A usual day will be drawn here after a first whole day.",
    ),
    "place.hour": ("{hour} h", "{hour}:00"),
    "place.legend.scans": ("scans de QR codes", "scans of QR codes"),
    "place.legend.clicks": ("clics sur des liens", "clicks on links"),
    "place.legend.today": ("aujourd'hui", "today"),
    "place.legend.usual": ("un jour ordinaire", "a usual day"),
    "place.by_group": ("Par groupe", "By group"),
    "place.by_channel": ("Par canal", "By channel"),
    "place.group": ("Groupe", "Group"),
    "place.channel": ("Canal", "Channel"),
    "place.day": ("Jour", "Day"),
    "place.hour.head": ("Heure", "Hour"),
    "place.visits": ("Visites", "Visits"),
    "place.scans": ("dont scans", "of them scans"),
    "place.usual.head": ("Jour ordinaire", "Usual day"),
    "place.own": ("Liens de l'association", "The association's own links"),
    "place.parts.lead": (
        "Les liens d'aujourd'hui, avec toutes leurs visites.",
        "The links of today, with all their visits.",
    ),
    "place.split": ("Scans et clics", "Scans and clicks"),
    "place.split.alt": (
        "{scans} des visites viennent d'un QR code scanné, {clicks} d'un lien suivi.",
        "{scans} of the visits came by a QR code, {clicks} by a link.",
    ),
    "place.table": ("Les chiffres en tableau", "The figures as a table"),
    "place.exact": (
        "Visites et scans : chiffres exacts, relevés le {moment}.",
        "Visits and scans: exact figures, as of {moment}.",
    ),
    "place.rank.age": ("Classement établi le {moment}.", "Ranked on {moment}."),
    "place.excluded.one": (
        "Environ {count} requête n'a pas été comptée : répétitions, robots, aperçus de "
        "messageries.",
        "About {count} request was not counted: repeats, robots, previews of messengers.",
    ),
    "place.excluded.other": (
        "Environ {count} requêtes n'ont pas été comptées : répétitions, robots, aperçus de "
        "messageries.",
        "About {count} requests were not counted: repeats, robots, previews of messengers.",
    ),
    "place.take_away": ("À ouvrir dans un tableur", "To open in a spreadsheet"),
    "place.days_csv": ("Jour par jour (CSV)", "Day by day (CSV)"),
    "place.links_csv": ("Tous les liens (CSV)", "All links (CSV)"),
    "place.board_csv": ("Le classement (CSV)", "The leaderboard (CSV)"),
    "place.gone.association": (
        "Cette association a quitté la campagne : ses liens sont fermés, ses chiffres restent.",
        "This association left the campaign: its links are closed, its figures stay.",
    ),
    "place.gone.group": (
        "Ce groupe est retiré : ses liens sont fermés, ses chiffres restent.",
        "This group is retired: its links are closed, its figures stay.",
    ),
    # The way to a first visit
    "first.title": ("Votre premier tract en trois gestes", "Your first flyer in three steps"),
    "first.title.group": ("Votre premier tract en deux gestes", "Your first flyer in two steps"),
    "first.lead": (
        "Aucune visite n'est encore comptée. Voici le plus court chemin.",
        "No visit has been counted yet. Here is the shortest way.",
    ),
    "first.group": ("Créez votre groupe", "Make your group"),
    "first.group.lead": (
        "Ou gardez ceux qui existent, et passez à la suite.",
        "Or keep those that there are, and go on.",
    ),
    "first.group.make": ("Créer le groupe et son lien", "Make the group and its link"),
    "first.link": ("Choisissez un lien", "Choose a link"),
    "first.link.lead": (
        "Chaque lien a son QR code et compte ses propres visites.",
        "Each link has its own QR code and counts its own visits.",
    ),
    "first.link.none": ("Il n'y a pas encore de lien ouvert.", "There is no open link yet."),
    "first.print": ("Imprimez ou partagez", "Print or share"),
    "first.print.lead": (
        "La page du lien donne le tract à imprimer et les messages tout prêts. La première visite "
        "s'affichera ici.",
        "The link's page has the flyer to print and messages ready to send. The first visit will "
        "show here.",
    ),
    # Errors of forms
    "wrong.conflict": (
        "Quelqu'un d'autre modifiait la campagne au même moment : rien n'a été changé ici. "
        "Vérifiez, puis envoyez de nouveau.",
        "Somebody else changed the campaign at the same moment: nothing was changed here. Check, "
        "then send it again.",
    ),
    "wrong.choice": ("Choisissez dans la liste.", "Choose from the list."),
    "said.conflict": (
        "Quelqu'un d'autre vient de changer la même chose : rien n'a été fait. Réessayez.",
        "Somebody else has just changed the same thing: nothing was done. Try again.",
    ),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
