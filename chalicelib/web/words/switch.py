"""Words of another address for every code at once: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "switch.title": ("Changer l'adresse de la campagne", "Change the campaign's address"),
    "switch.lead": (
        "Tous les codes, imprimés ou partagés, mènent à une seule adresse. La changer les change "
        "tous, en une minute, sans rien réimprimer.",
        "All codes, printed or shared, lead to one address. Changing it changes them all, within "
        "a minute, with nothing to print again.",
    ),
    "switch.now.one": ("{count} lien mène aujourd'hui à", "{count} link now leads to"),
    "switch.now.other": ("{count} liens mènent aujourd'hui à", "{count} links now lead to"),
    "switch.url": ("Nouvelle adresse", "New address"),
    "switch.url.hint": (
        "Elle commence par https:// et se trouve sur : {hosts}.",
        "It begins with https:// and is on: {hosts}.",
    ),
    "switch.reason": ("Pourquoi (facultatif)", "Why (optional)"),
    "switch.reason.hint": (
        "Les pages publiques montrent cette phrase pendant trente jours.",
        "Public pages show this sentence for thirty days.",
    ),
    "switch.preview": ("Voir avant de changer", "Look before changing"),
    "switch.wrong.petition_url": (
        "Les liens ne peuvent pas mener à cette adresse. Vérifiez qu'elle commence par https:// "
        "et qu'elle est sur une des plateformes ci-dessus.",
        "Links cannot lead to this address. Check that it begins with https:// and is on one of "
        "the platforms above.",
    ),
    "switch.wrong.reason": (
        "Une phrase, sur une ligne, de 200 caractères au plus.",
        "One sentence, on one line, of at most 200 characters.",
    ),
    "switch.wrong.same": (
        "Les liens y mènent déjà.",
        "The links lead there already.",
    ),
    "switch.wrong.previewed": (
        "Cet aperçu n'est plus valable : remplissez le formulaire de nouveau.",
        "This preview is no longer good: fill in the form again.",
    ),
    "switch.wrong.slug": (
        "Ce n'est pas le nom court de la campagne ; rien n'a été changé.",
        "This is not the campaign's short name; nothing was changed.",
    ),
    "switch.wrong.changed": (
        "La campagne a été modifiée depuis cet aperçu ; rien n'a été changé. Voici ce qu'il en "
        "est maintenant : regardez, puis confirmez de nouveau.",
        "The campaign was changed since this preview; nothing was switched. This is how it is "
        "now: look, then confirm again.",
    ),
    "switch.look": ("Avant de changer : regardez", "Before changing: look"),
    "switch.from": ("Aujourd'hui", "Now"),
    "switch.to": ("Ensuite", "Then"),
    "switch.try": (
        "Ouvrir la nouvelle adresse pour vérifier (nouvel onglet)",
        "Open the new address to check (new tab)",
    ),
    "switch.links": ("Liens concernés", "Links concerned"),
    "switch.scanned.one": (
        "dont {count} déjà scanné, donc sans doute sur papier",
        "of them {count} scanned already, so most likely on paper",
    ),
    "switch.scanned.other": (
        "dont {count} déjà scannés, donc sans doute sur papier",
        "of them {count} scanned already, so most likely on paper",
    ),
    "switch.says": ("Ce que diront les pages", "What pages will say"),
    "switch.says.during": (
        "pendant {days} jours, aux visiteurs des pages de la campagne",
        "for {days} days, to visitors of the campaign's pages",
    ),
    "switch.warnings": ("Ce qui ne change pas tout seul", "What does not change by itself"),
    "switch.warning.count": (
        "Le nombre officiel reste lu à l'ancienne pétition ({source}, {id}) : le fichier de "
        "campagne dit où lire.",
        "The official count is still read from the old petition ({source}, {id}): the campaign "
        "file says where.",
    ),
    "switch.warning.file": (
        "Un fichier de campagne qui porte encore l'ancienne adresse la rétablirait : changez-le "
        "aussi.",
        "A campaign file that still has the old address would switch back: change it too.",
    ),
    "switch.confirm": ("Pour confirmer, écrivez", "To confirm, type"),
    "switch.button": ("Changer l'adresse de tous les liens", "Change the address of every link"),
    "switch.back": ("Revenir sans rien changer", "Go back and change nothing"),
    "switch.history": ("Changements d'adresse", "Changes of address"),
    "switch.history.none": ("L'adresse n'a jamais changé.", "The address was never changed."),
    "switch.history.line": ("De {old} à {new}", "From {old} to {new}"),
    "switch.history.by": ("le {moment}, par {by}", "on {moment}, by {by}"),
    "switch.announced": ("annoncé sur les pages", "announced on pages"),
    "said.switched": (
        "C'est fait : tous les liens mènent à la nouvelle adresse en une minute au plus.",
        "Done: all links lead to the new address within a minute.",
    ),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
