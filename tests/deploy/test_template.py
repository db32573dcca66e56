"""Our own rules on the template: what cfn-lint and emulators accept, and AWS refuses or bills."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.store.dynamodb.keys import Table
from deploy import kits
from deploy.functions import FUNCTIONS, Function, log_group_id
from deploy.package import Package
from deploy.permissions import role_id
from deploy.stages import Stage
from deploy.tables import logical_id
from tests.deploy.references import circle, of_resource, references

MOST_BYTES = 1024 * 1024
"""Of a template that is read from S3
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html)."""

MOST_RESOURCES = 500
"""CloudFormation's limit for one template, once SAM has made its own."""

MOST_API_SECONDS = 29
"""How long API Gateway waits for an answer."""


def test_the_template_is_within_the_limits_of_cloudformation(
    package: Package, made: dict[str, Any]
) -> None:
    assert package.template.stat().st_size < MOST_BYTES
    assert len(json.dumps(made)) < MOST_BYTES
    assert len(made["Resources"]) < MOST_RESOURCES


def test_nothing_refers_to_what_refers_to_it(
    template: dict[str, Any], made: dict[str, Any]
) -> None:
    assert circle(template) == []
    assert circle(made) == []


def test_everything_that_is_referred_to_is_there_and_always_when_it_is(
    made: dict[str, Any],
) -> None:
    resources, parameters = made["Resources"], made["Parameters"]
    users = {f"{name} ({r['Type']})": list(of_resource(r)) for name, r in resources.items()}
    for name, output in made["Outputs"].items():
        own = frozenset({output["Condition"]} if "Condition" in output else ())
        users[f"output {name}"] = list(references(output["Value"], own))
    for user, found in users.items():
        for reference in found:
            if reference.name in parameters or reference.name.startswith("AWS::"):
                continue
            assert reference.name in resources, f"{user} refers to {reference.name}"
            condition = resources[reference.name].get("Condition")
            missing = {condition} - {None} - reference.conditions
            assert not missing, f"{user} refers to {reference.name} without {missing}"


def test_every_parameter_is_used_and_has_a_stage_to_give_it(made: dict[str, Any]) -> None:
    given = Stage("test", "eu-west-3", "someone@example.org").parameters()
    # The bucket is the account's, whatever the stage.
    assert {*given, kits.PARAMETER} == made["Parameters"].keys()
    used = {r.name for r in references([made["Resources"], made["Outputs"], made["Conditions"]])}
    assert set(made["Parameters"]) <= used


@pytest.mark.parametrize(
    ("resources", "found"),
    [
        ({"A": {"Ref": "B"}, "B": {"Fn::GetAtt": ["A", "Arn"]}}, True),
        ({"A": {"Fn::GetAtt": "B.Arn"}, "B": {"Fn::Sub": "arn:${A}"}}, True),
        ({"A": {"Fn::If": ["C", {"Ref": "B"}, ""]}, "B": [{"Fn::Sub": "${A.Arn}"}]}, True),
        ({"A": {"Fn::Sub": ["${B}", {"B": {"Ref": "B"}}]}, "B": {"Ref": "A"}}, True),
        ({"A": {"Fn::Sub": ["${B}", {"B": "b"}]}, "B": {"Ref": "A"}}, False),
        ({"A": {"Ref": "B"}, "B": {"Ref": "AWS::Region"}}, False),
    ],
)
def test_the_search_for_circles_sees_what_it_should(resources: dict[str, Any], found: bool) -> None:
    parts = {name: {"Properties": {"x": value}} for name, value in resources.items()}
    assert bool(circle({"Resources": parts})) is found


def test_the_search_for_circles_sees_who_waits_for_whom() -> None:
    waiting = {"A": {"DependsOn": "B"}, "B": {"DependsOn": ["C"]}, "C": {"Properties": {}}}
    assert circle({"Resources": waiting}) == []
    waiting["C"] = {"Properties": {"x": {"Ref": "A"}}}
    assert set(circle({"Resources": waiting})) == {"A", "B", "C"}


