"""A deployment in an emulator of AWS: made of the package, asked over HTTP, looked into."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config

from chalicelib.store.dynamodb.keys import Table
from deploy import kits
from deploy.package import Package
from deploy.stages import Stage
from tests.packaged import REGION, translated
from tests.rehearsal.emulator import adapted
from tests.rehearsal.people import PETITION, Carried, Client, campaign_file

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
BUCKET = "rehearsal"
FUNCTION = f"arn:aws:lambda:{REGION}:000000000000:function:"
SCHEDULED = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "000000000000",
    "time": "2026-11-23T11:00:00Z",
    "region": REGION,
    "resources": [],
    "detail": {},
}
"""What EventBridge sends on a schedule
(https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html)."""

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
"""They open nothing: no rehearsal can reach a real account."""


@dataclass(frozen=True)
class Answer:
    """One answer as it came."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body, as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body, as JSON values."""
        return json.loads(self.body)

    @property
    def said(self) -> str | None:
        """What a redirect says of the visit."""
        return self.headers["X-Porte-Voix"]


@dataclass
class Cloud:
    """A stack that was made from the package."""

    address: str
    stage: Stage
    folder: Path
    outputs: dict[str, str] = field(default_factory=dict)
    schedules: dict[str, tuple[str, str]] = field(default_factory=dict)
    """When each function runs by itself, and whether it did before tests took that over."""
    _clients: dict[str, Any] = field(default_factory=dict)

    def deploy(self, package: Package) -> None:
        """Makes the stack; it is complete when this returns."""
        s3, stacks = self.client("s3"), self.client("cloudformation")
        where = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        s3.put_object(Bucket=BUCKET, Key="deployment.zip", Body=package.zip.read_bytes())
        template = adapted(translated(package, f"s3://{BUCKET}/deployment.zip"))
        # Too large to be sent with the call itself, as on AWS.
        s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(template).encode())
        stacks.create_stack(
            StackName=self.stage.stack,
            TemplateURL=f"{self.address}/{BUCKET}/template.json",
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in (self.stage.parameters() | {kits.PARAMETER: BUCKET}).items()
            ],
            Capabilities=["CAPABILITY_IAM"],
        )
        stack = until("the stack is made", self._made)
        assert stack["StackStatus"] == "CREATE_COMPLETE", self._failures()
        self.outputs = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
        self.schedules = dict(self._take_over_schedules())

    def wake(self) -> None:
        """Returns once the API answers, which may take an emulator that just started a while."""

        def asked() -> Answer | None:
            answer = self.get("/health")
            return None if answer.status == 503 else answer

        answer = until("the store answers", asked)
        assert answer.status == 200, (answer, self.log(f"/aws/lambda/{self.stage.stack}-api"))

    def client(self, service: str) -> Any:
        """A client of one of the emulator's services."""
        if service not in self._clients:
            self._clients[service] = botocore.session.Session().create_client(
                service,
                REGION,
                endpoint_url=self.address,
                aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
                config=Config(connect_timeout=10, read_timeout=60),
            )
        return self._clients[service]

    def close(self) -> None:
        """Lets go of the connections."""
        for client in self._clients.values():
            client.close()

    def get(
        self, path: str, client: Client | None = None, method: str = "GET", **headers: str
    ) -> Answer:
        """Asks API Gateway for a path below the public address, or for all of an address."""
        base = urlsplit(self.outputs["BaseUrl"])
        target = path if path.startswith(f"{base.path}/") else base.path + path
        sent = (client.headers if client else {}) | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        # The API is found by its host's name, which is the API's own as on AWS.
        host = f"{(base.hostname or '').partition('.')[0]}.execute-api.localhost"
        server = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            server.request(method, target, headers={"Host": host, "Accept": "*/*"} | sent)
            answer = server.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            server.close()

    def follow(self, path: str, client: Client) -> str | None:
        """Follows a link; it must lead to the petition. Answers what is said of the visit."""
        answer = self.get(path, client)
        assert (answer.status, answer.headers["Location"]) == (302, PETITION)
        return answer.said

    def invoke(self, function: str) -> None:
        """Runs a function as its schedule does; it must not fail."""
        answer = self.client("lambda").invoke(
            FunctionName=f"{self.stage.stack}-{function}", Payload=json.dumps(SCHEDULED).encode()
        )
        with answer["Payload"] as payload:
            said = payload.read()
        assert "FunctionError" not in answer, said
        assert said == b"null"

    def reconciled(self) -> dict[str, Any]:
        """Runs the reconciling function; answers what it reports to its log."""
        before = len(self._reports())
        self.invoke("reconcile")
        return until("reconciling reports", lambda: self._reports()[before:] or None)[0]

    def campaign(self, slug: str) -> Carried:
        """Puts a campaign there, with a token for its figures."""
        file = self.folder / f"{slug}.toml"
        file.write_text(campaign_file(slug), encoding="utf-8")
        self.command("apply", str(file))
        rows = json.loads(self.command("links", slug, "--format", "json"))
        codes = {row["group"] or row["association"]: row["code"] for row in rows}
        return Carried(slug, codes, self.command("token", "create", slug).strip())

    def figures(self, campaign: Carried, owner: str) -> dict[str, Any]:
        """What the API says of a link, to a tool that has the campaign's token."""
        path = f"/v1/links/{campaign.codes[owner]}"
        answer = self.get(path, Authorization=f"Bearer {campaign.token}")
        assert answer.status == 200, answer.text
        figures: dict[str, Any] = answer.json
        return figures

    def counts(self, campaign: Carried, owner: str, visits: int) -> None:
        """Returns once so many visits of a link are added up; it must not take long."""
        until(
            f"{visits} visits of {owner} are added up",
            lambda: self.figures(campaign, owner)["visits"] >= visits or None,
        )

    def board(self, slug: str, level: str = "association") -> list[tuple[int, str, int, int]]:
        """Ranks, names, visits and scans, as everybody reads them."""
        rows = self.get(f"/v1/campaigns/{slug}/leaderboard?level={level}").json["rows"]
        return [(row["rank"], row["slug"], row["visits"], row["scans"]) for row in rows]

    def mapping(self) -> dict[str, Any]:
        """The one event source that there is: the visits' stream, for the tally."""
        (mapping,) = self.client("lambda").list_event_source_mappings()["EventSourceMappings"]
        return dict(mapping)

    def log(self, group: str) -> list[str]:
        """All lines of one group of logs."""
        pages = self.client("logs").get_paginator("filter_log_events")
        return [
            line
            for page in pages.paginate(logGroupName=group)
            for event in page["events"]
            for line in event["message"].splitlines()
        ]

    def items(self, table: Table, of: Carried | None = None) -> list[dict[str, Any]]:
        """Everything in one of the deployment's tables, or what of it is a campaign's."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.table(table))
        items = (item for page in pages for item in page["Items"])
        return [item for item in items if not of or item.get("campaign") == {"S": of.slug}]

    def table(self, table: Table) -> str:
        """The full name of a table."""
        return f"{self.outputs['TablePrefix']}-{table}"

    def command(self, *args: str) -> str:
        """What `python -m chalicelib` prints, over the deployment's tables."""
        done = subprocess.run(
            [sys.executable, "-m", "chalicelib", *args],
            cwd=self.folder,
            env={
                **CREDENTIALS,
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "AWS_DEFAULT_REGION": REGION,
                "AWS_ENDPOINT_URL": self.address,
                "STORE": "dynamodb",
                "TABLE_PREFIX": self.outputs["TablePrefix"],
                "BASE_URL": self.outputs["BaseUrl"],
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _made(self) -> dict[str, Any] | None:
        stacks = self.client("cloudformation").describe_stacks(StackName=self.stage.stack)
        stack: dict[str, Any] = stacks["Stacks"][0]
        return None if stack["StackStatus"].endswith("PROGRESS") else stack

    def _take_over_schedules(self) -> Iterator[tuple[str, tuple[str, str]]]:
        events = self.client("events")
        for rule in events.list_rules()["Rules"]:
            (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
            function = target["Arn"].removeprefix(FUNCTION + self.stage.stack + "-")
            yield function, (rule["ScheduleExpression"], rule["State"])
            events.disable_rule(Name=rule["Name"])

    def _failures(self) -> list[str]:
        events = self.client("cloudformation").describe_stack_events(StackName=self.stage.stack)
        return [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}"
            for event in events["StackEvents"]
            if "FAILED" in event["ResourceStatus"]
        ]

    def _reports(self) -> list[dict[str, Any]]:
        lines = self.log(f"/aws/lambda/{self.stage.stack}-reconcile")
        return [json.loads(line) for line in lines if '"event": "reconciled"' in line]


def until(what: str, look: Callable[[], T | None], seconds: float = 120.0) -> T:
    """What `look` finds as soon as it finds something; fails after `seconds`, which a machine that
    does much else may need.
    """
    end = time.monotonic() + seconds
    while (found := look()) is None:
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found
