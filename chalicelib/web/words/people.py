"""Words of members and invitations: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "people.title": ("Personnes et invitations", "People and invitations"),
    "people.lead": (
        "Ces personnes entrent avec leur adresse e-mail, sans mot de passe. Chacune ne voit que "
        "ce qui est à elle.",
        "These people sign in with their e-mail address, without a password. Each of them sees "
        "only what is theirs.",
    ),
    "people.invite": ("Inviter une personne", "Invite somebody"),
    "people.sheet": ("Imprimer des invitations", "Print invitations"),
    "people.organisers": ("Organisation de la campagne", "The campaign's organisers"),
    "people.left": ("partie", "has left"),
    "people.you": ("vous", "you"),
    "people.since": ("depuis le {day}", "since {day}"),
    "people.by": ("par {by}", "by {by}"),
    "people.by_command": ("par le serveur", "by the server"),
    "people.remove": ("Retirer", "Remove"),
    "people.remove_whom": ("Retirer {email} de {place}", "Remove {email} from {place}"),
    "people.none": ("Personne ne peut encore entrer.", "Nobody can sign in yet."),
    "people.alone.campaign.one": (
        "{count} association n'a encore personne",
        "{count} association has nobody yet",
    ),
    "people.alone.campaign.other": (
        "{count} associations n'ont encore personne",
        "{count} associations have nobody yet",
    ),
    "people.alone.association.one": (
        "{count} groupe n'a encore personne",
        "{count} group has nobody yet",
    ),
    "people.alone.association.other": (
        "{count} groupes n'ont encore personne",
        "{count} groups have nobody yet",
    ),
    "people.add": ("Ajouter par adresse e-mail", "Add by e-mail address"),
    "people.add.lead": (
        "Rien n'est envoyé : prévenez la personne. Elle entre aussitôt par « Espace des "
        "associations », avec cette adresse.",
        "Nothing is sent: tell the person. They can sign in at once through “The associations' "
        "space”, with this address.",
    ),
    "people.email": ("Adresse e-mail de la personne", "The person's e-mail address"),
    "people.place": ("Pour", "For"),
    "people.add.button": ("Ajouter", "Add"),
    "people.choose": ("Choisissez…", "Choose…"),
    "people.wrong.place": ("Choisissez pour qui.", "Choose for whom."),
    "people.wrong.known": (
        "Cette adresse y est déjà.",
        "This address is there already.",
    ),
    "said.member_added": (
        "C'est fait : cette personne peut entrer dès maintenant.",
        "Done: this person can sign in from now on.",
    ),
    "said.member_removed": (
        "C'est fait : cette personne n'a plus cet accès.",
        "Done: this person no longer has this access.",
    ),
    # Removing somebody
    "remove.title": ("Retirer cette personne ?", "Remove this person?"),
    "remove.lead": (
        "{email} n'aura plus accès à « {place} ». Sans autre accès, toutes ses sessions se "
        "ferment aussitôt.",
        "{email} will have no more access to “{place}”. Without any other access, all their "
        "sessions end at once.",
    ),
    "remove.stays": (
        "Ce que la personne a fait reste au journal. On peut l'ajouter de nouveau plus tard.",
        "What the person did stays in the trail. They can be added again later.",
    ),
    "remove.own": (
        "C'est votre propre accès : vous ne pourrez pas vous le rendre.",
        "This is your own access: you cannot give it back to yourself.",
    ),
    "remove.last": (
        "C'est la dernière personne de l'organisation : sans elle, plus personne ne pourrait "
        "gérer la campagne. Ajoutez-en d'abord une autre.",
        "This is the last of the organisers: without them nobody could run the campaign. Add "
        "somebody else first.",
    ),
    "remove.button": ("Retirer", "Remove"),
    "remove.back": ("Ne rien changer", "Change nothing"),
    # Inviting
    "invite.title": ("Inviter une personne", "Invite somebody"),
    "invite.lead": (
        "Un code sert une fois, dans les trente jours. Qui le saisit donne son adresse, puis "
        "reçoit un lien pour entrer.",
        "A code works once, within thirty days. Whoever types it gives their address, then "
        "receives a link to sign in.",
    ),
    "invite.for": ("Invitation pour", "Invitation for"),
    "invite.button": ("Créer l'invitation", "Make the invitation"),
    "invite.many": ("Plusieurs, sur papier", "Several, on paper"),
    "invite.made": ("L'invitation est prête", "The invitation is ready"),
    "invite.once": (
        "Ce code ne sera plus montré : transmettez-le maintenant.",
        "This code is not shown again: hand it on now.",
    ),
    "invite.code": ("Code", "Code"),
    "invite.until": ("Valable jusqu'au {day}", "Valid until {day}"),
    "invite.scan": ("Ou faites scanner ce code :", "Or let them scan this code:"),
    "invite.address": ("Adresse à transmettre", "Address to hand on"),
    "invite.copy": ("Copier l'adresse", "Copy the address"),
    "invite.copied": ("Copiée", "Copied"),
    "invite.mail": ("L'envoyer par e-mail", "Send it by e-mail"),
    "invite.mail.subject": (
        "Votre invitation à la campagne « {campaign} »",
        "Your invitation to the campaign “{campaign}”",
    ),
    "invite.mail.body": (
        "Bonjour,\n\nVoici votre invitation pour {place} :\n{address}\n\nElle sert une fois, "
        "jusqu'au {day}. Vous donnerez votre adresse e-mail, puis recevrez un lien pour entrer.",
        "Hello,\n\nHere is your invitation for {place}:\n{address}\n\nIt works once, until {day}. "
        "You give your e-mail address, then receive a link to sign in.",
    ),
    "invite.another": ("En créer une autre", "Make another one"),
    "invite.back": ("Retour aux personnes", "Back to the people"),
    # Many at once, on paper
    "invite.sheet.title": ("Imprimer des invitations", "Print invitations"),
    "invite.sheet.lead": (
        "Des cartes à découper, huit par page A4 : un code chacune, avec la marche à suivre.",
        "Cards to cut, eight on a page of A4: one code each, with what to do.",
    ),
    "invite.sheet.for": ("Cartes pour", "Cards for"),
    "invite.sheet.every.campaign": (
        "Chaque association encore sans personne",
        "Each association that has nobody yet",
    ),
    "invite.sheet.every.association": (
        "Chaque groupe encore sans personne",
        "Each group that has nobody yet",
    ),
    "invite.sheet.count": ("Combien de cartes, pour chacun", "How many cards, for each"),
    "invite.sheet.count.hint": (
        "De 1 à {most} chacun, {most_at_once} en tout.",
        "1 to {most} each, {most_at_once} in all.",
    ),
    "invite.sheet.button": ("Préparer la feuille", "Make the sheet"),
    "invite.wrong.count": (
        "Écrivez un nombre de cartes, dans ces limites.",
        "Write a number of cards within these limits.",
    ),
    "invite.wrong.nobody": (
        "Tout le monde a déjà quelqu'un. Choisissez pour qui imprimer.",
        "Everyone has somebody already. Choose whom to print for.",
    ),
    "invite.ready.one": ("{count} invitation à imprimer", "{count} invitation to print"),
    "invite.ready.other": ("{count} invitations à imprimer", "{count} invitations to print"),
    "invite.ready.once": (
        "Imprimez ou enregistrez cette page maintenant : ces codes ne seront plus montrés.",
        "Print or save this page now: these codes are not shown again.",
    ),
    "invite.print": ("Imprimer", "Print"),
    "invite.card.invites": ("Invitation", "Invitation"),
    "invite.card.do": (
        "Scannez le QR code, ou saisissez ce code à l'adresse ci-dessous. Donnez ensuite votre "
        "adresse e-mail : vous y recevrez un lien pour entrer.",
        "Scan the QR code, or type this code in at the address below. Then give your e-mail "
        "address: a link to sign in reaches you there.",
    ),
    "invite.card.once": (
        "Sert une fois, jusqu'au {day}.",
        "Works once, until {day}.",
    ),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
