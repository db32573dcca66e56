"""Every address of the API, every method, every role: what each is answered is what the table of
`access.rules` says, and what is not there is answered as what is another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app import app
from chalicelib.access.model import NOBODY, Actor, Place
from chalicelib.access.rules import Action, may
from chalicelib.web.addresses import API, FORMS, SPACE
from chalicelib.web.answers import SECURITY_HEADERS
from tests.unit.web.door import LYON, OTHER, Site
from tests.unit.web.door import RIVE as RIVE_CODE
from tests.unit.web.tool import UNKNOWN, C, Tool

ALL, ESSOR, RIVE = Place("enfants"), Place("enfants", "essor"), Place("enfants", "rive")
GROUP = Place("enfants", "essor", "essor/lyon")
OWN: dict[str, tuple[Place, bool]] = {
    "nobody": (ALL, False),
    "read token": (ALL, False),
    "write token": (ALL, True),
    "association, read": (ESSOR, False),
    "association": (ESSOR, True),
    "another association": (RIVE, True),
    "group": (GROUP, True),
    "another campaign": (Place("autres"), True),
}

A, G, L = f"{C}/associations", f"{C}/associations/essor/groups", f"/v1/links/{LYON}"
SHEET = b"association;groupe;nom\nWHOSE;nantes;Nantes\n"


@dataclass(frozen=True)
class Rule:
    """What a route asks of the table. With `own`, of a list: to any part of theirs."""

    action: Action
    place: Place = ALL
    own: bool = False
    target: str = ""
    sent: Any = None
    status: int = 200


RULES: dict[tuple[str, str], Rule] = {
    (C, "GET"): Rule(Action.CAMPAIGN_READ),
    (f"{C}/leaderboard", "GET"): Rule(Action.CAMPAIGN_READ),
    (f"{C}/leaderboard", "GET level=link"): Rule(
        Action.BOARD_READ, target=f"{C}/leaderboard?level=link"
    ),
    (f"{C}/days", "GET"): Rule(Action.CAMPAIGN_READ),
    (f"{C}/signatures", "GET"): Rule(Action.CAMPAIGN_READ),
    (f"{C}/fairness", "GET"): Rule(Action.FAIRNESS_READ),
    (f"{C}/kit", "GET"): Rule(Action.KIT_READ, status=202),
    (f"{C}/kit/essor", "GET"): Rule(Action.KIT_READ, ESSOR, status=202),
    (f"{C}/destination", "POST"): Rule(
        Action.CAMPAIGN_SWITCH,
        sent={"petition_url": "https://petitions.senat.fr/3", "dry_run": True},
    ),
    (A, "GET"): Rule(Action.ASSOCIATION_READ, own=True),
    (A, "POST"): Rule(
        Action.ASSOCIATION_WRITE, sent={"slug": "phare", "name": "Phare"}, status=201
    ),
    (f"{A}/essor", "GET"): Rule(Action.ASSOCIATION_READ, ESSOR),
    (f"{A}/essor", "PATCH"): Rule(Action.ASSOCIATION_WRITE, ESSOR, sent={"name": "L'Essor"}),
    (f"{A}/essor", "DELETE"): Rule(Action.ASSOCIATION_WRITE, ESSOR),
    (G, "GET"): Rule(Action.GROUP_READ, GROUP),
    (G, "POST"): Rule(
        Action.GROUP_WRITE, ESSOR, sent={"slug": "brest", "name": "Brest"}, status=201
    ),
    (f"{G}/lyon", "GET"): Rule(Action.GROUP_READ, GROUP),
    (f"{G}/lyon", "PATCH"): Rule(Action.GROUP_WRITE, GROUP, sent={"name": "Lyon 2"}),
    (f"{G}/lyon", "DELETE"): Rule(Action.GROUP_WRITE, GROUP),
    (f"{C}/links", "GET"): Rule(Action.LINK_READ, own=True),
    (f"{C}/links", "POST"): Rule(
        Action.LINK_WRITE, ESSOR, sent={"association": "essor", "channel": "sms"}, status=201
    ),
    (L, "GET"): Rule(Action.LINK_READ, GROUP),
    (L, "PATCH"): Rule(Action.LINK_WRITE, GROUP, sent={"aliases": ["un-autre"]}),
    (L, "DELETE"): Rule(Action.LINK_WRITE, GROUP),
    (f"{C}/tokens", "GET"): Rule(Action.TOKENS_READ, own=True),
    (f"{C}/tokens", "POST"): Rule(
        Action.TOKENS_WRITE, ESSOR, sent={"label": "site", "association": "essor"}, status=201
    ),
    (f"{C}/tokens/{{token}}", "GET"): Rule(Action.TOKENS_READ, ESSOR),
    (f"{C}/tokens/{{token}}", "DELETE"): Rule(Action.TOKENS_WRITE, ESSOR),
    (f"{C}/audit", "GET"): Rule(Action.AUDIT_READ, own=True),
    (f"{C}/import", "POST"): Rule(Action.IMPORT, own=True, sent=SHEET),
    (f"{C}/links.csv", "GET"): Rule(Action.EXPORT, own=True),
    (f"{C}/days.csv", "GET"): Rule(Action.EXPORT, own=True),
    (f"{C}/leaderboard.csv", "GET"): Rule(Action.EXPORT, own=True),
}

OPEN = {
    "/": 200,
    "/{code}": 302,
    "/Q/{code}": 302,
    "/q/{code}": 302,
    "/c/{campaign}": 200,
    "/c/{campaign}/leaderboard": 200,
    "/c/{campaign}/signatures": 200,
    "/c/{campaign}/card.png": 200,
    "/c/{campaign}/count.json": 200,
    "/c/{campaign}/count.svg": 200,
    "/c/{campaign}/embed": 200,
    "/{code}/qr.svg": 200,
    "/{code}/qr.png": 200,
    "/{code}/qr.pdf": 200,
    "/{code}/kit/{file}": 200,
    "/space/sign-in": 200,
    "/space/enter/{secret}": 200,
    "/space/invitation": 200,
    "/static/{name}": 200,
    "/favicon.ico": 200,
    "/robots.txt": 200,
    "/health": 200,
    "/openapi.json": 200,
    "/docs": 200,
    "/legal": 200,
    "/offline": 200,
    "/sw.js": 200,
}
"""Addresses that are everybody's, whoever they are, with what they answer."""

