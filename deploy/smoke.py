"""The smoke test: a link is made, followed, counted and taken away again, as people see it.

Through the deployed address, with a telephone's agent; what it writes and reads in the tables
it does with the operator's own credentials, as `python -m chalicelib apply` would.
"""

from __future__ import annotations

import http.client
import secrets
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.campaign import file
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.desired import Author
from chalicelib.campaign.directory import Register
from chalicelib.campaign.model import Level
from chalicelib.clock import wall_clock
from chalicelib.errors import PorteVoixError
from chalicelib.tally.figures import Figures

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)

ANSWER_SECONDS = 60.0
"""How long a new address may take to answer as it should: API Gateway spreads it, and the first
function starts cold."""

COUNT_SECONDS = 120.0
"""A visit waits three seconds for others, and a new stream's trigger a minute to wake."""

POLL_SECONDS = 2.0

_PATIENCE = 20.0

_CAMPAIGN = """\
[campaign]
slug = "{slug}"
title = "Test of the deployment"
summary = "Made by make deploy; it goes in a minute."
petition_url = "{petition}"
locale = "en"
public_leaderboard = false
state = "{state}"
[[associations]]
slug = "smoke"
name = "Test"
channels = ["smoke"]
"""


class SmokeFailed(PorteVoixError):
    """What is deployed does not do what it is for."""

    code = "smoke_failed"


class Store(Register, Figures, Protocol):
    """What of a store the test needs."""


@dataclass(frozen=True)
class Answer:
    """What a person's browser gets."""

    status: int
    location: str
    said: str


@dataclass(frozen=True)
class Smoke:
    """The test of one deployment: at `address`, over its tables in `store`.

    `hosts` are those that its links may lead to.
    """

    store: Store
    address: str
    hosts: frozenset[str]
    fetch: Callable[[str], Answer]
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep

    def run(self) -> float:
        """Answers in how many seconds a visit was counted; `SmokeFailed` says what is wrong.

        The campaign is erased whatever happens; its code stays taken, as every code does.
        """
        slug = f"smoke-{secrets.token_hex(4)}"
        petition = f"https://{min(self.hosts)}/{slug}"
        try:
            self._apply(slug, petition, "open")
            return self._follow(slug, petition)
        finally:
            self._erase(slug, petition)

    def _follow(self, slug: str, petition: str) -> float:
        (link,) = self.store.links(slug)
        url = short_url(self.address, link.code)
        self._until_counted(url, petition)
        start = self.now()
        self._expect_repeat(url, petition)
        while True:
            visits = self.store.total(slug, Level.LINK, link.code).visits
            took = self.now() - start
            if visits == 1:
                return took
            if visits or took >= COUNT_SECONDS:
                raise SmokeFailed(
                    f"one visit was acknowledged and {visits} are counted after {took:.0f} s;"
                    " the function tally and its log say why"
                )
            self.sleep(POLL_SECONDS)

    def _until_counted(self, url: str, petition: str) -> None:
        end = self.now() + ANSWER_SECONDS
        unsure = False
        while True:
            try:
                answer = self.fetch(url)
                what = f"{answer.status}, X-Porte-Voix: {answer.said or 'missing'}"
                # An attempt whose answer was lost, or came late, may have counted after all.
                if answer.said == "counted" or (unsure and answer.said == _REPEAT):
                    _check_redirect(answer, petition, url)
                    return
                if answer.said == _REPEAT:
                    raise SmokeFailed(f"{url} has its first visitor, and answered {what}")
            except OSError as error:
                what = str(error)
            if self.now() >= end:
                raise SmokeFailed(f"{url} did not count its first visitor in a minute: {what}")
            unsure = True
            self.sleep(POLL_SECONDS)

    def _expect_repeat(self, url: str, petition: str) -> None:
        try:
            answer = self.fetch(url)
        except OSError as error:
            raise SmokeFailed(f"{url} answered once, and then not: {error}") from None
        _check_redirect(answer, petition, url)
        if answer.said != _REPEAT:
            raise SmokeFailed(
                f"{url} followed again said {answer.said!r}, not {_REPEAT!r};"
                " or your network changed its address in between: run again"
            )

    def _apply(self, slug: str, petition: str, state: str) -> None:
        text = _CAMPAIGN.format(slug=slug, petition=petition, state=state)
        desired = file.parse(text.encode(), "the smoke test's campaign", self.hosts)
        carry_out(
            plan_for(desired, self.store, Author("smoke test", wall_clock())),
            self.store,
            confirm=slug,
        )

    def _erase(self, slug: str, petition: str) -> None:
        try:
            self._apply(slug, petition, file.ERASED)
        except PorteVoixError as error:
            raise SmokeFailed(
                f"campaign {slug} could not be erased: {error}; apply a file of it with"
                f' state = "erased" and --confirm {slug}'
            ) from error


def fetch(url: str) -> Answer:
    """What a telephone gets at `url`, without going where it leads. `OSError` for no answer."""
    # S310 fears file addresses; this one is the stack's, and http only over an emulator.
    request = urllib.request.Request(url, headers={"User-Agent": PHONE})  # noqa: S310
    opener = urllib.request.build_opener(_Stay())
    try:
        with opener.open(request, timeout=_PATIENCE) as answer:
            return Answer(answer.status, "", answer.headers.get("X-Porte-Voix", ""))
    except urllib.error.HTTPError as error:
        with error:
            headers = error.headers
            return Answer(error.code, headers.get("Location", ""), headers.get("X-Porte-Voix", ""))
    except http.client.HTTPException as error:
        raise OSError(f"no HTTP came back: {error!r}") from None


def resolves(host: str) -> bool:
    """Whether the name leads to any machine."""
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        return False
    return True


_REPEAT = "not-counted; reason=repeat"


def _check_redirect(answer: Answer, petition: str, url: str) -> None:
    if (answer.status, answer.location) != (302, petition):
        raise SmokeFailed(
            f"{url} answered {answer.status} to {answer.location!r}, not 302 to {petition!r}"
        )


class _Stay(urllib.request.HTTPRedirectHandler):
    """Goes nowhere: a redirect is the answer."""

    def redirect_request(self, *_: object) -> None:
        return None
