"""What docs/deploy.md says is so: permissions, fields, and the promises about prices."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from deploy import estimate
from deploy.package import Package
from deploy.stages import Stage
from tests.packaged import translated

TEXT = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text("utf-8")
POLICY = json.loads(re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)[0])
ALLOWED = {
    action
    for statement in POLICY["Statement"]
    for action in (
        [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
    )
}

OURS = {
    # deploy/stack.py, deploy/artifacts.py, deploy/remains.py
    *(f"cloudformation:{name}" for name in (
        "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet",
        "DescribeStacks", "DescribeStackEvents", "DescribeStackResource", "DeleteStack",
        "ContinueUpdateRollback",
    )),
    *(f"s3:{name}" for name in (
        "CreateBucket", "ListBucket", "PutBucketPublicAccessBlock", "PutObject",
        "PutEncryptionConfiguration", "PutLifecycleConfiguration", "PutObjectTagging",
    )),
    # the commands of python -m chalicelib, and reading logs
    *(f"dynamodb:{name}" for name in (
        "GetItem", "BatchGetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem",
        "BatchWriteItem",
    )),
    *(f"logs:{name}" for name in (
        "DescribeLogGroups", "DescribeLogStreams", "GetLogEvents", "FilterLogEvents",
    )),
    # docs/operations.md
    "lambda:InvokeFunction", "sqs:PurgeQueue",
    "iam:CreateServiceLinkedRole",
}  # fmt: skip
"""What is called besides what CloudFormation calls."""

NOT_OURS = (
    # Other services, for settings that no resource of ours has.
    "kms:*", "ec2:*", "elasticfilesystem:*", "s3files:*", "kinesis:*", "firehose:*", "billing:*",
    "s3:GetObjectMetadata", "s3:GetObjectVersion", "s3:REST.*",
    # Permissions boundaries, code signing, layers, concurrency, versions, capacity providers.
    "iam:*PermissionsBoundary", "lambda:*CodeSigningConfig", "lambda:GetLayerVersion",
    "lambda:*FunctionConcurrency", "lambda:PublishVersion", "lambda:PassCapacityProvider",
    "lambda:AssociateRuntimeAlias", "lambda:Put*",
    # Resource policies, replicas, imports and streams of tables; what logs may be protected by.
    "apigateway:UpdateRestApiPolicy", "dynamodb:*Replica", "dynamodb:*Import*",
    "dynamodb:*KinesisStreamingDestination", "dynamodb:*ResourcePolicy",
    "dynamodb:UpdateContributorInsights", "logs:*DataProtectionPolicy", "logs:*IndexPolicy",
    "logs:*ResourcePolicy", "logs:*KmsKey", "logs:CreateLogDelivery", "logs:CreateLogStream",
    "logs:PutLogEvents", "logs:PutBearerTokenAuthentication",
    "logs:PutLogGroupDeletionProtection", "sns:PutDataProtectionPolicy",
)  # fmt: skip
"""What CloudFormation names for settings that our template has not."""


@cache
def handlers() -> dict[str, set[str]]:
    """What CloudFormation's own schemas say that it calls, by kind of resource."""
    found: dict[str, set[str]] = {}
    for file in (resources.files("cfnlint") / "data" / "schemas" / "resources").iterdir():
        if not file.name.endswith(".json"):
            continue
        schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
        asked = found.setdefault(schema["typeName"], set())
        for name in ("create", "read", "update", "delete"):
            asked |= set(schema.get("handlers", {}).get(name, {}).get("permissions", ()))
    return found


@pytest.fixture(scope="module")
def needed(package: Package) -> set[str]:
    """What CloudFormation calls for the kinds of resources that the template has."""
    template = translated(package, "s3://bucket/key.zip")
    kinds = {resource["Type"] for resource in template["Resources"].values()}
    assert not {kind for kind in kinds if not handlers()[kind]}
    return {action for kind in kinds for action in handlers()[kind]}


def test_every_permission_that_cloudformation_needs_is_in_the_policy(needed: set[str]) -> None:
    missing = {
        action
        for action in needed - ALLOWED
        if not any(fnmatchcase(action, pattern) for pattern in NOT_OURS)
    }
    assert missing == set()
    assert OURS <= ALLOWED


def test_no_permission_is_in_the_policy_that_nobody_needs(needed: set[str]) -> None:
    assert ALLOWED - needed - OURS == set()


def test_the_policy_names_actions_and_fits_what_iam_takes() -> None:
    assert not [action for action in ALLOWED if "*" in action]
    # IAM's limit for a managed policy, which does not count white space.
    assert len("".join(json.dumps(POLICY).split())) <= 6144
    for statement in POLICY["Statement"]:
        assert statement["Effect"] == "Allow"
        assert f"`{statement['Sid']}`" in TEXT


def test_everything_that_has_a_name_is_narrowed_to_ours() -> None:
    nameless = {"WhichLogsThereAre", "Api", "OnceForTheFirstDomain", "ReadThatAndTagIt"}
    for statement in POLICY["Statement"]:
        if statement["Sid"] in nameless or "Condition" in statement:
            continue
        given = statement["Resource"]
        for resource in [given] if isinstance(given, str) else given:
            ours = "porte-voix-" in resource or "transform/" in resource
            assert ours or "changeSet/" in resource, statement["Sid"]


def test_every_field_of_the_settings_is_explained() -> None:
    for field in set(Stage.__dataclass_fields__) - {"name"}:
        assert re.search(rf"^\|[^|]*`{field}`", TEXT, re.MULTILINE), field


def test_the_prices_that_the_french_part_promises_are_the_estimates() -> None:
    french = TEXT.partition("## En français")[2]
    assert "environ deux dollars par mois" in french
    assert estimate.total(estimate.idle(), "eu-west-3") == pytest.approx(2, abs=0.5)
    assert "au plus 25 dollars environ" in french
    assert estimate.total(estimate.per_million_visits(), "eu-west-3") == pytest.approx(25, abs=1)


def test_links_within_the_page_lead_to_its_headings() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]+)\)", TEXT)) <= headings
