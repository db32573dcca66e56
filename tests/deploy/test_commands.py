"""`deploy` and `destroy`, step by step: what is asked before what, and what is left when not."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import boto3
import pytest
from moto import mock_aws

from chalicelib import wiring
from chalicelib.clock import wall_clock
from chalicelib.config import Settings
from chalicelib.errors import BadInput
from chalicelib.store.dynamodb.keys import Table
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.store.dynamodb.tables import create_tables
from deploy.artifacts import CODE_URI, Artifacts
from deploy.commands import Outside, deploy, destroy
from deploy.package import Package
from deploy.smoke import PHONE, Answer
from deploy.stack import StackFailed
from deploy.stages import Stage
from tests.contract.stands import DynamoStand, SetClock, client_of
from tests.deploy.formation import STACK, Formation, SetTime, change, event
from tests.unit.web.door import Site

REGION, ACCOUNT = "eu-west-3", "123456789012"
BUCKET = f"porte-voix-artifacts-{ACCOUNT}-{REGION}"
BASE = "https://qr.example.org"
STAGE = Stage("test", REGION, "someone@example.org")
FUNCTION = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": CODE_URI}}
DONE = [[event("CREATE_COMPLETE", "Tally")], [event("CREATE_COMPLETE")]]


@dataclass
class Person:
    """Says yes to so many questions, and then no; remembers what was said and asked."""

    yes: int = 99
    word: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.said.append(line)

    def agrees(self, question: str) -> bool:
        self.asked.append(question)
        return len(self.asked) <= self.yes

    def types(self, question: str, word: str) -> bool:
        self.asked.append(question)
        return self.word == word

    @property
    def heard(self) -> str:
        return "\n".join(self.said)


@dataclass
class Made:
    """A package of little, made when it is asked for, and how often it was."""

    folder: Path
    code: bytes = b"code"
    times: int = 0

    def __call__(self) -> Package:
        self.times += 1
        package = Package(self.folder / "deployment.zip", self.folder / "template.json")
        package.zip.write_bytes(self.code)
        package.template.write_text(json.dumps({"Resources": {"Tally": FUNCTION}}))
        return package


@dataclass
class World:
    """AWS, as far as these commands see it."""

    formation: Formation
    outside: Outside
    build: Made
    site: Site
    stand: DynamoStand

    def deploy(self, person: Person, stage: Stage = STAGE, **more: Any) -> None:
        deploy(stage, self.outside, person, self.build, **more)

    def objects(self) -> dict[str, bool]:
        """The objects of the bucket, with whether each may expire."""
        s3 = self.outside.s3
        return {
            one["Key"]: bool(s3.get_object_tagging(Bucket=BUCKET, Key=one["Key"])["TagSet"])
            for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        }


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A deployment's tables are there, and its functions: a stream that the count waits for."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
                        ("AWS_DEFAULT_REGION", REGION)):  # fmt: skip
        monkeypatch.setenv(name, value)
    with mock_aws():
        session = boto3.session.Session(region_name=REGION)
        dynamodb = client_of("dynamodb")
        stand = DynamoStand(dynamodb, client_of("dynamodbstreams"), STACK)
        store = DynamoStore(dynamodb, STACK, SetClock())
        log: list[str] = []
        house = wiring.House(
            Settings(base_url=BASE),
            cast(wiring.Store, store),
            wall_clock,
            secrets.token_bytes,
            log.append,
        )
        wiring.use(house)
        time = SetTime()

        def fetch(url: str) -> Answer:
            # API Gateway takes its stage away before the application sees a path.
            path = urlsplit(url).path.removeprefix("/api")
            answer = Site(house, SetClock(), log).ask(path, agent=PHONE)
            return Answer(answer.status, answer.headers.get("Location", ""), answer.said or "")

        def sleep(seconds: float) -> None:
            time.sleep(seconds)
            stand.deliver()

        outputs = {"BaseUrl": BASE, "TablePrefix": STACK, "ApiDomainTarget": "d-1.example"}
        formation = Formation(outputs=outputs)
        outside = Outside(
            ACCOUNT, formation, session.client("s3"), dynamodb, session.client("logs"),
            fetch, lambda host: True, time, sleep,
        )  # fmt: skip
        yield World(formation, outside, Made(tmp_path), Site(house, SetClock(), log), stand)
        wiring.use(None)
        stand.close()


def test_a_first_deployment_tells_asks_makes_and_tries(world: World) -> None:
    world.formation.will_change(change("Add", "Tally"))
    world.formation.coming = list(DONE)
    person = Person()
    world.deploy(person)
    assert len(person.asked) == 2
    heard = person.heard
    order = ["Each month, even if nobody comes", BUCKET, "Add     Tally", BASE, "It works"]
    assert sorted(order, key=heard.index) == order
    assert DynamoStore(world.outside.dynamodb, STACK, wall_clock).campaigns() == []


def test_nothing_is_made_before_the_estimate_is_agreed_to(world: World) -> None:
    person = Person(yes=0)
    with pytest.raises(BadInput, match="nothing was created"):
        world.deploy(person)
    assert "Each million visits" in person.heard
    assert world.build.times == 0
    assert not Artifacts(world.outside.s3, ACCOUNT, REGION).exist()
    assert not world.formation.asked("create_change_set")


def test_nothing_is_changed_before_the_changes_are_agreed_to(world: World) -> None:
    world.formation.will_change(change("Add", "Tally"))
    with pytest.raises(BadInput, match="nothing was changed"):
        world.deploy(Person(yes=1))
    assert not world.formation.asked("execute_change_set")
    assert world.formation.status == ""


def test_the_template_points_at_the_zip_by_its_digest(world: World) -> None:
    world.formation.will_change(change("Add", "Tally"))
    world.formation.coming = list(DONE)
    world.deploy(Person())
    (asked,) = world.formation.asked("create_change_set")
    key = urlsplit(asked["TemplateURL"]).path.removeprefix(f"/{BUCKET}/")
    body = world.outside.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    code = json.loads(body)["Resources"]["Tally"]["Properties"]["CodeUri"]
    digest = "5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b"
    assert code == f"s3://{BUCKET}/{STACK}/{digest}.zip"
    assert asked["Parameters"][0] == {
        "ParameterKey": "AlarmEmail", "ParameterValue": "someone@example.org",
    }  # fmt: skip


def test_only_what_was_replaced_may_expire_and_what_comes_back_may_not(world: World) -> None:
    world.formation.status = "CREATE_COMPLETE"
    for code in (b"first", b"second", b"first"):
        world.build.code = code
        world.formation.will_change(change("Modify", "Tally"))
        world.formation.coming = [[event("UPDATE_COMPLETE")]]
        world.deploy(Person())
    world.outside.s3.put_object(Bucket=BUCKET, Key="porte-voix-other/1.zip", Body=b"")
    expires = world.objects()
    assert expires.pop("porte-voix-other/1.zip") is False
    assert sorted(expires.values()) == [False, False, True, True]
    latest = urlsplit(world.formation.asked("create_change_set")[-1]["TemplateURL"]).path
    assert expires[latest.removeprefix(f"/{BUCKET}/")] is False


@pytest.mark.parametrize("action", [("Remove", ""), ("Modify", "True")])
def test_a_table_is_not_lost_unless_that_is_asked_for(
    world: World, action: tuple[str, str]
) -> None:
    for allowed in (False, True):
        world.formation.status = "UPDATE_COMPLETE"
        world.formation.will_change(
            change(action[0], "VisitsTable", "AWS::DynamoDB::Table", action[1])
        )
        world.formation.coming = [[event("UPDATE_COMPLETE")]]
        person = Person()
        if allowed:
            world.deploy(person, allow_replacement=True)
        else:
            with pytest.raises(StackFailed, match="VisitsTable would be replaced or removed"):
                world.deploy(person)
        assert "!!!" in person.heard
        assert len(world.formation.asked("execute_change_set")) == int(allowed)


def test_nothing_to_change_is_said_and_what_is_there_is_tried(world: World) -> None:
    reason = "The submitted information didn't contain changes."
    world.formation.status = "UPDATE_COMPLETE"
    world.formation.made = [{"Status": "FAILED", "StatusReason": reason}]
    person = Person()
    world.deploy(person)
    assert "Nothing to change." in person.said
    assert "It works" in person.heard


def test_tables_of_an_earlier_deployment_are_named_and_taken_in(world: World) -> None:
    world.formation.will_change(change("Import", "VisitsTable", "AWS::DynamoDB::Table"))
    world.formation.coming = list(DONE)
    person = Person()
    world.deploy(person)
    assert f"    {STACK}-visits" in person.said
    assert world.formation.asked("create_change_set")[0]["ImportExistingResources"] is True


def test_what_a_failed_creation_left_is_deleted_when_that_is_agreed_to(world: World) -> None:
    for yes in (1, 99):
        world.formation.status = "ROLLBACK_COMPLETE"
        world.formation.will_change(change("Add", "Tally"))
        world.formation.coming = [[event("DELETE_COMPLETE")], *DONE]
        if yes == 1:
            with pytest.raises(BadInput, match="as it was"):
                world.deploy(Person(yes))
            assert world.formation.status == "ROLLBACK_COMPLETE"
        else:
            world.deploy(Person(yes))
            assert world.formation.status == "CREATE_COMPLETE"


def test_a_domain_that_leads_nowhere_yet_is_told_where_to_lead(world: World) -> None:
    world.formation.will_change(change("Add", "Tally"))
    world.formation.coming = list(DONE)
    world.outside = replace(world.outside, resolves=lambda host: False)
    person = Person()
    world.deploy(person, replace(STAGE, domain="qr.example.org", certificate="arn"))
    assert "CNAME to d-1.example" in person.heard
    own = f"https://a1b2c3d4e5.execute-api.{REGION}.amazonaws.com/api"
    assert f"followed at {own}," in person.heard


def going(world: World) -> Formation:
    world.formation.status = "UPDATE_COMPLETE"
    world.formation.coming = [[event("DELETE_IN_PROGRESS")], [event("DELETE_COMPLETE")]]
    return world.formation


def test_destroying_says_that_the_tables_stay_and_they_do(world: World) -> None:
    going(world)
    person = Person()
    destroy(STAGE, world.outside, person)
    assert "The four tables stay" in person.heard
    assert world.formation.status == ""
    remaining = person.said[person.said.index(f"Stack {STACK} is gone. What remains:") + 1 :]
    assert [line.split(":")[0].strip() for line in remaining] == [
        f"table {STACK}-{table}" for table in Table
    ]
    assert all("dollars a month" in line for line in remaining)


def test_destroying_does_nothing_before_it_is_agreed_to(world: World) -> None:
    for with_data, person in ((False, Person(yes=0)), (True, Person(word="porte-voix-prod"))):
        formation = going(world)
        with pytest.raises(BadInput, match="nothing was deleted"):
            destroy(STAGE, world.outside, person, with_data)
        assert formation.asked("delete_stack") == []


def test_with_data_the_tables_go_once_the_name_is_typed_even_if_protected(world: World) -> None:
    for table in Table:
        world.outside.dynamodb.update_table(
            TableName=f"{STACK}-{table}", DeletionProtectionEnabled=True
        )
    going(world)
    person = Person(word=STACK)
    destroy(STAGE, world.outside, person, with_data=True)
    assert world.outside.dynamodb.list_tables()["TableNames"] == []
    assert person.said[-1].strip() == "nothing"
    # Again, as after an interruption.
    destroy(STAGE, world.outside, Person(word=STACK), with_data=True)
    create_tables(world.outside.dynamodb, STACK)


def test_logs_and_the_bucket_that_remain_are_named_and_packages_expire(world: World) -> None:
    group = f"/aws/lambda/{STACK}-api"
    world.outside.logs.create_log_group(logGroupName=group)
    artifacts = Artifacts(world.outside.s3, ACCOUNT, REGION)
    artifacts.prepare()
    artifacts.upload(STACK, world.build())
    going(world)
    person = Person()
    destroy(STAGE, world.outside, person)
    assert f"log {group}" in person.heard
    assert f"bucket {BUCKET}" in person.said[-1]
    assert set(world.objects().values()) == {True}
