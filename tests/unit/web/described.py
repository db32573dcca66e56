"""The demo campaign as the description's examples know it, and readers of the description."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from app import app
from chalicelib import wiring
from chalicelib.access.model import Place, Scope, Token
from chalicelib.campaign.codes import drawn_from
from chalicelib.clock import Budget
from chalicelib.demo import put_demo
from chalicelib.fairness import leave_out
from chalicelib.local.events import event_from_wsgi
from chalicelib.petition import history
from chalicelib.web.openapi import document
from tests.unit.web.door import ADDRESS, BASE, ROUTES, Answer, Site, environ, open_site, read

DEMO = "defense-des-enfants"
ALIAS = "hirondelles-lyon"
TOKEN_ID = "1a2b3c4d"

DOCUMENT = document(BASE)
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A call that the description shows."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def operations() -> Iterator[tuple[str, str, Json]]:
    """Method, path and operation of all that is described."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def demo_site(folder: Path) -> Site:
    """A site with the demo campaign, and something to say at each of its addresses."""
    site = open_site(folder)
    store, hosts = site.store.store, site.house.settings.destination_hosts
    link = put_demo(store, hosts, site.clock(), drawn_from(Random(1).randbytes))
    assert ALIAS in link.aliases
    campaign = store.campaign(DEMO, Budget(60.0))
    assert campaign
    now = site.clock()
    for days, count in ((2, 10_200), (1, 12_000), (0, 12_345)):
        at = now - timedelta(days=days)
        history.set_count(store, campaign, count, at, False, at)
    leave_out(store, campaign, link, now.date().isoformat(), "un essai", "tests", now)
    place = Place(DEMO, "les-hirondelles")
    store.save_token(Token(TOKEN_ID, place, "tableur", "0" * 64, now))
    return site


def writing_token(site: Site) -> str:
    """The secret of a token that may write."""
    return site.house.tokens.create(Place(DEMO), "tests", site.clock(), Scope.WRITE)[1]


def parse_curl(source: str, token: str) -> Call:
    """The request that a shell would make of a call."""
    words = iter(shlex.split(source.replace("\\\n", " ").replace("$TOKEN", token)))
    assert next(words) == "curl"
    method, url, headers, body = "GET", "", {}, b""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word in ("-d", "--data-binary"):
            body = next(words).encode()
        else:
            url = word
    parts = urlsplit(url)
    assert url.startswith(BASE)
    return Call(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers, body)


def send(site: Site, call: Call) -> Answer:
    """What a site answers to a call."""
    wiring.use(site.house)
    asked = environ(call.target, call.method, ADDRESS, call.headers, call.body)
    return read(app(event_from_wsgi(asked, ROUTES), None))


def resolve(part: Json) -> Json:
    """What a reference of the document refers to; anything else as it is."""
    found = DOCUMENT
    for name in part.get("$ref", "").removeprefix("#/").split("/") if "$ref" in part else ():
        found = found[name]
    return found if "$ref" in part else part


def with_components(schema: Json) -> Json:
    """A schema that a validator can read by itself."""
    text = json.dumps(schema | {"components": DOCUMENT["components"]})
    return dict(json.loads(text))
