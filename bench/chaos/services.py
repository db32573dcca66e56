"""What production asks besides its tables, in memory: Lambda, S3, SES, a petition platform.

Lambda does what it is asked for beside: up to three times when it fails, and now and then once
more than it was asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bench.chaos.faults import FaultyClient
from bench.chaos.platform import Platform
from bench.chaos.world import World
from chalicelib import wiring
from chalicelib.access.signin import Letters, SignIn
from chalicelib.kit.bundle import Bundles
from chalicelib.petition.poll import Poller
from chalicelib.store.aws.functions import FunctionStarter
from chalicelib.store.aws.kits import BucketShelf
from chalicelib.store.aws.mail import SesMailer

ATTEMPTS = 3
"""Lambda's, at what it was handed without being waited for."""


@dataclass
class Letter:
    """One letter as SES took it."""

    to: str
    secret: str
    at: datetime


@dataclass
class Services:
    """What lies on the shelf, which letters went out, and what Lambda has yet to do."""

    world: World
    platform: Platform
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    handed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, Payload: bytes, **_: Any) -> None:  # noqa: N803
        """Lambda takes an order."""
        self.handed.append((FunctionName, json.loads(Payload)))

    def send_email(self, *, Destination: Any, Content: Any, **_: Any) -> None:  # noqa: N803
        """SES takes a letter."""
        text = Content["Simple"]["Body"]["Text"]["Data"]
        found = re.search(r"/space/enter/([0-9a-f]+)", text)
        secret = found[1] if found else ""
        self.letters.append(Letter(Destination["ToAddresses"][0], secret, self.world.now))

    def put_object(self, *, Key: str, Body: Any, **_: Any) -> None:  # noqa: N803
        """S3 keeps an object."""
        data = Body if isinstance(Body, bytes) else Body.read()
        self.objects[Key] = (data, self.world.now)

    def list_objects_v2(self, *, Prefix: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        """What S3 has below a prefix."""
        found = sorted(key for key in self.objects if key.startswith(Prefix))
        return {"Contents": [{"Key": k, "LastModified": self.objects[k][1]} for k in found[:1]]}

    def generate_presigned_url(self, _: str, Params: Any, ExpiresIn: int) -> str:  # noqa: N803
        """An address that leads to an object."""
        return f"https://s3.example/{Params['Key']}"

    def run(self) -> None:
        """Lambda does what it was handed; what was handed over meanwhile too."""
        world = self.world
        while self.handed:
            function, payload = self.handed.pop(0)
            for attempt in range(ATTEMPTS):
                failed = len(world.failures)
                world.trigger(function, payload)
                if len(world.failures) == failed:
                    break
                world.now += timedelta(minutes=1 + attempt)


@dataclass(frozen=True)
class Staged(wiring.House):
    """The house of production, whose clients are of `services`."""

    services: Services = field(kw_only=True)

    def _client(self, service: str) -> FaultyClient:
        return FaultyClient(self.services, self.services.world.outside, service)

    @cached_property
    def poller(self) -> Poller:
        """Reads the platform in memory."""
        fetch, dice = self.services.platform.fetcher(), self.services.world.dice
        return Poller(self.store, fetch, fetch, dice.random, self.log)

    @cached_property
    def bundles(self) -> Bundles:
        """Makes whole kits through Lambda, onto S3."""
        shelf = BucketShelf(self._client("s3"), self.settings.kit_shelf, self.clock)
        start = FunctionStarter(self._client("lambda"), self.settings.kit_function)
        return Bundles(self.store, shelf, start, self.settings.base_url)

    @cached_property
    def sign_in(self) -> SignIn:
        """Hands wishes to Lambda."""
        post = FunctionStarter(self._client("lambda"), self.settings.mail_function)
        return SignIn(self.store, post)

    @cached_property
    def letters(self) -> Letters:
        """Answers wishes through SES."""
        mailer = SesMailer(self._client("ses"), self.settings.mail_from)
        return Letters(self.store, mailer, self.random, self.seals, self.settings.base_url)
