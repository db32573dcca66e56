"""What surrounds a deployment, for its functions' processes: a stand-in for DynamoDB that knows one
campaign, and the events of API Gateway.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from chalicelib.store.documents import campaign_to_text, link_to_text
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.keys import Item, Key, Table
from tests.contract.samples import CAMPAIGN, ESSOR
from tests.deploy.runtime import Answered, Asked, serving

PREFIX = "test"

PHONE = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "fr-FR,fr;q=0.9",
    "Host": "example.execute-api.eu-west-3.amazonaws.com",
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like"
    " Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Proto": "https",
}


@dataclass
class Tables:
    """As much of DynamoDB as functions need that have one campaign and nothing else: its items,
    any day's salt, and no condition. `asked` is what was asked for, by operation.
    """

    items: dict[Key, Item]
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one operation."""
        self.asked.append((operation, request))
        if operation == "GetItem":
            return self._get(_table(request), request["Key"])
        if operation == "Query":
            found = self._partition(_table(request), request["ExpressionAttributeValues"])
            return {"Items": found, "Count": len(found)}
        if request.get("ReturnValues") == "UPDATED_NEW":
            # All that anybody asks to be told of is a counter that begins.
            return {"Attributes": {"sent": {"N": "1"}}}
        return {"Items": []} if operation == "Scan" else {}

    def requests(self, operation: str) -> list[dict[str, Any]]:
        """What was asked of one operation."""
        return [request for of, request in self.asked if of == operation]

    def _get(self, table: Table, key: Item) -> dict[str, Any]:
        if table is Table.SALTS:
            return {"Item": key | {"salt": {"B": b64encode(bytes(16)).decode()}}}
        item = self.items.get(keys.key_of(table, key))
        return {"Item": item} if item else {}

    def _partition(self, table: Table, values: Item) -> list[Item]:
        wanted = (table, values[":partition"]["S"])
        return [item for key, item in self.items.items() if (key.table, key.partition) == wanted]


def one_campaign() -> Tables:
    """The tables with a campaign and one of its links."""
    owner = keys.link(ESSOR.campaign, ESSOR.owner, ESSOR.channel)
    documents = {
        keys.campaign(CAMPAIGN.slug): campaign_to_text(CAMPAIGN),
        keys.code(ESSOR.code): link_to_text(ESSOR),
        owner: link_to_text(ESSOR),
    }
    return Tables({key: key.item | {"document": {"S": d}} for key, d in documents.items()})


@contextmanager
def dynamodb(tables: Callable[[str, dict[str, Any]], dict[str, Any]]) -> Iterator[dict[str, str]]:
    """DynamoDB's protocol before `tables`; yields the environment of a function that uses it."""

    def answer(asked: Asked) -> Answered:
        operation = asked.headers["X-Amz-Target"].partition(".")[2]
        raw = json.dumps(tables(operation, json.loads(asked.body))).encode()
        # The SDK checks the sum where there is one, and DynamoDB always sends it.
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amz-crc32": crc32(raw)}
        return Answered(200, raw, headers)

    with serving(answer) as address:
        yield {
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://{address}",
            "STORE": "dynamodb",
            "TABLE_PREFIX": PREFIX,
            "BASE_URL": "https://example.execute-api.eu-west-3.amazonaws.com/api",
        }


@contextmanager
def bucket(laid: dict[str, bytes]) -> Iterator[dict[str, str]]:
    """As much of S3 as the maker of kits needs, which puts objects into `laid`, by path; yields
    what its environment has besides.
    """

    def answer(asked: Asked) -> Answered:
        laid[asked.path] = asked.body
        return Answered(200)

    with serving(answer) as address:
        yield {
            "AWS_ENDPOINT_URL_S3": f"http://{address}",
            "KIT_SHELF": f"s3://packages/kits/{PREFIX}",
            "KIT_FUNCTION": f"{PREFIX}-kit",
        }


def get(resource: str, **parameters: str) -> dict[str, Any]:
    """What API Gateway sends for a telephone that asks for an address."""
    path = resource.format(**parameters)
    return {
        "resource": resource,
        "path": path,
        "httpMethod": "GET",
        "headers": PHONE,
        "multiValueHeaders": {name: [value] for name, value in PHONE.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "path": f"/api{path}",
            "httpMethod": "GET",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _table(request: Mapping[str, Any]) -> Table:
    return Table(request["TableName"].removeprefix(f"{PREFIX}-"))
