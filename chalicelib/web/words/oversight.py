"""Words of fairness, of the official count's health and of the trail: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # How a day is spread
    "fairness.title": ("Équité du classement", "Fairness of the ranking"),
    "fairness.lead": (
        "Un signal est une question, pas une accusation. Dans une manifestation, tout le monde "
        "partage une antenne et une heure. Demandez d'abord à l'association.",
        "A flag is a question, not an accusation. At a demonstration everybody shares a mast and "
        "an hour. Ask the association first.",
    ),
    "fairness.day": ("Journée du {day}", "The day {day}"),
    "fairness.today": ("en cours", "so far"),
    "fairness.before": ("Jour d'avant", "Day before"),
    "fairness.after": ("Jour d'après", "Day after"),
    "fairness.asked": ("Liens à regarder", "Links to look at"),
    "fairness.asked.none": (
        "Aucun lien ne pose de question ce jour-là.",
        "No link raises a question that day.",
    ),
    "fairness.others": ("Autres liens visités", "Other links with visits"),
    "fairness.empty": ("Aucune visite ce jour-là.", "No visit that day."),
    "fairness.flag.network": (
        "{share} des visites viennent d'un même réseau, au plus : une seule box, un lieu, ou une "
        "antenne très partagée ?",
        "{share} of the visits come from one network, at most: one box, one place, or a mast "
        "that many share?",
    ),
    "fairness.flag.hour": (
        "{share} des visites sont arrivées entre {name} et {next} : une réunion, un message, "
        "ou une machine ?",
        "{share} of the visits came between {name} and {next}: a meeting, a message, or a machine?",
    ),
    "fairness.hour": ("{hour} h", "{hour}:00"),
    "fairness.flag.family": (
        "{share} des visites ont le même type de navigateur ({name}) : un public homogène, ou un "
        "seul appareil ?",
        "{share} of the visits have the same kind of browser ({name}): a uniform public, or one "
        "device?",
    ),
    "fairness.scans": ("{scans} scans", "{scans} scans"),
    "fairness.share.network": ("réseau {share}", "network {share}"),
    "fairness.share.hour": ("heure {share}", "hour {share}"),
    "fairness.share.family": ("navigateur {share}", "browser {share}"),
    "fairness.is_out": ("hors classement", "out of the ranking"),
    "fairness.leave_out": ("Écarter du classement", "Leave out of the ranking"),
    "fairness.bring_back": ("Remettre au classement", "Bring back into the ranking"),
    "fairness.how": (
        "Un signal se lève à partir de {fewest} visites, quand la part la plus forte atteint "
        "{network} pour un réseau, {hour} pour une heure, {family} pour un type de navigateur. "
        "Il ne retire rien par lui-même.",
        "A flag is raised from {fewest} visits on, when the largest share reaches {network} for "
        "a network, {hour} for an hour, {family} for a kind of browser. It takes nothing away by "
        "itself.",
    ),
    "fairness.history": ("Décisions", "Rulings"),
    "fairness.history.none": (
        "Aucune journée n'a été écartée.",
        "No day has been left out.",
    ),
    "fairness.act.out": ("écartée", "left out"),
    "fairness.act.back": ("remise", "brought back"),
    "fairness.act.by": ("le {moment}, par {by}", "on {moment}, by {by}"),
    "fairness.still_out": ("Remettre", "Bring back"),
    "fairness.rule.out": (
        "Écarter cette journée du classement ?",
        "Leave this day out of the ranking?",
    ),
    "fairness.rule.back": (
        "Remettre cette journée au classement ?",
        "Bring this day back into the ranking?",
    ),
    "fairness.lead.out": (
        "Les visites de ce lien, ce jour-là, ne comptent plus pour aucun rang. Elles restent "
        "dans les chiffres du lien. Cela se défait.",
        "This link's visits of that day add to no rank any more. They stay in the link's own "
        "figures. It can be undone.",
    ),
    "fairness.lead.back": (
        "Les visites de ce lien, ce jour-là, comptent de nouveau pour son rang.",
        "This link's visits of that day add to its rank again.",
    ),
    "fairness.rule.now": ("Raison donnée alors", "Reason given then"),
    "fairness.reason": ("Raison", "Reason"),
    "fairness.reason.hint": (
        "Le classement public la montre. {most} caractères au plus ; ne nommez personne.",
        "The public ranking shows it. At most {most} characters; name nobody.",
    ),
    "fairness.wrong.reason": (
        "Écrivez la raison, sur une ligne : le public la lira.",
        "Write the reason, on one line: the public will read it.",
    ),
    "fairness.wrong.done": (
        "C'était déjà fait, peut-être par quelqu'un d'autre.",
        "It was done already, perhaps by somebody else.",
    ),
    "fairness.back": ("Ne rien changer", "Change nothing"),
    "said.day_left_out": (
        "La journée est hors classement ; les pages disent pourquoi.",
        "The day is out of the ranking; pages say why.",
    ),
    "said.day_brought_back": (
        "La journée est de nouveau au classement.",
        "The day is in the ranking again.",
    ),
    # The official count's health
    "health.title": ("Le nombre officiel de signatures", "The official count of signatures"),
    "health.state": ("État de la lecture", "State of the reading"),
    "health.good": ("La lecture se passe bien.", "The reading goes well."),
    "health.manual": (
        "Rien n'est lu tout seul : quelqu'un relève le nombre et l'écrit ici.",
        "Nothing is read by itself: somebody looks the number up and writes it here.",
    ),
    "health.over": (
        "La pétition est close : son nombre n'est plus lu.",
        "The petition is closed: its count is not read any more.",
    ),
    "health.stale": (
        "La dernière bonne lecture est trop ancienne. Les pages publiques disent l'âge du nombre.",
        "The last good reading is too old. Public pages say how old the count is.",
    ),
    "health.asleep": (
        "La lecture prévue n'a pas eu lieu : l'horloge du service semble arrêtée. Prévenez qui "
        "l'administre.",
        "The reading that was due did not happen: the service's clock seems to have stopped. "
        "Tell who runs it.",
    ),
    "health.failing.one": (
        "La dernière tentative a échoué. Les suivantes s'espacent d'elles-mêmes.",
        "The last attempt failed. The next ones come further apart.",
    ),
    "health.failing.other": (
        "Les {count} dernières tentatives ont échoué. Les suivantes s'espacent d'elles-mêmes.",
        "The last {count} attempts failed. The next ones come further apart.",
    ),
    "health.held": (
        "Une lecture surprenante, {count}, attend depuis le {moment}.",
        "A surprising reading, {count}, has been waiting since {moment}.",
    ),
    "health.held.how": (
        "Elle n'est montrée que si la lecture suivante, quelques minutes plus tard, la confirme. "
        "Sinon elle est oubliée. Vous n'avez rien à faire.",
        "It is shown only if the next reading, some minutes later, confirms it. Otherwise it is "
        "forgotten. There is nothing for you to do.",
    ),
    "health.read": ("Lu", "Read"),
    "health.never": ("jamais encore", "never yet"),
    "health.source": ("Source", "Source"),
    "health.every": ("toutes les {minutes} minutes", "every {minutes} minutes"),
    "health.attempt": ("Dernière tentative", "Last attempt"),
    "health.next": ("Prochaine lecture", "Next reading"),
    "health.next.none": ("aucune", "none"),
    "health.why": ("Ce que dit le programme", "What the program says"),
    "health.check": (
        "Vérification hebdomadaire (data.gouv.fr)",
        "Weekly check (data.gouv.fr)",
    ),
    "health.check.said": ("{count}, le {moment}", "{count}, on {moment}"),
    "health.no_button": (
        "Pas de bouton « lire maintenant » : seule l'horloge du service interroge la plateforme, "
        "pour ne jamais la déranger plus que prévu.",
        "No “read now” button: the service's clock alone asks the platform, so that it is never "
        "troubled more than was planned.",
    ),
    "health.milestones": ("Paliers", "Milestones"),
    "health.set": ("Écrire un nombre relevé", "Write a count that was looked up"),
    "health.set.count": ("Nombre de signatures", "Number of signatures"),
    "health.set.count.hint": (
        "Tel que la plateforme le montre, en chiffres.",
        "As the platform shows it, in digits.",
    ),
    "health.set.at": ("Relevé le (facultatif)", "Looked up on (optional)"),
    "health.set.at.hint": (
        "Heure de la campagne ({timezone}). Vide : à l'instant.",
        "The campaign's time ({timezone}). Empty: just now.",
    ),
    "health.set.closed": (
        "La pétition est close : plus personne ne peut signer",
        "The petition is closed: nobody can sign any more",
    ),
    "health.set.button": ("Enregistrer ce nombre", "Keep this count"),
    "count.wrong.count": (
        "Écrivez un nombre entier, en chiffres seulement.",
        "Write a whole number, in digits alone.",
    ),
    "count.wrong.at": (
        "Cette date est à venir, ou d'avant le dernier relevé.",
        "This moment is still to come, or before the last reading.",
    ),
    "count.wrong.read": (
        "Ce nombre est lu par le service : on ne l'écrit pas ici.",
        "This count is read by the service: it is not written here.",
    ),
    "said.count_set": ("Le nombre est enregistré.", "The count is kept."),
    # The trail
    "audit.title": ("Journal", "Trail"),
    "audit.lead.campaign": (
        "Qui a fait quoi, et quand. Rien ne s'y modifie.",
        "Who did what, and when. Nothing in it is ever changed.",
    ),
    "audit.lead.association": (
        "Qui a fait quoi dans cette association, et quand. Rien ne s'y modifie.",
        "Who did what in this association, and when. Nothing in it is ever changed.",
    ),
    "audit.export": ("Télécharger en tableur (CSV)", "Download as a spreadsheet (CSV)"),
    "audit.empty": ("Rien encore.", "Nothing yet."),
    "audit.who.command": ("Le serveur", "The server"),
    "audit.who.token": ("Jeton {id}", "Token {id}"),
    "audit.latest": ("Revenir au plus récent", "Back to the latest"),
    "audit.older": ("Plus ancien", "Older"),
    "audit.what.campaign_applied": ("a appliqué le fichier", "applied the campaign file"),
    "audit.what.campaign_switched": (
        "a changé l'adresse de la campagne",
        "changed the campaign's address",
    ),
    "audit.what.campaign_erased": ("a effacé la campagne", "erased the campaign"),
    "audit.what.association_created": ("a ajouté une association", "added an association"),
    "audit.what.association_changed": ("a modifié une association", "changed an association"),
    "audit.what.group_created": ("a ajouté un groupe", "added a group"),
    "audit.what.group_changed": ("a modifié un groupe", "changed a group"),
    "audit.what.link_created": ("a créé un lien", "made a link"),
    "audit.what.link_changed": ("a modifié un lien", "changed a link"),
    "audit.what.token_created": ("a créé un jeton", "made a token"),
    "audit.what.token_revoked": ("a révoqué un jeton", "revoked a token"),
    "audit.what.member_added": ("a donné un accès", "gave access"),
    "audit.what.member_removed": ("a retiré un accès", "took access away"),
    "audit.what.members_invited": ("a créé des invitations", "made invitations"),
    "audit.what.signed_in": ("a ouvert une session", "signed in"),
    "audit.what.signed_out": ("a fermé sa session", "signed out"),
    "audit.what.sessions_ended": (
        "a fermé toutes ses sessions",
        "signed out of all their devices",
    ),
    "audit.what.day_left_out": (
        "a écarté une journée du classement",
        "left a day out of the ranking",
    ),
    "audit.what.day_brought_back": (
        "a remis une journée au classement",
        "brought a day back into the ranking",
    ),
    "audit.what.count_set": ("a écrit un nombre de signatures", "set a count of signatures"),
    "audit.what.count_imported": (
        "a importé un historique de signatures",
        "imported a history of signatures",
    ),
    "audit.what.milestone_unstamped": (
        "a retiré la date d'un palier",
        "took a milestone's date away",
    ),
    "audit.what.imported": ("a importé un tableur", "imported a spreadsheet"),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
