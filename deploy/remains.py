"""What is left when a stack is gone: its tables, its logs, and the bucket; and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.store.dynamodb.keys import Table
from deploy.prices import PRICES

_NO_BACKUP = (Table.SALTS,)


@dataclass(frozen=True)
class KeptTable:
    """A table that is there; its size is DynamoDB's own, at most six hours old."""

    name: str
    size: int
    backed_up: bool

    def dollars(self, region: str) -> float:
        """What keeping it costs a month."""
        prices = PRICES.get(region, PRICES["eu-central-1"])
        price = prices["dynamodb_gb_month"]
        if self.backed_up:
            price += prices["dynamodb_backup_gb_month"]
        return self.size * 1e-9 * price


def tables(dynamodb: Any, stack: str) -> list[KeptTable]:
    """Those of the stack's four tables that are there."""
    found = []
    for table in Table:
        try:
            described = dynamodb.describe_table(TableName=f"{stack}-{table}")["Table"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            continue
        size = described.get("TableSizeBytes", 0)
        found.append(KeptTable(described["TableName"], size, table not in _NO_BACKUP))
    return found


def delete_tables(dynamodb: Any, kept: list[KeptTable]) -> None:
    """Switches each table's deletion protection off and deletes it."""
    for table in kept:
        dynamodb.update_table(TableName=table.name, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=table.name)
        dynamodb.delete_table(TableName=table.name)
    for table in kept:
        dynamodb.get_waiter("table_not_exists").wait(TableName=table.name)


def log_groups(logs: Any, stack: str) -> list[str]:
    """The names of the functions' log groups that are there."""
    pages = logs.get_paginator("describe_log_groups")
    return [
        group["logGroupName"]
        for page in pages.paginate(logGroupNamePrefix=f"/aws/lambda/{stack}-")
        for group in page["logGroups"]
    ]


def text(kept: list[KeptTable], groups: list[str], bucket: str, region: str) -> Iterator[str]:
    """What remains, for people."""
    for table in kept:
        cost = f"{table.size / 1e6:,.1f} MB, about {table.dollars(region):.2f} dollars a month"
        yield f"    table {table.name}: {cost}"
    for name in groups:
        yield f"    log {name}: deletes itself, line by line"
    if bucket:
        yield f"    bucket {bucket}: packages, marked to expire; a cent or two a month"
    if not (kept or groups or bucket):
        yield "    nothing"
