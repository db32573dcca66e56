"""Words of a campaign as its organisers look at it: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Everything at a glance
    "overview.title": ("Vue d'ensemble", "Overview"),
    "overview.today": ("visites aujourd'hui", "visits today"),
    "overview.official": ("signatures officielles", "official signatures"),
    "overview.official.none": ("signatures : pas encore lues", "signatures: not read yet"),
    "overview.official.link": (
        "État de la lecture des signatures",
        "How the reading of signatures goes",
    ),
    "overview.read": ("lues {age}", "read {age}"),
    "overview.age.now": ("à l'instant", "just now"),
    "overview.age.minutes.one": ("il y a {count} minute", "{count} minute ago"),
    "overview.age.minutes.other": ("il y a {count} minutes", "{count} minutes ago"),
    "overview.age.hours.one": ("il y a {count} heure", "{count} hour ago"),
    "overview.age.hours.other": ("il y a {count} heures", "{count} hours ago"),
    "overview.age.days.one": ("il y a {count} jour", "{count} day ago"),
    "overview.age.days.other": ("il y a {count} jours", "{count} days ago"),
    "overview.as_of": ("Chiffres du {moment}.", "Figures of {moment}."),
    "overview.needs": ("À regarder", "To look at"),
    "overview.needs.none": (
        "Rien ne demande votre attention.",
        "Nothing asks for your attention.",
    ),
    "overview.needs.closed": (
        "La campagne est close : ses liens ne comptent plus. Son état se change dans le fichier "
        "de campagne.",
        "The campaign is closed: its links count no more. Its state is changed in the campaign "
        "file.",
    ),
    "overview.needs.flags.one": (
        "{count} lien pose une question le {day}",
        "{count} link raises a question on {day}",
    ),
    "overview.needs.flags.other": (
        "{count} liens posent une question le {day}",
        "{count} links raise a question on {day}",
    ),
    "overview.needs.held": (
        "Une lecture surprenante des signatures attend confirmation",
        "A surprising reading of the signatures waits to be confirmed",
    ),
    "overview.needs.stale": (
        "La lecture des signatures est en retard",
        "The reading of the signatures is overdue",
    ),
    "overview.needs.alone.one": (
        "{count} association n'a encore personne : invitez-la",
        "{count} association has nobody yet: invite it",
    ),
    "overview.needs.alone.other": (
        "{count} associations n'ont encore personne : invitez-les",
        "{count} associations have nobody yet: invite them",
    ),
    "overview.needs.moved": (
        "L'adresse de la campagne a changé : les pages le disent jusqu'au {day}",
        "The campaign's address was changed: pages say so until {day}",
    ),
    "overview.associations": ("Associations", "Associations"),
    "overview.add": ("Ajouter une association", "Add an association"),
    "overview.none": (
        "Pas encore d'association. Ajoutez la première, ou importez un tableur.",
        "No association yet. Add the first one, or import a spreadsheet.",
    ),
    "overview.line.today": ("aujourd'hui", "today"),
    "overview.line.last": ("Dernière visite : {when}", "Last visit: {when}"),
    "overview.last.today": ("aujourd'hui", "today"),
    "overview.last.yesterday": ("hier", "yesterday"),
    "overview.last.earlier": (
        "il y a plus de {days} jours",
        "more than {days} days ago",
    ),
    "overview.last.never": ("pas encore de visite", "no visit yet"),
    "overview.people.none": ("personne : à inviter", "nobody: to be invited"),
    "overview.people.one": ("{count} personne", "{count} person"),
    "overview.people.other": ("{count} personnes", "{count} people"),
    "overview.groups.one": ("{count} groupe", "{count} group"),
    "overview.groups.other": ("{count} groupes", "{count} groups"),
    "overview.invite": ("Inviter", "Invite"),
    "overview.change": ("Modifier", "Change"),
    "overview.about": ("{what} : {name}", "{what}: {name}"),
    "overview.gone": ("Associations parties", "Associations that have left"),
    "overview.return": ("Faire revenir", "Let it return"),
    # Associations
    "association.new": ("Ajouter une association", "Add an association"),
    "association.new.lead": (
        "Elle reçoit aussitôt un premier lien, pour ses affiches. Invitez ensuite quelqu'un "
        "d'elle : le reste est entre ses mains.",
        "It gets its first link at once, for its posters. Then invite somebody of theirs: the "
        "rest is in their hands.",
    ),
    "association.change": ("Modifier l'association", "Change the association"),
    "association.name": ("Nom", "Name"),
    "association.name.hint": (
        "Tel qu'il paraît sur les pages et les tracts.",
        "As pages and flyers show it.",
    ),
    "association.contact": ("Contact (facultatif)", "Contact (optional)"),
    "association.contact.hint": (
        "Pour les organisateurs : un nom, une adresse, un téléphone.",
        "For organisers: a name, an address, a telephone.",
    ),
    "association.website": ("Site (facultatif)", "Website (optional)"),
    "association.website.hint": (
        "Une adresse comme https://exemple.fr. Les pages publiques y mènent.",
        "An address like https://exemple.fr. Public pages lead there.",
    ),
    "association.wrong.name": (
        "Écrivez un nom de 120 caractères au plus, sur une ligne, avec au moins une lettre.",
        "Write a name of at most 120 characters, on one line, with at least one letter.",
    ),
    "association.wrong.contact": (
        "Un contact tient sur une ligne, en 200 caractères au plus.",
        "A contact fits on one line of at most 200 characters.",
    ),
    "association.wrong.website": (
        "Ceci n'est pas l'adresse d'un site. Elle commence par https:// ou http://.",
        "This is not the address of a site. It begins with https:// or http://.",
    ),
    "association.add": ("Ajouter", "Add"),
    "association.save": ("Enregistrer", "Save"),
    "association.back": ("Ne rien changer", "Change nothing"),
    "association.leaves": ("L'association quitte la campagne ?", "Does it leave the campaign?"),
    "association.leave": ("Voir ce que cela change", "See what that changes"),
    "said.association_added": (
        "L'association est là. Invitez maintenant quelqu'un d'elle.",
        "The association is there. Now invite somebody of theirs.",
    ),
    "said.association_changed": ("C'est enregistré.", "It is saved."),
    "said.association_left": (
        "L'association a quitté la campagne ; ses liens sont fermés.",
        "The association has left the campaign; its links are closed.",
    ),
    "said.association_back": (
        "L'association est revenue, avec ses codes.",
        "The association is back, with its codes.",
    ),
    "leave.title": ("{name} quitte la campagne ?", "Does {name} leave the campaign?"),
    "leave.links.one": (
        "{count} lien se ferme. Son code imprimé ne se perd pas : qui le suit voit une page qui "
        "dit que le lien est fermé, avec le chemin de la pétition.",
        "{count} link closes. Its printed code is not lost: who follows it sees a page that says "
        "that the link is closed, with the way to the petition.",
    ),
    "leave.links.other": (
        "{count} liens se ferment. Leurs codes imprimés ne se perdent pas : qui les suit voit "
        "une page qui dit que le lien est fermé, avec le chemin de la pétition.",
        "{count} links close. Their printed codes are not lost: who follows them sees a page "
        "that says that the link is closed, with the way to the petition.",
    ),
    "leave.no_count": (
        "Ces passages ne sont plus comptés. Les visites d'avant restent dans tous les chiffres.",
        "Nothing of that is counted any more. Visits of before stay in all figures.",
    ),
    "leave.groups": ("Ses groupes partent avec elle : {names}.", "Its groups leave too: {names}."),
    "leave.people": (
        "Ses personnes peuvent encore entrer et voir ses chiffres, tant que vous ne les retirez "
        "pas.",
        "Its people can still sign in and see its figures, until you remove them.",
    ),
    "leave.undo": (
        "Elle peut revenir : ses liens retrouvent alors les mêmes codes.",
        "It can return: its links then have the same codes again.",
    ),
    "leave.button": ("Elle quitte la campagne", "It leaves the campaign"),
    "return.title": ("{name} revient ?", "Does {name} return?"),
    "return.lead": (
        "Ses liens se rouvrent avec leurs codes : ce qui est imprimé compte de nouveau.",
        "Its links open again with their codes: what is printed counts again.",
    ),
    "return.groups": ("Avec ses groupes : {names}", "With its groups: {names}"),
    "return.button": ("Elle revient", "It returns"),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
