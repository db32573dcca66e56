"""The composition root: makes clock, randomness and stores, and hands them to rooms."""

from __future__ import annotations

import json
import random
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from chalicelib.access.audit import Trail
from chalicelib.access.tokens import Tokens
from chalicelib.campaign.links import Links
from chalicelib.campaign.model import Campaign
from chalicelib.clock import Clock, wall_clock
from chalicelib.config import Settings
from chalicelib.errors import BadSettings
from chalicelib.store.whole import Production, Store
from chalicelib.tally.apply import Adder
from chalicelib.visits.record import Log, Recorder
from chalicelib.visits.visitor import Visitors

if TYPE_CHECKING:
    from chalicelib.access.idempotency import Idempotency
    from chalicelib.access.invitations import Invitations
    from chalicelib.access.limits import Limits
    from chalicelib.access.seals import Seals
    from chalicelib.access.sessions import Sessions
    from chalicelib.access.signin import Letters, Mailer, SignIn, Wish
    from chalicelib.kit.bundle import Bundles, Order
    from chalicelib.petition.poll import Poller
    from chalicelib.store.kit_disk import DiskShelf


def in_background(work: Callable[[], None]) -> None:
    """Does the work in a thread of its own, which ends with the process."""
    threading.Thread(target=work, daemon=True).start()


@dataclass(frozen=True)
class House:
    """The rooms of one process, ready to be called by its doors.

    `background` does work that nobody waits for. `outbox` takes the letters of a machine that
    sends none.
    """

    settings: Settings
    store: Store
    clock: Clock
    random: Callable[[int], bytes]
    log: Log
    background: Callable[[Callable[[], None]], object] = in_background
    outbox: Mailer | None = None

    @cached_property
    def links(self) -> Links:
        """Finds links, and remembers them for a minute."""
        return Links(self.store)

    @cached_property
    def visitors(self) -> Visitors:
        """Makes the pseudonyms of visitors."""
        return Visitors(self.store, self.random)

    @cached_property
    def recorder(self) -> Recorder:
        """Makes the write that counts."""
        return Recorder(self.store, self.log)

    @cached_property
    def adder(self) -> Adder:
        """Adds visits to their tallies."""
        return Adder(self.store)

    @cached_property
    def poller(self) -> Poller:
        """Reads official counts."""
        # Imported here: only who reads a platform pays for it.
        from chalicelib.petition.fetch import Fetcher, Limits
        from chalicelib.petition.poll import Poller

        asks = (self.settings.petition_hosts, self.settings.contact, self.settings.petition_local)
        # The weekly open data hold every petition.
        bulk = Limits(seconds=60.0, most_bytes=32 * 2**20, most_decoded=128 * 2**20)
        return Poller(
            self.store, Fetcher(*asks), Fetcher(*asks, limits=bulk), random.random, self.log
        )

    def for_each_campaign(self, work: Callable[[Campaign], object]) -> None:
        """Does it for every campaign that is not erased, whatever becomes of the one before.

        What fails is logged by campaign, and the first failure is raised at the end, so that
        whoever watches is told.
        """
        failed: list[Exception] = []
        for campaign in self.store.campaigns():
            try:
                work(campaign)
            except Exception as error:
                failed.append(error)
                about = {"campaign": campaign.slug, "error": type(error).__qualname__}
                self.log(json.dumps({"event": "campaign_failed", **about}))
        if failed:
            raise failed[0]

    @cached_property
    def bundles(self) -> Bundles:
        """Makes whole kits, and says where they lie."""
        # Imported here: only who wants a kit pays for it.
        from chalicelib.kit.bundle import Bundles

        base_url = self.settings.base_url
        if self.settings.store == "sqlite":
            return Bundles(self.store, self.shelf, self._start_beside, base_url)
        if not (self.settings.kit_shelf and self.settings.kit_function):
            raise BadSettings("whole kits need KIT_SHELF and KIT_FUNCTION with STORE=dynamodb")
        from chalicelib.store.aws.functions import FunctionStarter
        from chalicelib.store.aws.kits import BucketShelf

        shelf = BucketShelf.open(self.settings.kit_shelf, self.clock)
        return Bundles(
            self.store, shelf, FunctionStarter.open(self.settings.kit_function), base_url
        )

    @cached_property
    def shelf(self) -> DiskShelf:
        """Where whole kits lie on one machine: beside the database."""
        from chalicelib.store.kit_disk import DiskShelf

        folder = Path(self.settings.database).with_name("kits")
        return DiskShelf(folder, self.settings.base_url, self.random)

    def _start_beside(self, order: Order) -> None:
        self._beside("kit_failed", lambda: self.bundles.make(order))

    def _beside(self, failure: str, work: Callable[[], object]) -> None:
        """Does work beside all that is answered; what goes wrong there is logged."""

        def watched() -> None:
            try:
                work()
            except Exception as error:
                self.log_failure(failure, error)

        self.background(watched)

    def log_failure(self, failure: str, error: Exception) -> None:
        """Writes what went wrong to the log: where, and not what it says, which may quote."""
        where = traceback.format_tb(error.__traceback__)
        kind = type(error).__qualname__
        self.log(json.dumps({"event": failure, "error": kind, "trace": where}))

    @cached_property
    def tokens(self) -> Tokens:
        """Hands out access tokens and checks them."""
        return Tokens(self.store, self.random)

    @cached_property
    def trail(self) -> Trail:
        """Keeps who did what when."""
        return Trail(self.store)

    @cached_property
    def idempotency(self) -> Idempotency:
        """Does a creation once, however often it is asked for."""
        # Imported here, as all that a redirect does not need.
        from chalicelib.access.idempotency import Idempotency

        return Idempotency(self.store, self.clock)

    @cached_property
    def address_limits(self) -> Limits:
        """Counts how often each address asks the API."""
        from chalicelib.access.limits import OF_AN_ADDRESS, Limits

        return Limits(OF_AN_ADDRESS, self.random)

    @cached_property
    def token_limits(self) -> Limits:
        """Counts how often each token is used."""
        from chalicelib.access.limits import OF_A_TOKEN, Limits

        return Limits(OF_A_TOKEN, self.random)

    @cached_property
    def invitations(self) -> Invitations:
        """Makes codes that let people in."""
        from chalicelib.access.invitations import Invitations

        return Invitations(self.store, self.random)

    @cached_property
    def seals(self) -> Seals:
        """Signs what comes back."""
        from chalicelib.access.seals import Seals

        return Seals(self.store, self.random)

    @cached_property
    def sessions(self) -> Sessions:
        """Knows who signed in."""
        from chalicelib.access.sessions import Sessions

        return Sessions(self.store, self.seals, self.random)

    @cached_property
    def sign_in(self) -> SignIn:
        """Takes wishes for one-time links, and takes the links back."""
        from chalicelib.access.signin import SignIn

        if self.settings.store == "sqlite":
            return SignIn(self.store, self._answer_beside)
        if not (self.settings.mail_from and self.settings.mail_function):
            raise BadSettings("signing in needs MAIL_FROM and MAIL_FUNCTION with STORE=dynamodb")
        from chalicelib.store.aws.functions import FunctionStarter

        return SignIn(self.store, FunctionStarter.open(self.settings.mail_function))

    def _answer_beside(self, wish: Wish) -> None:
        self._beside("letter_not_sent", lambda: self.letters.answer(wish, self.clock()))

    @cached_property
    def sign_in_limits(self) -> Limits:
        """Counts how often each address asks for links or tries codes."""
        from chalicelib.access.limits import OF_SIGN_INS, Limits

        return Limits(OF_SIGN_INS, self.random)

    @cached_property
    def letters(self) -> Letters:
        """Answers wishes for one-time links."""
        from chalicelib.access.signin import Letters

        return Letters(self.store, self._mailer(), self.random, self.seals, self.settings.base_url)

    def _mailer(self) -> Mailer:
        if self.settings.mail_from:
            from chalicelib.store.aws.mail import SesMailer

            return SesMailer.open(self.settings.mail_from)
        if self.outbox is None:
            raise BadSettings("letters need MAIL_FROM, the address that they come from")
        return self.outbox