NAMES = {
    "{campaign}": "enfants", "{association}": "essor", "{group}": "lyon", "{code}": LYON,
    "{secret}": "ab", "{file}": "square.png", "{name}": "style.css",
}  # fmt: skip


def named(path: str) -> str:
    for variable, name in NAMES.items():
        path = path.replace(variable, name)
    return path


def tool_of(site: Site, role: str) -> Tool:
    place, write = OWN[role]
    if role == "nobody":
        return Tool(site)
    token = site.token(place.campaign, place.association, place.group, write)
    return Tool(site, token)


def actor_of(role: str) -> Actor:
    place, write = OWN[role]
    return NOBODY if role == "nobody" else Actor(role, (place,), write)


def allowed(role: str, rule: Rule) -> bool:
    actor = actor_of(role)
    if not rule.own:
        return may(actor, rule.action, rule.place)
    return any(p.campaign == "enfants" and may(actor, rule.action, p) for p in actor.places)


def ask(tool: Tool, method: str, target: str, sent: object) -> Any:
    if isinstance(sent, bytes):
        return tool.send_raw(method, target, sent, content_type="text/csv")
    return tool.ask(target, method) if sent is None else tool.send(method, target, sent)


def routes() -> Iterator[tuple[str, str]]:
    for path in app.routes:
        for method in app.routes[path]:
            if method not in ("HEAD", "OPTIONS"):
                yield named(path), method


def test_every_route_has_its_rule_and_no_rule_is_without_a_route() -> None:
    ruled = {(path, method.partition(" ")[0]) for path, method in RULES}
    ruled |= {(named(path), "GET") for path in OPEN}
    # What people send who sign in and out, `test_forms` refuses and `test_signin` takes; which
    # campaigns are theirs is asked of nobody's place: below.
    ruled |= {(named(path), "POST") for path in FORMS}
    # Behind the space's door a token is nobody: `test_space_rules` holds those to the table.
    ruled |= {(named(path), method) for path, views in SPACE.items() for method in views}
    assert set(routes()) - ruled == {("/v1/campaigns", "GET")}
    assert ruled <= set(routes())
    assert {path for path in app.routes if path.startswith("/v1/")} == set(API)


