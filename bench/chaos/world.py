"""A whole deployment in one process: `app.py` over the production store and an emulator of AWS, on
a clock that is set, with everything that it asks of the outside able to fail.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
from moto import mock_aws

from app import app
from bench.chaos.faults import FaultyClient, Outside, exactly
from bench.chaos.sql import FaultyDatabase
from chalicelib import wiring
from chalicelib.campaign import file
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.desired import Author
from chalicelib.clock import local_day
from chalicelib.config import Settings
from chalicelib.local import server
from chalicelib.local.events import Routes
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.store.dynamodb.tables import create_tables
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.web import triggers
from chalicelib.wiring import House

STUCK_SECONDS = 1.5
"""After so long an answer is not only late but stuck somewhere: half a second over its bound."""

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
CODES = ("A0B1C2D", "E0F1G2H", "J0K1M2N")
CAMPAIGN = f"""\
[campaign]
slug = "essai"
title = "Une pétition d'essai"
petition_url = "{PETITION}"
[petition]
source = "assemblee-nationale"
id = "i-1"
[[milestones]]
signatures = 150
label = "Cent cinquante"
[[milestones]]
signatures = 1000
label = "Mille"
[[associations]]
slug = "essor"
name = "Essor"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
[[associations]]
slug = "rive"
name = "Rive"
"""
LYON_CODE = CODES[1]
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PREFIX = "chaos"
SHARDS = 3
"""Of the stream."""
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36"
)
BASE = "https://qr.exemple.fr"
AWS = Settings(
    store="dynamodb",
    base_url=BASE,
    kit_shelf="s3://kits/shelf",
    kit_function="kit",
    mail_from="lettres@exemple.fr",
    mail_function="mail",
)
_ROUTES = Routes(app.routes)
MakeHouse = Callable[..., House]


@dataclass(frozen=True, slots=True)
class Said:
    """What one request was answered, and how long that took, in seconds."""

    link: str
    day: str
    person: str
    request: str
    status: int
    location: str
    verdict: str
    seconds: float


@dataclass
class World:
    """The deployment, and all that was asked of it."""

    outside: Outside
    store: Any
    plain: Any
    dice: random.Random
    now: datetime = NOON
    log: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    stream: list[dict[str, Any]] = field(default_factory=list)
    streamed: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    """Triggers that ended in an error, as Lambda would see it and call them again."""

    def follow(
        self, link: str, person: str, *, scan: bool = False, request: str = "", **headers: str
    ) -> Said:
        """Somebody follows a link: an address and a telephone of their own."""
        number = int(person.removeprefix("p"))
        name = request or f"request-{len(self.said)}"
        given = {"User-Agent": PHONE, "Accept": "text/html"}
        given |= {key.replace("_", "-"): value for key, value in headers.items()}
        began, unwaited = time.perf_counter(), self.outside.unwaited
        path = f"/Q/{link}" if scan else f"/{link}"
        # Who is late says where: what every thread is at goes to the standard error.
        faulthandler.dump_traceback_later(STUCK_SECONDS, file=sys.__stderr__)
        # The emulator lives in this process, with ten million objects after a long day: to
        # collect them once took 5 s, which is no part of an answer.
        gc.disable()
        try:
            answer = self.ask(path, given, name, f"192.0.{number // 250}.{number % 250}")
        finally:
            gc.enable()
            faulthandler.cancel_dump_traceback_later()
        took = time.perf_counter() - began - (self.outside.unwaited - unwaited)
        said = Said(
            link,
            local_day(self.now, "Europe/Paris").isoformat(),
            person,
            name,
            answer["statusCode"],
            answer["headers"].get("Location", ""),
            answer["headers"].get("X-Porte-Voix", ""),
            took,
        )
        self.said.append(said)
        return said

    def ask(
        self, path: str, headers: dict[str, str], request: str, address: str, form: str = ""
    ) -> dict[str, Any]:
        """The answer of `app.py`, to GET, or to POST with a form."""
        pattern, variables = _ROUTES.match(path)
        method = "POST" if form else "GET"
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        event = {
            "resource": pattern,
            "path": path,
            "httpMethod": method,
            "headers": {"X-Forwarded-For": address, **kind, **headers},
            "multiValueQueryStringParameters": None,
            "pathParameters": variables,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": pattern,
                "path": path,
                "httpMethod": method,
                "requestId": request,
                "identity": {"sourceIp": address},
            },
            "body": form or None,
            "isBase64Encoded": False,
        }
        answer: dict[str, Any] = app(event, None)
        return answer

    def trigger(self, name: str, *arguments: Any) -> Any:
        """What a schedule or the stream calls; a failure is Lambda's to call again."""
        try:
            return getattr(triggers, name)(*arguments)
        except Exception as error:
            self.failures.append(f"{name}: {type(error).__name__}")
            return None

    def keep_house(self) -> None:
        """A round of what one machine does each minute beside its answers."""
        try:
            server.keep_house(wiring.house())
        except Exception as error:
            self.failures.append(f"keep_house: {type(error).__name__}")

    def deliver(self, first: int = 0) -> None:
        """The stream delivers what is new, from `first` on again: late, twice, in two pieces."""
        self.pump()
        records = self.stream[first:]
        middle = self.dice.randint(0, len(records))
        for some in (records[:middle], records[middle:]):
            self._deliver(some)

    def deliver_shuffled(self, first: int = 0) -> None:
        """The same over shards, none of which waits for another: what is in two of them comes
        in any order, and some of it twice.
        """
        self.pump()
        shards: list[list[dict[str, Any]]] = [[] for _ in range(SHARDS)]
        for record in self.stream[first:]:
            shards[zlib.crc32(record["eventID"].encode()) % SHARDS].append(record)
        while left := [shard for shard in shards if shard]:
            shard = self.dice.choice(left)
            some = self.dice.randint(1, len(shard))
            self._deliver(shard[:some])
            if self.dice.random() < 0.8:
                del shard[:some]

    def _deliver(self, records: list[dict[str, Any]]) -> None:
        if records:
            self.trigger("tally", {"Records": records})

    def pump(self) -> None:
        """The stream tells of the visits that are new in the table, whoever wrote them.

        Nothing where visits and tallies are one transaction, and there is no stream.
        """
        if self.plain is None:
            return
        table = self.plain.scan(TableName=f"{PREFIX}-visits", ConsistentRead=True)
        for item in sorted(table["Items"], key=lambda i: str(i["visit"]["S"])):
            key = item["visit"]["S"]
            if key in self.streamed:
                continue
            self.streamed.add(key)
            image = {name: value for name, value in item.items() if name != "tallied"}
            change = {
                "SequenceNumber": f"{len(self.stream):021}",
                "Keys": {"visit": item["visit"]},
                "NewImage": image,
            }
            record = {"eventID": key, "eventName": "INSERT", "dynamodb": change}
            self.stream.append(record)


