"""What was done and what was answered, in DynamoDB: `access.store.AuditStore`."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from chalicelib.access.model import Act, Kept
from chalicelib.errors import Conflict
from chalicelib.store.documents import act_from_text, kept_from_text, kept_to_text, seconds
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.changes import MOST_OF_A_MOMENT, full, put_act
from chalicelib.store.dynamodb.client import Action, Client, number, text
from chalicelib.store.dynamodb.keys import Item, Table


class AuditItems:
    """Acts, and the answers that are given again."""

    _db: Client

    def append(self, act: Act) -> None:
        """Keeps an act, under the first number of its moment that is free."""
        for place in range(MOST_OF_A_MOMENT):
            # In a transaction, a retry after a lost answer is not a second act. Who is in the
            # way takes this number; if not, it stays free and nothing is lost.
            with suppress(Conflict):
                if not self._db.transact(list(put_act(act, place))):
                    return
        raise full(act)

    def acts(
        self, campaign: str, limit: int, before: str | None = None, association: str = ""
    ) -> tuple[list[Act], str | None]:
        """The latest acts, newest first, and the cursor with which to go on."""
        partition = keys.acts(campaign, association)
        items = self._db.newest(Table.DIRECTORY, partition, limit + 1, before)
        acts = [act_from_text(item["document"]["S"]) for item in items[:limit]]
        return acts, items[limit - 1]["sk"]["S"] if len(items) > limit else None

    def answered(self, key: str, now: datetime) -> Kept | None:
        """The answer that was kept for an idempotency key."""
        item = self._db.get(keys.answer(key))
        if item is None or int(item[keys.EXPIRES]["N"]) <= seconds(now):
            return None
        return kept_from_text(item["document"]["S"])

    def keep_answer(self, key: str, kept: Kept, now: datetime, until: datetime) -> bool:
        """Keeps an answer under a key that has none; whether this one is kept now."""
        none = Action(
            "Put",
            keys.answer(key),
            put=_answer(kept, until),
            condition=f"attribute_not_exists(pk) OR {keys.EXPIRES} <= :now",
            values={":now": number(seconds(now))},
        )
        try:
            return not self._db.transact([none])
        except Conflict:
            # Somebody else keeps one at this moment.
            return False

    def replace_answer(self, key: str, kept: Kept, until: datetime) -> None:
        """Keeps an answer over the one that there may be."""
        self._db.put(keys.answer(key), _answer(kept, until))

    def drop_answer(self, key: str) -> None:
        """Forgets the answer of a key."""
        self._db.delete(keys.answer(key))


def _answer(kept: Kept, until: datetime) -> Item:
    return {"document": text(kept_to_text(kept)), keys.EXPIRES: number(seconds(until))}
