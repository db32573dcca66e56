"""CloudFormation as its documentation says that it answers, and the time in which it does.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from botocore.exceptions import ClientError

STACK = "porte-voix-test"
STACK_ARN = f"arn:aws:cloudformation:eu-west-3:123456789012:stack/{STACK}/0a1b"
CHANGES_ARN = "arn:aws:cloudformation:eu-west-3:123456789012:changeSet/deploy-1/2c3d"
NO_CHANGES = (
    "The submitted information didn't contain changes."
    " Submit different information to create a change set."
)
PAGE = 2


@dataclass
class SetTime:
    """Time that passes when somebody sleeps."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def change(
    action: str, logical_id: str, kind: str = "AWS::Lambda::Function", replacement: str = ""
) -> dict[str, Any]:
    """One of a change set's changes."""
    resource = {"Action": action, "LogicalResourceId": logical_id, "ResourceType": kind}
    if replacement:
        resource["Replacement"] = replacement
    return {"Type": "Resource", "ResourceChange": resource}


def event(status: str, logical_id: str = "", reason: str = "") -> dict[str, Any]:
    """What happened to a resource; to the stack itself, without a name."""
    of_stack = {
        "PhysicalResourceId": STACK_ARN,
        "LogicalResourceId": STACK,
        "ResourceType": "AWS::CloudFormation::Stack",
    }
    of_resource = {
        "PhysicalResourceId": "",
        "LogicalResourceId": logical_id,
        "ResourceType": "AWS::Lambda::Function",
    }
    found = {"ResourceStatus": status} | (of_resource if logical_id else of_stack)
    return found | ({"ResourceStatusReason": reason} if reason else {})


@dataclass
class Formation:
    """A client of CloudFormation with at most one stack, which does what it was told.

    `status` is the stack's, "" for none; `made` what becomes of a change set, look by look;
    `coming` the events that an execution or deletion brings, look by look, the stack's last
    one being its state from then on.
    """

    status: str = ""
    made: list[dict[str, Any]] = field(default_factory=list)
    coming: list[list[dict[str, Any]]] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)
    _running: bool = False
    _numbers: Iterator[int] = field(default_factory=count)

    def will_change(self, *changes: dict[str, Any]) -> None:
        """The next change set holds these, after a while."""
        self.made = [{"Status": "CREATE_IN_PROGRESS"}, _ready(list(changes))]

    def asked(self, name: str) -> list[dict[str, Any]]:
        """What an operation was called with, each time."""
        return [params for called, params in self.calls if called == name]

    def describe_stacks(self, **params: Any) -> dict[str, Any]:
        self.calls.append(("describe_stacks", params))
        if not self.status:
            message = f"Stack with id {params['StackName']} does not exist"
            problem = {"Error": {"Code": "ValidationError", "Message": message}}
            raise ClientError(problem, "DescribeStacks")
        outputs = [{"OutputKey": k, "OutputValue": v} for k, v in self.outputs.items()]
        return {"Stacks": [{"StackId": STACK_ARN, "StackStatus": self.status, "Outputs": outputs}]}

    def create_change_set(self, **params: Any) -> dict[str, Any]:
        self.calls.append(("create_change_set", params))
        if params["ChangeSetType"] == "CREATE":
            self.status = "REVIEW_IN_PROGRESS"
        return {"Id": CHANGES_ARN, "StackId": STACK_ARN}

    def describe_change_set(self, **params: Any) -> dict[str, Any]:
        self.calls.append(("describe_change_set", params))
        answer = self.made[0]
        if "pages" in answer:
            place = int(params.get("NextToken", "0"))
            more = {"NextToken": str(place + 1)} if place + 1 < len(answer["pages"]) else {}
            return {"Status": "CREATE_COMPLETE", "Changes": answer["pages"][place]} | more
        return self.made.pop(0) if len(self.made) > 1 else answer

    def delete_change_set(self, **params: Any) -> None:
        self.calls.append(("delete_change_set", params))

    def execute_change_set(self, **params: Any) -> None:
        self.calls.append(("execute_change_set", params))
        self._running = True

    def delete_stack(self, **params: Any) -> None:
        self.calls.append(("delete_stack", params))
        if self.status == "REVIEW_IN_PROGRESS":
            self.status = ""
        self._running = True

    def describe_stack_resource(self, **params: Any) -> dict[str, Any]:
        self.calls.append(("describe_stack_resource", params))
        return {"StackResourceDetail": {"PhysicalResourceId": "a1b2c3d4e5"}}

    def get_paginator(self, operation: str) -> Formation:
        assert operation == "describe_stack_events"
        return self

    def paginate(self, **params: Any) -> Iterator[dict[str, Any]]:
        self.calls.append(("describe_stack_events", params))
        if self._running and self.coming:
            for one in self.coming.pop(0):
                self.happened(one)
        for place in range(0, len(self._events) or 1, PAGE):
            yield {"StackEvents": self._events[place : place + PAGE]}

    def happened(self, one: dict[str, Any]) -> None:
        """Puts an event before all others, as the service lists them."""
        self._events.insert(0, one | {"EventId": f"e{next(self._numbers)}"})
        if one["PhysicalResourceId"] == STACK_ARN:
            self._running = self._running and one["ResourceStatus"].endswith("_IN_PROGRESS")
            gone = one["ResourceStatus"] == "DELETE_COMPLETE"
            self.status = "" if gone else one["ResourceStatus"]


def _ready(changes: list[dict[str, Any]]) -> dict[str, Any]:
    pages = [changes[place : place + PAGE] for place in range(0, len(changes), PAGE)]
    return {"pages": pages}
