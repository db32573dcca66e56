"""What the log says of an act, in French.

An act is kept in English, for commands and tools read it too; here it is said again for people,
from the sentences that the doors write. What an earlier version wrote, or a later one, may be
none of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import datetime

from chalicelib.language import typeset
from chalicelib.web.render import day, moment, number

_LABEL = r"""(?P<label>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
"""A text in quotes, as Python writes it."""
_FIELD = r"[a-z]+(?: [a-z0-9-]+)?"
_FIELDS = rf"(?P<fields>{_FIELD}(?:, {_FIELD})*)"

_FRENCH: tuple[tuple[str, str], ...] = (
    # What an apply did, or an import; their parts stand in one line
    (r"campaign (?P<slug>\S+) saved, version (?P<version>\w+)",
     "campagne {slug} enregistrée, version {version}"),
    (r"links added: (?P<number>\d+)", "liens ajoutés : {number}"),
    (r"links changed: (?P<number>\d+)", "liens modifiés : {number}"),
    (r"campaign (?P<slug>\S+) is erased", "campagne {slug} effacée"),
    (
        r"(?P<lines>\d+) lines of a spreadsheet, (?P<number>\d+) links added",
        "lignes du tableur : {lines}, liens ajoutés : {number}",
    ),
    # Addresses, associations, groups, links
    (r"from (?P<old>\S+) to (?P<new>\S+): (?P<reason>.+)", "de {old} à {new} : {reason}"),
    (r"from (?P<old>\S+) to (?P<new>\S+)", "de {old} à {new}"),
    (r"(?:association|group) (?P<owner>\S+) is retired", "{owner} : retrait"),
    (r"association (?P<owner>\S+) returns", "{owner} : retour"),
    (rf"(?:association|group) (?P<owner>\S+): {_FIELDS}", "{owner} : {fields}"),
    (r"(?:association|group) (?P<owner>\S+)", "{owner}"),
    (r"a link of (?P<owner>\S+): (?P<channel>\S+)", "{owner}, {channel}"),
    (rf"link (?P<code>\S+) of (?P<owner>\S+), (?P<channel>\S+): {_FIELDS}",
     "lien {code} de {owner}, {channel} : {fields}"),
    # Tokens and people
    (rf"token (?P<id>\S+) {_LABEL}, read", "{id} « {label} », lecture"),
    (rf"token (?P<id>\S+) {_LABEL}, write", "{id} « {label} », écriture"),
    (rf"token (?P<id>\S+) {_LABEL}", "{id} « {label} »"),
    (r"(?P<who>\S+) for (?P<owner>\S+), invited by (?P<by>.+)",
     "{who} pour {owner}, sur invitation de {by}"),
    (r"(?P<who>\S+) for (?P<owner>\S+)", "{who} pour {owner}"),
    (r"(?P<who>\S+@\S+)", "{who}"),
    # Days and signatures
    (r"the (?P<day>\d{4}-\d\d-\d\d) of link (?P<code>\S+), by (?P<by>.+?): (?P<reason>.+)",
     "le {day} du lien {code}, par {by} : {reason}"),
    (r"(?P<number>\d+) at (?P<at>\d{4}-\d\d-\d\dT\S+)", "{number}, lu le {at}"),
    (r"points: (?P<number>\d+)", "relevés : {number}"),
    (r"(?P<number>\d+)", "{number}"),
)  # fmt: skip

_CALLED = {
    "name": "nom",
    "website": "site",
    "department": "département",
    "aliases": "alias",
    "closed": "fermé",
    "opened": "rouvert",
}
"""What fields are called, and what became of a link; others have the same name in French."""


def in_french(about: str, timezone: str) -> str | None:
    """What an act was about, with its times by the clock of `timezone`; None when it is no
    sentence that is known: better read in English than lost.
    """
    parts = [_said(about, timezone)]
    if parts == [None]:
        parts = [_said(part, timezone) for part in about.split("; ")]
    known = [part for part in parts if part is not None]
    return " ; ".join(known) if len(known) == len(parts) else None


def _said(about: str, timezone: str) -> str | None:
    for english, french in _FRENCH:
        found = re.fullmatch(english, about)
        if found:
            shown = _shown(timezone)
            try:
                parts = {name: shown.get(name, str)(it) for name, it in found.groupdict().items()}
            except (ValueError, SyntaxError):
                return None  # no such day, or no text in quotes: no sentence of ours
            # What people wrote stays as they wrote it: only what stands around it is set.
            return typeset(french, "fr").format_map(parts)
    return None


def _shown(timezone: str) -> dict[str, Callable[[str], str]]:
    """How what was found is shown, by its name."""
    return {
        "number": lambda text: number(int(text), "fr"),
        "lines": lambda text: number(int(text), "fr"),
        "day": lambda text: day(text, "fr"),
        "at": lambda text: moment(datetime.fromisoformat(text), timezone, "fr"),
        "label": lambda text: str(ast.literal_eval(text)),
        "fields": lambda text: ", ".join(map(_field, text.split(", "))),
    }


def _field(text: str) -> str:
    """A field, or `to` and the association that a group went to."""
    verb, _, owner = text.partition(" ")
    return f"passe à {owner}" if owner else _CALLED.get(verb, verb)
