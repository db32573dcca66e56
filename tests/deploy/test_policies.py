"""What no policy allows, and what each of them is made of."""

from __future__ import annotations

import json

import pytest

from chalicelib.store.dynamodb.keys import Table
from deploy.functions import FUNCTIONS
from deploy.permissions import GRANTS, policy
from deploy.tables import logical_id
from tests.deploy.watched import Call, allowed

FORBIDDEN = [
    ("api", Call(table, action, "x"))
    for table in Table
    for action in ("Scan", "DeleteItem", "BatchWriteItem", "DeleteTable")
] + [
    ("api", Call(Table.VISITS, "GetItem", "x")),
    ("api", Call(Table.VISITS, "UpdateItem", "x")),
    ("api", Call(Table.TALLIES, "PutItem", "COUNT#enfants#campaign#all")),
    ("api", Call(Table.TALLIES, "UpdateItem", "COUNT#enfants#campaign#all")),
    ("api", Call(Table.TALLIES, "UpdateItem", "BOARD#enfants#HEAD")),
    ("api", Call(Table.DIRECTORY, "PutItem", "PICTURES#enfants")),
    ("api", Call(Table.DIRECTORY, "DeleteItem", "CAMPAIGNS")),
    ("api", Call(Table.DIRECTORY, "DeleteItem", "CODE#A0B1C2D")),
    ("api", Call(Table.DIRECTORY, "DeleteItem", "ACTS#enfants")),
    ("api", Call(Table.DIRECTORY, "UpdateItem", "ACTS#enfants")),
    ("tally", Call(Table.DIRECTORY, "GetItem", "TOKEN#abc")),
    ("tally", Call(Table.DIRECTORY, "Query", "TOKENS#enfants")),
    ("tally", Call(Table.SALTS, "GetItem", "enfants")),
    ("tally", Call(Table.VISITS, "DeleteItem", "x")),
    ("tally", Call(Table.TALLIES, "UpdateItem", "RULINGS#enfants")),
    ("rank", Call(Table.DIRECTORY, "Query", "TOKENS#enfants")),
    ("poll", Call(Table.DIRECTORY, "Query", "LINKS#enfants")),
    ("kit", Call(Table.DIRECTORY, "GetItem", "TOKEN#abc")),
    ("kit", Call(Table.DIRECTORY, "PutItem", "CAMPAIGNS")),
    ("kit", Call(Table.TALLIES, "GetItem", "x")),
    ("kit", Call(Table.VISITS, "GetItem", "x")),
    ("kit", Call(Table.SALTS, "GetItem", "enfants")),
    ("poll", Call(Table.TALLIES, "PutItem", "COUNT#enfants#campaign#all")),
    ("poll", Call(Table.TALLIES, "GetItem", "COUNT#enfants#campaign#all")),
    ("poll", Call(Table.TALLIES, "BatchWriteItem", "OFFICIAL#enfants")),
    ("poll", Call(Table.VISITS, "GetItem", "x")),
    ("poll", Call(Table.SALTS, "GetItem", "enfants")),
    ("rank", Call(Table.DIRECTORY, "GetItem", "TOKEN#abc")),
    ("rank", Call(Table.TALLIES, "PutItem", "COUNT#enfants#campaign#all")),
    ("rank", Call(Table.VISITS, "GetItem", "x")),
    ("salts", Call(Table.DIRECTORY, "Query", "TOKENS#enfants")),
    ("salts", Call(Table.VISITS, "GetItem", "x")),
    ("salts", Call(Table.TALLIES, "GetItem", "x")),
    ("reconcile", Call(Table.DIRECTORY, "Query", "CAMPAIGNS")),
    ("reconcile", Call(Table.SALTS, "GetItem", "enfants")),
    ("reconcile", Call(Table.TALLIES, "DeleteItem", "COUNT#enfants#campaign#all")),
]


@pytest.mark.parametrize(("function", "call"), FORBIDDEN, ids=str)
def test_what_is_nobodys_business_is_refused(function: str, call: Call) -> None:
    assert not allowed(function, call)


def test_only_the_salt_keeper_deletes_salts() -> None:
    """BatchWriteItem is how items are deleted; one permission covers its puts and deletes."""
    for action in ("DeleteItem", "BatchWriteItem"):
        may = [f for f in GRANTS if allowed(f, Call(Table.SALTS, action, "enfants"))]
        assert may == (["salts"] if action == "BatchWriteItem" else [])


@pytest.mark.parametrize("function", [function.name for function in FUNCTIONS])
def test_no_policy_has_a_wildcard_for_actions_or_tables(function: str) -> None:
    for statement in policy(function)["Statement"]:
        assert statement["Effect"] == "Allow"
        assert not [action for action in statement["Action"] if "*" in action]
        # Which streams there are is all that may be asked of every table.
        if statement["Resource"] == "*":
            assert statement["Action"] == ["dynamodb:ListStreams"]
        else:
            assert json.dumps(statement["Resource"]).count("*") <= 1


@pytest.mark.parametrize("function", GRANTS)
def test_besides_its_tables_a_function_has_its_log_and_the_tally_its_stream_and_dead_letters(
    function: str,
) -> None:
    tables = [{"Fn::GetAtt": [logical_id(table), "Arn"]} for table in Table]
    found = [
        (statement["Action"], statement["Resource"])
        for statement in policy(function)["Statement"]
        if statement["Resource"] not in tables
    ]
    log = f"/aws/lambda/${{AWS::StackName}}-{function}:*"
    stream, queue = (
        {"Fn::GetAtt": ["VisitsTable", "StreamArn"]},
        {"Fn::GetAtt": ["DeadLetters", "Arn"]},
    )
    *others, (actions, logs) = found
    assert actions == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert logs["Fn::Sub"].endswith(f":log-group:{log}")
    # What Lambda asks for to read a table's stream, and to send what it gives up to a queue:
    # https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
    of_the_tally = [
        (["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], stream),
        (["dynamodb:ListStreams"], "*"),
        (["sqs:SendMessage"], queue),
    ]
    # What whole kits and letters ask for is held in test_permissions_of_kits.py and …_of_mail.py.
    others = [one for one in others if not one[0][0].startswith(("s3:", "lambda:", "ses:"))]
    assert others == (of_the_tally if function == "tally" else [])


def test_every_function_has_a_policy_and_no_policy_is_without_a_function() -> None:
    assert [function.name for function in FUNCTIONS] == list(GRANTS)
