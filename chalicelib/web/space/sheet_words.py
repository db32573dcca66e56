"""What is said of a spreadsheet's lines, in the language of a page.

The rules say it in English, for tools and the command line; here it is said again in French, from
their own sentences. A sentence that is not known stays as it is: better read in English than lost.
"""

from __future__ import annotations

import re
from functools import partial

from chalicelib.language import language, typeset

_Q = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
"""A text in quotes, as Python and JSON write it."""

_FRENCH: tuple[tuple[str, str], ...] = (
    # What a line does
    (r"\ba closed link\b", "un lien fermé : rien n'est changé"),
    (rf"\bnew group {_Q}", r"nouveau groupe \1"),
    (rf"\bnew association {_Q}", r"nouvelle association \1"),
    (r"\bnew link ([a-z0-9-]+)", r"nouveau lien \1"),
    (r"\bnew alias (\S+)", r"nouvel alias \1"),
    (r"\blink ([a-z0-9-]+) opens again", r"le lien \1 rouvre"),
    (r"\bgroup (\S+) comes back", r"le groupe \1 revient"),
    (r"\bassociation (\S+) comes back", r"l'association \1 revient"),
    (rf"\bname {_Q} -> {_Q}", r"le nom \1 devient \2"),
    (rf"\bdepartment {_Q} -> {_Q}", r"le département \1 devient \2"),
    (rf"\bcontact {_Q} -> {_Q}", r"le contact \1 devient \2"),
    (rf"\bwebsite {_Q} -> {_Q}", r"le site \1 devient \2"),
    # What is wrong with a line
    (r"is empty; every line names one", "est vide ; chaque ligne en nomme une"),
    (
        rf"{_Q} is the name of several; write one of (.+)",
        r"\1 est le nom de plusieurs ; écrivez l'un de \2",
    ),
    (
        r"the link is open, and an import closes none; take the line out",
        "le lien est ouvert, et un tableur n'en ferme aucun ; retirez la ligne",
    ),
    (r"are a link's; name its channel too", "est celui d'un lien ; écrivez aussi son canal"),
    (
        rf"{_Q} is another link's, for good; choose another",
        r"\1 est pris pour de bon par un autre lien ; choisissez-en un autre",
    ),
    (
        r"is (?:a group|an association)'s, and this line is about (group|association) (\S+)",
        r"ne va pas ici : cette ligne parle de \2",
    ),
    (
        rf"line (\d+) says {_Q}; say one of the two",
        r"la ligne \1 dit \2 ; gardez l'un des deux",
    ),
    (
        rf"no short name can be made of {_Q}; write a longer name",
        r"\1 est trop court ; écrivez un nom plus long",
    ),
    (rf"{_Q} is neither yes nor no", r"\1 n'est ni oui ni non"),
    (r"is empty; write something", "est vide"),
    (r"has (\d+) characters; at most (\d+) fit", r"a \1 signes ; \2 au plus"),
    (
        r"holds the control character (U\+[0-9A-F]+); remove it",
        r"contient un signe invisible (\1) ; retirez-le",
    ),
    (
        rf"{_Q} must be 2 to 40 of a-z, 0-9 and hyphens, with a letter or digit at both ends",
        r"\1 : de 2 à 40 lettres sans accent, chiffres et traits d'union",
    ),
    (
        rf"alias {_Q} must be 3 to 40 of a-z, 0-9 and single hyphens between them",
        r"alias \1 : de 3 à 40 lettres sans accent, chiffres et traits d'union isolés",
    ),
    (
        rf"alias {_Q} is a page's own address; choose another",
        r"alias \1 : c'est l'adresse d'une page ; choisissez-en un autre",
    ),
    (
        rf"{_Q} is used already(?: as {_Q}, which reads the same)?; choose another",
        r"\1 est déjà pris ; choisissez-en un autre",
    ),
    (
        rf"{_Q} must be an address like (\S+)",
        r"\1 doit être une adresse, comme \2",
    ),
    (
        r"there is nothing here, or it is not yours",
        "cette association n'est pas la vôtre, ou n'existe pas",
    ),
    (
        r"name, contact and site are for organisers to change; leave them out",
        "nom, contact et site de l'association se changent auprès des organisateurs ; retirez-les",
    ),
    # What is wrong with a file
    (r"more than (\d+) lines; split the file", r"plus de \1 lignes ; partagez le fichier"),
    (
        r"has (\d+) cells, and line 1 names (\d+) columns",
        r"\1 cellules, alors que la ligne 1 nomme \2 colonnes",
    ),
    (r"no line follows the headers", "aucune ligne ne suit les titres de colonnes"),
    (r"larger than \S+ bytes; split the file", "plus d'un mégaoctet ; partagez le fichier"),
    (
        r"this is no CSV; save the spreadsheet as CSV UTF-8",
        "ce n'est pas un CSV ; enregistrez le tableur comme « CSV UTF-8 »",
    ),
    (
        r"neither UTF-8 nor Windows-1252; save the spreadsheet as CSV UTF-8",
        "ni UTF-8 ni Windows-1252 ; enregistrez le tableur comme « CSV UTF-8 »",
    ),
    (rf"column {_Q} is not known; known: (.+)", r"la colonne \1 n'est pas connue ; connues : \2"),
    (rf"column {_Q} is missing; known: (.+)", r"la colonne \1 manque ; connues : \2"),
    (
        rf"columns {_Q} and {_Q} are the same one; keep one of them",
        r"les colonnes \1 et \2 disent la même chose ; gardez-en une",
    ),
    (r"not CSV that can be read: .+", "ce CSV ne peut pas être lu : un guillemet manque peut-être"),
)


def said(text: str, locale: str) -> str:
    """`text`, as a reader of `locale` would say it."""
    if language(locale) == "en":
        return text
    for english, french in _FRENCH:
        text = re.sub(english, partial(_filled, french), text)
    return typeset(re.sub(r"(?<=\w): ", " : ", text), "fr")


def _filled(french: str, found: re.Match[str]) -> str:
    """The French sentence with what was found, in quotes of its own."""
    for at, part in enumerate(found.groups(), 1):
        french = french.replace(f"\\{at}", _in_quotes(part or ""))
    return french


def _in_quotes(part: str) -> str:
    return f"« {part[1:-1]} »" if part[:1] in ("'", '"') else part
