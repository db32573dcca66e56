"""The CPU of a counted redirect on Lambda, beside that of the barest handler that counts.

`python -m bench.handler` calls two Chalice applications with the same API Gateway event, by
turns, in one process: ours over its DynamoDB store, and one with a single view that makes
one `update_item` through boto3 and redirects. DynamoDB is away for both in the same way:
botocore signs and parses as always, but the same canned answer comes back in the place of
HTTP. CPU is the whole process's, so work that ours does in threads is in it. Prints both
medians and their ratio, and writes them to `bench/results/handler.json`.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from chalice import Chalice, Response

import app as porte_voix
from chalicelib import wiring
from chalicelib.campaign.model import Campaign, Link
from chalicelib.clock import Budget, wall_clock
from chalicelib.config import Settings
from chalicelib.store.aws.client import open_client
from chalicelib.store.dynamodb.store import CONFIG, DynamoStore

RESULTS = Path(__file__).with_name("results")
ROUNDS, CALLS = 40, 100
AIM = 1.5
PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
AWAY = {
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
}
"""The environment of clients that reach nobody."""
LINK = Link("AB3K9XZ", "bench", "first", "", "poster")
CAMPAIGN = Campaign("bench", "A campaign", "A summary", PETITION)


class Body:
    """What botocore reads an answer from."""

    def stream(self) -> list[bytes]:
        """The whole answer of a write that went through."""
        return [b"{}"]


class WarmStore(DynamoStore):
    """A store whose few reads a process makes once a minute or a day are done already."""

    def link(self, key: str, budget: Budget) -> Link | None:
        """The link of the benchmark."""
        return LINK

    def campaign(self, slug: str, budget: Budget) -> Campaign | None:
        """Its campaign."""
        return CAMPAIGN

    def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None:
        """Its day's salt."""
        return bytes(16)


def main() -> int:
    """Measures, prints and writes."""
    os.environ |= AWAY
    sent: list[str] = []
    ours, bare = _ours(sent), _bare(sent)
    _check(ours, sent, "PutItem", "counted")
    _check(bare, sent, "UpdateItem", None)
    ours_us, bare_us = [], []
    for _ in range(ROUNDS):
        ours_us.append(_cpu_us(ours))
        bare_us.append(_cpu_us(bare))
    medians = statistics.median(ours_us), statistics.median(bare_us)
    ratio = medians[0] / medians[1]
    print(f"ours  {medians[0]:7.1f} µs of CPU a counted redirect (median of {ROUNDS} x {CALLS})")
    print(f"bare  {medians[1]:7.1f} µs of CPU a redirect with one update_item")
    print(f"aim: at most {AIM} times the bare handler; here: {ratio:.2f}")
    RESULTS.mkdir(exist_ok=True)
    report = {"python": sys.version, "ours_us": ours_us, "bare_us": bare_us, "ratio": ratio}
    (RESULTS / "handler.json").write_text(json.dumps(report, indent=2) + "\n")
    return 0


def _ours(sent: list[str]) -> Callable[[], Any]:
    client = open_client("dynamodb", CONFIG)
    without_network(client, sent)
    store = WarmStore(client, "bench", wall_clock)
    house = wiring.House(Settings(), store, wall_clock, secrets.token_bytes, wiring.print_line)
    wiring.use(house)
    return lambda: porte_voix.app(_event(), None)


def _bare(sent: list[str]) -> Callable[[], Any]:
    client = boto3.client("dynamodb")
    without_network(client, sent)
    bare = Chalice("bare")

    @bare.route("/{code}")
    def follow(code: str) -> Response:
        client.update_item(
            TableName="counters",
            Key={"pk": {"S": code}},
            UpdateExpression="ADD visits :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
        return Response("", {"Location": PETITION}, 302)

    return lambda: bare(_event(), None)


def without_network(client: Any, sent: list[str]) -> None:
    """Answers in the place of HTTP, by botocore's own hook for it."""

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request.headers["X-Amz-Target"].decode().partition(".")[2])
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amz-crc32": "2745614147"}
        return AWSResponse(request.url, 200, headers, Body())

    client.meta.events.register("before-send.dynamodb", answer)


def _check(call: Callable[[], Any], sent: list[str], operation: str, said: str | None) -> None:
    """What is measured is what it is said to be: one write, and a redirect to the petition."""
    call()
    sent.clear()
    answer = call()
    found = answer["statusCode"], answer["headers"]["Location"], sent
    if found != (302, PETITION, [operation]):
        raise SystemExit(f"not one {operation} and a redirect: {found}")
    if answer["headers"].get("X-Porte-Voix") != said:
        raise SystemExit(f"not {said}: {answer['headers']}")


def _cpu_us(call: Callable[[], Any]) -> float:
    before = time.process_time()
    for _ in range(CALLS):
        call()
    return 1e6 * (time.process_time() - before) / CALLS


def _event() -> dict[str, Any]:
    """What API Gateway sends for a telephone that follows the link."""
    headers = {
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "fr-FR,fr;q=0.9",
        "Host": "example.execute-api.eu-west-3.amazonaws.com",
        "User-Agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like"
        " Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
    }
    return {
        "resource": "/{code}",
        "path": f"/{LINK.code}",
        "httpMethod": "GET",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"code": LINK.code},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/{code}",
            "path": f"/api/{LINK.code}",
            "httpMethod": "GET",
            "requestId": secrets.token_hex(16),
            "identity": {"sourceIp": "192.0.2.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


if __name__ == "__main__":
    sys.exit(main())
