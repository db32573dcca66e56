"""What is wrong with a form, beside its fields and in the page's language.

The rules are `campaign.fields`', and so are their messages, which are for tools; here each field
has words of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.campaign.fields import TAKEN
from chalicelib.errors import BadFields, Conflict

IN_USE = (TAKEN, "has its link already", "another link's", "is used already")
"""How the rules say that somebody else has it."""
CONFLICT = "wrong.conflict"
"""The words for what somebody else has changed meanwhile."""


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


def attempt(work: Callable[[], object], words: Mapping[str, str]) -> Wrong:
    """Does what a form asks for; what is wrong with it, in the words that `words` has by field.

    An error about a field that `words` does not know is raised: no form of ours sends one.
    """
    try:
        work()
    except BadFields as error:
        fields = [name for name, _ in error.fields]
        if not set(fields) <= set(words):
            raise
        return Wrong({name: words[name] for name in fields})
    except Conflict:
        return Wrong(form=CONFLICT)
    return Wrong()
