"""What goes wrong with a form that somebody sent, said beside its fields in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.errors import BadFields, Conflict

Wrong = Mapping[str, str]
"""Keys of words by field; by "" for the whole form. Empty when nothing is wrong."""


def attempt(work: Callable[[], object], said: Mapping[str, str]) -> Wrong:
    """Does what a form asks for; what is wrong with it, in the words that `said` has by field.

    An error about a field that `said` does not know is raised: no form of ours sends one.
    """
    try:
        work()
    except BadFields as error:
        fields = [name for name, _ in error.fields]
        if not set(fields) <= set(said):
            raise
        return {name: said[name] for name in fields}
    except Conflict:
        return {"": "sending.conflict"}
    return {}
