"""A client that fails when it is told to, before or after the database did the work."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError


class Fault(StrEnum):
    """What happens to the next write."""

    BEFORE = "before"
    """The request never arrives."""
    AFTER = "after"
    """It is done, and the acknowledgement is lost."""
    CONFLICT = "conflict"
    """Another transaction is in the way."""
    KILLED = "killed"
    """It is done, and then the process dies."""


class Killed(BaseException):
    """The process is gone. Not an Exception: nothing in the product may catch it."""


WRITES = ("put_item", "transact_write_items")


class FaultyClient:
    """A DynamoDB client whose next writes fail as `faults` say, one each."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.faults: list[Fault] = []

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        return self._failing(operation, name) if name in WRITES else operation

    def _failing(self, operation: Any, name: str) -> Any:
        def call(**params: Any) -> Any:
            fault = self.faults.pop(0) if self.faults else None
            lost = ReadTimeoutError(endpoint_url="https://dynamodb")
            if fault is Fault.BEFORE:
                raise lost
            if fault is Fault.CONFLICT and name == "transact_write_items":
                raise _conflict()
            answer = operation(**params)
            if fault is Fault.AFTER:
                raise lost
            if fault is Fault.KILLED:
                raise Killed
            return answer

        return call


def _conflict() -> ClientError:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": [{"Code": "TransactionConflict"}],
    }
    return ClientError(response, "TransactWriteItems")
