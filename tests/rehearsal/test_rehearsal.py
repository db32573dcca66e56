"""A whole deployment is rehearsed: the stack of the packaged template, over real HTTP.

An emulator accepts what AWS refuses. What it cannot show is held by tests/deploy (permissions,
path rules, limits, lint), or by a real deployment alone (docs/deploy.md).
"""

from __future__ import annotations

import io
import re
import struct
import urllib.request
import zipfile
from datetime import date, timedelta
from urllib.parse import urlsplit

import png as pypng  # type: ignore[import-untyped]
import pytest
import zxingcpp

from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.keys import Table
from chalicelib.web.answers import SECURITY_HEADERS
from deploy.functions import FUNCTIONS, TALLY_STREAM
from tests.rehearsal.cloud import Answer, Cloud, until
from tests.rehearsal.people import (
    NETWORK,
    PETITION,
    PHONES,
    PREVIEW,
    ROBOT,
    Carried,
    Client,
    person,
)


def test_the_stack_holds_every_function_as_the_template_says(cloud: Cloud) -> None:
    found = {f["FunctionName"]: f for f in cloud.client("lambda").list_functions()["Functions"]}
    assert {name: (f["MemorySize"], f["Timeout"]) for name, f in found.items()} == {
        f"{cloud.stage.stack}-{f.name}": (f.memory, f.seconds) for f in FUNCTIONS
    }
    for function in found.values():
        assert function["Environment"]["Variables"]["BASE_URL"] == cloud.outputs["BaseUrl"]


def test_the_schedules_call_the_functions_that_nobody_else_calls(cloud: Cloud) -> None:
    assert cloud.schedules.keys() == {f.name for f in FUNCTIONS} - {"api", "tally", "kit", "mail"}
    assert {state for _, state in cloud.schedules.values()} == {"ENABLED"}
    assert cloud.schedules["rank"][0] == "rate(1 minute)"
    assert cloud.schedules["salts"][0] == "rate(1 hour)"
    assert cloud.schedules["reconcile"][0] == "cron(20 3 * * ? *)"


def test_the_visits_stream_reaches_the_tally_and_failures_the_dead_letters(cloud: Cloud) -> None:
    mapping = cloud.mapping()
    table = cloud.client("dynamodb").describe_table(TableName=cloud.table(Table.VISITS))["Table"]
    assert mapping["EventSourceArn"] == table["LatestStreamArn"]
    assert mapping["FunctionArn"].endswith(":function:porte-voix-test-tally")
    same = TALLY_STREAM.keys() & mapping.keys() - {"DestinationConfig", "StartingPosition"}
    assert {name: mapping[name] for name in same} == {name: TALLY_STREAM[name] for name in same}
    queue = cloud.client("sqs").get_queue_attributes(
        QueueUrl=cloud.outputs["DeadLetterQueueUrl"], AttributeNames=["QueueArn"]
    )
    target = mapping["DestinationConfig"]["OnFailure"]["Destination"]
    assert target == queue["Attributes"]["QueueArn"]