@pytest.mark.parametrize("path", OPEN)
def test_what_is_everybodys_asks_nobody_who_they_are(site: Site, path: str) -> None:
    for role in OWN:
        assert tool_of(site, role).ask(named(path)).status == OPEN[path], role


@pytest.mark.parametrize("role", OWN)
@pytest.mark.parametrize(("path", "method"), RULES)
def test_a_route_lets_in_whom_the_table_lets_in(
    site: Site, path: str, method: str, role: str
) -> None:
    site.apply(OTHER)
    rule = RULES[path, method]
    token, _ = site.house.tokens.create(ESSOR, "to revoke", site.clock())
    target = (rule.target or path).replace("{token}", token.id)
    before = site.store.load("enfants"), site.store.links("enfants")
    sent = rule.sent
    if isinstance(sent, bytes):
        sent = sent.replace(b"WHOSE", (OWN[role][0].association or "essor").encode())
    answer = ask(tool_of(site, role), method.partition(" ")[0], target, sent)
    assert SECURITY_HEADERS.items() <= answer.headers.items()
    assert "RateLimit" in answer.headers
    if allowed(role, rule):
        assert answer.status == rule.status, answer.text
        return
    expected = (401, "unauthorized") if role == "nobody" else (404, None)
    error = answer.json["error"]
    assert (answer.status, expected[1] and error["code"]) == expected, answer.text
    assert role == "nobody" or error["message"] == UNKNOWN
    assert (site.store.load("enfants"), site.store.links("enfants")) == before
    assert site.store.acts("enfants", 10)[0] == []


@pytest.mark.parametrize("role", OWN)
def test_the_list_of_campaigns_is_of_those_whose_they_are(site: Site, role: str) -> None:
    site.apply(OTHER)
    answer = tool_of(site, role).ask("/v1/campaigns")
    if role == "nobody":
        assert answer.status == 401
    else:
        assert [row["slug"] for row in answer.json["rows"]] == [OWN[role][0].campaign]


SECRET = [key for key, rule in RULES.items() if rule.action is not Action.CAMPAIGN_READ]
THEIRS = {"/associations/essor": "/associations/{}", "/kit/essor": "/kit/{}", LYON: "{}"}
"""What in an address can be another association's."""


def elsewhere(rule: Rule, path: str, token: str, missing: str) -> Iterator[tuple[str, Any]]:
    """The same address of another campaign, and what lies in another association; each with what
    is sent there.
    """
    target = rule.target or path.replace("{token}", token)
    if "enfants" in target:
        yield target.replace("enfants", "nope" if missing else "autres"), rule.sent
    association = missing or "rive"
    if isinstance(rule.sent, dict) and "association" in rule.sent:
        yield target, rule.sent | {"association": association}
    for ours, theirs in THEIRS.items():
        if ours in target:
            other = (missing or RIVE_CODE) if ours == LYON else association
            yield target.replace(ours, theirs.format(other)), rule.sent
    if token in target:
        yield target, rule.sent


@pytest.mark.parametrize(("path", "method"), SECRET)
def test_what_is_anothers_is_answered_byte_for_byte_as_what_is_not_there(
    site: Site, path: str, method: str
) -> None:
    site.apply(OTHER)
    tool, rule = tool_of(site, "association"), RULES[path, method]
    theirs, _ = site.house.tokens.create(RIVE, "theirs", site.clock())
    before = site.store.load("enfants"), site.store.links("enfants")
    for (target, sent), (nowhere, sent_there) in zip(
        elsewhere(rule, path, theirs.id, ""),
        elsewhere(rule, path, "0badf00d", "nope"),
        strict=True,
    ):
        found = ask(tool, method.partition(" ")[0], target, sent)
        missing = ask(tool, method.partition(" ")[0], nowhere, sent_there)
        assert found.status == missing.status == 404, target
        assert found.body == missing.body, target
    assert (site.store.load("enfants"), site.store.links("enfants")) == before
    assert not any(token.revoked for token in site.house.tokens.list("enfants"))
