"""Words of the legal notice: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "legal.title": ("Mentions légales", "Legal notice"),
    "legal.lead": (
        "Qui publie ce site, qui l'héberge, et ce que deviennent les données.",
        "Who publishes this site, who hosts it, and what becomes of data.",
    ),
    "legal.incomplete": (
        "Ces mentions sont incomplètes : qui installe ce site doit encore les remplir avant de "
        "le publier.",
        "This notice is incomplete: whoever sets this site up has to fill it in before "
        "publishing it.",
    ),
    "legal.missing": ("à remplir : réglage {name}", "to be filled in: setting {name}"),
    "legal.publisher.title": ("Qui publie", "Who publishes"),
    "legal.publisher": ("Éditeur", "Publisher"),
    "legal.publisher_address": ("Siège", "Seat"),
    "legal.publisher_phone": ("Téléphone", "Telephone"),
    "legal.publisher_email": ("Courriel", "E-mail"),
    "legal.director": ("Direction de la publication", "Director of publication"),
    "legal.hosting.title": ("Qui héberge", "Who hosts"),
    "legal.hosting": ("Hébergeur", "Host"),
    "legal.data.title": ("Vos données", "Your data"),
    "legal.controller": ("Responsable du traitement", "Controller"),
    "legal.controller_contact": ("Pour lui écrire", "To write to them"),
    "legal.visits.title": ("Si vous suivez un lien", "If you follow a link"),
    "legal.visits": (
        "Le site compte une visite. Ni votre adresse IP ni ce que votre navigateur dit de "
        "lui-même ne sont conservés, nulle part. À leur place, une empreinte, calculée avec une "
        "clé tirée au hasard chaque jour et détruite le surlendemain : dès lors, plus personne ne "
        "peut la rapprocher de vous. À côté, l'heure, un groupe de réseaux parmi 256 et une "
        "famille de navigateurs parmi une soixantaine, pour reconnaître un lien que l'on "
        "gonflerait. Le tout est effacé au bout de {days} jours ; il ne reste que des totaux.",
        "The site counts a visit. Neither your IP address nor what your browser says of itself is "
        "kept anywhere. In their place there is a fingerprint, made with a key that is drawn at "
        "random each day and destroyed two days later: from then on nobody can connect it with "
        "you. Beside it are the time, one of 256 groups of networks and one of some sixty "
        "families of browsers, by which a link that somebody inflates is told. All of it is "
        "deleted after {days} days; only totals remain.",
    ),
    "legal.visits.why": (
        "Ces totaux disent aux associations ce que leurs affiches et leurs messages apportent de "
        "visites. C'est leur intérêt légitime (RGPD, article 6, paragraphe 1, f), poursuivi sans "
        "suivre personne d'un lien à l'autre. Elles voient des totaux, et le public en voit une "
        "partie ; rien n'est vendu ni transmis à quelqu'un d'autre que l'hébergeur.",
        "These totals tell associations how many visits their posters and messages bring. That is "
        "their legitimate interest (GDPR, article 6(1)(f)), pursued without following anybody "
        "from one link to another. They see totals, and the public sees some of them; nothing is "
        "sold, or passed on to anybody but the host.",
    ),
    "legal.browser.title": ("Dans votre navigateur", "In your browser"),
    "legal.browser": (
        "Aucun cookie pour qui visite, aucune mesure d'audience, rien d'un autre site. Le "
        "navigateur garde une copie des dernières pages publiques que vous avez ouvertes, pour "
        "les montrer sans réseau ; elle ne quitte pas votre appareil, et s'efface avec les "
        "données du site, dans les réglages du navigateur.",
        "No cookie for visitors, no audience measurement, nothing from any other site. The "
        "browser keeps a copy of the last public pages that you opened, to show them without a "
        "network; it does not leave your device, and goes with the site's data, in the browser's "
        "settings.",
    ),
    "legal.members.title": ("Si vous êtes membre", "If you are a member"),
    "legal.members": (
        "L'espace des associations connaît votre adresse électronique, ce que vous y gérez, "
        "depuis quand et par qui ; un journal garde ce que vous y avez changé. C'est conservé "
        "jusqu'à votre retrait, et pour le journal jusqu'à l'effacement de la campagne. Un cookie, "
        "indispensable, tient votre session : douze heures sans activité, une semaine au plus.",
        "The associations' space knows your e-mail address, what you manage there, since when and "
        "by whom; a trail keeps what you changed. It is kept until you are removed, and the trail "
        "until the campaign is erased. One cookie, which it cannot do without, holds your "
        "session: for twelve hours without use, a week at most.",
    ),
    "legal.rights.title": ("Vos droits", "Your rights"),
    "legal.rights": (
        "Vous pouvez demander l'accès à vos données, leur rectification, leur effacement, la "
        "limitation de leur traitement, ou vous y opposer : écrivez à l'adresse ci-dessus. De qui "
        "a suivi un lien, rien ne permet de retrouver les visites : c'est voulu.",
        "You may ask for access to your data, for their rectification, their erasure, the "
        "restriction of their processing, or object to it: write to the address above. The "
        "visits of somebody who followed a link cannot be found again: that is on purpose.",
    ),
    "legal.complaint": (
        "Si la réponse ne vous suffit pas, vous pouvez saisir la CNIL :",
        "If the answer does not satisfy you, you may complain to the CNIL:",
    ),
    "legal.signing.title": ("La pétition elle-même", "The petition itself"),
    "legal.signing": (
        "On signe sur la plateforme officielle, qui a ses propres mentions. Ce site ne reçoit "
        "rien des signatures, sinon leur nombre, que la plateforme publie.",
        "People sign on the official platform, which has a notice of its own. This site receives "
        "nothing of the signatures but their number, which the platform publishes.",
    ),
}
