"""What goes wrong between a visit and its tally is set aside, told of, and put right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.keys import Table
from deploy.functions import TALLY_STREAM
from tests.rehearsal.cloud import Cloud, until
from tests.rehearsal.people import Carried, person

METADATA = {
    "version",
    "timestamp",
    "requestContext.requestId",
    "requestContext.functionArn",
    "requestContext.condition",
    "requestContext.approximateInvokeCount",
    "responseContext.statusCode",
    "responseContext.executedVersion",
    "responseContext.functionError",
    "DDBStreamBatchInfo.shardId",
    "DDBStreamBatchInfo.startSequenceNumber",
    "DDBStreamBatchInfo.endSequenceNumber",
    "DDBStreamBatchInfo.approximateArrivalOfFirstRecord",
    "DDBStreamBatchInfo.approximateArrivalOfLastRecord",
    "DDBStreamBatchInfo.batchSize",
    "DDBStreamBatchInfo.streamArn",
}
"""All that a dead letter of a table's stream says: where the records were, and what became of
them (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html)."""


def test_a_record_that_holds_no_visit_is_set_aside_and_blocks_nobody(
    cloud: Cloud, carried: Carried
) -> None:
    key = {"visit": {"S": "no visit at all"}}
    # Kept as a visit is: reconciling, in the next test, comes across it too.
    poison = key | {"expires": {"N": "9999999999"}}
    assert cloud.follow(f"/{carried.codes['essor']}", person(1)) == "counted"
    cloud.client("dynamodb").put_item(TableName=cloud.table(Table.VISITS), Item=poison)
    assert cloud.follow(f"/{carried.codes['essor']}", person(2)) == "counted"
    cloud.counts(carried, "essor", 2)
    (aside,) = (item for item in cloud.items(Table.TALLIES) if item["pk"]["S"] == keys.ASIDE)
    assert json.loads(aside["keys"]["S"]) == key
    assert aside["reason"]["S"] == "visit field 'campaign' is missing or not a str"


def test_what_the_tally_gives_up_is_a_dead_letter_without_a_pseudonym_and_reconciling_counts_it(
    cloud: Cloud,
) -> None:
    carried = cloud.campaign("panne")
    functions, mapping = cloud.client("lambda"), cloud.mapping()
    tally = functions.get_function_configuration(FunctionName=mapping["FunctionArn"])
    settings = tally["Environment"]["Variables"]
    # Set up wrongly it fails, whatever it is sent; and what it was sent is given up after a
    # second instead of hours (AWS would take no less than a minute).
    set_environment(cloud, settings | {"STORE": "sqlite"})
    functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRecordAgeInSeconds=1)
    try:
        assert cloud.follow(f"/{carried.codes['rive']}", person(1)) == "counted"
        letter = until("a dead letter arrives", lambda: dead_letter(cloud))
    finally:
        set_environment(cloud, settings)
        functions.update_event_source_mapping(
            UUID=mapping["UUID"],
            MaximumRecordAgeInSeconds=TALLY_STREAM["MaximumRecordAgeInSeconds"],
        )
    said = dict(fields(json.loads(letter)))
    assert said.keys() == METADATA
    assert said["DDBStreamBatchInfo.batchSize"] == 1
    (visit,) = cloud.items(Table.VISITS, carried)
    for name in ("visit", "visitor", "request"):
        assert visit[name]["S"] not in letter
    # Of two digits, which any identifier in the letter may hold by chance.
    assert visit["network"]["S"] not in said.values()

    # The stream goes on behind it, without the visit that was given up…
    assert cloud.follow(f"/{carried.codes['cairn']}", person(2)) == "counted"
    cloud.counts(carried, "cairn", 1)
    assert cloud.figures(carried, "rive")["visits"] == 0
    # …which reconciling counts, once.
    assert [cloud.reconciled()["added"] for _ in range(2)] == [1, 0]
    cloud.invoke("rank")
    assert cloud.board(carried.slug) == [
        (1, "cairn", 1, 0),
        (1, "rive", 1, 0),
        (3, "essor", 0, 0),
    ]


def set_environment(cloud: Cloud, settings: dict[str, str]) -> None:
    cloud.client("lambda").update_function_configuration(
        FunctionName=f"{cloud.stage.stack}-tally", Environment={"Variables": settings}
    )


def fields(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """All that a message says, by the way to it."""
    if not isinstance(value, dict):
        yield at, value
        return
    for name, part in value.items():
        yield from fields(part, f"{at}.{name}" if at else name)


def dead_letter(cloud: Cloud) -> str | None:
    """The next message of the queue of what the tally gave up."""
    queue = cloud.outputs["DeadLetterQueueUrl"]
    found = cloud.client("sqs").receive_message(QueueUrl=queue).get("Messages", [])
    return str(found[0]["Body"]) if found else None
