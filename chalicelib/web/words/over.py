"""Words of what is over, wrong or missing: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "offline.title": ("Pas de réseau", "No network"),
    "offline.lead": (
        "Cette page n'a pas encore été ouverte sur cet appareil. Celles que vous avez déjà vues "
        "restent lisibles.",
        "This page has not been opened on this device yet. Those that you have already seen can "
        "still be read.",
    ),
    "offline.links": (
        "Les liens et les QR codes ont besoin du réseau. Cette page se recharge seule dès son "
        "retour.",
        "Links and QR codes need the network. This page loads again by itself as soon as it is "
        "back.",
    ),
    "offline.kept": (
        "Hors ligne : ceci est une copie, et les chiffres ont pu changer.",
        "Offline: this is a copy, and figures may have changed.",
    ),
    "offline.kept_since": (
        "Hors ligne : ceci est une copie du {moment}, et les chiffres ont pu changer.",
        "Offline: this is a copy from {moment}, and figures may have changed.",
    ),
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
    "error.cross_site.title": ("Formulaire à rouvrir", "Open the form again"),
    "error.cross_site.lead": (
        "Ce formulaire ne venait pas d'une page de ce site, ou d'une page trop ancienne. Rien n'a "
        "été fait. Rouvrez la page, et envoyez-le de là.",
        "This form was not sent from a page of this site, or from one that is too old. Nothing "
        "was done. Open the page again, and send it from there.",
    ),
    "error.does_not_fit.title": (
        "Cette page ne s'imprime pas ainsi",
        "This page cannot be printed",
    ),
    "error.does_not_fit.lead": (
        "Un de ses textes ne peut pas y être écrit. Le QR code du lien, lui, reste disponible.",
        "One of its texts cannot be set on it. The link's QR code is still there.",
    ),
    "error.does_not_fit.back": ("Revenir au lien", "Back to the link"),
    "error.asked.title": ("Demande impossible", "This cannot be done"),
    "error.asked.lead": (
        "L'adresse demande quelque chose que cette page ne sait pas faire.",
        "The address asks for something that this page cannot do.",
    ),
    "error.back": ("Revenir à l'accueil", "Back to the home page"),
    "error.request": ("Référence à nous donner : {id}", "Reference to give us: {id}"),
}
