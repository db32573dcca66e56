"""The tables, the dead letters, and what is never done to them by accident."""

from __future__ import annotations

from typing import Any

from chalicelib.store.dynamodb import tables
from chalicelib.store.dynamodb.keys import EXPIRES, Table

Resources = dict[str, dict[str, Any]]

DEAD_LETTER_DAYS = 14
"""As long as a queue can keep a message: time for whoever was away when the alarm rang."""


def logical_id(table: Table) -> str:
    """How the template calls a table."""
    return f"{table.capitalize()}Table"


def table_name(table: Table) -> dict[str, str]:
    """What the table is called: as the functions' `TABLE_PREFIX` has it."""
    return {"Fn::Sub": f"${{AWS::StackName}}-{table}"}


def arn(table: Table) -> dict[str, list[str]]:
    """The table's ARN."""
    return {"Fn::GetAtt": [logical_id(table), "Arn"]}


def resources() -> Resources:
    """The four tables and the queue of what the tally could not take."""
    return {logical_id(table): _table(table) for table in Table} | {
        "DeadLetters": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "MessageRetentionPeriod": DEAD_LETTER_DAYS * 86_400,
                "SqsManagedSseEnabled": True,
            },
        }
    }


def _table(table: Table) -> dict[str, Any]:
    properties = tables.definition(table) | {
        "TableName": table_name(table),
        "DeletionProtectionEnabled": True,
        # The key is AWS's own and costs nothing; tables are encrypted without it too.
        "SSESpecification": {"SSEEnabled": False},
    }
    if table is not Table.SALTS:
        # A salt that can be brought back was not destroyed.
        properties["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": True}
    if table in tables.EXPIRING:
        properties["TimeToLiveSpecification"] = {"AttributeName": EXPIRES, "Enabled": True}
    if table is Table.VISITS:
        # CloudFormation has no StreamEnabled: a specification is a stream.
        properties["StreamSpecification"] = {"StreamViewType": "NEW_IMAGE"}
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    }
