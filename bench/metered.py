"""The client of DynamoDB that measures: it keeps what the store writes, and what that costs.

`DynamoStore(Metered(), PREFIX, clock)` is the real store. The client in its hands does what is
asked of it in memory, by the forms that our own code uses and no others, and notes the units of
every request at the partition key where DynamoDB would charge them.

Emulators answer `ReturnConsumedCapacity` too. ministack rates writes just as this does, which
`tests/contract/test_units.py` holds, but every read as one unit; moto knows constants only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from bench.units import attribute_size, item_size, read_units, write_units
from chalicelib.store.dynamodb.keys import Item, Key, Table, key_of

PREFIX = "bench"

_CLAUSES = re.compile(r"(ADD|SET) (.+?)(?= ADD | SET |$)")

Request = dict[str, Any]


class Spot(NamedTuple):
    """Where units are spent: a partition key of a table, read or written."""

    table: Table
    partition: str
    write: bool


Spent = dict[Spot, float]
"""Units, by where they were spent."""


class Metered:
    """As much of botocore's client as `store/dynamodb/client` calls.

    `spent` are units by place; `calls` how often each operation was asked for; `actions` the
    sizes of transactions. Conditions of transactions are taken to hold.
    """

    def __init__(self) -> None:
        self.spent: Spent = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self.actions: list[int] = []
        self._items: dict[Table, dict[str, dict[str, Item]]] = {t: defaultdict(dict) for t in Table}
        self._sizes: dict[tuple[Table, str, str], int] = {}

    @property
    def units(self) -> float:
        """All that was spent."""
        return sum(self.spent.values())

    def measure(self, work: Callable[[], Any]) -> Spent:
        """The units that `work` alone spends."""
        before = self.spent.copy()
        work()
        return {at: units - before.get(at, 0) for at, units in self.spent.items()}

    def forget(self, table: Table) -> None:
        """Drops a table's items: what happened to them is spent already."""
        self._items[table].clear()
        self._sizes = {at: size for at, size in self._sizes.items() if at[0] is not table}

    def item(self, key: Key) -> Item:
        """What is kept there; at no cost."""
        return self._items[key.table][key.partition][key.sort]

    def items(self, table: Table) -> list[Item]:
        """All that a table holds; at no cost."""
        return [item for items in self._items[table].values() for item in items.values()]

    def grow(self, key: Key, more: Item) -> None:
        """Gives an item more attributes, as if earlier updates had; at no cost."""
        item = self.item(key)
        item |= more
        self._sizes[key.table, key.partition, key.sort] = item_size(item)

    def size(self, key: Key) -> int:
        """The bytes of what is kept there; 0 for nothing."""
        return self._sizes.get((key.table, key.partition, key.sort), 0)

    def put_item(self, **request: Any) -> Request:
        """With a condition: only if there is none, and the one that there is otherwise."""
        self.calls["put_item"] += 1
        table = _table(request["TableName"])
        key = key_of(table, request["Item"])
        kept = self._items[table][key.partition].get(key.sort)
        if kept and "ConditionExpression" in request:
            # A condition that fails costs what the write would have.
            self._charge_write(table, key.partition, self.size(key), 0)
            failed = {"Error": {"Code": "ConditionalCheckFailedException"}, "Item": kept}
            raise ClientError(failed, "PutItem")
        self._put(table, request["Item"])
        return {}

    def update_item(self, **request: Any) -> Request:
        """Adds and sets."""
        self.calls["update_item"] += 1
        self._update(request)
        return {}

    def transact_write_items(self, **request: Any) -> Request:
        """All of it, at twice the units."""
        self.calls["transact_write_items"] += 1
        self.actions.append(len(request["TransactItems"]))
        for action in request["TransactItems"]:
            ((kind, params),) = action.items()
            if kind == "Put":
                self._put(_table(params["TableName"]), params["Item"], True)
            else:
                self._update(params, True)
        return {}

    def batch_write_item(self, **request: Any) -> Request:
        """Puts and deletes, each charged alone."""
        self.calls["batch_write_item"] += 1
        for name, changes in request["RequestItems"].items():
            for change in changes:
                self._put(_table(name), change["PutRequest"]["Item"])
        return {}

    def get_item(self, **request: Any) -> Request:
        """The item, if there is one."""
        self.calls["get_item"] += 1
        item = self._get(_table(request["TableName"]), request["Key"], request)
        return {"Item": item} if item else {}

    def batch_get_item(self, **request: Any) -> Request:
        """Those that there are, each charged alone."""
        self.calls["batch_get_item"] += 1
        answers = {
            name: [item for key in asked["Keys"] if (item := self._get(_table(name), key, asked))]
            for name, asked in request["RequestItems"].items()
        }
        return {"Responses": answers}

    def query(self, **request: Any) -> Request:
        """A page of a partition, charged by the sum of what it holds."""
        self.calls["query"] += 1
        table = _table(request["TableName"])
        values = request["ExpressionAttributeValues"]
        partition = values[":partition"]["S"]
        first, last = _range(request["KeyConditionExpression"], values)
        start = request.get("ExclusiveStartKey")
        after = key_of(table, start).sort if start else ""
        found = [
            sort
            for sort in sorted(self._items[table].get(partition, ()))
            if first <= sort <= last and (not start or sort > after)
        ]
        page = found[: request["Limit"]]
        sizes = [self._sizes[table, partition, sort] for sort in page]
        self._charge_read(table, partition, sizes, request)
        items = [self._items[table][partition][sort] for sort in page]
        if len(page) == len(found):
            return {"Items": items}
        return {"Items": items, "LastEvaluatedKey": _key_item(table, items[-1])}

    def close(self) -> None:
        """Nothing is open."""

    def _get(self, table: Table, key_item: Item, request: Request) -> Item | None:
        key = key_of(table, key_item)
        item = self._items[table].get(key.partition, {}).get(key.sort)
        self._charge_read(table, key.partition, [self.size(key)], request)
        return item

    def _put(self, table: Table, item: Item, transactional: bool = False) -> None:
        key = key_of(table, item)
        size = item_size(item)
        self._charge_write(table, key.partition, self.size(key), size, transactional)
        self._items[table][key.partition][key.sort] = dict(item)
        self._sizes[table, key.partition, key.sort] = size

    def _update(self, request: Request, transactional: bool = False) -> None:
        table = _table(request["TableName"])
        key = key_of(table, request["Key"])
        item = self._items[table][key.partition].setdefault(key.sort, {})
        before = size = self.size(key)
        if not item:
            item |= request["Key"]
            size = item_size(item)
        names = request.get("ExpressionAttributeNames", {})
        for verb, target, value in _changes(request["UpdateExpression"]):
            name = names.get(target, target)
            old = item.get(name)
            new = request["ExpressionAttributeValues"][value]
            item[name] = _added(old, new) if verb == "ADD" and old else new
            size += attribute_size(name, item[name]) - (attribute_size(name, old) if old else 0)
        self._charge_write(table, key.partition, before, size, transactional)
        self._sizes[table, key.partition, key.sort] = size

    def _charge_read(
        self, table: Table, partition: str, sizes: list[int], request: Request
    ) -> None:
        units = read_units(sizes, request.get("ConsistentRead", False))
        self.spent[Spot(table, partition, False)] += units

    def _charge_write(
        self, table: Table, partition: str, before: int, after: int, transactional: bool = False
    ) -> None:
        self.spent[Spot(table, partition, True)] += write_units(before, after, transactional)


def _table(name: str) -> Table:
    return Table(name.removeprefix(f"{PREFIX}-"))


def _key_item(table: Table, item: Item) -> Item:
    return {name: item[name] for name in table.key_names}


def _changes(expression: str) -> Iterable[tuple[str, str, str]]:
    """(verb, name, value) of each clause of an update expression."""
    for verb, clauses in _CLAUSES.findall(expression):
        for clause in clauses.split(", "):
            target, value = clause.split(" = " if verb == "SET" else " ")
            yield verb, target, value


def _added(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    if "N" in new:
        return {"N": str(int(old["N"]) + int(new["N"]))}
    return {"SS": sorted({*old["SS"], *new["SS"]})}


def _range(condition: str, values: Item) -> tuple[str, str]:
    """The sort keys that a condition lets through; `ValueError` for a form not used so far."""
    sort = condition.partition(" AND ")[2]
    if not sort:
        return "", chr(0x10FFFF)
    if sort == "#sort BETWEEN :first AND :last":
        return values[":first"]["S"], values[":last"]["S"]
    raise ValueError(f"no rule here for the condition {condition!r}")