@contextmanager
def world(
    outside: Outside,
    seed: int,
    make: MakeHouse = House,
    prepare: Callable[[World], object] = lambda made: None,
) -> Iterator[World]:
    """A deployment with the campaign in it, before anybody came; `prepare` is called before the
    house is made.
    """
    dice = random.Random(seed)
    with mock_aws():
        plain = botocore.session.Session().create_client("dynamodb", region_name="eu-west-3")
        create_tables(plain, PREFIX)
        made = World(outside, None, plain, dice)
        store = DynamoStore(FaultyClient(plain, outside), PREFIX, lambda: made.now)
        made.store = store
        try:
            prepare(made)
            _open(made, AWS, make)
            outside.steady = False
            yield made
        finally:
            outside.steady = True
            wiring.use(None)
            store.close()


@contextmanager
def one_machine(
    path: Path, seed: int, outside: Outside | None = None, make: MakeHouse = House
) -> Iterator[World]:
    """The same over one SQLite file, whose statements go through `outside`."""
    outside = outside or Outside(exactly({}))
    made = World(outside, None, None, random.Random(seed))
    outside.steady = True
    made.store = SqliteStore(FaultyDatabase(str(path), outside), lambda: made.now)
    try:
        _open(made, Settings(database=str(path), base_url=BASE), make)
        outside.steady = False
        yield made
    finally:
        outside.steady = True
        wiring.use(None)
        made.store.close()


def _open(made: World, settings: Settings, make: MakeHouse) -> None:
    """Opens the doors, and puts the campaign in."""
    house = make(settings, made.store, lambda: made.now, made.dice.randbytes, made.log.append)
    wiring.use(house)
    made.outside.steady = True
    desired = file.parse(CAMPAIGN.encode(), "campaign.toml", house.settings.destination_hosts)
    plan = plan_for(desired, made.store, Author("chaos", made.now))
    carry_out(plan, made.store, desired.campaign.slug, iter(CODES).__next__)


def lines_of(log: list[str], event: str) -> list[dict[str, Any]]:
    """The lines of one kind in a log."""
    return [line for line in map(json.loads, log) if line["event"] == event]
