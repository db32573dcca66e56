"""The Lambda functions that Chalice names, as they have to be: size, time, role, log, stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.kit.bundle import MAKING_SECONDS
from chalicelib.store.dynamodb.keys import Table
from deploy import kits
from deploy.permissions import role_id
from deploy.stages import IMPRINT
from deploy.tables import Resources, logical_id

LOG_DAYS = 30
"""Longer than anybody needs to notice an alarm, and no longer than visits may be replayed."""


@dataclass(frozen=True)
class Function:
    """One function. `memory` in MB decides its share of a processor too (1769 is one whole)."""

    name: str
    template_id: str
    memory: int
    seconds: int


FUNCTIONS = (
    # A redirect answers within a second; pages and pictures take a moment more.
    Function("api", "APIHandler", 512, 10),
    Function("tally", "Tally", 512, 60),
    Function("rank", "Rank", 512, 60),
    Function("poll", "Poll", 256, 120),
    Function("salts", "Salts", 256, 60),
    Function("reconcile", "Reconcile", 1024, 900),
    # A whole processor, for it draws thousands of pages; nobody waits in front of it.
    Function("kit", "Kit", 1769, MAKING_SECONDS),
    Function("mail", "Mail", 256, 60),
)

TALLY_STREAM: dict[str, Any] = {
    "Stream": {"Fn::GetAtt": [logical_id(Table.VISITS), "StreamArn"]},
    "BatchSize": 500,
    # A visit is on a board a minute later at most; a few seconds of waiting make one
    # transaction of many visits.
    "MaximumBatchingWindowInSeconds": 3,
    # From the first visit on, even of those that came before the trigger.
    "StartingPosition": "TRIM_HORIZON",
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "BisectBatchOnFunctionError": True,
    "MaximumRetryAttempts": 20,
    # Well within the day that a stream keeps its records: then they are dead letters, and
    # the nightly reconciling adds them.
    "MaximumRecordAgeInSeconds": 6 * 3600,
    # One at a time a shard: more would meet on the same counters.
    "ParallelizationFactor": 1,
    "DestinationConfig": {
        "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}
    },
    # The tally's own marks and expiries are changes too, and nobody's visits.
    "FilterCriteria": {"Filters": [{"Pattern": '{"eventName":["INSERT"]}'}]},
}


def function_name(name: str) -> dict[str, str]:
    """What a function is called, known before it is made."""
    return {"Fn::Sub": f"${{AWS::StackName}}-{name}"}


def log_group_id(name: str) -> str:
    """How the template calls a function's log group."""
    return f"{name.capitalize()}Log"


def resources() -> Resources:
    """The log groups: made here, so that they end, and are deleted with the stack."""
    return {
        log_group_id(f.name): {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{f.name}"},
                "RetentionInDays": LOG_DAYS,
            },
        }
        for f in FUNCTIONS
    }


def complete(template: dict[str, Any]) -> None:
    """Makes Chalice's functions ours, in place; `KeyError` names one that Chalice left out."""
    found = template["Resources"]
    for function in FUNCTIONS:
        resource = found[function.template_id]
        resource["DependsOn"] = [log_group_id(function.name)]
        properties = resource["Properties"]
        properties["FunctionName"] = function_name(function.name)
        properties["MemorySize"] = function.memory
        properties["Timeout"] = function.seconds
        properties["Role"] = {"Fn::GetAtt": [role_id(function.name), "Arn"]}
        properties["Environment"] = {"Variables": _environment()}
        properties["CodeUri"] = "./deployment.zip"
    (stream,) = found["Tally"]["Properties"]["Events"].values()
    stream["Properties"] = TALLY_STREAM
    # The role that Chalice would give to all of them.
    del found["DefaultRole"]


def _environment() -> dict[str, Any]:
    return {
        "STORE": "dynamodb",
        "TABLE_PREFIX": {"Ref": "AWS::StackName"},
        "BASE_URL": base_url(),
        "DESTINATION_HOSTS": {"Ref": "DestinationHosts"},
        "PETITION_HOSTS": {"Ref": "PetitionHosts"},
        "CONTACT": {"Ref": "Contact"},
        "FALLBACK_URL": {"Ref": "FallbackUrl"},
        "TRUSTED_PROXIES": {"Ref": "TrustedProxies"},
        "KIT_SHELF": kits.shelf(),
        # By its name: what refers to each other cannot be made.
        "KIT_FUNCTION": function_name("kit"),
        "MAIL_FROM": {"Ref": "MailFrom"},
        "MAIL_FUNCTION": function_name("mail"),
        **{name: {"Ref": parameter} for name, parameter in IMPRINT.items()},
    }


def base_url() -> dict[str, Any]:
    """The public address: the domain's, or else API Gateway's own with its stage."""
    own = "https://${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}/api"
    return {"Fn::If": ["HasDomain", {"Fn::Sub": "https://${DomainName}"}, {"Fn::Sub": own}]}
