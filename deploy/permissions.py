"""What each function may do, and nothing else: the least that its code calls.

Partition keys are part of it where one table holds what a function has no business with
(`dynamodb:LeadingKeys`): the ranking reads campaigns and links and never a token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.store.dynamodb.keys import Table
from deploy import kits
from deploy.tables import Resources, arn, logical_id


@dataclass(frozen=True)
class Grant:
    """Operations of DynamoDB on one table; on some partitions only, where `keys` names them."""

    table: Table
    actions: tuple[str, ...]
    keys: tuple[str, ...] = ()


GRANTS: dict[str, tuple[Grant, ...]] = {
    "api": (
        Grant(Table.DIRECTORY, ("GetItem", "Query")),
        Grant(Table.DIRECTORY, ("UpdateItem",), ("TOKEN#*", "TOKENS#*")),
        # What the API changes: campaigns with their links and tokens; who did it, and what was
        # answered.
        Grant(
            Table.DIRECTORY,
            ("PutItem",),
            ("CAMPAIGNS", "CODE#*", "LINKS#*", "TOKEN#*", "TOKENS#*", "ACTS#*", "ANSWER#*"),
        ),
        Grant(Table.DIRECTORY, ("DeleteItem",), ("ANSWER#*",)),
        # What signing in changes.
        Grant(Table.DIRECTORY, ("PutItem",), ("SIGNING", "MEMBER#*", "MEMBERS#*")),
        Grant(Table.DIRECTORY, ("PutItem", "DeleteItem"), ("SESSION#*", "SESSIONS#*")),
        Grant(Table.DIRECTORY, ("DeleteItem",), ("ONCE#*",)),
        # What organisers change from their pages: who may sign in, days left out of the ranking,
        # and a count that somebody looked up.
        Grant(Table.DIRECTORY, ("PutItem",), ("ONCE#*",)),
        Grant(Table.DIRECTORY, ("DeleteItem",), ("MEMBER#*", "MEMBERS#*")),
        Grant(Table.TALLIES, ("PutItem",), ("RULINGS#*", "OFFICIAL#*", "POINTS#*")),
        Grant(Table.VISITS, ("PutItem",)),
        Grant(Table.TALLIES, ("GetItem", "BatchGetItem", "Query")),
        Grant(Table.TALLIES, ("UpdateItem",), ("EXCLUDED#*",)),
        Grant(Table.SALTS, ("GetItem", "PutItem")),
    ),
    "tally": (
        Grant(Table.VISITS, ("UpdateItem",)),
        Grant(Table.TALLIES, ("UpdateItem",), ("COUNT#*", "SPREAD#*")),
        Grant(Table.TALLIES, ("PutItem",), ("ASIDE",)),
    ),
    "rank": (
        Grant(Table.DIRECTORY, ("Query",), ("CAMPAIGNS", "LINKS#*")),
        Grant(Table.TALLIES, ("GetItem", "BatchGetItem", "Query")),
        Grant(Table.TALLIES, ("PutItem", "BatchWriteItem"), ("BOARD#*",)),
    ),
    "poll": (
        Grant(Table.DIRECTORY, ("Query",), ("CAMPAIGNS",)),
        Grant(Table.TALLIES, ("GetItem", "PutItem"), ("OFFICIAL#*",)),
        Grant(Table.TALLIES, ("Query", "PutItem", "BatchWriteItem"), ("POINTS#*",)),
    ),
    "salts": (
        Grant(Table.DIRECTORY, ("Query",), ("CAMPAIGNS",)),
        Grant(Table.SALTS, ("PutItem", "Query", "BatchWriteItem")),
    ),
    "reconcile": (
        Grant(Table.VISITS, ("Scan", "UpdateItem")),
        Grant(Table.TALLIES, ("Scan",)),
        Grant(Table.TALLIES, ("UpdateItem",), ("COUNT#*", "SPREAD#*")),
        Grant(Table.TALLIES, ("PutItem",), ("ASIDE",)),
    ),
    "kit": (
        Grant(Table.DIRECTORY, ("GetItem",), ("CAMPAIGNS", "PICTURES#*")),
        Grant(Table.DIRECTORY, ("Query",), ("LINKS#*",)),
    ),
    "mail": (
        Grant(Table.DIRECTORY, ("GetItem", "PutItem"), ("SIGNING",)),
        Grant(Table.DIRECTORY, ("UpdateItem",), ("SENT#*",)),
        Grant(Table.DIRECTORY, ("PutItem",), ("ONCE#*",)),
        Grant(Table.DIRECTORY, ("Query",), ("MEMBER#*",)),
    ),
}
"""By function. A transaction needs the permissions of the operations that it is made of."""

STREAM = ("DescribeStream", "GetRecords", "GetShardIterator")


def role_id(function: str) -> str:
    """How the template calls a function's role."""
    return f"{function.capitalize()}Role"


def resources() -> Resources:
    """A role for each function."""
    return {role_id(name): _role(name) for name in GRANTS}


def policy(function: str) -> dict[str, Any]:
    """The function's permissions, as IAM has them."""
    statements = [_statement(grant) for grant in GRANTS[function]]
    if function == "tally":
        stream = {"Fn::GetAtt": [logical_id(Table.VISITS), "StreamArn"]}
        queue = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
        statements.append(_allow([f"dynamodb:{name}" for name in STREAM], stream))
        statements.append(_allow(["dynamodb:ListStreams"], "*"))
        statements.append(_allow(["sqs:SendMessage"], queue))
    statements += _of_kits(function) + _of_letters(function)
    logs = {
        "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
        f"/aws/lambda/${{AWS::StackName}}-{function}:*"
    }
    statements.append(_allow(["logs:CreateLogStream", "logs:PutLogEvents"], logs))
    return {"Version": "2012-10-17", "Statement": statements}


def _role(function: str) -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            "Policies": [{"PolicyName": "least", "PolicyDocument": policy(function)}],
        },
    }


def _of_kits(function: str) -> list[dict[str, Any]]:
    """Who orders whole kits may look for them, say that one is being made, and start it; who
    makes them may lay them down.
    """
    if function == "kit":
        return [_allow(["s3:PutObject"], kits.objects())]
    if function != "api":
        return []
    return [
        _allow(["s3:GetObject"], kits.objects()),
        _allow(["s3:PutObject"], kits.objects("making/")),
        _allow(["s3:ListBucket"], kits.bucket()) | {"Condition": kits.listing()},
        _allow(["lambda:InvokeFunction"], _function("kit")),
    ]


def _of_letters(function: str) -> list[dict[str, Any]]:
    """Who writes letters may send them from the deployment's address; who takes wishes for them
    may start that function.
    """
    if function == "api":
        return [_allow(["lambda:InvokeFunction"], _function("mail"))]
    if function != "mail":
        return []
    identity = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/"
    # SES knows the address by its domain, or by itself. Without one, this names no identity.
    known = [{"Fn::Sub": f"{identity}${{{name}}}"} for name in ("MailDomain", "MailFrom")]
    return [_allow(["ses:SendEmail"], known)]


def _function(name: str) -> dict[str, str]:
    account = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}"
    return {"Fn::Sub": f"{account}:function:${{AWS::StackName}}-{name}"}


def _statement(grant: Grant) -> dict[str, Any]:
    statement = _allow([f"dynamodb:{name}" for name in grant.actions], arn(grant.table))
    if grant.keys:
        statement["Condition"] = {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(grant.keys)}
        }
    return statement


def _allow(actions: list[str], resource: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}
