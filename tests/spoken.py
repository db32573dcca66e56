"""That the log speaks the language of its page, whatever was done."""

from __future__ import annotations

from contextlib import closing

from chalicelib.access.audit import Trail
from chalicelib.access.model import Place
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.web.space.log_words import in_french
from tests.contract.stands import SetClock


def unspoken(database: str) -> list[str]:
    """What acts in a database were about that has no words in French; nothing needs none."""
    with closing(SqliteStore.open(database, SetClock())) as store:
        trail = Trail(store)
        acts = [act for one in store.campaigns() for act in trail.all(Place(one.slug))]
    said = {act.about for act in acts if act.about}
    return sorted(about for about in said if in_french(about, "Europe/Paris") is None)
