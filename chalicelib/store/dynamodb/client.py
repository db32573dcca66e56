"""DynamoDB's operations as the store uses them: by our keys, with failures in our words.

Reads are consistent: what was written is seen at once, as on SQLite. Operations that a
visitor waits for take a budget; the others last as long as the client lets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.clock import Budget
from chalicelib.errors import Conflict, StoreUnavailable
from chalicelib.store.dynamodb.bounded import Bounded
from chalicelib.store.dynamodb.keys import Item, Key, Table

MOST_ACTIONS = 100
"""Actions of one transaction, by DynamoDB's own limit."""

_PAGE = 500
"""Items read at a time: a page answers well within the client's time-out."""

_MOST_ROUNDS = 8
"""How often what DynamoDB left undone of a batch is asked for again."""

_CONDITION = "ConditionalCheckFailedException"
_CANCELLED = "TransactionCanceledException"
_IN_PROGRESS = "TransactionInProgressException"
_ANSWERS = frozenset((_CONDITION, _CANCELLED, _IN_PROGRESS))
"""Errors that are answers: the caller made a condition, or can try again."""

_IN_THE_WAY = frozenset(
    ("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", _IN_PROGRESS)
)
"""Why a transaction was cancelled that may succeed in a moment."""


def text(value: str) -> dict[str, Any]:
    """A string as the wire has it."""
    return {"S": value}


def number(value: int) -> dict[str, Any]:
    """A whole number as the wire has it."""
    return {"N": str(value)}


