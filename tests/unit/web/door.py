"""The house with its doors open: the real `app.py`, called as API Gateway calls it.

A request goes through `local.events`, so the matching of paths is API Gateway's, and an
answer through JSON, as Lambda sends it.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from app import app
from chalicelib import wiring
from chalicelib.access.model import Act, Place, Scope
from chalicelib.campaign import file
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.codes import draw_code
from chalicelib.campaign.desired import Author
from chalicelib.campaign.model import Level
from chalicelib.clock import Budget
from chalicelib.config import Settings
from chalicelib.errors import StoreUnavailable
from chalicelib.local.events import Routes, event_from_wsgi
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.samples import patient
from tests.contract.stands import SetClock

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
FALLBACK = "https://petitions.senat.fr/"
BASE = "https://qr.exemple.fr"
ADDRESS = "192.0.2.7"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
JSON = {"Accept": "application/json"}

ESSOR, LYON, RIVE = CODES = ("A0B1C2D", "E0F1G2H", "J0K1M2N")
CAMPAIGN = f"""\
[campaign]
slug = "enfants"
title = "Pour les enfants"
summary = "Trois demandes."
petition_url = "{PETITION}"
[[associations]]
slug = "essor"
name = "Essor"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
    [[associations.groups.links]]
    channel = "poster"
    aliases = ["essor-lyon"]
[[associations]]
slug = "rive"
name = "Rive"
"""
CLOSED = CAMPAIGN.replace("title", 'state = "closed"\ntitle', 1)
ARCHIVED = CLOSED.replace("closed", "archived")
WITHOUT_LYON = CAMPAIGN.partition("  [[")[0] + CAMPAIGN[CAMPAIGN.rindex("[[assoc") :]
ERASED = CLOSED.replace("closed", "erased")
PRIVATE = CAMPAIGN.replace("title", "public_leaderboard = false\ntitle", 1)
OTHER = """\
[campaign]
slug = "autres"
title = "Autre pétition"
petition_url = "https://petitions.senat.fr/2"
[[associations]]
slug = "seule"
name = "Seule"
"""

ROUTES = Routes(app.routes)
OPERATIONS = frozenset(name for name in dir(SqliteStore) if not name.startswith("_"))
Hook = Callable[..., object]


def away(*args: Any) -> None:
    """What a store that does not answer comes down to."""
    raise StoreUnavailable("/srv/secret.sqlite3: disk I/O error")


class Unsteady:
    """A store that does what it is told to before or after an operation, such as failing.

    Keeps the budgets that it was handed, with the names of the operations. The store beneath
    gets patient ones: a slow disk is not what these tests are about.
    """

    def __init__(self, store: wiring.Store) -> None:
        self.store = store
        self.before: dict[str, Hook] = {}
        self.after: dict[str, Hook] = {}
        self.budgets: list[tuple[str, Budget]] = []

    def fail(self, *operations: str) -> None:
        """From now on these operations, or all of them, do not answer."""
        self.before = dict.fromkeys(operations or OPERATIONS, away)

    def heal(self) -> None:
        """From now on everything works."""
        self.before, self.after = {}, {}

    def with_act(self, act: Act) -> Unsteady:
        """What is done to this store is done to the same with an act."""
        same = Unsteady(self.store.with_act(act))
        same.before, same.after, same.budgets = self.before, self.after, self.budgets
        return same

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self.store, name)
        return self._watched(name, operation) if callable(operation) else operation

    def _watched(self, name: str, operation: Hook) -> Hook:
        def call(*args: Any) -> object:
            self.budgets += [(name, arg) for arg in args if isinstance(arg, Budget)]
            if before := self.before.get(name):
                before(*args)
            answer = operation(*(patient() if isinstance(arg, Budget) else arg for arg in args))
            if after := self.after.get(name):
                after(*args)
            return answer

        return call


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def said(self) -> str | None:
        """What it says of counting."""
        return self.headers.get("X-Porte-Voix")


@dataclass
class Site:
    """A house over a file of its own, with a clock to set and a log to read.

    `later` is the work that nobody waits for: it is done when a test does it.
    """

    house: wiring.House
    clock: SetClock
    log: list[str]
    later: list[Callable[[], None]] = field(default_factory=list)
    codes: Iterator[str] = field(default_factory=lambda: chain(CODES, iter(draw_code, "")))

    @property
    def store(self) -> Unsteady:
        return cast(Unsteady, self.house.store)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines of the log, read."""
        return [json.loads(line) for line in self.log]

    def apply(self, text: str) -> None:
        """Applies a campaign file."""
        desired = file.parse(text.encode(), "campaign.toml", self.house.settings.destination_hosts)
        store = self.store.store
        carry_out(
            plan_for(desired, store, Author("a test", self.clock())),
            store,
            desired.campaign.slug,
            self.codes.__next__,
        )

    def use_store(self, store: wiring.Store) -> None:
        """The same campaign over another store, which is empty."""
        unsteady = cast(wiring.Store, Unsteady(store))
        self.house = wiring.House(
            self.house.settings, unsteady, self.clock, self.house.random, self.log.append
        )
        wiring.use(self.house)
        self.codes = chain(CODES, iter(draw_code, ""))
        self.apply(CAMPAIGN)

    def restart(self, **settings: Any) -> None:
        """Another process over the same store: nothing is remembered, settings may differ."""
        self.give(settings=replace(self.house.settings, **settings))

    def give(self, **parts: Any) -> None:
        """A house with other parts, over the same store."""
        self.house = replace(self.house, **parts)
        wiring.use(self.house)

    def work(self) -> None:
        """Does what nobody waits for."""
        while self.later:
            self.later.pop(0)()

    def ask(
        self,
        target: str,
        method: str = "GET",
        *,
        agent: str | None = PHONE,
        address: str = ADDRESS,
        headers: Mapping[str, str] | None = None,
        request_id: str = "",
        body: bytes = b"",
    ) -> Answer:
        """What `target`, a path with or without a query, answers."""
        said = ({"User-Agent": agent} if agent else {}) | dict(headers or {})
        event = event_from_wsgi(environ(target, method, address, said, body), ROUTES)
        if request_id:
            event["requestContext"]["requestId"] = request_id
        return read(app(event, None))

    def visit(self, code: str, visits: int, scans: int = 0) -> None:
        """Lets so many people follow a link, the last ones of them by its QR code."""
        for number in range(visits):
            path = "/Q/" if number >= visits - scans else "/"
            assert self.ask(path + code, address=f"198.51.100.{number}").said == "counted"

    def figures(self, code: str) -> tuple[int, int, dict[str, int]]:
        """A link's visits, its scans, and what was not counted, by verdict."""
        store = self.store.store
        # Writes are in order: when this one is done, so are those that nobody waited for.
        store.destroy_salts("nobody", "0000-00-00")
        count = store.total("enfants", Level.LINK, code)
        return (
            count.visits,
            count.scans,
            {v.value: n for v, n in store.excluded("enfants", code).items()},
        )

    def token(
        self, campaign: str = "enfants", association: str = "", group: str = "", write: bool = False
    ) -> dict[str, str]:
        """The header that a tool with a fresh token of a place sends."""
        place, scope = Place(campaign, association, group), Scope.WRITE if write else Scope.READ
        _, secret = self.house.tokens.create(place, "tests", self.clock(), scope)
        return {"Authorization": f"Bearer {secret}"}


