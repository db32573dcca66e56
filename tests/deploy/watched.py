"""A deployment whose calls are watched, and judged by its policies as IAM would judge them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from chalicelib.store.dynamodb.keys import Table
from deploy.permissions import GRANTS, policy
from tests.contract.stands import DynamoStand
from tests.unit.web.door import Site

OF_A_TRANSACTION = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


@dataclass(frozen=True)
class Call:
    """One operation on one table, with the partition that it names; "" for none."""

    table: str
    action: str
    partition: str = ""


def allowed(function: str, call: Call) -> bool:
    """Whether the function's policy, as IAM reads it, lets the call pass."""
    for statement in policy(function)["Statement"]:
        resource = statement["Resource"]
        if not isinstance(resource, dict) or "Fn::GetAtt" not in resource:
            continue
        if resource["Fn::GetAtt"] != [f"{call.table.capitalize()}Table", "Arn"]:
            continue
        keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
        patterns = keys.get("dynamodb:LeadingKeys", ["*"])
        if f"dynamodb:{call.action}" in statement["Action"] and any(
            fnmatchcase(call.partition, pattern) for pattern in patterns
        ):
            return True
    return False


def calls_of(operation: str, params: dict[str, Any]) -> Iterator[Call]:
    """The permissions that a request needs (a transaction needs those of its parts)."""
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((kind, part),) = item.items()
            yield call_of(OF_A_TRANSACTION[kind], part)
    elif operation == "BatchGetItem":
        for name, asked in params["RequestItems"].items():
            for key in asked["Keys"]:
                yield call_of(operation, {"TableName": name, "Key": key})
    elif operation == "BatchWriteItem":
        for name, requests in params["RequestItems"].items():
            for request in requests:
                ((_, part),) = request.items()
                yield call_of(operation, {"TableName": name, **part})
    else:
        yield call_of(operation, params)


def call_of(action: str, params: dict[str, Any]) -> Call:
    table = Table(params["TableName"].rpartition("-")[2])
    first = table.key_names[0]
    named = params.get("Key") or params.get("Item") or {}
    partition = named.get(first, params.get("ExpressionAttributeValues", {}).get(":partition"))
    return Call(table, action, partition["S"] if partition and action != "Scan" else "")


@dataclass
class Watched:
    """A deployment whose functions are watched."""

    site: Site
    stand: DynamoStand
    calls: list[Call]

    def while_running(self, function: Any, event: dict[str, Any]) -> set[Call]:
        self.calls.clear()
        function(event, None)
        return set(self.calls)

    def asked(self, target: str, **more: Any) -> set[Call]:
        self.calls.clear()
        self.site.restart()
        assert self.site.ask(target, **more).status in (200, 201, 302)
        return set(self.calls)

    def sent(self, method: str, target: str, value: Any, **headers: str) -> tuple[int, set[Call]]:
        """What a tool is answered to JSON."""
        self.calls.clear()
        more = {"Content-Type": "application/json", "Idempotency-Key": target, **headers}
        body = json.dumps(value).encode()
        answer = self.site.ask(target, method, headers=more, body=body)
        return answer.status, set(self.calls)


def refused(function: str, calls: set[Call]) -> set[Call]:
    assert calls, "nothing was watched"
    return {call for call in calls if not allowed(function, call)}


def unused(function: str, calls: set[Call]) -> set[tuple[str, str, str]]:
    """What the function may do, by table, action and partitions, and never does."""
    granted = {
        (grant.table, action, pattern)
        for grant in GRANTS[function]
        for action in grant.actions
        for pattern in grant.keys or ("*",)
    }
    return {
        (table, action, pattern)
        for table, action, pattern in granted
        if not any(
            (call.table, call.action) == (table, action) and fnmatchcase(call.partition, pattern)
            for call in calls
        )
    }
