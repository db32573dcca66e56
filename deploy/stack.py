"""One stack of CloudFormation: what would change, changing it, what came out, taking it away.

CloudFormation's answers are events and states; they are waited for with a clock handed in.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.errors import PorteVoixError

CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")

POLL_SECONDS = 5.0
MOST_SECONDS = 3600.0
"""A stack takes minutes; a domain's first certificate has been seen to take forty."""

PRECIOUS = {
    "AWS::DynamoDB::Table": "what it holds would be left behind",
    "AWS::ApiGateway::RestApi": "without a domain, every address in print would lead nowhere",
}
"""Resources that an update may only take away or replace when that is asked for."""

_SAME = ("didn't contain changes", "No updates are to be performed")
"""How CloudFormation says, as a failure, that there is nothing to do."""

_ECHO = ("Resource creation cancelled", "Resource update cancelled")
"""Reasons of those that stopped because another failed."""


class StackFailed(PorteVoixError):
    """The deployment is not what was asked for; the message says how it was left."""

    code = "stack_failed"


class State(Enum):
    """What can be done with a stack."""

    ABSENT = "absent"
    THERE = "there"
    DEAD = "dead"
    """A creation or deletion that failed: only deleting is left."""


@dataclass(frozen=True)
class Change:
    """One line of a change set."""

    action: str
    logical_id: str
    kind: str
    replacement: str = "False"

    @property
    def loss(self) -> str:
        """What somebody would lose by it; "" for nothing."""
        gone = self.action == "Remove" or self.replacement in ("True", "Conditional")
        return PRECIOUS.get(self.kind, "") if gone else ""

    def __str__(self) -> str:
        how = {"True": ", replaced", "Conditional": ", perhaps replaced"}
        line = f"{self.action:<7} {self.logical_id}  {self.kind}{how.get(self.replacement, '')}"
        return f"!!! {line}: {self.loss} !!!" if self.loss else f"    {line}"


@dataclass(frozen=True)
class ChangeSet:
    """A change set that is ready; `changes` are what it would do."""

    arn: str
    stack_arn: str
    changes: tuple[Change, ...]