@pytest.mark.parametrize(
    ("language", "home", "campaign", "board"),
    [
        ("fr", "Ces pages ne chargent rien", "Signer la pétition", "<h1>Classement</h1>"),
        ("en", "These pages load nothing", "Sign the petition", "<h1>Leaderboard</h1>"),
    ],
    ids=["French", "English"],
)
def test_pages_are_read_in_french_and_in_english(
    cloud: Cloud, carried: Carried, language: str, home: str, campaign: str, board: str
) -> None:
    page = f"/c/{carried.slug}"
    for path, words in (("/", home), (page, campaign), (f"{page}/leaderboard", board)):
        answer = cloud.get(f"{path}?lang={language}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert f'<html lang="{language}">' in answer.text
        assert words in answer.text
        assert_safe(answer)


def test_a_page_finds_its_style_sheet_below_the_stage(cloud: Cloud, carried: Carried) -> None:
    page = cloud.get(f"/c/{carried.slug}").text
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert address.startswith("/api/static/style.css?v=")
    sheet = cloud.get(address)
    assert (sheet.status, sheet.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    again = cloud.get(address, If_None_Match=sheet.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/a/b/c/d"), ("POST", "/health"), ("PUT", "/v1/links/AB3K9X7")]
)
def test_what_nobody_routes_is_refused_by_api_gateway_in_our_error_shape(
    cloud: Cloud, method: str, path: str
) -> None:
    answer = cloud.get(path, method=method)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json["error"] == {
        "code": "unknown_path",
        "message": "no page lives at this address",
        "request_id": answer.headers["x-amzn-requestid"],
    }
    assert_safe(answer)


def test_a_code_that_no_link_has_is_answered_404(cloud: Cloud) -> None:
    answer = cloud.get("/ZZZZZZZ", person(1))
    assert (answer.status, answer.said) == (404, None)
    assert_safe(answer)


def test_figures_are_shown_to_those_with_the_token_alone(cloud: Cloud, carried: Carried) -> None:
    path = f"/v1/links/{carried.codes['rive']}"
    for answer in (cloud.get(path), cloud.get(path, Authorization=f"Bearer pvx_{40 * '0'}")):
        assert (answer.status, answer.json["error"]["code"]) == (401, "unauthorized")
    assert cloud.figures(carried, "rive")["code"] == carried.codes["rive"]


def test_a_qr_code_leaves_as_a_picture_that_a_telephone_can_follow(
    cloud: Cloud, carried: Carried
) -> None:
    code = carried.codes["lyon"]
    picture = cloud.get(f"/{code}/qr.png", person(1))
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/png")
    text = read(picture.body)
    assert text == f"{cloud.outputs['BaseUrl']}/Q/{code}"
    assert cloud.follow(urlsplit(text).path, person(1)) == "counted"
    drawing = cloud.get(f"/{code}/qr.svg", person(1))
    assert (drawing.status, drawing.headers["Content-Type"]) == (
        200,
        "image/svg+xml; charset=utf-8",
    )
    assert drawing.text.startswith("<svg")


def test_the_picture_of_previews_leaves_in_binary(cloud: Cloud, carried: Carried) -> None:
    card = cloud.get(f"/c/{carried.slug}/card.png", Client(1, PREVIEW))
    assert (card.status, card.headers["Content-Type"]) == (200, "image/png")
    assert card.body.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", card.body[16:24]) == (1200, 630)


def test_people_are_counted_once_machines_never_and_the_board_has_the_right_numbers(
    cloud: Cloud,
) -> None:
    carried = cloud.campaign("enfants")
    essor, rive, cairn = (carried.codes[owner] for owner in ("essor", "rive", "cairn"))
    cloud.invoke("salts")
    for n in (1, 2, 3):
        assert cloud.follow(f"/{essor}", person(n)) == "counted"
    assert cloud.follow(f"/Q/{essor}", person(4)) == "counted"
    assert cloud.follow(f"/q/{essor.lower()}", person(5)) == "counted"
    assert cloud.follow("/lyon-enfants", person(1)) == "counted"
    for n in (1, 2):
        assert cloud.follow(f"/{rive}", person(n)) == "counted"
    assert cloud.follow(f"/{cairn}", person(6)) == "counted"
    assert cloud.follow(f"/Q/{cairn}", person(6)) == "not-counted; reason=repeat"
    assert cloud.follow(f"/{cairn}", Client(7, ROBOT)) == "not-counted; reason=robot"
    head = cloud.get(f"/{cairn}", person(7), method="HEAD")
    assert (head.status, head.said, head.body) == (302, "not-counted; reason=head", b"")
    assert head.headers["Location"] == PETITION
    preview = cloud.get(f"/{cairn}", Client(7, PREVIEW))
    assert (preview.status, preview.said) == (200, "not-counted; reason=preview")
    assert f'<meta property="og:url" content="{cloud.outputs["BaseUrl"]}/{cairn}"' in preview.text
    for answer in (head, preview, cloud.get(f"/{essor}", person(1))):
        assert answer.headers["Cache-Control"] == "no-store"
        assert_safe(answer)

    for owner, visits in (("essor", 5), ("lyon", 1), ("rive", 2), ("cairn", 1)):
        cloud.counts(carried, owner, visits)
    salts = cloud.items(Table.SALTS)
    for _ in range(2):
        cloud.invoke("rank")
        assert cloud.board("enfants") == [
            (1, "essor", 6, 2),
            (2, "rive", 2, 0),
            (3, "cairn", 1, 0),
        ]
        assert cloud.board("enfants", "group") == [(1, "lyon", 1, 0)]
        report = cloud.reconciled()
        assert (report["added"], report["drifts"]) == (0, [])
        cloud.invoke("salts")
    assert cloud.figures(carried, "cairn")["excluded"] == {
        "repeat": 1, "robot": 1, "head": 1, "preview": 1, "prefetch": 0,
    }  # fmt: skip
    # The day's salt is still the same, so the same people are still the same.
    assert cloud.items(Table.SALTS) == salts
    assert cloud.follow(f"/{rive}", person(1)) == "not-counted; reason=repeat"
    shown = cloud.get("/c/enfants/leaderboard?lang=en").text
    assert re.findall(r"L’Essor|La Rive|Le Cairn", shown) == ["L’Essor", "La Rive", "Le Cairn"]


def test_salts_are_made_a_day_ahead_and_destroyed_when_their_day_is_over(
    cloud: Cloud, carried: Carried
) -> None:
    over = keys.salt(carried.slug, "2020-02-02").item | {"salt": {"B": b"of a day that is over"}}
    cloud.client("dynamodb").put_item(TableName=cloud.table(Table.SALTS), Item=over)
    assert cloud.follow(f"/{carried.codes['rive']}", person(1)) == "counted"
    cloud.invoke("salts")
    visits, salts = (cloud.items(table, carried) for table in (Table.VISITS, Table.SALTS))
    (today,) = {visit["day"]["S"] for visit in visits}
    tomorrow = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    assert sorted(salt["day"]["S"] for salt in salts) == [today, tomorrow]


def test_no_address_and_no_agent_is_kept_or_logged(cloud: Cloud, carried: Carried) -> None:
    assert cloud.follow(f"/{carried.codes['cairn']}", person(9)) == "counted"
    cloud.counts(carried, "cairn", 1)
    groups = [g["logGroupName"] for g in cloud.client("logs").describe_log_groups()["logGroups"]]
    assert f"/aws/lambda/{cloud.stage.stack}-api" in groups
    logged = "\n".join(line for group in groups for line in cloud.log(group))
    assert "START" in logged
    kept = "\n".join(str(item) for table in Table for item in cloud.items(table))
    assert carried.codes["cairn"] in kept
    for text in (NETWORK, *PHONES):
        assert text not in logged + kept


def assert_safe(answer: Answer) -> None:
    """Every answer has the security headers; API Gateway's own have a stricter policy."""
    expected = dict(SECURITY_HEADERS)
    if "x-amzn-ErrorType" in answer.headers:
        expected["Content-Security-Policy"] = "sandbox"
    assert {name: answer.headers[name] for name in expected} == expected


def read(png: bytes) -> str:
    """What an independent reader sees in a picture of one bit a pixel."""
    _, _, rows, _ = pypng.Reader(bytes=png).read()
    picture = [bytes(255 * bit for bit in row) for row in rows]
    shape = (len(picture), len(picture[0]))
    (found,) = zxingcpp.read_barcodes(memoryview(b"".join(picture)).cast("B", shape))
    return str(found.text)


def test_a_page_of_a_kit_is_answered_and_a_whole_one_lies_at_a_signed_address(
    cloud: Cloud, carried: Carried
) -> None:
    page = cloud.get(f"/{carried.codes['rive']}/kit/flyer-a6.pdf")
    assert (page.status, page.headers["Content-Type"]) == (200, "application/pdf")
    assert page.body.startswith(b"%PDF-")
    path, token = f"/v1/campaigns/{carried.slug}/kit", f"Bearer {carried.token}"
    assert cloud.get(path).status == 401
    first = cloud.get(path, Authorization=token)
    assert (first.status, first.headers["Retry-After"]) == (202, "2")

    def made() -> str | None:
        answer = cloud.get(path, Authorization=token)
        assert answer.status in (202, 303), answer.text
        return answer.headers["Location"] if answer.status == 303 else None

    address = until("the kit is made", made)
    assert "X-Amz-Signature=" in address
    with urllib.request.urlopen(address) as answer:
        assert answer.headers["Content-Disposition"].endswith(f'"kit-{carried.slug}.zip"')
        body = answer.read()
    with zipfile.ZipFile(io.BytesIO(body)) as kit:
        assert kit.testzip() is None
        folders = {name.partition("/")[0] for name in kit.namelist()}
    assert folders == {association for association in carried.codes if association != "lyon"}
