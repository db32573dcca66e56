"""What `deploy` and `destroy` do, step by step, with every question before what it is about."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from botocore.config import Config

from chalicelib.clock import wall_clock
from chalicelib.errors import BadInput
from chalicelib.store.dynamodb.store import CONFIG, DynamoStore
from deploy import estimate, kits, remains, smoke
from deploy.artifacts import Artifacts
from deploy.package import Package
from deploy.stack import ChangeSet, Stack, StackFailed, State
from deploy.stages import Stage

PATIENT = CONFIG.merge(Config(connect_timeout=5, read_timeout=20))
"""Production's settings, with an operator's time-outs: nobody waits for a redirect here."""


class Operator(Protocol):
    """Whoever runs the command."""

    def say(self, line: str) -> None: ...

    def agrees(self, question: str) -> bool:
        """Yes or no."""
        ...

    def types(self, question: str, word: str) -> bool:
        """Whether they typed `word`, letter by letter."""
        ...


@dataclass(frozen=True)
class Outside:
    """All that is not on this machine: clients of one account and region, the web, and time."""

    account: str
    cloudformation: Any
    s3: Any
    dynamodb: Any
    logs: Any
    fetch: Callable[[str], smoke.Answer] = smoke.fetch
    resolves: Callable[[str], bool] = smoke.resolves
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep

    @classmethod
    def of(cls, region: str) -> Outside:
        """The account of the environment's credentials."""
        # Imported here: the estimate and the package need no SDK.
        import boto3

        session = boto3.session.Session(region_name=region)
        return cls(
            session.client("sts").get_caller_identity()["Account"],
            session.client("cloudformation"),
            session.client("s3"),
            session.client("dynamodb", config=PATIENT),
            session.client("logs"),
        )


def deploy(
    stage: Stage,
    outside: Outside,
    operator: Operator,
    build: Callable[[], Package],
    allow_replacement: bool = False,
) -> None:
    """Brings the stage's stack to what this tree and its settings say, and tries it."""
    stack, artifacts = _stack(stage, outside, operator), _artifacts(stage, outside)
    for line in estimate.text(stage):
        operator.say(line)
    operator.say(f"\n{_where(stage, outside)}")
    operator.say(
        f"The package goes into bucket {artifacts.bucket}: private, encrypted, closed to the"
        " public; packages that were replaced expire."
    )
    _agree(operator, "Make the package and put it there?", "nothing was created")
    _clear(stack, operator)
    package = build()
    artifacts.prepare()
    uploaded = artifacts.upload(stage.stack, package)
    operator.say("CloudFormation works out what would change.")
    adopt = stack.state() is State.ABSENT and _finds_remains(stage, outside, operator)
    changes = stack.propose(
        uploaded.template_url, stage.parameters() | {kits.PARAMETER: artifacts.bucket}, adopt
    )
    if changes is None:
        operator.say("Nothing to change.")
    else:
        _carry_out(stack, changes, operator, allow_replacement)
    artifacts.keep_only(stage.stack, uploaded.keys)
    outputs = stack.outputs()
    for name, value in sorted(outputs.items()):
        operator.say(f"    {name}: {value}")
    _try(stage, outside, operator, stack, outputs)


