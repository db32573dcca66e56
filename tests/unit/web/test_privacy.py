"""Nobody can be followed: what is kept, logged and answered holds nobody, and gives nobody back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from moto import mock_aws

from chalicelib.campaign.model import Level
from chalicelib.local.server import keep_house
from chalicelib.visits.replay import replay
from tests.contract.stands import DynamoStand, client_of
from tests.unit.web.door import LYON, Site

ADDRESSES = ("198.51.100.177", "2001:db8:5e17:1e1a:9:8:7:6")
AGENT = "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0 Sentinelle/77"
REFERER = "https://messages.example/sentinelle-privee"
COOKIE = "identite=sentinelle-cookie"
SECRETS = (*ADDRESSES, AGENT, REFERER, COOKIE, "Sentinelle", "sentinelle-privee")


def everything_that_can_happen(site: Site, address: str) -> Iterator[str]:
    """Sends the sentinel down every path; yields all that it was answered."""
    headers = {"Referer": REFERER, "Cookie": COOKIE, "X-Forwarded-For": address}

    def ask(target: str, method: str = "GET", agent: str = AGENT, **more: str) -> str:
        answer = site.ask(target, method, address=address, agent=agent, headers=headers | more)
        return f"{answer.status} {answer.headers} {answer.body.decode('latin-1')}"

    def every_request() -> Iterator[str]:
        for target in (f"/{LYON}", f"/Q/{LYON}", f"/{LYON}+", "/", "/c/enfants", "/NOBODY2"):
            for method in ("GET", "HEAD", "POST"):
                yield ask(target, method)
        yield ask(f"/{LYON}", Purpose="prefetch")
        yield ask(f"/{LYON}", agent=f"WhatsApp/2 {AGENT}")
        yield ask(f"/{LYON}", agent=f"crawler {AGENT}")
        yield ask(f"/{LYON}/qr.svg")
        yield ask("/c/enfants/leaderboard?level=wrong")
        yield ask("/v1/campaigns/enfants/leaderboard?cursor=wrong", Accept="application/json")
        yield ask("/nowhere/at/all", Accept="application/json")
        yield ask(f"/v1/links/{LYON}", Authorization="Bearer wrong")

    def quote_it(*args: object) -> None:
        raise RuntimeError(f"{AGENT} at {address} from {REFERER} with {COOKIE}")

    yield from every_request()
    site.store.fail("record", "exclude")
    yield from every_request()
    site.store.fail()
    yield from every_request()
    site.restart()
    site.store.fail("salt", "make_salt")
    yield from every_request()
    site.store.heal()
    site.store.before["record"] = quote_it
    site.store.before["campaigns"] = quote_it
    yield from every_request()
    site.store.heal()
    replay(list(site.log), site.store.store, site.clock())


def traces(secret: str) -> Iterator[bytes]:
    """A secret in clear, encoded, and hashed without a salt."""
    raw = secret.encode()
    forms = {raw, raw.lower(), raw.upper(), quote(secret, safe="").encode()}
    try:
        address = ip_address(secret)
    except ValueError:
        pass
    else:
        forms |= {address.exploded.encode(), str(int(address)).encode()}
        raw = address.packed
        forms.add(raw.hex().encode())
    for form in (*forms, raw):
        if len(form) > 4:
            yield form
        yield base64.b64encode(form).rstrip(b"=")
        yield form.hex().encode()
        for name in ("md5", "sha1", "sha224", "sha256", "sha512", "blake2b", "blake2s"):
            digest = hashlib.new(name, form).digest()[:16]
            yield digest
            yield digest.hex().encode()
            yield base64.b64encode(digest)[:20]


def cells(site: Site) -> bytes:
    """Every cell of every table, as text, and every file byte by byte."""
    path = Path(site.house.settings.database)
    found = [file.read_bytes() for file in path.parent.iterdir()]
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            found += [repr(row).encode() for row in connection.execute(f"SELECT * FROM {table}")]
    return b"\n".join(found)


@pytest.fixture
def aws_stand(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoStand]:
    """The production store, empty."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    with mock_aws():
        stand = DynamoStand(client_of("dynamodb"), client_of("dynamodbstreams"), "test")
        yield stand
        stand.close()


def assert_no_trace(site: Site, stored: Callable[[], bytes], address: str) -> None:
    """Whatever the sentinel meets, nothing that is stored, logged or answered holds it."""
    answers = "\n".join(everything_that_can_happen(site, address))
    kinds = {event["event"] for event in site.events}
    assert {"visit_deferred", "visit_unattributed", "unexpected_error"} <= kinds
    places = {
        "store": stored(),
        "log": "\n".join(site.log).encode(),
        "answers": answers.encode(),
    }
    found = [
        (place, secret)
        for secret in SECRETS
        for trace in traces(secret)
        for place, kept in places.items()
        if trace in kept
    ]
    assert found == []


