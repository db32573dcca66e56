"""Work that a Lambda function of ours does while nobody waits: kits, letters."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import StoreUnavailable
from chalicelib.store.aws.client import open_client

CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 2, "mode": "standard"},
    user_agent="porte-voix",
)
"""Lambda answers once it has taken the order, in tens of milliseconds."""


class FunctionStarter:
    """`bundle.Start` and `signin.Post`: hands an order, a dataclass, to a function."""

    def __init__(self, client: Any, function: str) -> None:
        self._client = client
        self._function = function

    @classmethod
    def open(cls, function: str) -> FunctionStarter:
        """The function called `function`, in the environment's region and account."""
        return cls(open_client("lambda", CONFIG), function)

    def __call__(self, order: Any) -> None:
        """Starts it; `StoreUnavailable` when Lambda does not take it."""
        try:
            self._client.invoke(
                FunctionName=self._function,
                InvocationType="Event",
                Payload=json.dumps(asdict(order)).encode(),
            )
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"Lambda invoke: {' '.join(str(error).split())}") from error
