"""The package as Lambda runs it: unzipped, under Lambda's own runtime client, with the SDK beside
it and nothing else. What a redirect may import is held here, as names; what that costs is measured
by `make bench-cold`.
"""

from __future__ import annotations

import io
import json
import shutil
import sysconfig
from base64 import b64decode
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from chalicelib.store.dynamodb.keys import Table
from deploy.package import Package
from tests.contract.samples import CAMPAIGN, ESSOR
from tests.deploy.runtime import Failed, Function, link_sdk, started
from tests.deploy.surroundings import PREFIX, Tables, bucket, dynamodb, get, one_campaign
from tests.unit.web.test_triggers import SCHEDULED

ROOT = Path(__file__).parents[2]
ADA = "ada@exemple.fr"
FOLLOW = get("/{code}", code=ESSOR.code)

NOT_FOR_A_REDIRECT = (
    *("jinja2", "markupsafe", "qrcode", "png", "PIL", "reportlab", "boto3", "s3transfer"),
    *("itsdangerous", "chalicelib.access.seals", "chalicelib.access.sessions"),
    *("sqlite3", "chalicelib.cli", "chalicelib.commands", "chalicelib.kit", "chalicelib.local"),
    *("chalicelib.store.sqlite.store", "chalicelib.visits.crawlers"),
    *("chalicelib.petition.fetch", "chalicelib.petition.sources", "selectolax", "regex"),
    *("chalicelib.web.api", "chalicelib.web.downloads", "chalicelib.web.pages"),
    *("chalicelib.web.render", "chalicelib.web.triggers", "chalicelib.web.words"),
)
"""What a person who scans a poster does not wait for, with all that is in it."""

SCHEDULES = {
    "rank": ("PutItem", Table.TALLIES),
    "poll": ("GetItem", Table.TALLIES),
    "salts": ("PutItem", Table.SALTS),
    "reconcile": ("Scan", Table.VISITS),
}
"""The handlers that a clock calls, and what DynamoDB is asked for when they do their round."""


@dataclass(frozen=True)
class Machine:
    """Where functions run, and the DynamoDB that they have."""

    task: Path
    sdk: Path
    probe: Path
    env: dict[str, str]
    tables: Tables

    def start(self, handler: str, **more: str) -> AbstractContextManager[Function]:
        """A function, as the template names its handler, with more in its environment."""
        # Time zones are the package's too: whether Lambda's machine has any is not promised.
        env = self.env | {"PYTHONTZPATH": ""} | more
        return started(handler, (self.task, self.probe, self.sdk), env)


