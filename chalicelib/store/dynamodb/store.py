"""The production store: four DynamoDB tables, on demand.

A visit is one write; the stream of `visits` hands it to the tally, and a schedule rebuilds
the boards. So figures and boards follow the visits at a distance, and each board says when
it was made.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from botocore.config import Config

from chalicelib.clock import Clock
from chalicelib.store.aws.client import open_client
from chalicelib.store.dynamodb.audit import AuditItems
from chalicelib.store.dynamodb.boards import BoardItems
from chalicelib.store.dynamodb.bounded import Bounded, Breaker
from chalicelib.store.dynamodb.client import Client
from chalicelib.store.dynamodb.erase import Erasing
from chalicelib.store.dynamodb.moving import MovingItems
from chalicelib.store.dynamodb.rebuild import Rebuilding
from chalicelib.store.dynamodb.series import SeriesItems
from chalicelib.store.dynamodb.visits import VisitItems

CONNECTIONS = 16

CONFIG = Config(
    connect_timeout=0.3,
    read_timeout=0.5,
    retries={"total_max_attempts": 2, "mode": "standard"},
    max_pool_connections=CONNECTIONS,
    # Our own code writes every parameter, and checking them costs more than signing them.
    parameter_validation=False,
    # Unless it is given, botocore puts it together from thirty parts for every call, twice.
    user_agent="porte-voix",
)
"""Two attempts fit the second that a redirect has; whoever has more time calls again."""


class DynamoStore(
    VisitItems, BoardItems, Rebuilding, Erasing, SeriesItems, AuditItems, MovingItems
):
    """All that the rooms ask of a store, over DynamoDB."""

    def __init__(self, client: Any, prefix: str, clock: Clock) -> None:
        self._db = Client(client, prefix, Bounded(Breaker(), CONNECTIONS))
        self._clock = clock

    @classmethod
    def open(cls, table_prefix: str, clock: Clock) -> DynamoStore:
        """The store in the tables `{table_prefix}-…` of the environment's region and account."""
        return cls(open_client("dynamodb", CONFIG), table_prefix, clock)

    def steady(self) -> AbstractContextManager[bool]:
        """Nothing stands still here while it is read."""
        return nullcontext(False)

    def expire(self) -> int:
        """Nothing to do: DynamoDB deletes expired items itself."""
        return 0

    def close(self) -> None:
        """Lets go of threads and connections."""
        self._db.close()
