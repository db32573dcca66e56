"""What goes wrong with one call to the outside: a client that does what a plan says, by index."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

LATE_SECONDS = 0.9
"""Longer than a redirect waits for its store."""


class Fault(StrEnum):
    """What happens to a call of AWS."""

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
    REORDERED = "lands later"
    """Nobody hears of it, and it is carried out after the next call."""
    SLOW = "slow"
    """It is done and answered, after a delay that the seed draws."""


Broken = Callable[[Any, str, Callable[[], Any]], Any]
"""What becomes of a call of this name with a fault: the work is done, or not."""
Plan = Callable[[int, str], Any]
"""The fault of the call of this index and name; None for none."""


def exactly(faults: Mapping[int, Any]) -> Plan:
    """The plan in which these calls fail, by their index, and no other."""
    return lambda index, name: faults.get(index)


READS = ("get_item", "batch_get_item", "query", "scan", "s3 list_objects_v2")
BESIDE = ("s3 ", "ses ", "lambda ")
"""Services that no redirect waits for."""


def kinds(name: str) -> tuple[Fault, ...]:
    """The faults that differ for a call of AWS: to a read it is all one whether it was done, and
    late is late only where somebody may stop waiting.
    """
    # At random only: alone a delay is nothing, and `LATE` the longest of them.
    left_out = {Fault.SLOW}
    if name in READS:
        left_out |= {Fault.AFTER, Fault.TWICE, Fault.REORDERED}
    if name != "transact_write_items":
        left_out.add(Fault.CONFLICT)
    if name.startswith(BESIDE):
        left_out |= {Fault.LATE, Fault.REORDERED}
    return tuple(fault for fault in Fault if fault not in left_out)


class Outside:
    """Counts every call to the outside, and makes those fail that `plan` names."""

    def __init__(self, plan: Plan, sleep: Callable[[float], None] = time.sleep, seed: int = 0):
        self.calls: list[str] = []
        self.met: list[tuple[int, str, Any]] = []
        self.sleep = sleep
        self.steady = False
        """While True nothing fails and nothing is counted: the day is over, and is settled."""
        self.unwaited = 0.0
        """Seconds that were waited here for what nobody waits for in production."""
        self._plan = plan
        self._delays = random.Random(f"{seed} delays")
        self._later: list[Callable[[], Any]] = []
        self._going_on: list[Any] = []

    def call(self, name: str, work: Callable[[], Any], broken: Broken) -> Any:
        """Does `work`, as the plan allows."""
        due, self._later = self._later, []
        try:
            return work() if self.steady else self._planned(name, work, broken)
        finally:
            for one in due:
                _land(one)

    def later(self, work: Callable[[], Any]) -> None:
        """Does it after the next call."""
        self._later.append(work)

    def go_on(self, fault: Any, calls: int) -> None:
        """So many calls more fail in the same way."""
        self._going_on = [fault] * calls

    def _planned(self, name: str, work: Callable[[], Any], broken: Broken) -> Any:
        fault = self._going_on.pop() if self._going_on else self._plan(len(self.calls), name)
        self.calls.append(name)
        if fault is None:
            return work()
        self.met.append((len(self.calls) - 1, name, fault))
        return broken(fault, name, work)

    def break_aws(self, fault: Fault, name: str, work: Callable[[], Any]) -> Any:
        """A call of AWS with a fault, as botocore tells of it."""
        if fault in (Fault.THROTTLED, Fault.CONFLICT):
            raise _refusal(name, fault)
        if fault is Fault.REORDERED:
            self.later(work)
        elif fault is not Fault.BEFORE:
            answer = work()
            if fault is Fault.SLOW:
                self.sleep(self._delays.uniform(0.01, LATE_SECONDS))
                return answer
            if fault is Fault.TWICE:
                return work()
            if fault is Fault.LATE:
                self.sleep(LATE_SECONDS)
                return answer
            if fault is Fault.CUT:
                raise ConnectionClosedError(endpoint_url="https://aws")
        raise ReadTimeoutError(endpoint_url="https://aws")


class FaultyClient:
    """A client of AWS whose every call goes through `outside`, under the name of its service."""

    def __init__(self, client: Any, outside: Outside, service: str = "") -> None:
        self._client = client
        self._outside = outside
        self._service = service

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or name in ("close", "get_paginator", "generate_presigned_url"):
            return operation
        called = f"{self._service} {name}".strip()

        def work(asked: dict[str, Any]) -> Any:
            # A client that sends a file again begins it again.
            if hasattr(asked.get("Body"), "seek"):
                asked["Body"].seek(0)
            return operation(**asked)

        outside = self._outside
        return lambda **asked: outside.call(called, lambda: work(asked), outside.break_aws)


def _land(work: Callable[[], Any]) -> None:
    """What arrives late is answered to nobody: a refusal neither."""
    try:
        work()
    except ClientError:
        return


def _refusal(name: str, fault: Fault) -> ClientError:
    if fault is Fault.CONFLICT and name == "transact_write_items":
        shown: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
            "CancellationReasons": [{"Code": "TransactionConflict"}],
        }
        return ClientError(shown, "TransactWriteItems")
    throttled: Any = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
    return ClientError(throttled, name)
