"""What surrounds a campaign's own words when they are passed on, French first and English beside.

Plain spaces and straight apostrophes, as in `web/words/`: `language.typeset` does the rest.
Nothing here promises a result or anonymity, and no visit is called a signature.

No text names the site where people sign: networks make a link of anything like `exemple.fr`,
and that one would lead to a home page, past the petition.
"""

from __future__ import annotations

from chalicelib.language import language, typeset

WORDS: dict[str, tuple[str, str]] = {
    # To people one knows
    "hello": ("Bonjour !", "Hello!"),
    "hello_mail": ("Bonjour,", "Hello,"),
    "matters": (
        "Voici une pétition qui me tient à cœur :",
        "Here is a petition that matters to me:",
    ),
    "matters_mail": (
        "Je voudrais vous parler d'une pétition qui me tient à cœur :",
        "I would like to tell you about a petition that matters to me:",
    ),
    "asks": ("Ce qu'elle demande :", "What it asks for:"),
    "read_and_sign": ("Pour la lire et la signer :", "To read it and sign it:"),
    "carried": ("Elle est portée par : {who}", "It is carried by: {who}"),
    "pass_on": (
        "Si elle vous parle aussi, signez-la et faites-la suivre. Merci !",
        "If it speaks to you too, sign it and pass it on. Thank you!",
    ),
    "pass_on_mail": (
        "Si elle vous parle aussi, signez-la, et parlez-en à une ou deux personnes autour de vous.",
        "If it speaks to you too, sign it, and tell one or two people around you.",
    ),
    "thanks_mail": ("Merci, et à bientôt !", "Thank you, and see you soon!"),
    "subject": ("Pétition : {title}", "Petition: {title}"),
    # To everybody
    "petition_asks": ("Ce que nous demandons :", "What we ask for:"),
    "carried_by": ("Portée par : {who}", "Carried by: {who}"),
    "read_sign_pass_on": (
        "Une pétition à lire, à signer et à faire connaître :",
        "A petition to read, to sign and to pass on:",
    ),
    "scan_or_type": (
        "Pour la lire et la signer, scannez le QR code de l'image ou tapez cette adresse :",
        "To read it and sign it, scan the QR code of the picture or type this address:",
    ),
    # In the file that a volunteer opens
    "file.title": ("Textes à partager", "Texts to share"),
    "file.lead": (
        "Copiez un texte et collez-le, ou ouvrez l'adresse qui le suit. Dites-le à votre façon : "
        "seul le lien doit rester tel quel. Il compte les visites ; une visite n'est pas une "
        "signature.",
        "Copy a text and paste it, or open the address below it. Say it your own way: only the "
        "link must stay as it is. It counts visits; a visit is not a signature.",
    ),
    "file.channel": ("Lien du canal {channel}", "Link of the channel {channel}"),
    "file.other_channel": (
        "Lien du canal {channel}, faute d'un lien propre à ce réseau",
        "Link of the channel {channel}, as there is none of this network's own",
    ),
    "file.subject": ("Objet : {subject}", "Subject: {subject}"),
    "file.opens": ("Pour l'ouvrir tout prêt :", "To open it, ready to send:"),
    "file.mastodon": (
        "Pour l'ouvrir tout prêt, après avoir choisi votre serveur :",
        "To open it, ready to send, once you have chosen your server:",
    ),
    "file.pasted": (
        "Copiez le texte, ouvrez cette adresse, puis collez-le au-dessus du lien :",
        "Copy the text, open this address, then paste it above the link:",
    ),
    "file.instagram": (
        "Publiez-le avec l'image du kit. Une légende n'ouvre aucun lien : mettez aussi celui-ci "
        "dans votre bio, ou sur la story avec l'autocollant « Lien ».",
        "Post it with the kit's picture. A caption opens no link: put this one in your bio too, "
        "or on the story with the “Link” sticker.",
    ),
    # On the pictures
    "picture.kicker": ("Pétition", "Petition"),
    "picture.act": ("Scannez, lisez, signez.", "Scan it, read it, sign it."),
    "picture.carried": ("Portée par", "Carried by"),
}

NAMES = {
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "sms": ("SMS", "Text message"),
    "email": ("Courriel", "E-mail"),
    "facebook": ("Facebook", "Facebook"),
    "x": ("X", "X"),
    "bluesky": ("Bluesky", "Bluesky"),
    "mastodon": ("Mastodon", "Mastodon"),
    "telegram": ("Telegram", "Telegram"),
    "linkedin": ("LinkedIn", "LinkedIn"),
    "instagram": ("Instagram", "Instagram"),
}
"""What people call each network."""


def say(key: str, locale: str, **values: str) -> str:
    """The words of `key`, typeset, with `values` put in as they are."""
    words = WORDS[key][language(locale) == "en"]
    return typeset(words, locale).format(**values)


def name(network: str, locale: str) -> str:
    """What people call a network."""
    return NAMES[network][language(locale) == "en"]
