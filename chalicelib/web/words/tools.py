"""Words of kits, spreadsheets and tokens in the space."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # The kit
    "kit.title": ("Imprimer et partager", "Print and share"),
    "kit.whole": ("Tout le kit d'un coup", "The whole kit at once"),
    "kit.whole.lead": (
        "Un PDF avec une page par lien, et un ZIP avec tout : QR codes, tracts, affiches, images "
        "et messages.",
        "One PDF with a page for each link, and a ZIP with everything: QR codes, flyers, posters, "
        "pictures and messages.",
    ),
    "kit.piece": ("Pages du PDF", "Pages of the PDF"),
    "kit.button": ("Préparer le kit", "Prepare the kit"),
    "kit.one": ("Tract par tract", "Flyer by flyer"),
    "kit.one.lead": (
        "Imprimez à 100 %, sans ajuster à la page. Affiches, cartes et autocollants sont sur la "
        "page de chaque lien.",
        "Print at 100 %, without fitting to the page. Posters, cards and stickers are on the page "
        "of each link.",
    ),
    "kit.link": ("Lien", "Link"),
    "kit.none": (
        "Aucun lien ouvert n'est fait pour le papier. Ajoutez par exemple un lien d'affiche.",
        "No open link is meant for paper. Add one for a poster, for instance.",
    ),
    "kit.making": ("Le kit se prépare", "The kit is being made"),
    "kit.making.lead": (
        "Quelques secondes pour un groupe, une minute ou deux pour beaucoup de liens. Cette page "
        "se recharge toute seule.",
        "A few seconds for a group, a minute or two for many links. This page reloads by itself.",
    ),
    "kit.again": ("Regarder maintenant", "Look now"),
    "kit.ready": ("Le kit est prêt", "The kit is ready"),
    "kit.ready.lead": (
        "Ces adresses servent un quart d'heure. Revenez ici quand vous voulez.",
        "These addresses work for a quarter of an hour. Come back here at any time.",
    ),
    "kit.pdf": ("Le PDF à imprimer", "The PDF to print"),
    "kit.pdf.what": ("{piece}, une page par lien", "{piece}, a page for each link"),
    "kit.zip": ("Le ZIP avec tout", "The ZIP with everything"),
    "kit.get": ("Télécharger", "Download"),
    "kit.waiting": ("en préparation…", "being made…"),
    "kit.nothing": ("rien à imprimer", "nothing to print"),
    "kit.unfit": (
        "Un texte ne tient pas sur ce format : le fichier dit lequel.",
        "A text does not fit this paper: the file says which.",
    ),
    "kit.back": ("Revenir au kit", "Back to the kit"),
    # Spreadsheets
    "sheet.title": ("Groupes et liens par tableur", "Groups and links by spreadsheet"),
    "sheet.lead": (
        "Pour en créer beaucoup d'un coup. Rien n'est changé avant que vous ayez vu, ligne par "
        "ligne, ce qui le serait.",
        "To make many at once. Nothing is changed before you have seen, line by line, what would "
        "be.",
    ),
    "sheet.file": ("Fichier CSV", "CSV file"),
    "sheet.file.hint": (
        "D'Excel ou de LibreOffice, un mégaoctet au plus.",
        "From Excel or LibreOffice, one megabyte at most.",
    ),
    "sheet.text": ("Ou collez les lignes ici", "Or paste the lines here"),
    "sheet.text.hint": (
        "Avec les titres de colonnes sur la première ligne.",
        "With the titles of columns on the first line.",
    ),
    "sheet.check": ("Vérifier, sans rien changer", "Check, changing nothing"),
    "sheet.columns": ("Les colonnes", "The columns"),
    "sheet.template": ("Télécharger un modèle (CSV)", "Download a template (CSV)"),
    "sheet.export": ("Emporter un tableur", "Take a spreadsheet away"),
    "sheet.export.lead": (
        "Le fichier des liens peut être modifié, puis repris ici.",
        "The file of links can be changed, and taken in again here.",
    ),
    "sheet.column.association": (
        "nom court de l'association ; sur chaque ligne",
        "the association's short name; on every line",
    ),
    "sheet.column.group": (
        "le groupe ; vide pour un lien de l'association. Un nom inconnu crée le groupe",
        "the group; empty for a link of the association. A name that is not known makes it",
    ),
    "sheet.column.name": (
        "un autre nom, si le nom court du groupe ne suffit pas",
        "another name, if the group's short name does not do",
    ),
    "sheet.column.department": ("le département du groupe", "the group's département"),
    "sheet.column.channel": (
        "où sert le lien : poster, whatsapp, market… ; vide, un lien d'affiche",
        "where the link is used: poster, whatsapp, market…; a poster's when empty",
    ),
    "sheet.column.aliases": (
        "adresses à lire à voix haute, comme essor-lyon",
        "addresses to read aloud, such as essor-lyon",
    ),
    "sheet.keeps": (
        "Un tableur ajoute et renomme. Il ne retire aucun groupe et ne ferme aucun lien.",
        "A spreadsheet adds and renames. It retires no group and closes no link.",
    ),
    "sheet.report": ("Ce qui changerait", "What would change"),
    "sheet.report.wrong": ("À corriger d'abord", "To be mended first"),
    "sheet.report.nothing": (
        "Tout est déjà ainsi : il n'y a rien à changer.",
        "All is so already: there is nothing to change.",
    ),
    "sheet.report.wrong.lead": (
        "Rien n'a été changé : tout est repris ensemble, ou rien. Corrigez les lignes ci-dessous, "
        "puis vérifiez à nouveau.",
        "Nothing was changed: all is taken in together, or nothing. Mend the lines below, and "
        "check again.",
    ),
    "sheet.line": ("Ligne", "Line"),
    "sheet.what": ("Effet", "Effect"),
    "sheet.said": ("Détail", "Detail"),
    "sheet.what.new": ("nouveau", "new"),
    "sheet.what.changed": ("changé", "changed"),
    "sheet.what.same": ("inchangé", "unchanged"),
    "sheet.what.wrong": ("à corriger", "to be mended"),
    "sheet.sum.new.one": ("{count} ligne nouvelle", "{count} new line"),
    "sheet.sum.new.other": ("{count} lignes nouvelles", "{count} new lines"),
    "sheet.sum.changed.one": ("{count} ligne qui change", "{count} line that changes"),
    "sheet.sum.changed.other": ("{count} lignes qui changent", "{count} lines that change"),
    "sheet.sum.same.one": ("{count} ligne inchangée", "{count} unchanged line"),
    "sheet.sum.same.other": ("{count} lignes inchangées", "{count} unchanged lines"),
    "sheet.sum.wrong.one": ("{count} ligne à corriger", "{count} line to be mended"),
    "sheet.sum.wrong.other": ("{count} lignes à corriger", "{count} lines to be mended"),
    "sheet.hidden.one": ("{count} autre ligne n'est pas montrée.", "{count} more is not shown."),
    "sheet.hidden.other": (
        "{count} autres lignes ne sont pas montrées.",
        "{count} more lines are not shown.",
    ),
    "sheet.take_in": ("Appliquer ces changements", "Make these changes"),
    "sheet.again": ("Choisir un autre fichier", "Choose another file"),
    "sheet.mend": ("Corriger ici", "Mend it here"),
    "wrong.sheet.empty": (
        "Choisissez un fichier, ou collez des lignes.",
        "Choose a file, or paste some lines.",
    ),
    "wrong.sheet.file": (
        "Ce tableur ne peut pas être lu. Ligne {line} : {why}.",
        "This spreadsheet cannot be read. Line {line}: {why}.",
    ),
    "said.sheet_taken_in": (
        "Le tableur est repris : vos groupes et vos liens sont à jour.",
        "The spreadsheet was taken in: your groups and links are up to date.",
    ),
    # Tokens
    "token.title": ("Jetons", "Tokens"),
    "token.lead": (
        "Un jeton laisse un outil, comme votre site, lire ou changer ce qui est à vous, sans "
        "personne devant l'écran.",
        "A token lets a tool, such as your site, read or change what is yours, with nobody at the "
        "screen.",
    ),
    "token.docs": ("Ce qu'un outil peut demander", "What a tool can ask for"),
    "token.none": ("Aucun jeton en service.", "No token in use."),
    "token.label": ("Nom", "Name"),
    "token.label.hint": ("Où il sert : « site de l'association ».", "Where it is used."),
    "token.scope": ("Droits", "Rights"),
    "token.scope.read": ("lecture", "reading"),
    "token.scope.write": ("lecture et écriture", "reading and writing"),
    "token.days": ("Durée", "How long"),
    "token.days.30": ("30 jours", "30 days"),
    "token.days.90": ("90 jours", "90 days"),
    "token.days.365": ("un an", "a year"),
    "token.days.": ("sans fin", "for ever"),
    "token.whose": ("Pour", "For"),
    "token.whose.all": ("toute la campagne", "the whole campaign"),
    "token.expires": ("Fin", "Ends"),
    "token.used": ("Dernier usage", "Last use"),
    "token.never": ("jamais", "never"),
    "token.new": ("Créer un jeton", "Make a token"),
    "token.new.button": ("Créer le jeton", "Make the token"),
    "token.made": ("Voici votre jeton", "Here is your token"),
    "token.made.lead": (
        "Il ne sera plus jamais montré : copiez-le maintenant, dans l'outil ou dans un endroit "
        "sûr. Ne l'envoyez ni par e-mail ni dans une adresse.",
        "It will never be shown again: copy it now, into the tool or a safe place. Send it "
        "neither by e-mail nor in an address.",
    ),
    "token.made.again": (
        "Ce jeton a été créé et montré une fois : il ne peut plus l'être. S'il est perdu, "
        "révoquez-le et créez-en un autre.",
        "This token was made and shown once: it cannot be shown again. If it is lost, revoke it "
        "and make another one.",
    ),
    "token.copy": ("Copier le jeton", "Copy the token"),
    "token.done": ("C'est fait, revenir aux jetons", "Done, back to the tokens"),
    "token.revoke": ("Révoquer", "Revoke"),
    "token.revoke.title": ("Révoquer « {label} » ?", "Revoke “{label}”?"),
    "token.revoke.lead": (
        "L'outil qui s'en sert n'aura plus accès à rien, tout de suite et pour de bon.",
        "The tool that uses it will have access to nothing, at once and for good.",
    ),
    "token.revoke.button": ("Révoquer ce jeton", "Revoke this token"),
    "token.over.one": ("{count} jeton hors service", "{count} token out of use"),
    "token.over.other": ("{count} jetons hors service", "{count} tokens out of use"),
    "token.revoked": ("révoqué", "revoked"),
    "token.expired": ("terminé", "ended"),
    "wrong.token.label": (
        "Donnez-lui un nom, de 120 signes au plus.",
        "Give it a name, of 120 characters at most.",
    ),
    "said.token_revoked": ("Le jeton est révoqué.", "The token is revoked."),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
