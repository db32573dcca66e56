"""What goes wrong with one call to the outside: a client that does what a plan says, by index."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

LATE_SECONDS = 0.9
"""Longer than a redirect waits for its store."""


class Fault(StrEnum):
    """What happens to a call."""

    BEFORE = "fails before"
    """It never arrives."""
    AFTER = "fails after"
    """It is done, and the answer is lost."""
    CUT = "cut"
    """It is done, and the connection breaks within the answer."""
    LATE = "late"
    """It is done, and answered when nobody waits any more."""
    TWICE = "twice"
    """It is done twice, as when a client sends it again; the second answer is heard."""
    THROTTLED = "throttled"
    """It is refused: too many at once."""
    CONFLICT = "conflict"
    """Another transaction is in the way; other calls are throttled."""


class Outside:
    """Counts every call to the outside, and makes those fail that `plan` names by their index."""

    def __init__(self, plan: Mapping[int, Fault], sleep: Callable[[float], None] = time.sleep):
        self.calls: list[str] = []
        self.met: list[tuple[int, str, Fault]] = []
        self._plan = plan
        self._sleep = sleep
        self.steady = False
        """While True nothing fails and nothing is counted: the day is over, and is settled."""

    def call(self, name: str, work: Callable[[], Any]) -> Any:
        """Does `work`, as the plan allows."""
        if self.steady:
            return work()
        fault = self._plan.get(len(self.calls))
        self.calls.append(name)
        if fault is None:
            return work()
        self.met.append((len(self.calls) - 1, name, fault))
        return self._broken(fault, name, work)

    def _broken(self, fault: Fault, name: str, work: Callable[[], Any]) -> Any:
        if fault is Fault.BEFORE:
            raise ReadTimeoutError(endpoint_url="https://dynamodb")
        if fault in (Fault.THROTTLED, Fault.CONFLICT):
            raise _refusal(name, fault)
        answer = work()
        if fault is Fault.TWICE:
            return work()
        if fault is Fault.LATE:
            self._sleep(LATE_SECONDS)
            return answer
        if fault is Fault.CUT:
            raise ConnectionClosedError(endpoint_url="https://dynamodb")
        raise ReadTimeoutError(endpoint_url="https://dynamodb")


class FaultyClient:
    """A client of AWS whose every call goes through `outside`."""

    def __init__(self, client: Any, outside: Outside) -> None:
        self._client = client
        self._outside = outside

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or name in ("close", "get_paginator"):
            return operation
        return lambda **asked: self._outside.call(name, lambda: operation(**asked))


def _refusal(name: str, fault: Fault) -> ClientError:
    if fault is Fault.CONFLICT and name == "transact_write_items":
        shown: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
            "CancellationReasons": [{"Code": "TransactionConflict"}],
        }
        return ClientError(shown, "TransactWriteItems")
    throttled: Any = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
    return ClientError(throttled, name)
