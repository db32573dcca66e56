"""One stand per database: a store that is empty, and hands to do to it what a store cannot.

`deliver` is what production's stream and schedule do. SQLite has neither; it waits there
for what was handed to the writer.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import botocore.session
from botocore.config import Config

from chalicelib.campaign.model import Campaign
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.store import CONFIG, DynamoStore
from chalicelib.store.dynamodb.tables import create_tables
from chalicelib.store.dynamodb.visits import visit_of_image
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.tally.apply import Adder
from chalicelib.tally.model import ALL, Counter
from chalicelib.visits.model import Visit
from chalicelib.wiring import Store
from tests.contract.samples import NOON, patient

PATIENT = CONFIG.merge(
    Config(connect_timeout=10, read_timeout=30, account_id_endpoint_mode="disabled")
)
"""Production's settings but for the time-outs, because emulators on a busy machine are slow, and
for the addresses that name an account, which moto does not know."""


def client_of(service: str, address: str | None = None) -> Any:
    """A client of AWS, or of the emulator at `address`."""
    session = botocore.session.Session()
    return session.create_client(service, endpoint_url=address, config=PATIENT)


@dataclass
class SetClock:
    """A clock that tests set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


class Stand(Protocol):
    """What a test of the contract holds in its hands."""

    clock: SetClock

    @property
    def store(self) -> Store: ...

    def deliver(self, *campaigns: Campaign, again: bool = False) -> int:
        """Has all that was recorded added up, and the boards of `campaigns` made.

        With `again`, all that was ever recorded is delivered once more. Answers how many
        visits were added.
        """
        ...

    def lose(self, *visits: Visit) -> None:
        """Keeps visits that no delivery tells the tally of."""
        ...

    def vanish(self, visit: Visit) -> None:
        """Deletes a visit as its expiry would."""
        ...

    def inflate(self, counter: Counter) -> None:
        """Adds a visit to one counter behind the tally's back."""
        ...

    def everything(self) -> str:
        """All that the database holds, as text."""
        ...

    def close(self) -> None: ...


class SqliteStand:
    """SQLite, in a file."""

    def __init__(self, path: Path) -> None:
        self.clock = SetClock()
        self.store = SqliteStore.open(str(path), self.clock)
        self._path = path

    def deliver(self, *campaigns: Campaign, again: bool = False) -> int:
        # Writes are in order: when this one is done, so are those that nobody waited for.
        self.store.destroy_salts("nobody", "0000-00-00")
        return 0

    def lose(self, *visits: Visit) -> None:
        fields = (
            "campaign, association, grp, link, day, hour, at, visitor, request, scan, network,"
            " family"
        )
        self._change(
            f"INSERT INTO visits ({fields}, expires, tallied) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
            *(
                (
                    *(v.campaign, v.association, v.group, v.link, v.day, v.hour),
                    *(v.at.isoformat(), v.visitor, v.request, v.scan, v.network, v.family),
                    v.expires.timestamp(),
                )
                for v in visits
            ),
        )

    def vanish(self, visit: Visit) -> None:
        key = (visit.link, visit.day, visit.visitor)
        self._change("DELETE FROM visits WHERE link = ? AND day = ? AND visitor = ?", key)

    def inflate(self, counter: Counter) -> None:
        who = (counter.campaign, counter.level, counter.entity)
        where = "WHERE campaign = ? AND level = ? AND entity = ?"
        if counter.period == ALL:
            self._change(f"UPDATE standings SET all_visits = all_visits + 1 {where}", who)
        else:
            sql = f"UPDATE counts SET visits = visits + 1 {where} AND period = ?"
            self._change(sql, (*who, counter.period))

    def everything(self) -> str:
        connection = sqlite3.connect(self._path)
        text = "\n".join(connection.iterdump())
        connection.close()
        return text

    def close(self) -> None:
        self.store.close()

    def _change(self, sql: str, *rows: tuple[Any, ...]) -> None:
        connection = sqlite3.connect(self._path)
        changed = connection.executemany(sql, rows).rowcount
        connection.commit()
        connection.close()
        assert changed == len(rows)


class DynamoStand:
    """DynamoDB's tables in an emulator, with their real stream."""

    def __init__(self, client: Any, streams: Any, prefix: str) -> None:
        create_tables(client, prefix)
        self.clock = SetClock()
        self.store = DynamoStore(client, prefix, self.clock)
        self.client = client
        self._streams = streams
        self._prefix = prefix
        self._iterators: dict[str, str] = {}

    def deliver(self, *campaigns: Campaign, again: bool = False) -> int:
        if again:
            self._iterators = {}
        added = Adder(self.store).add(self._arrived())
        for campaign in campaigns:
            self.store.rebuild_boards(campaign)
        return added

    def lose(self, *visits: Visit) -> None:
        self.deliver()
        for visit in visits:
            self.store.record(visit, patient())
        self._arrived()

    def vanish(self, visit: Visit) -> None:
        key = keys.visit(visit)
        self.client.delete_item(TableName=self.table(key.table), Key=key.item)

    def inflate(self, counter: Counter) -> None:
        key = keys.counter(counter)
        self.client.update_item(
            TableName=self.table(key.table),
            Key=key.item,
            UpdateExpression="ADD visits :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    def everything(self) -> str:
        pages = self.client.get_paginator("scan")
        return "\n".join(
            str(page["Items"])
            for table in keys.Table
            for page in pages.paginate(TableName=self.table(table))
        )

    def close(self) -> None:
        self._streams.close()
        self.store.close()

    def table(self, table: keys.Table) -> str:
        """The full name of a table."""
        return f"{self._prefix}-{table}"

    def _arrived(self) -> list[Visit]:
        """The visits that the stream holds and that were not read from it yet."""
        visits: list[Visit] = []
        for shard in self._shards():
            while records := self._next_records(shard):
                images = (r["dynamodb"]["NewImage"] for r in records if r["eventName"] == "INSERT")
                visits.extend(visit_of_image(image) for image in images)
        return visits

    def _shards(self) -> list[str]:
        name = self.table(keys.Table.VISITS)
        self._stream = self.client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
        found = self._streams.describe_stream(StreamArn=self._stream)["StreamDescription"]
        return [shard["ShardId"] for shard in found["Shards"]]

    def _next_records(self, shard: str) -> list[dict[str, Any]]:
        if shard not in self._iterators:
            self._iterators[shard] = self._streams.get_shard_iterator(
                StreamArn=self._stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
        answer = self._streams.get_records(ShardIterator=self._iterators[shard])
        self._iterators[shard] = answer["NextShardIterator"]
        records: list[dict[str, Any]] = answer["Records"]
        return records
