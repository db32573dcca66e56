"""Low-level clients of AWS, as fast as botocore makes them.

By botocore alone: boto3 and its resources double what a cold start and a call cost (ADR 15).
"""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.config import Config
from botocore.loaders import Loader


def open_client(service: str, config: Config) -> Any:
    """A client of one service. Region and credentials are the environment's.

    `botocore.exceptions.BotoCoreError` where there is no region, or no such service.
    """
    session = botocore.session.Session()
    session.register_component("data_loader", _OneService(service))
    return session.create_client(service, config=config)


class _OneService(Loader):  # type: ignore[misc]  # botocore has no types
    """Finds the model of one service without looking through those of all four hundred.

    botocore lists them all, twice, before it opens one: a fifth of what a client takes.
    """

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def list_available_services(self, type_name: str) -> list[str]:
        """The one; a service that is none has no versions, and is refused by that."""
        return [self._service]