@pytest.fixture(scope="module")
def folders(package: Package, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """The unzipped package, a folder with the SDK, and one with the probe."""
    base = tmp_path_factory.mktemp("lambda")
    task, probe = base / "task", base / "probe"
    with ZipFile(package.zip) as file:
        file.extractall(task)
    probe.mkdir()
    shutil.copy(Path(__file__).with_name("probe.py"), probe)
    return task, link_sdk(base / "sdk"), probe


@pytest.fixture
def machine(folders: tuple[Path, Path, Path]) -> Iterator[Machine]:
    tables = one_campaign()
    with dynamodb(tables) as env:
        yield Machine(*folders, env, tables)


def test_the_first_redirect_of_a_process_is_counted(machine: Machine) -> None:
    with machine.start("app.app") as function:
        answer = function.invoke(FOLLOW)
    assert answer["statusCode"] == 302
    assert answer["headers"]["Location"] == CAMPAIGN.petition_url
    assert answer["headers"]["X-Porte-Voix"] == "counted"
    (write,) = machine.tables.requests("PutItem")
    assert write["TableName"] == f"{PREFIX}-{Table.VISITS}"
    assert write["Item"]["link"] == {"S": ESSOR.code}


def test_a_redirect_imports_nothing_that_it_does_not_need(machine: Machine) -> None:
    with machine.start("probe.handler") as function:
        told = function.invoke(FOLLOW)
    assert told["answer"]["headers"]["X-Porte-Voix"] == "counted"
    loaded = set(told["modules"])
    opened = "chalicelib.store.dynamodb.store"
    assert {"app", "botocore", opened, "chalicelib.web.redirect"} <= loaded
    assert not {name for name in loaded if within(name, NOT_FOR_A_REDIRECT)}


def test_pages_and_pictures_find_what_they_import_in_the_package(machine: Machine) -> None:
    with machine.start("probe.handler") as function:
        page, _ = shown(function, get("/c/{campaign}", campaign=CAMPAIGN.slug))
        board, _ = shown(function, get("/c/{campaign}/leaderboard", campaign=CAMPAIGN.slug))
        svg, _ = shown(function, get("/{code}/qr.svg", code=ESSOR.code))
        png, _ = shown(function, get("/{code}/qr.png", code=ESSOR.code))
        pdf, _ = shown(function, get("/{code}/qr.pdf", code=ESSOR.code))
        door, _ = shown(function, get("/space/sign-in"))
        card, modules = shown(function, get("/c/{campaign}/card.png", campaign=CAMPAIGN.slug))
    assert CAMPAIGN.title in page.decode()
    assert CAMPAIGN.title in board.decode()
    assert b"__Host-" not in door
    assert b'name="token" value="' in door
    assert b"<svg " in svg
    assert png.startswith(b"\x89PNG")
    assert pdf.startswith(b"%PDF")
    assert card.startswith(b"\x89PNG")
    used = ("jinja2", "markupsafe", "qrcode", "png", "reportlab", "PIL._imaging", "chalicelib.kit",
            "itsdangerous")  # fmt: skip
    for name in used:
        assert Path(modules[name]).is_relative_to(machine.task), name


def test_nothing_is_imported_from_outside_the_package_and_the_sdk(machine: Machine) -> None:
    with machine.start("probe.handler") as function:
        told = function.invoke(get("/c/{campaign}/card.png", campaign=CAMPAIGN.slug))
    own = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    allowed = (machine.task, machine.sdk, machine.probe, *map(Path, own))
    files = {name: Path(file) for name, file in told["modules"].items() if file}
    strangers = {n: f for n, f in files.items() if not any(map(f.is_relative_to, allowed))}
    assert not strangers
    assert not [folder for folder in told["path"] if Path(folder).is_relative_to(ROOT)]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_starts_and_does_its_round(machine: Machine, name: str) -> None:
    with machine.start(f"app.{name}") as function:
        assert function.invoke(SCHEDULED) is None
    operation, table = SCHEDULES[name]
    requests = machine.tables.requests(operation)
    assert f"{PREFIX}-{table}" in {request["TableName"] for request in requests}


def test_the_tally_starts_and_adds_up_what_the_redirect_wrote(machine: Machine) -> None:
    with machine.start("app.app") as function:
        function.invoke(FOLLOW)
    (write,) = machine.tables.requests("PutItem")
    with machine.start("app.tally") as function:
        assert function.invoke({"Records": []}) == {"batchItemFailures": []}
        assert not machine.tables.requests("TransactWriteItems")
        assert function.invoke({"Records": [inserted(write["Item"])]}) == {"batchItemFailures": []}
    (added,) = machine.tables.requests("TransactWriteItems")
    mark = added["TransactItems"][0]["Update"]
    assert mark["Key"] == {"visit": write["Item"]["visit"]}


def test_the_maker_of_kits_starts_and_lays_one_down(machine: Machine) -> None:
    laid: dict[str, bytes] = {}
    order = {"campaign": CAMPAIGN.slug, "association": "", "piece": ""}
    with bucket(laid) as env, machine.start("app.kit", **env) as function:
        name = function.invoke(order)["name"]
    ((path, body),) = laid.items()
    assert path.endswith(f"/kits/{PREFIX}/{name}")
    with ZipFile(io.BytesIO(body)) as kit:
        assert kit.testzip() is None
        names = kit.namelist()
    assert {name.rpartition(".")[2] for name in names} == {"pdf", "png", "svg", "txt"}
    assert {name.partition("/")[0] for name in names} == {ESSOR.association}


def test_the_writer_of_letters_starts_and_looks_the_address_up(machine: Machine) -> None:
    wish = {"email": ADA, "locale": "fr", "at": datetime.now(UTC).isoformat()}
    with machine.start("app.mail", MAIL_FROM="porte-voix@exemple.fr") as function:
        assert function.invoke(wish) is None
        (looked_up,) = machine.tables.requests("Query")
        assert looked_up["ExpressionAttributeValues"][":partition"]["S"] == f"MEMBER#{ADA}"
        assert "ada" not in function.output()


def test_every_handler_of_the_template_is_started_here(package: Package) -> None:
    template = json.loads(package.template.read_text("utf-8"))
    functions = [r for r in template["Resources"].values() if r["Type"].endswith("::Function")]
    handlers = {function["Properties"]["Handler"] for function in functions}
    named = ("app", "tally", "kit", "mail", *SCHEDULES)
    assert handlers == {f"app.{name}" for name in named}


def test_a_package_that_cannot_start_says_what_it_lacks(machine: Machine, tmp_path: Path) -> None:
    shutil.copy(machine.task / "app.py", tmp_path)
    with (
        started("app.app", (tmp_path, machine.sdk), machine.env) as function,
        pytest.raises(Failed, match=r"init/error.*No module named 'chalice'"),
    ):
        function.invoke(FOLLOW)


def within(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def shown(function: Function, event: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The body of a page or a picture, as API Gateway would send it, and the modules loaded."""
    told = function.invoke(event)
    answer = told["answer"]
    assert answer["statusCode"] == 200, function.output()
    raw: str = answer["body"]
    return b64decode(raw) if answer.get("isBase64Encoded") else raw.encode(), told["modules"]


def inserted(image: dict[str, Any]) -> dict[str, Any]:
    """The stream's record of an item that was written."""
    return {
        "eventID": "c81e728d9d4c2f636f067f89cc14862c",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {"visit": image["visit"]},
            "NewImage": image,
            "SequenceNumber": "4421584500000000017450439091",
        },
        "eventSourceARN": "arn:aws:dynamodb:eu-west-3:123456789012:table/test-visits/stream/1",
    }