def destroy(stage: Stage, outside: Outside, operator: Operator, with_data: bool = False) -> None:
    """Takes the stage's stack away; its tables too with `with_data`. Says what remains."""
    stack, artifacts = _stack(stage, outside, operator), _artifacts(stage, outside)
    operator.say(_where(stage, outside))
    operator.say("Functions, addresses, alarms and logs go: links in print lead nowhere any more.")
    if not stage.domain:
        operator.say("Without a domain, a later deployment has another address: print is lost.")
    operator.say(f"Bucket {artifacts.bucket} stays, with packages that expire.")
    if with_data:
        operator.say("THE FOUR TABLES GO TOO: campaigns, links, visits and tallies, for good.")
        if not operator.types(f"Type {stage.stack} to go on", stage.stack):
            raise BadInput("not confirmed; nothing was deleted")
    else:
        operator.say("The four tables stay with all that they hold; --with-data deletes them too.")
        _agree(operator, f"Delete stack {stage.stack}?", "nothing was deleted")
    stack.delete()
    if with_data:
        remains.delete_tables(outside.dynamodb, remains.tables(outside.dynamodb, stage.stack))
    found = artifacts.exist()
    if found:
        artifacts.keep_only(stage.stack, ())
    operator.say(f"Stack {stage.stack} is gone. What remains:")
    kept = remains.tables(outside.dynamodb, stage.stack)
    groups = remains.log_groups(outside.logs, stage.stack)
    bucket = artifacts.bucket if found else ""
    for line in remains.text(kept, groups, bucket, stage.region):
        operator.say(line)


def _stack(stage: Stage, outside: Outside, operator: Operator) -> Stack:
    return Stack(outside.cloudformation, stage.stack, operator.say, outside.now, outside.sleep)


def _artifacts(stage: Stage, outside: Outside) -> Artifacts:
    return Artifacts(outside.s3, outside.account, stage.region)


def _where(stage: Stage, outside: Outside) -> str:
    return f"Account {outside.account}, region {stage.region}, stack {stage.stack}."


def _agree(operator: Operator, question: str, otherwise: str) -> None:
    if not operator.agrees(question):
        raise BadInput(f"not agreed; {otherwise}")


def _clear(stack: Stack, operator: Operator) -> None:
    """Takes away what a first deployment that failed has left: it can become nothing else."""
    if stack.state() is State.DEAD:
        operator.say(f"Stack {stack.name} failed before it ever ran, and can only be deleted.")
        _agree(operator, "Delete its remains (tables stay) and begin again?", "it is as it was")
        stack.delete()


def _finds_remains(stage: Stage, outside: Outside, operator: Operator) -> bool:
    """Whether there are tables or logs of an earlier deployment, whose names are taken."""
    names = [table.name for table in remains.tables(outside.dynamodb, stage.stack)]
    names += remains.log_groups(outside.logs, stage.stack)
    if names:
        operator.say("An earlier deployment left these; they become part of this one, whole:")
        for name in names:
            operator.say(f"    {name}")
    return bool(names)


def _carry_out(
    stack: Stack, changes: ChangeSet, operator: Operator, allow_replacement: bool
) -> None:
    for change in changes.changes:
        operator.say(str(change))
    lost = [change.logical_id for change in changes.changes if change.loss]
    if lost and not allow_replacement:
        stack.discard(changes)
        raise StackFailed(
            f"{', '.join(lost)} would be replaced or removed; nothing was changed."
            " --allow-replacement does it all the same"
        )
    if not operator.agrees(f"Make these changes ({len(changes.changes)})?"):
        stack.discard(changes)
        raise BadInput("not agreed; nothing was changed")
    operator.say("CloudFormation is at work; it takes some minutes.")
    stack.carry_out(changes)


def _try(
    stage: Stage, outside: Outside, operator: Operator, stack: Stack, outputs: Mapping[str, str]
) -> None:
    address = outputs["BaseUrl"]
    if stage.domain and not outside.resolves(stage.domain):
        operator.say(
            f"{stage.domain} leads nowhere yet: make it a CNAME to {outputs['ApiDomainTarget']},"
            " and deploy again to try it. API Gateway's own address is tried for now."
        )
        address = stack.api_address(stage.region)
    store = DynamoStore(outside.dynamodb, stage.stack, wall_clock)
    hosts = frozenset(stage.destination_hosts.split())
    operator.say(f"A link is made, followed at {address}, counted, and taken away again.")
    test = smoke.Smoke(store, address, hosts, outside.fetch, outside.now, outside.sleep)
    operator.say(f"It works: the visit was counted {test.run():.0f} s after it was made.")