def open_site(folder: Path) -> Site:
    """A site with the campaign above."""
    path = folder / "porte-voix.sqlite3"
    path.write_bytes(_made())
    site = _open(path)
    site.codes = iter(draw_code, "")
    return site


@cache
def _made() -> bytes:
    """The file of such a site, to which all of `CODES` went: made once, for thousands of tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "porte-voix.sqlite3"
        site = _open(path)
        site.apply(CAMPAIGN)
        site.store.store.close()
        return path.read_bytes()


def _open(path: Path) -> Site:
    clock, log = SetClock(), list[str]()
    settings = Settings(database=str(path), base_url=BASE, fallback_url=FALLBACK)
    house = wiring.build(settings, clock, log.append)
    later = list[Callable[[], None]]()
    store = cast(wiring.Store, Unsteady(house.store))
    return Site(replace(house, store=store, background=later.append), clock, log, later)


def environ(
    target: str,
    method: str = "GET",
    address: str = ADDRESS,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> dict[str, Any]:
    """What a WSGI server makes of a request."""
    named = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in (headers or {}).items()}
    return {
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "REMOTE_ADDR": address,
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.input": io.BytesIO(body),
        **named,
    }


def read(answer: Mapping[str, Any]) -> Answer:
    """An integration's answer, once Lambda made JSON of it."""
    sent = json.loads(json.dumps(answer))
    assert not sent["multiValueHeaders"]
    body = sent["body"]
    raw = base64.b64decode(body) if sent.get("isBase64Encoded") else body.encode()
    return Answer(sent["statusCode"], sent["headers"], raw)
