"""What is wrong with a form, beside its fields and in the page's language.

The rules are `campaign.fields`', and so are their messages, which are for tools; here each field
has words of its own.
"""

from __future__ import annotations

from chalicelib.campaign.fields import TAKEN
from chalicelib.errors import BadFields

IN_USE = (TAKEN, "has its link already", "another link's", "is used already")
"""How the rules say that somebody else has it."""


class Wrong(dict[str, str]):
    """The key of the words for each field that is wrong, and for the form as a whole (`form`);
    "" for every other.
    """

    def __missing__(self, field: str) -> str:
        return ""


def said(error: BadFields, form: str, **fields: str) -> Wrong:
    """What is wrong with fields of `form`; `fields` are other names that the rules have for one."""
    found = Wrong()
    for name, why in error.fields:
        field = fields.get(name, name)
        taken = any(mark in why for mark in IN_USE)
        found.setdefault(field, "wrong." + f"{form}.{field}{'.taken' if taken else ''}")
    return found
