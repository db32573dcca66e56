"""The DynamoDB tables as data, and making them where no template does: tests, rehearsals.

Only `visits` has a stream. Salts are in a table without a stream and without point-in-time
recovery, because both would bring a destroyed salt back.
"""

from __future__ import annotations

from typing import Any

from chalicelib.store.dynamodb.keys import Table

EXPIRING = tuple(Table)
"""Tables with items that expire: all of them."""


def definition(table: Table) -> dict[str, Any]:
    """What CreateTable and a CloudFormation table both take, without the name."""
    names = table.key_names
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": n, "AttributeType": "S"} for n in names],
        "KeySchema": [
            {"AttributeName": name, "KeyType": kind}
            for name, kind in zip(names, ("HASH", "RANGE"), strict=False)
        ],
    }
    if table is Table.VISITS:
        properties["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    return properties


def create_tables(client: Any, prefix: str) -> None:
    """Makes the tables `{prefix}-…`, ready for use.

    Nothing in them is deleted by itself, as production's template has it: the clocks of tests
    are set, and an emulator's goes by its own.
    """
    for table in Table:
        name = f"{prefix}-{table}"
        client.create_table(TableName=name, **definition(table))
        client.get_waiter("table_exists").wait(TableName=name)