@dataclass(frozen=True, slots=True)
class Action:
    """One part of a transaction, done if its condition holds. `put` or `update` says what."""

    kind: Literal["Put", "Update", "Delete"]
    key: Key
    put: Item = field(default_factory=dict)
    update: str = ""
    condition: str = ""
    values: Item = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Client:
    """A botocore client of DynamoDB, with the names of one deployment's tables."""

    def __init__(self, client: Any, prefix: str, bounded: Bounded) -> None:
        self._client = client
        self._prefix = prefix
        self._bounded = bounded

    def get(
        self, key: Key, budget: Budget | None = None, *, consistent: bool = True
    ) -> Item | None:
        """The item, or None when there is none.

        Not `consistent` costs half, and may be a second behind: for who remembers the answer
        for a minute anyhow.
        """
        answer = self._call(
            "get_item",
            budget,
            TableName=self._name(key.table),
            Key=key.item,
            ConsistentRead=consistent,
        )
        item: Item | None = answer.get("Item")
        return item

    def get_all(self, table: Table, keys: Sequence[Key]) -> Iterator[Item]:
        """Those of the items that there are, in any order."""
        for some in _chunks(keys, 100):
            asked: Any = {"Keys": [key.item for key in some], "ConsistentRead": True}
            for answer in self._until_done("batch_get_item", {self._name(table): asked}):
                yield from answer["Responses"].get(self._name(table), [])

    def put_new(self, key: Key, item: Item, budget: Budget) -> Item | None:
        """Keeps the item if there is none, in one write; else answers the one that there is."""
        try:
            self._call(
                "put_item",
                budget,
                TableName=self._name(key.table),
                Item=key.item | item,
                ConditionExpression=f"attribute_not_exists({key.table.key_names[0]})",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            kept: Item = error.response["Item"]
            return kept
        return None

    def put(self, key: Key, item: Item) -> None:
        """Keeps the item, over the one that there may be."""
        self._call("put_item", None, TableName=self._name(key.table), Item=key.item | item)

    def update(
        self,
        key: Key,
        expression: str,
        values: Item,
        names: Mapping[str, str] | None = None,
        budget: Budget | None = None,
    ) -> Item:
        """Changes the item, or makes it; answers what the changed attributes are then."""
        answer = self._call(
            "update_item",
            budget,
            TableName=self._name(key.table),
            Key=key.item,
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
            ReturnValues="UPDATED_NEW",
            **({"ExpressionAttributeNames": names} if names else {}),
        )
        now: Item = answer.get("Attributes", {})
        return now

    def delete(self, key: Key) -> Item | None:
        """Deletes the item and answers what it was: of two who delete it at once, one is told."""
        answer = self._call(
            "delete_item",
            None,
            TableName=self._name(key.table),
            Key=key.item,
            ReturnValues="ALL_OLD",
        )
        item: Item | None = answer.get("Attributes")
        return item

    def query(
        self, table: Table, partition: str, condition: str = "", values: Item | None = None
    ) -> Iterator[Item]:
        """The items of a partition, in the order of their sort keys.

        `condition` narrows it, by `#sort`: `#sort < :day`.
        """
        first, last = table.key_names
        yield from self._pages(
            "query",
            TableName=self._name(table),
            KeyConditionExpression=" AND ".join(filter(None, (f"{first} = :partition", condition))),
            ExpressionAttributeValues={":partition": text(partition)} | (values or {}),
            **({"ExpressionAttributeNames": {"#sort": last}} if condition else {}),
        )

    def newest(self, table: Table, partition: str, most: int, before: str | None) -> list[Item]:
        """The last items of a partition, the last first; before a sort key, if one is given."""
        first, last = table.key_names
        condition, values = f"{first} = :partition", {":partition": text(partition)}
        if before is not None:
            condition += f" AND {last} < :before"
            values[":before"] = text(before)
        found = self._pages(
            "query",
            TableName=self._name(table),
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ScanIndexForward=False,
            Limit=most,
        )
        return list(islice(found, most))

    def scan(self, table: Table, condition: str, values: Item) -> Iterator[Item]:
        """The items of a whole table for which `condition` holds. For administrators only."""
        yield from self._pages(
            "scan",
            TableName=self._name(table),
            FilterExpression=condition,
            ExpressionAttributeValues=values,
        )

    def put_all(self, items: Iterable[tuple[Key, Item]]) -> None:
        """Keeps many items, each alone."""
        self._write_all((k.table, {"PutRequest": {"Item": k.item | i}}) for k, i in items)

    def delete_all(self, keys: Iterable[Key]) -> int:
        """Deletes many items, each alone; answers how many were asked for."""
        return self._write_all((k.table, {"DeleteRequest": {"Key": k.item}}) for k in keys)

    def transact(self, actions: Sequence[Action]) -> tuple[int, ...]:
        """Does all the actions or none, once even when botocore sends them twice.

        Answers the places of the actions whose condition did not hold; when there are any,
        nothing was done. `Conflict` when another transaction was in the way. `ValueError`
        for what DynamoDB refuses and emulators forgive: too many actions, one item twice.
        """
        if len(actions) > MOST_ACTIONS:
            raise ValueError(f"{len(actions)} actions; a transaction holds {MOST_ACTIONS}")
        if len({action.key for action in actions}) < len(actions):
            raise ValueError("a transaction names one item twice")
        try:
            # botocore adds a ClientRequestToken of its own, the same for all its attempts.
            items = [self._action(action) for action in actions]
            self._call("transact_write_items", None, TransactItems=items)
        except ClientError as error:
            return _refusals(error)
        return ()

    def close(self) -> None:
        """Lets go of threads and connections."""
        self._bounded.close()
        self._client.close()

    def _name(self, table: Table) -> str:
        return f"{self._prefix}-{table}"

    def _action(self, action: Action) -> dict[str, Any]:
        params: dict[str, Any] = {"TableName": self._name(action.key.table)}
        if action.kind == "Put":
            params["Item"] = action.key.item | action.put
        else:
            params["Key"] = action.key.item
        if action.update:
            params["UpdateExpression"] = action.update
        if action.condition:
            params["ConditionExpression"] = action.condition
        if action.values:
            params["ExpressionAttributeValues"] = action.values
        if action.names:
            params["ExpressionAttributeNames"] = action.names
        return {action.kind: params}

    def _pages(self, operation: str, **params: Any) -> Iterator[Item]:
        asked = {"Limit": _PAGE, "ConsistentRead": True} | params
        start: dict[str, Any] = {}
        while True:
            answer = self._call(operation, None, **asked, **start)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _write_all(self, requests: Iterable[tuple[Table, dict[str, Any]]]) -> int:
        done = 0
        for some in _chunks(requests, 25):
            by_table: dict[str, list[dict[str, Any]]] = {}
            for table, request in some:
                by_table.setdefault(self._name(table), []).append(request)
            for _ in self._until_done("batch_write_item", by_table):
                pass
            done += len(some)
        return done

    def _until_done(self, operation: str, requests: dict[str, Any]) -> Iterator[dict[str, Any]]:
        left = "UnprocessedKeys" if operation == "batch_get_item" else "UnprocessedItems"
        for _ in range(_MOST_ROUNDS):
            answer = self._call(operation, None, RequestItems=requests)
            yield answer
            requests = answer.get(left) or {}
            if not requests:
                return
        raise StoreUnavailable(f"DynamoDB {operation}: left a part undone {_MOST_ROUNDS} times")

    def _call(self, operation: str, budget: Budget | None, **params: Any) -> dict[str, Any]:
        def work() -> dict[str, Any]:
            try:
                answer: dict[str, Any] = getattr(self._client, operation)(**params)
                return answer
            except ClientError as error:
                if error.response["Error"]["Code"] in _ANSWERS:
                    raise
                raise StoreUnavailable(f"DynamoDB {operation}: {_one_line(error)}") from error
            except BotoCoreError as error:
                raise StoreUnavailable(f"DynamoDB {operation}: {_one_line(error)}") from error

        return work() if budget is None else self._bounded.call(work, budget)


def _refusals(error: ClientError) -> tuple[int, ...]:
    """The places of failed conditions in a transaction that was refused, or what to raise."""
    response = error.response
    codes = [reason.get("Code", "") for reason in response.get("CancellationReasons", [])]
    failed = tuple(i for i, code in enumerate(codes) if code == "ConditionalCheckFailed")
    if failed:
        return failed
    if _IN_THE_WAY.intersection((*codes, response["Error"]["Code"])):
        raise Conflict("another transaction was changing the same items; try again") from error
    raise StoreUnavailable(f"DynamoDB transact_write_items: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _chunks(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for thing in things:
        chunk.append(thing)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