@pytest.mark.parametrize("address", ADDRESSES, ids=["IPv4", "IPv6"])
def test_a_sentinel_leaves_no_trace(site: Site, address: str) -> None:
    assert_no_trace(site, lambda: cells(site), address)
    assert site.store.store.total("enfants", Level.LINK, LYON).visits == 1


@pytest.mark.parametrize("address", ADDRESSES, ids=["IPv4", "IPv6"])
def test_a_sentinel_leaves_no_trace_in_production(
    site: Site, aws_stand: DynamoStand, address: str
) -> None:
    site.use_store(aws_stand.store)

    def stored() -> bytes:
        assert aws_stand.deliver(aws_stand.store.campaigns()[0]) == 1
        return aws_stand.everything().encode()

    assert_no_trace(site, stored, address)


def test_the_search_above_would_find_what_is_there(site: Site) -> None:
    with closing(sqlite3.connect(site.house.settings.database)) as connection, connection:
        digest = hashlib.sha256(ADDRESSES[0].encode()).hexdigest()
        connection.execute("INSERT INTO salts VALUES (?, ?, ?)", ("x", digest, b"x"))
    assert any(trace in cells(site) for trace in traces(ADDRESSES[0]))


def kept_visitors(site: Site) -> set[str]:
    return {visit.visitor for visit, _ in site.store.store.kept_visits()}


def kept_salts(site: Site) -> list[bytes]:
    with closing(sqlite3.connect(site.house.settings.database)) as connection:
        return [bytes(salt) for (salt,) in connection.execute("SELECT salt FROM salts")]


def tried(salts: list[bytes], visitors: set[str]) -> set[str]:
    """Whom one finds by trying every address of a /16, with the right agent, under each salt.

    Written from the definition in `PRIVACY.md`, not with the product's code.
    """
    ends = [part.encode() for part in ("enfants", LYON)]
    start = b"".join(len(part).to_bytes(4, "big") + part for part in ends)
    agent = AGENT.encode()
    end = len(agent).to_bytes(4, "big") + agent
    found = set()
    for salt in salts:
        for number in range(1 << 16):
            address = f"198.51.{number >> 8}.{number & 255}".encode()
            message = start + len(address).to_bytes(4, "big") + address + end
            if hmac.digest(salt, message, "sha256")[:16].hex() in visitors:
                found.add(address.decode())
    return found


def networks_like(salt: bytes, group: str) -> set[str]:
    """The networks of a /8 that a link's day could mean by a group, under a salt."""
    ends = [part.encode() for part in ("enfants", LYON)]
    start = b"".join(len(part).to_bytes(4, "big") + part for part in ends)
    found = set()
    for number in range(1 << 16):
        network = f"c6{number:04x}".encode()  # 198.0.0.0/8
        message = start + len(network).to_bytes(4, "big") + network
        if hmac.digest(salt, message, "sha256").hex()[:2] == group:
            found.add(network.decode())
    return found


def test_trying_every_address_finds_nobody_once_the_salt_is_gone(site: Site) -> None:
    assert site.ask(f"/{LYON}", address=ADDRESSES[0], agent=AGENT).said == "counted"
    visitors, (salt,) = kept_visitors(site), kept_salts(site)
    assert tried([salt], visitors) == {ADDRESSES[0]}  # until then, who has the salt can
    keep_house(site.house)
    site.clock.now += timedelta(days=2)
    keep_house(site.house)
    site.ask(f"/{LYON}", address="192.0.2.1", agent=AGENT)
    assert visitors < kept_visitors(site)
    salts = kept_salts(site)
    assert salts
    assert salt not in salts
    assert tried([*salts, b"", bytes(16)], visitors) == set()
    assert salt not in cells(site)


def test_a_group_of_networks_is_thousands_of_networks_even_with_the_salt(site: Site) -> None:
    site.ask(f"/{LYON}", address=ADDRESSES[0], agent=AGENT)
    ((visit, _),) = site.store.store.kept_visits()
    (salt,) = kept_salts(site)
    ours = f"{int(ip_address(ADDRESSES[0])) >> 8:06x}"
    assert ours in networks_like(salt, visit.network)
    # Of 16 million networks in all, one in 256 is in the group: no network is named by it.
    assert len(networks_like(salt, visit.network)) > 150
    # Under a wrong salt it is in the group by chance, once in 256 times: not under each of three.
    wrong = [bytes([number]) * 16 for number in range(3)]
    assert any(ours not in networks_like(one, visit.network) for one in wrong)