def build(settings: Settings, clock: Clock = wall_clock, log: Log | None = None) -> House:
    """The house that `settings` describe."""
    return House(
        settings, open_store(settings, clock), clock, secrets.token_bytes, log or print_line
    )


def open_store(settings: Settings, clock: Clock) -> Store:
    """The database that `settings` choose. Imported here: a process needs only one of them."""
    if settings.store == "dynamodb":
        from chalicelib.store.dynamodb.store import DynamoStore

        return DynamoStore.open(settings.table_prefix, clock)
    from chalicelib.store.sqlite.store import SqliteStore

    return SqliteStore.open(settings.database, clock)


def production(house: House) -> Production:
    """The store of a deployment; `BadSettings` on one machine, which has no schedules."""
    if house.settings.store != "dynamodb":
        raise BadSettings("streams and schedules need STORE=dynamodb")
    return cast(Production, house.store)


def print_line(line: str) -> None:
    """The log of a process: its standard output, one line at once, flushed.

    Its standard error where the output is gone or full; `OSError` when both are.
    """
    try:
        _write(sys.stdout, line)
    except OSError:
        _write(sys.stderr, line)


def _write(output: TextIO | None, line: str) -> None:
    if output is None:
        raise OSError("the process was started without this output")
    output.write(line + "\n")
    output.flush()


_house: House | None = None


def house() -> House:
    """The house of this process, built from the environment on first use."""
    global _house
    if _house is None:
        _house = build(Settings.from_env())
    return _house


def warm_up() -> None:
    """Builds the house where the store is production's: its client takes longest to make."""
    if Settings.from_env().store == "dynamodb":
        house()


def use(chosen: House | None) -> None:
    """Makes `chosen` the house of this process: for `serve`, and for tests."""
    global _house
    _house = chosen
