"""What the measuring client charges, by DynamoDB's documented rules, and that it does its work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from moto import mock_aws

from bench.metered import PREFIX, Metered, Spot
from bench.units import KB, item_size, read_units, write_units
from chalicelib.campaign.model import Level
from chalicelib.leaderboard import Period
from chalicelib.store.dynamodb.keys import Table
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.visits.model import Exclusion, Verdict
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, RIVE, patient, visit
from tests.contract.stands import DynamoStand, client_of


@pytest.mark.parametrize(
    ("item", "size"),
    [
        # The documentation's own example of a small item.
        ({"shirt-color": {"S": "R"}, "shirt-size": {"S": "M"}}, 23),
        ({"é": {"S": "œ"}}, 2 + 2),
        ({"n": {"N": "0"}}, 1 + 1),
        ({"n": {"N": "7"}}, 1 + 2),
        ({"n": {"N": "1234"}}, 1 + 3),
        ({"n": {"N": "12345"}}, 1 + 4),
        ({"n": {"N": "1200000"}}, 1 + 2),
        ({"flag": {"BOOL": True}}, 4 + 1),
        ({"salt": {"B": bytes(16)}}, 4 + 16),
        ({"months": {"SS": ["2026-11", "2026-12"]}}, 6 + 14),
        ({}, 0),
    ],
)
def test_an_item_is_as_large_as_its_names_and_values(item: dict[str, Any], size: int) -> None:
    assert item_size(item) == size


@pytest.mark.parametrize("kind", ["L", "M", "NULL", "NS"])
def test_a_type_that_has_no_rule_is_not_guessed(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        item_size({"a": {kind: []}})


@pytest.mark.parametrize(
    ("size", "units"), [(0, 1), (1, 1), (KB, 1), (KB + 1, 2), (3 * KB, 3), (3.5 * KB, 4)]
)
def test_a_write_is_a_unit_a_started_kilobyte_and_twice_that_in_a_transaction(
    size: int, units: int
) -> None:
    assert write_units(0, size) == units
    assert write_units(size, 0) == units
    assert write_units(0, size, transactional=True) == 2 * units


@pytest.mark.parametrize(
    ("sizes", "units"), [([], 1), ([4 * KB], 1), ([4 * KB + 1], 2), ([3 * KB] * 3, 3)]
)
def test_a_read_is_a_unit_a_started_four_kilobytes_of_all_that_is_read(
    sizes: list[int], units: int
) -> None:
    assert read_units(sizes) == units
    assert read_units(sizes, consistent=False) == units / 2


@pytest.fixture
def moto_stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoStand]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    with mock_aws():
        stand = DynamoStand(client_of("dynamodb"), client_of("dynamodbstreams"), PREFIX)
        yield stand
        stand.close()


def test_the_measuring_client_does_what_dynamodb_does(moto_stand: DynamoStand) -> None:
    client = Metered()
    ours = DynamoStore(client, PREFIX, moto_stand.clock)
    answers = []
    for store in (ours, moto_stand.store):
        links = (ESSOR, LYON_POSTER, RIVE)
        seen = [visit(link, f"{n}", network=f"{n:03}") for n in range(5) for link in links]
        said = [store.record(v, patient()) for v in (*seen, seen[0])]
        said.append(store.record(replace(seen[0], request="another"), patient()))
        for link in links[:2]:
            one = Exclusion(link.campaign, link.association, link.group, link.code, Verdict.ROBOT)
            store.exclude(one, patient())
            store.exclude(one, patient())
        spent = (store.add_once(tuple(seen[:9])), store.add_once(tuple(seen[9:])))
        wrote = store.rebuild_boards(CAMPAIGN)
        pages = [store.board(CAMPAIGN, level, Period.ALL, 2, None) for level in Level]
        answers.append((said, spent, wrote, pages))
    assert answers[0] == answers[1]
    for table in Table:
        kept = moto_stand.client.scan(TableName=moto_stand.table(table))["Items"]
        assert _plain(client.items(table)) == _plain(kept)


def _plain(items: list[dict[str, Any]]) -> list[Any]:
    return sorted(
        sorted((n, str(sorted(v["SS"]) if "SS" in v else v)) for n, v in item.items())
        for item in items
    )


def test_a_query_goes_on_where_its_page_ended() -> None:
    client = Metered()
    for n in range(7):
        item = {"pk": {"S": "P"}, "sk": {"S": f"{n}"}, "a": {"S": "x" * 5 * KB}}
        client.put_item(TableName=f"{PREFIX}-tallies", Item=item)
    client.spent.clear()
    found: list[str] = []
    start: dict[str, Any] = {}
    while True:
        page = client.query(
            TableName=f"{PREFIX}-tallies",
            KeyConditionExpression="pk = :partition",
            ExpressionAttributeValues={":partition": {"S": "P"}},
            Limit=3,
            ConsistentRead=True,
            **start,
        )
        found += [item["sk"]["S"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == [f"{n}" for n in range(7)]
    # Pages of 15, 15 and 5 KB.
    assert client.spent == {Spot(Table.TALLIES, "P", False): 4 + 4 + 2}


@pytest.mark.parametrize(("consistent", "units"), [(True, 3), (False, 1.5)])
def test_a_read_that_need_not_be_consistent_costs_half(consistent: bool, units: float) -> None:
    client, key = Metered(), {"pk": {"S": "P"}, "sk": {"S": "-"}}
    client.put_item(TableName=f"{PREFIX}-tallies", Item=key | {"a": {"S": "x" * 9 * KB}})
    got = client.measure(
        lambda: client.get_item(TableName=f"{PREFIX}-tallies", Key=key, ConsistentRead=consistent)
    )
    assert got[Spot(Table.TALLIES, "P", False)] == units


def test_an_update_is_charged_by_what_the_item_has_become() -> None:
    client = Metered()
    request = {
        "TableName": f"{PREFIX}-tallies",
        "Key": {"pk": {"S": "P"}, "sk": {"S": "-"}},
        "UpdateExpression": "ADD #0 :1, visits :2 SET note = :note",
        "ExpressionAttributeNames": {"#0": "n#3af"},
        "ExpressionAttributeValues": {
            ":1": {"N": "1"},
            ":2": {"N": "2"},
            ":note": {"S": "x" * KB},
        },
    }
    spot = Spot(Table.TALLIES, "P", True)
    for times, units in ((1, 2), (2, 2)):
        assert client.measure(lambda: client.update_item(**request))[spot] == units
        (item,) = client.items(Table.TALLIES)
        assert (item["n#3af"], item["visits"]) == ({"N": f"{times}"}, {"N": f"{2 * times}"})
    twice = client.measure(lambda: client.transact_write_items(TransactItems=[{"Update": request}]))
    assert twice[spot] == 4
    assert client.actions == [1]
