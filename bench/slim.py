"""What botocore costs at start and in a call, and what less of it would.

`python -m bench.slim`: the same write to the same server on loopback, which answers at once, three
ways, each in processes of its own by turns: through a client of boto3, through botocore's as
`store/aws/client` makes it, and by hand: botocore's signing and its HTTP session alone, with what
it says to DynamoDB written out. CPU from the start of a process to its first answer; and of one
call among many, without HTTP, which is the same session for all three. Writes
`bench/results/slim.json`; ADR 15 decides by it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.handler import AWAY
from tests.deploy.surroundings import Tables, dynamodb

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
RUNS, CALLS = 11, 400

CLIENT = """
from botocore.awsrequest import AWSResponse
class Body:
    def stream(self): return [b"{}"]
def put(): client.put_item(**asked)
def answer(request, **_): return AWSResponse(request.url, 200, {}, Body())
def without_network(): client.meta.events.register("before-send.dynamodb", answer)
"""
BOTO3 = """
import boto3
client = boto3.client("dynamodb")
"""
OURS = """
from botocore.config import Config
from chalicelib.store.aws.client import open_client
client = open_client("dynamodb", Config(parameter_validation=False, user_agent="porte-voix"))
"""
BY_HAND = """
import json, os
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
signer = SigV4Auth(Credentials(key, secret), "dynamodb", os.environ["AWS_DEFAULT_REGION"])
session = URLLib3Session(timeout=(0.3, 0.5), max_pool_connections=16)
url = os.environ["AWS_ENDPOINT_URL_DYNAMODB"] + "/"
head = {"X-Amz-Target": "DynamoDB_20120810.PutItem", "Content-Type": "application/x-amz-json-1.0"}
def put():
    request = AWSRequest("POST", url, dict(head), json.dumps(asked).encode())
    signer.add_auth(request)
    answer = send(request.prepare())
    assert answer.status_code == 200, answer.status_code
    json.loads(answer.content)
send = session.send
class Answer:
    status_code, content = 200, b"{}"
def without_network():
    global send
    send = lambda request: Answer()
"""
MEASURED = """
import time
asked = {"TableName": "TABLE", "Item": {name: {"S": "x" * 32} for name in
  ("visit", "campaign", "association", "group", "link", "day", "request", "visitor")},
  "ConditionExpression": "attribute_not_exists(visit)",
  "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
WAY
put()
first = time.process_time()
without_network()
put()
begun = time.process_time()
for _ in range(CALLS): put()
print(1e3 * first, 1e6 * (time.process_time() - begun) / CALLS)
"""
NOTHING = """
def put(): pass
without_network = put
"""
WAYS = {
    "boto3": BOTO3 + CLIENT,
    "botocore": OURS + CLIENT,
    "by hand": BY_HAND,
    "nothing": NOTHING,
}


def main() -> int:
    """Measures, prints and writes."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    with dynamodb(Tables({})) as env:
        for _ in range(RUNS):
            for name, way in WAYS.items():
                runs[name].append(_run(way, dict(env)))
    report = {
        name: {
            "start_ms": round(statistics.median(start for start, _ in some), 1),
            "call_us": round(statistics.median(call for _, call in some), 1),
        }
        for name, some in runs.items()
    }
    for name, found in report.items():
        print(f"{name:10}{found['start_ms']:8.1f} ms of CPU to the first answer", end="")
        print(f"{found['call_us']:8.1f} µs of CPU a call")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "slim.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0


def _run(way: str, env: dict[str, str]) -> tuple[float, float]:
    code = MEASURED.replace("CALLS", str(CALLS)).replace("WAY", way)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | AWAY | env,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    start, call = map(float, done.stdout.split())
    return start, call


if __name__ == "__main__":
    sys.exit(main())
