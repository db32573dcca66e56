"""Words of the official count: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # The official count
    "count.section": ("Où en est la pétition", "Where the petition stands"),
    "count.name.one": ("signature", "signature"),
    "count.name.other": ("signatures", "signatures"),
    "count.signatures": ("signatures", "signatures"),
    "count.unknown": ("pas encore lues", "not read yet"),
    "count.unknown_yet": (
        "Le nombre officiel de signatures n'a pas encore pu être lu.",
        "The official number of signatures could not be read yet.",
    ),
    "count.title": (
        "{title} : {count} {name}, nombre officiel lu le {on}",
        "{title}: {count} {name}, official figure read on {on}",
    ),
    "count.progress": ("{percent} de {goal} signatures", "{percent} of {goal} signatures"),
    "count.next": ("Prochain palier, {goal} :", "Next milestone, {goal}:"),
    "count.all_reached": ("Tous les paliers sont franchis.", "Every milestone is reached."),
    "count.read": (
        "Nombre officiel, lu le {moment} ({source})",
        "Official figure, read on {moment} ({source})",
    ),
    "count.source.assemblee-nationale": ("Assemblée nationale", "Assemblée nationale"),
    "count.source.senat": ("Sénat", "Sénat"),
    "count.source.decidim": ("plateforme de la pétition", "the petition's platform"),
    "count.source.data-gouv": ("data.gouv.fr, chaque semaine", "data.gouv.fr, weekly"),
    "count.source.uk-parliament": ("Parlement britannique", "UK Parliament"),
    "count.source.manual": ("relevé à la main", "read by hand"),
    "count.source.import": ("historique importé", "imported history"),
    "count.stale": ("lecture en retard", "overdue"),
    "count.closed": ("pétition close", "petition closed"),
    "count.held": (
        "Une lecture surprenante ({count}) attend d'être confirmée par une seconde.",
        "A surprising reading ({count}) waits for a second one to confirm it.",
    ),
    "count.pace.hour": ("en une heure", "in an hour"),
    "count.pace.day": ("en un jour", "in a day"),
    "count.pace.week": ("en une semaine", "in a week"),
    "count.reached": ("franchi le {day}", "reached on {day}"),
    "count.reached_before": ("franchi, date inconnue", "reached, on an unknown date"),
    "count.expected": (
        "estimé entre le {earliest} et le {latest}",
        "estimated between {earliest} and {latest}",
    ),
    "count.expected_open": ("estimé à partir du {earliest}", "estimated from {earliest} on"),
    "count.condition": ("et {condition} : non publié", "and {condition}: not published"),
    "count.estimate": (
        "Une estimation prolonge le rythme des derniers jours ; elle n'est donnée que si les "
        "relevés le permettent.",
        "An estimate prolongs the pace of the last days; it is given only when the readings "
        "support one.",
    ),
    # Days of visits, and of signatures
    "beside.title": ("Visites et signatures", "Visits and signatures"),
    "beside.link": ("Visites et signatures, jour par jour", "Visits and signatures, day by day"),
    "beside.days": ("Jour par jour", "Day by day"),
    "beside.no_link": (
        "Deux chiffres des mêmes jours, et rien de plus : on signe ailleurs, et personne ne sait "
        "qui a signé ni à la suite de quelle visite.",
        "Two figures of the same days, and nothing more: people sign elsewhere, and nobody knows "
        "who signed, or after which visit.",
    ),
    "beside.visits": ("Visites comptées par jour", "Visits counted by day"),
    "beside.signatures": ("Signatures officielles par jour", "Official signatures by day"),
    "beside.signatures_short": ("Signatures", "Signatures"),
    "beside.most": ("au plus {most}", "at most {most}"),
    "beside.correlation": (
        "Corrélation de ces jours : {value} (de −1 à 1). Elle ne dit pas que l'un cause l'autre.",
        "Correlation of these days: {value} (from −1 to 1). It does not say that one causes the "
        "other.",
    ),
    "beside.no_correlation": (
        "Trop peu de jours connus pour une corrélation.",
        "Too few known days for a correlation.",
    ),
    "beside.table": ("Voir les chiffres", "See the figures"),
    "beside.day": ("Jour", "Day"),
    "beside.today": ("en cours", "so far"),
    "beside.empty": ("Rien à montrer pour le moment.", "Nothing to show for now."),
}