def test_no_role_is_shared_and_none_is_chalices(template: dict[str, Any]) -> None:
    assert "DefaultRole" not in template["Resources"]
    roles = {f.name: properties_of(template, f)["Role"]["Fn::GetAtt"] for f in FUNCTIONS}
    assert roles == {f.name: [role_id(f.name), "Arn"] for f in FUNCTIONS}
    assert len({role for role, _ in roles.values()}) == len(FUNCTIONS)
    for role, _ in roles.values():
        assert template["Resources"][role]["Type"] == "AWS::IAM::Role"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_a_function_has_memory_time_a_name_and_a_log_that_ends(
    template: dict[str, Any], function: Function
) -> None:
    properties = properties_of(template, function)
    assert 128 <= properties["MemorySize"] <= 3008
    assert 1 <= properties["Timeout"] <= (MOST_API_SECONDS if function.name == "api" else 900)
    assert properties["FunctionName"] == {"Fn::Sub": f"${{AWS::StackName}}-{function.name}"}
    group = log_group_id(function.name)
    # Lambda would make the group itself, without an end, if it were not there first.
    assert template["Resources"][function.template_id]["DependsOn"] == [group]
    assert template["Resources"][group]["Properties"] == {
        "LogGroupName": {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{function.name}"},
        "RetentionInDays": 30,
    }


def test_every_function_of_the_template_is_one_of_ours(template: dict[str, Any]) -> None:
    found = {
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert found == {function.template_id for function in FUNCTIONS}


def test_the_stream_retries_within_bounds_and_keeps_what_it_gives_up(made: dict[str, Any]) -> None:
    (mapping,) = (
        resource
        for resource in made["Resources"].values()
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
    )
    assert mapping["Properties"] == {
        "FunctionName": {"Ref": "Tally"},
        "EventSourceArn": {"Fn::GetAtt": ["VisitsTable", "StreamArn"]},
        "BatchSize": 500,
        "MaximumBatchingWindowInSeconds": 3,
        "StartingPosition": "TRIM_HORIZON",
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 20,
        "MaximumRecordAgeInSeconds": 21_600,
        "ParallelizationFactor": 1,
        "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}},
        "FilterCriteria": {"Filters": [{"Pattern": '{"eventName":["INSERT"]}'}]},
    }


def test_the_dead_letters_are_kept_as_long_as_a_queue_can(template: dict[str, Any]) -> None:
    assert template["Resources"]["DeadLetters"]["Properties"] == {
        "MessageRetentionPeriod": 14 * 86_400,
        "SqsManagedSseEnabled": True,
    }


@pytest.mark.parametrize("table", Table)
def test_a_table_is_paid_by_request_and_never_lost_by_accident(
    template: dict[str, Any], table: Table
) -> None:
    resource = template["Resources"][logical_id(table)]
    properties = resource["Properties"]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert "ProvisionedThroughput" not in properties
    assert properties["TableName"] == {"Fn::Sub": f"${{AWS::StackName}}-{table}"}


@pytest.mark.parametrize("table", Table)
def test_a_table_is_encrypted_by_the_key_that_costs_nothing(
    template: dict[str, Any], table: Table
) -> None:
    """False is AWS's own key; True would be one of KMS, paid for by each request.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    """
    properties = template["Resources"][logical_id(table)]["Properties"]
    assert properties["SSESpecification"] == {"SSEEnabled": False}


SCHEDULES = {
    "Rank": "rate(1 minute)",
    "Poll": "rate(1 minute)",
    "Salts": "rate(1 hour)",
    "Reconcile": "cron(20 3 * * ? *)",
}


def test_what_runs_by_itself_runs_when_the_guide_says(made: dict[str, Any]) -> None:
    found = {
        target["Arn"]["Fn::GetAtt"][0]: rule["Properties"]["ScheduleExpression"]
        for rule in made["Resources"].values()
        if rule["Type"] == "AWS::Events::Rule"
        for target in rule["Properties"]["Targets"]
    }
    assert found == SCHEDULES


def test_salts_can_be_brought_back_by_nothing_and_everything_else_can(
    template: dict[str, Any],
) -> None:
    tables = {table: template["Resources"][logical_id(table)]["Properties"] for table in Table}
    kept = {t for t, p in tables.items() if "PointInTimeRecoverySpecification" in p}
    assert kept == set(Table) - {Table.SALTS}
    for table in kept:
        assert tables[table]["PointInTimeRecoverySpecification"] == {
            "PointInTimeRecoveryEnabled": True
        }
    streams = {t: p["StreamSpecification"] for t, p in tables.items() if "StreamSpecification" in p}
    # CloudFormation, unlike CreateTable, has no StreamEnabled.
    assert streams == {Table.VISITS: {"StreamViewType": "NEW_IMAGE"}}


def test_what_expires_expires_by_the_attribute_that_the_code_writes(
    template: dict[str, Any],
) -> None:
    tables = {table: template["Resources"][logical_id(table)]["Properties"] for table in Table}
    expiring = {t for t, p in tables.items() if "TimeToLiveSpecification" in p}
    assert expiring == set(Table)
    for table in expiring:
        assert tables[table]["TimeToLiveSpecification"] == {
            "AttributeName": "expires",
            "Enabled": True,
        }


def properties_of(template: dict[str, Any], function: Function) -> dict[str, Any]:
    properties: dict[str, Any] = template["Resources"][function.template_id]["Properties"]
    return properties
