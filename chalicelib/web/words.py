"""The interface's words, French first and English beside.

Written with plain spaces and straight apostrophes: `language.typeset` puts the no-break spaces
and the curly apostrophes of French in, for these words and for campaigns' own alike.
"""

from __future__ import annotations

from chalicelib.language import language

LOCALES = ("fr", "en")

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
        "Ces pages ne chargent ni script ni contenu d'un autre site.",
        "These pages load no script, and nothing from any other site.",
    ),
    "see_petition": ("Voir la pétition", "See the petition"),
    "visit.one": ("visite", "visit"),
    "visit.other": ("visites", "visits"),
    # Campaigns
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
    # Figures
    "figures.visits": ("visites comptées", "visits counted"),
    "figures.scans": ("dont scans d'un QR code", "of them scans of a QR code"),
    "figures.updated": ("Chiffres mis à jour le {moment}", "Figures updated on {moment}"),
    "figures.exact": ("Chiffres exacts", "Exact figures"),
    "counted.title": ("Ce qui est compté", "What is counted"),
    "counted.visit": (
        "Une visite est la première requête, dans la journée, d'une même adresse et d'un même "
        "navigateur pour un lien. Plusieurs personnes derrière une même adresse avec le même "
        "téléphone font une seule visite. Les robots et les aperçus ne comptent pas.",
        "A visit is the first request of one address-and-agent pair for a link on a day. "
        "Several people behind one address with the same phone are one visit. "
        "Robots and previews do not count.",
    ),
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
    # Leaderboard
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
    # When something is over, wrong or missing
    "closed.link.title": ("Ce lien est fermé", "This link is closed"),
    "closed.link.lead": (
        "L'association qui le portait ne l'utilise plus. La pétition, elle, est ici :",
        "The association that carried it no longer uses it. The petition itself is here:",
    ),
    "closed.campaign.title": ("Cette campagne est close", "This campaign is closed"),
    "closed.campaign.lead": (
        "Merci à toutes les personnes qui l'ont portée. La pétition reste visible ici :",
        "Thank you to everyone who carried it. The petition can still be seen here:",
    ),
    "closed.note": ("Votre passage n'a pas été compté.", "Your visit has not been counted."),
    "missing.title": ("Rien à cette adresse", "Nothing at this address"),
    "missing.link": (
        "Aucun lien n'a ce code. Une faute de frappe, peut-être ?",
        "No link has this code. A typing error, perhaps?",
    ),
    "missing.page": (
        "Cette page n'existe pas, ou n'existe plus.",
        "This page does not exist, or no longer does.",
    ),
    "missing.case": (
        "Majuscules et minuscules se valent.",
        "Upper and lower case are the same.",
    ),
    "missing.letters": (
        "O se lit comme zéro, I et L comme un : ces erreurs-là sont déjà pardonnées.",
        "O reads as zero, I and L as one: those slips are already forgiven.",
    ),
    "missing.length": (
        "Un code compte sept signes : il en manque ou il y en a un de trop ?",
        "A code has seven characters: is one missing, or one too many?",
    ),
    "missing.back": ("Aller à l'accueil", "Go to the home page"),
    "error.store_unavailable.title": ("Un instant !", "One moment!"),
    "error.store_unavailable.lead": (
        "Le service ne répond pas. Réessayez dans une minute.",
        "The service does not answer. Try again in a minute.",
    ),
    "error.internal.title": ("Une panne de notre côté", "Something broke on our side"),
    "error.internal.lead": (
        "La page n'a pas pu être faite. Réessayez dans une minute.",
        "The page could not be made. Try again in a minute.",
    ),
    "error.asked.title": ("Demande impossible", "This cannot be done"),
    "error.asked.lead": (
        "L'adresse demande quelque chose que cette page ne sait pas faire.",
        "The address asks for something that this page cannot do.",
    ),
    "error.back": ("Revenir à l'accueil", "Back to the home page"),
    "error.request": ("Référence à nous donner : {id}", "Reference to give us: {id}"),
}
"""Each key's words in the order of `LOCALES`. `{name}` is filled in."""


def word(locale: str, key: str, **values: object) -> str:
    """The words of `key`, filled in. `KeyError` for a key or a value that is not there."""
    return WORDS[key][LOCALES.index(language(locale))].format(**values)


def plural(locale: str, key: str, count: int) -> str:
    """The form of `key` that goes with `count`: French says 0 visite, English 0 visits."""
    one = abs(count) < 2 if language(locale) == "fr" else abs(count) == 1
    return f"{key}.{'one' if one else 'other'}"