@dataclass
class Stack:
    """The stack called `name`, through a client of CloudFormation."""

    client: Any
    name: str
    say: Callable[[str], object] = print
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    _seen: set[str] = field(default_factory=set)

    def state(self) -> State:
        """What can be done now. `StackFailed` while somebody else is changing it."""
        stack = self._describe()
        status = stack["StackStatus"] if stack else "REVIEW_IN_PROGRESS"
        # A change set that was never carried out leaves a stack with nothing in it.
        if status == "REVIEW_IN_PROGRESS":
            return State.ABSENT
        if status.endswith("_IN_PROGRESS"):
            raise StackFailed(f"stack {self.name} is {status}: wait until it is done; run again")
        if status == "UPDATE_ROLLBACK_FAILED":
            raise StackFailed(
                f"stack {self.name} is {status}: run `aws cloudformation continue-update-rollback"
                f" --stack-name {self.name}` and then this again"
            )
        return State.THERE if status in _ALIVE else State.DEAD

    def propose(
        self, template_url: str, parameters: Mapping[str, str], adopt: bool = False
    ) -> ChangeSet | None:
        """What the template would change; None when nothing would.

        With `adopt`, tables that are there by the names of the template become the stack's.
        """
        new = self.state() is State.ABSENT
        made = self.client.create_change_set(
            StackName=self.name,
            ChangeSetName=f"deploy-{secrets.token_hex(4)}",
            ChangeSetType="CREATE" if new else "UPDATE",
            TemplateURL=template_url,
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in parameters.items()
            ],
            Capabilities=list(CAPABILITIES),
            **({"ImportExistingResources": True} if adopt else {}),
        )
        found = self._until_made(made["Id"])
        if found["Status"] != "FAILED":
            return ChangeSet(made["Id"], made["StackId"], tuple(_changes(found["Changes"])))
        reason = found.get("StatusReason", "no reason was given")
        self.discard(ChangeSet(made["Id"], made["StackId"], ()))
        if any(words in reason for words in _SAME):
            return None
        raise StackFailed(f"stack {self.name}: the change set failed: {_one_line(reason)}")

    def discard(self, changes: ChangeSet) -> None:
        """Leaves everything as it was before the change set."""
        self.client.delete_change_set(ChangeSetName=changes.arn)
        stack = self._describe(changes.stack_arn)
        if stack and stack["StackStatus"] == "REVIEW_IN_PROGRESS":
            self.client.delete_stack(StackName=changes.stack_arn)

    def carry_out(self, changes: ChangeSet) -> None:
        """Does it, and says what fails and why; `StackFailed` when it was rolled back."""
        self._skip_events(changes.stack_arn)
        self.client.execute_change_set(ChangeSetName=changes.arn)
        status = self._until_settled(changes.stack_arn)
        if status not in _ALIVE or "ROLLBACK" in status:
            raise StackFailed(
                f"stack {self.name} is {status}: what failed is above;"
                " mend that and run again, what ran before still runs"
            )

    def outputs(self) -> dict[str, str]:
        """What the template gives out, by name."""
        stack = self._describe()
        if stack is None:
            raise StackFailed(f"there is no stack {self.name}")
        return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", ())}

    def api_address(self, region: str) -> str:
        """API Gateway's own address of the stage, which works without any domain."""
        found = self.client.describe_stack_resource(
            StackName=self.name, LogicalResourceId="RestAPI"
        )
        api = found["StackResourceDetail"]["PhysicalResourceId"]
        return f"https://{api}.execute-api.{region}.amazonaws.com/api"

    def delete(self) -> None:
        """Takes the stack away, and with it all that its template does not say to keep."""
        stack = self._describe()
        if stack is None:
            return
        arn = stack["StackId"]
        self._skip_events(arn)
        self.client.delete_stack(StackName=arn)
        if (status := self._until_settled(arn)) != "DELETE_COMPLETE":
            raise StackFailed(f"stack {self.name} is {status}: what failed is above; run again")

    def _describe(self, name: str = "") -> dict[str, Any] | None:
        try:
            (stack,) = self.client.describe_stacks(StackName=name or self.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise
        # By its ARN a stack is found long after it was deleted.
        return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack

    def _until_made(self, arn: str) -> dict[str, Any]:
        end = self.now() + MOST_SECONDS
        while True:
            found: dict[str, Any] = self.client.describe_change_set(ChangeSetName=arn)
            if found["Status"] in ("CREATE_COMPLETE", "FAILED"):
                break
            self._wait(end, found["Status"])
        page = found
        while "NextToken" in page:
            page = self.client.describe_change_set(ChangeSetName=arn, NextToken=page["NextToken"])
            found["Changes"] += page["Changes"]
        return found

    def _until_settled(self, arn: str) -> str:
        """The state in which the stack comes to rest.

        Its own events are waited for: its state may still be the one before.
        """
        end = self.now() + MOST_SECONDS
        status = "waiting"
        while True:
            for event in self._new_events(arn):
                if event.get("PhysicalResourceId") == arn:
                    status = event["ResourceStatus"]
                elif event["ResourceStatus"].endswith("_FAILED"):
                    self._say_failure(event)
            if status != "waiting" and not status.endswith("_IN_PROGRESS"):
                return status
            self._wait(end, status)

    def _wait(self, end: float, status: str) -> None:
        if self.now() >= end:
            raise StackFailed(f"stack {self.name} is still {status}: look at it in AWS's console")
        self.sleep(POLL_SECONDS)

    def _say_failure(self, event: Mapping[str, Any]) -> None:
        reason = _one_line(event.get("ResourceStatusReason", "no reason was given"))
        if not reason.startswith(_ECHO):
            self.say(f"    failed  {event['LogicalResourceId']}  {event['ResourceType']}: {reason}")

    def _skip_events(self, arn: str) -> None:
        for _ in self._new_events(arn):
            pass

    def _new_events(self, arn: str) -> list[dict[str, Any]]:
        """Events that were not seen yet, oldest first; the service gives them newest first."""
        found: list[dict[str, Any]] = []
        for page in self.client.get_paginator("describe_stack_events").paginate(StackName=arn):
            new = [e for e in page["StackEvents"] if e["EventId"] not in self._seen]
            found += new
            if len(new) < len(page["StackEvents"]):
                break
        self._seen.update(event["EventId"] for event in found)
        return found[::-1]


_ALIVE = (
    "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE",
)  # fmt: skip


def _changes(listed: list[dict[str, Any]]) -> Iterator[Change]:
    for one in listed:
        resource = one["ResourceChange"]
        yield Change(
            resource["Action"],
            resource["LogicalResourceId"],
            resource["ResourceType"],
            resource.get("Replacement", "False"),
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())
