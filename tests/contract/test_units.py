"""What `bench/` says that writes cost is what `ReturnConsumedCapacity` says.

Of the emulators, ministack rates writes by the sizes of items and transactions double. It rates
every read as one unit and moto everything by constants, so no more is compared.
"""

from __future__ import annotations

import random
from typing import Any

from bench.crowd import Crowd
from bench.metered import PREFIX, Metered
from bench.replay import AT
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.store.dynamodb.tables import create_tables
from chalicelib.tally.apply import Adder
from chalicelib.visits.model import Visit
from tests.contract.samples import patient
from tests.contract.stands import client_of

ONE_LINK = Crowd(associations=1, groups=0, channels=1)


class Asking:
    """A client that asks what every write cost, and keeps the sum."""

    def __init__(self, client: Any) -> None:
        self.units = 0.0
        self._client = client

    def put_item(self, **request: Any) -> Any:
        return self._asked(self._client.put_item, request)

    def transact_write_items(self, **request: Any) -> Any:
        return self._asked(self._client.transact_write_items, request)

    def close(self) -> None:
        self._client.close()

    def _asked(self, operation: Any, request: dict[str, Any]) -> Any:
        answer = operation(**request, ReturnConsumedCapacity="TOTAL")
        said = answer["ConsumedCapacity"]
        parts = said if isinstance(said, list) else [said]
        self.units += sum(part["CapacityUnits"] for part in parts)
        return answer


def test_visits_and_their_tally_cost_what_the_database_says(aws: None, ministack: str) -> None:
    chance = random.Random(1)
    (link,) = ONE_LINK.links
    # A network each: the spread grows well over a kilobyte, and its updates cost more and more.
    visits = [ONE_LINK.visit(link, AT, network, chance) for network in range(600)]
    create_tables(client_of("dynamodb", ministack), PREFIX)
    said, computed = (
        _units(client, visits) for client in (Asking(client_of("dynamodb", ministack)), Metered())
    )
    assert computed == said
    recorded, tallied = said
    assert recorded == len(visits)
    assert tallied > 2 * len(visits)


def _units(client: Asking | Metered, visits: list[Visit]) -> tuple[float, float]:
    """What recording the visits costs, and adding them up."""
    store = DynamoStore(client, PREFIX, lambda: AT)
    for visit in visits:
        store.record(visit, patient())
    recorded = client.units
    assert Adder(store).add(visits) == len(visits)
    store.close()
    return recorded, client.units - recorded
