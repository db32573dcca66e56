"""Words of groups and links, and of what is printed and shared of them."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Channels, as people call them; others are shown as they are
    "channel.poster": ("Affiche", "Poster"),
    "channel.flyer": ("Tract", "Flyer"),
    "channel.market": ("Marché", "Market"),
    "channel.door": ("Porte-à-porte", "Door to door"),
    "channel.event": ("Réunion ou événement", "Meeting or event"),
    "channel.whatsapp": ("WhatsApp", "WhatsApp"),
    "channel.sms": ("SMS", "SMS"),
    "channel.email": ("Courriel", "E-mail"),
    "channel.facebook": ("Facebook", "Facebook"),
    "channel.instagram": ("Instagram", "Instagram"),
    "channel.bluesky": ("Bluesky", "Bluesky"),
    "channel.mastodon": ("Mastodon", "Mastodon"),
    "channel.telegram": ("Telegram", "Telegram"),
    "channel.linkedin": ("LinkedIn", "LinkedIn"),
    "channel.site": ("Site web", "Web site"),
    "channel.newsletter": ("Lettre d'information", "Newsletter"),
    # The list
    "links.title": ("Groupes et liens", "Groups and links"),
    "links.title.group": ("Liens du groupe", "The group's links"),
    "links.add_link": ("Ajouter un lien", "Add a link"),
    "links.add_group": ("Ajouter un groupe", "Add a group"),
    "links.own": ("Au nom de l'association", "In the association's name"),
    "links.none": ("Pas encore de lien ouvert.", "No open link yet."),
    "links.rename": ("Renommer", "Rename"),
    "links.retire": ("Retirer le groupe", "Retire the group"),
    "links.figures": ("Chiffres", "Figures"),
    "links.copy": ("Copier", "Copy"),
    "links.copied": ("Copié", "Copied"),
    "links.copy_what": ("Copier l'adresse {address}", "Copy the address {address}"),
    "links.flyer": ("Tract A4 (PDF)", "Flyer A4 (PDF)"),
    "links.qr": ("QR code", "QR code"),
    "links.share": ("Partager", "Share"),
    "links.more": ("Chiffres et détails", "Figures and details"),
    "links.closed.one": ("{count} lien fermé", "{count} closed link"),
    "links.closed.other": ("{count} liens fermés", "{count} closed links"),
    "links.closed": ("fermé", "closed"),
    "links.open_again": ("Rouvrir", "Open again"),
    "links.gone.one": ("{count} groupe retiré", "{count} retired group"),
    "links.gone.other": ("{count} groupes retirés", "{count} retired groups"),
    "links.gone.lead": (
        "Créez un groupe du même nom pour le faire revenir, avec ses codes.",
        "Make a group of the same name to let it return, with its codes.",
    ),
    # A new link
    "link.new.title": ("Ajouter un lien", "Add a link"),
    "link.new.lead": (
        "Un lien par usage : vous verrez ce que donne l'affiche, le marché, WhatsApp.",
        "One link for each use: you will see what the poster, the market, WhatsApp bring.",
    ),
    "link.new.whose": ("Pour qui ?", "For whom?"),
    "link.new.channel": ("Où sert-il ?", "Where is it used?"),
    "link.new.own": ("Ou un mot à vous (facultatif)", "Or a word of your own (optional)"),
    "link.new.own.hint": (
        "Par exemple « Marché de la Croix-Rousse ». Il passe avant la liste.",
        "For instance “Market in Croix-Rousse”. It goes before the list.",
    ),
    "link.new.button": ("Créer le lien", "Make the link"),
    "wrong.link.group": ("Choisissez un groupe de la liste.", "Choose a group from the list."),
    "wrong.link.channel": ("Choisissez un usage dans la liste.", "Choose a use from the list."),
    "wrong.link.channel.taken": (
        "Ce lien existe déjà. Choisissez un autre usage, ou écrivez un mot à vous.",
        "This link exists already. Choose another use, or write a word of your own.",
    ),
    "wrong.link.own": (
        "Écrivez de 2 à 40 lettres ou chiffres, par exemple « marché Bellecour ».",
        "Write 2 to 40 letters or digits, for instance “market Bellecour”.",
    ),
    "wrong.link.own.taken": (
        "Ce lien existe déjà. Écrivez un autre mot.",
        "This link exists already. Write another word.",
    ),
    # Groups
    "group.new.title": ("Ajouter un groupe", "Add a group"),
    "group.new.lead": (
        "Une ville, un quartier, un thème : chaque groupe a ses liens et ses chiffres.",
        "A town, a quarter, a theme: each group has its links and its figures.",
    ),
    "group.name": ("Nom du groupe", "Name of the group"),
    "group.name.hint": ("Par exemple Lyon, ou Lyon 7e.", "For instance Lyon, or Lyon 7e."),
    "group.department": ("Département (facultatif)", "Département (optional)"),
    "group.department.hint": ("Par exemple Rhône.", "For instance Rhône."),
    "group.channels": ("Liens à créer tout de suite", "Links to make at once"),
    "group.channels.hint": (
        "Sans choix, le groupe reçoit un lien d'affiche. Vous en ajouterez quand vous voudrez.",
        "Without a choice, the group has a link for posters. You can add more at any time.",
    ),
    "group.new.button": ("Créer le groupe", "Make the group"),
    "group.rename.title": ("Renommer le groupe", "Rename the group"),
    "group.rename.lead": (
        "Ses liens, ses codes imprimés et ses chiffres restent les mêmes. Les tracts faits à "
        "partir de maintenant portent le nouveau nom.",
        "Its links, its printed codes and its figures stay the same. Flyers that are made from "
        "now on have the new name.",
    ),
    "group.rename.button": ("Enregistrer", "Save"),
    "group.retire.title": ("Retirer {name} ?", "Retire {name}?"),
    "group.retire.lead.one": (
        "{count} lien se ferme. Qui scanne un code déjà imprimé voit une page qui le dit, avec "
        "le chemin vers la pétition ; rien n'est plus compté.",
        "{count} link closes. Whoever scans a printed code sees a page that says so, with the way "
        "to the petition; nothing is counted any more.",
    ),
    "group.retire.lead.other": (
        "{count} liens se ferment. Qui scanne un code déjà imprimé voit une page qui le dit, avec "
        "le chemin vers la pétition ; rien n'est plus compté.",
        "{count} links close. Whoever scans a printed code sees a page that says so, with the way "
        "to the petition; nothing is counted any more.",
    ),
    "group.retire.stays": (
        "Les visites déjà comptées restent. Le groupe peut revenir, avec les mêmes codes.",
        "Visits that were counted stay. The group can return, with the same codes.",
    ),
    "group.retire.button": ("Retirer ce groupe", "Retire this group"),
    "space.keep": ("Ne rien changer", "Change nothing"),
    "wrong.group.name": (
        "Donnez un nom au groupe, de 120 signes au plus.",
        "Give the group a name, of 120 characters at most.",
    ),
    "wrong.group.name.taken": (
        "Un groupe porte déjà ce nom. Ajoutez la ville ou le quartier.",
        "A group has this name already. Add the town or the quarter.",
    ),
    "wrong.group.department": (
        "Le département a 120 signes au plus.",
        "The département has 120 characters at most.",
    ),
    "wrong.group.channels": ("Choisissez dans la liste.", "Choose from the list."),
    # One link
    "link.title": ("Lien « {channel} »", "Link “{channel}”"),
    "link.figures": ("Ce que donne ce lien", "What this link brings"),
    "link.address": ("Adresse du lien", "The link's address"),
    "link.look": ("Vérifier où il mène, sans être compté", "Check where it leads, uncounted"),
    "link.print_first": ("Imprimer le tract A4", "Print the A4 flyer"),
    "link.print_note": (
        "PDF en couleur, prêt pour une imprimante ordinaire.",
        "A PDF in colour, ready for an ordinary printer.",
    ),
    "link.share_first": ("Partager ce lien", "Share this link"),
    "link.messages": ("Messages prêts à partager", "Messages ready to share"),
    "link.messages.lead": (
        "Dites-le à votre façon : seul le lien doit rester tel quel. Rien ne part avant que vous "
        "ne l'envoyiez.",
        "Say it your own way: only the link must stay as it is. Nothing is sent before you send "
        "it.",
    ),
    "link.message.subject": ("Objet : {subject}", "Subject: {subject}"),
    "link.message.copy": ("Copier le texte", "Copy the text"),
    "link.message.open": ("Ouvrir avec {name}", "Open with {name}"),
    "link.message.pasted": (
        "Copiez d'abord le texte : {name} n'ouvre que le lien.",
        "Copy the text first: {name} opens the link alone.",
    ),
    "link.message.instagram": (
        "À publier avec l'image carrée ci-dessus.",
        "To be posted with the square picture above.",
    ),
    "link.qr": ("QR code", "QR code"),
    "link.qr.lead": (
        "Pour votre propre affiche. La marge blanche en fait partie : ne la rognez pas.",
        "For a poster of your own. The white margin is part of it: do not crop it.",
    ),
    "link.close": ("Fermer ce lien", "Close this link"),
    "link.close.title": ("Fermer ce lien ?", "Close this link?"),
    "link.close.lead": (
        "Qui scanne son code déjà imprimé, ou suit son adresse, voit une page qui dit qu'il est "
        "fermé, avec le chemin vers la pétition ; rien n'est plus compté.",
        "Whoever scans its printed code, or follows its address, sees a page that says that it is "
        "closed, with the way to the petition; nothing is counted any more.",
    ),
    "link.close.stays": (
        "Ses visites restent comptées, et vous pourrez le rouvrir avec le même code.",
        "Its visits stay counted, and you can open it again with the same code.",
    ),
    "link.close.button": ("Fermer le lien", "Close the link"),
    "link.is_closed": (
        "Ce lien est fermé : il ne compte plus de visites.",
        "This link is closed: it counts no more visits.",
    ),
    "link.no_visit": (
        "Pas encore de visite. La première s'affichera ici.",
        "No visit yet. The first one will show here.",
    ),
    "said.link_created": (
        "Le lien est prêt : imprimez-le ou partagez-le.",
        "The link is ready: print it or share it.",
    ),
    "said.link_closed": ("Le lien est fermé.", "The link is closed."),
    "said.link_opened": ("Le lien est rouvert.", "The link is open again."),
    "said.group_created": (
        "Le groupe est créé, et voici son lien : imprimez-le ou partagez-le.",
        "The group is made, and here is its link: print it or share it.",
    ),
    "said.group_renamed": ("Le groupe a son nouveau nom.", "The group has its new name."),
    "said.group_retired": (
        "Le groupe est retiré, ses liens sont fermés.",
        "The group is retired, its links are closed.",
    ),
}
"""Each key's words in both languages; `words/__init__.py` gathers them."""
