"""Words of the space of those who sign in: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "space.title": ("Votre espace", "Your space"),
    "space.who": ("Vous êtes {email}.", "You are {email}."),
    "space.footer": (
        "Cet espace n'utilise de cookies que pour vous laisser entrer. Les visiteurs des liens "
        "n'en reçoivent aucun.",
        "This space uses cookies to let you in, and for nothing else. Visitors of links are given "
        "none.",
    ),
    "space.email": ("Votre adresse e-mail", "Your e-mail address"),
    "space.email.hint": (
        "Celle que votre association ou les organisateurs connaissent.",
        "The one that your association or the organisers know.",
    ),
    "space.email.wrong": (
        "Ceci n'est pas une adresse e-mail. Une adresse ressemble à prenom@exemple.org.",
        "This is not an e-mail address. One looks like name@example.org.",
    ),
    # Signing in
    "signin.title": ("Entrer dans votre espace", "Sign in to your space"),
    "signin.lead": (
        "Pas de mot de passe : nous vous envoyons un lien qui sert une fois.",
        "No password: we send you a link that works once.",
    ),
    "signin.send": ("Recevoir un lien", "Send me a link"),
    "signin.invited": (
        "Vous avez un code d'invitation ? Utilisez-le ici",
        "You have an invitation code? Use it here",
    ),
    "signin.sent.title": ("Regardez vos e-mails", "Look at your e-mail"),
    "signin.sent.lead": (
        "Si {email} est connue ici, un lien y arrive dans les minutes qui viennent. Il sert une "
        "seule fois, dans le quart d'heure.",
        "If {email} is known here, a link reaches it within minutes. It works once, within a "
        "quarter of an hour.",
    ),
    "signin.sent.spam": (
        "Rien ne vient ? Regardez dans les indésirables.",
        "Nothing comes? Look among the unwanted mail.",
    ),
    "signin.sent.other": (
        "Peut-être êtes-vous connu sous une autre adresse : demandez à qui vous a invité.",
        "Perhaps you are known by another address: ask who invited you.",
    ),
    "signin.sent.often": (
        "Une adresse reçoit au plus {most} liens par heure.",
        "An address gets at most {most} links an hour.",
    ),
    "signin.again": ("Demander un autre lien", "Ask for another link"),
    "signin.outbox": (
        "Cette machine n'envoie pas d'e-mail : lisez-les ici",
        "This machine sends no e-mail: read it here",
    ),
    "enter.title": ("Plus qu'un geste", "One more step"),
    "enter.lead": (
        "Votre lien n'a pas encore servi : il sert quand vous appuyez ici. Les messageries qui "
        "ouvrent les liens à l'avance ne l'usent donc pas.",
        "Your link has not been used yet: it is when you press here. So programs that open "
        "links beforehand do not use it up.",
    ),
    "enter.button": ("Entrer", "Sign in"),
    "gone.title": ("Ce lien ne sert plus", "This link works no longer"),
    "gone.lead": (
        "Il a déjà servi, ou a plus d'un quart d'heure. Demandez-en un autre : c'est immédiat.",
        "It was used, or is older than a quarter of an hour. Ask for another one: it takes a "
        "moment.",
    ),
    "often.title": ("Un peu trop vite", "A little too fast"),
    "often.lead": (
        "Trop de demandes sont venues de votre connexion. Réessayez dans dix minutes.",
        "Too many requests came from your connection. Try again in ten minutes.",
    ),
    # Invitations
    "invitation.title": ("Utiliser une invitation", "Use an invitation"),
    "invitation.lead": (
        "Votre code vous rattache à votre association ou à votre groupe. Un lien envoyé à votre "
        "adresse vous fait ensuite entrer.",
        "Your code makes you a member of your association or group. A link sent to your address "
        "then lets you in.",
    ),
    "invitation.code": ("Code d'invitation", "Invitation code"),
    "invitation.code.hint": (
        "Seize signes, comme 7KQ2-M4XT-9RB8-WD3H. Majuscules et tirets sont libres.",
        "Sixteen characters, like 7KQ2-M4XT-9RB8-WD3H. Case and hyphens do not matter.",
    ),
    "invitation.code.wrong": (
        "Ce code a déjà servi, a plus de trente jours, ou contient une faute. Vérifiez-le, ou "
        "demandez-en un autre à qui vous l'a donné.",
        "This code was used, is older than thirty days, or is mistyped. Check it, or ask who "
        "gave it to you for another.",
    ),
    "invitation.button": ("Rejoindre", "Join"),
    "invitation.done.title": ("Bienvenue", "Welcome"),
    "invitation.done.lead": (
        "Un lien part vers {email} : ouvrez-le dans le quart d'heure pour entrer. Vérifiez "
        "l'adresse : c'est elle qui est inscrite.",
        "A link is on its way to {email}: open it within a quarter of an hour to sign in. Check "
        "the address: it is the one that was taken.",
    ),
    "invitation.none": ("Je n'ai pas de code", "I have no code"),
    # What is theirs
    "space.role.organiser": ("Organisation de la campagne", "The campaign's organisers"),
    "space.role.association": ("Association", "Association"),
    "space.role.group": ("Groupe", "Group"),
    "space.none": (
        "Plus rien n'est à vous ici. Demandez aux organisateurs s'ils vous ont retiré par erreur.",
        "Nothing here is yours any more. Ask the organisers whether they removed you by mistake.",
    ),
    "space.today": ("visites aujourd'hui", "visits today"),
    # The menus of places
    "menu.campaign": ("Pages de la campagne", "The campaign's pages"),
    "menu.association": ("Pages de l'association", "The association's pages"),
    "menu.group": ("Pages du groupe", "The group's pages"),
    "menu.campaign.first": ("Vue d'ensemble", "Overview"),
    "menu.campaign.people": ("Personnes et invitations", "People and invitations"),
    "menu.campaign.fairness": ("Équité", "Fairness"),
    "menu.campaign.count": ("Signatures", "Signatures"),
    "menu.campaign.switch": ("Adresse", "Address"),
    "menu.campaign.sheet": ("Tableur", "Spreadsheet"),
    "menu.campaign.tokens": ("Jetons", "Tokens"),
    "menu.campaign.audit": ("Journal", "Trail"),
    "menu.association.first": ("Chiffres", "Figures"),
    "menu.association.links": ("Groupes et liens", "Groups and links"),
    "menu.association.kit": ("Imprimer et partager", "Print and share"),
    "menu.association.sheet": ("Tableur", "Spreadsheet"),
    "menu.association.people": ("Personnes", "People"),
    "menu.association.tokens": ("Jetons", "Tokens"),
    "menu.association.audit": ("Journal", "Trail"),
    "menu.group.first": ("Chiffres", "Figures"),
    "menu.group.links": ("Liens", "Links"),
    "menu.group.kit": ("Imprimer et partager", "Print and share"),
    "space.sign_out": ("Sortir", "Sign out"),
    "space.sign_out_everywhere": ("Sortir de tous mes appareils", "Sign out of all my devices"),
    # The local outbox
    "outbox.title": ("E-mails de cette machine", "This machine's e-mail"),
    "outbox.lead": (
        "Cette machine n'envoie rien : ce qu'elle enverrait est ici, et se lit d'ici seulement.",
        "This machine sends nothing: what it would send is here, and can be read from here alone.",
    ),
    "outbox.empty": ("Rien pour le moment.", "Nothing for now."),
    "outbox.to": ("À", "To"),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
