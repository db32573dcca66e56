"""Every address behind the space's door, every method, every role: who gets there is who the table
of `access.rules` lets in, and to others it is as if there were nothing.

A page more is a line more in `RULES`; without one, the first test fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib.access.model import NOBODY, Actor, Member, Place
from chalicelib.access.rules import Action, may
from chalicelib.access.sessions import COOKIE
from chalicelib.web.addresses import SPACE
from tests.contract.samples import NOON
from tests.unit.web.browser import FORM, OURS, Browser
from tests.unit.web.door import ESSOR as ESSOR_CODE
from tests.unit.web.door import LYON, OTHER, Site

ALL, ESSOR, RIVE = Place("enfants"), Place("enfants", "essor"), Place("enfants", "rive")
GROUP = Place("enfants", "essor", "essor/lyon")

OWN: dict[str, Place | None] = {
    "nobody": None,
    "organiser": ALL,
    "association": ESSOR,
    "another association": RIVE,
    "group": GROUP,
    "another campaign": Place("autres"),
}

C = "/space/c/{campaign}"
A = f"{C}/a/{{association}}"
G = f"{A}/g/{{group}}"
L = f"{C}/l/{{code}}"
TOKEN = "{token}"


@dataclass(frozen=True)
class Rule:
    """What an address asks of the table, and what it answers to who may; `sent` is its form."""

    action: Action
    place: Place
    status: int = 200
    sent: dict[str, str] = field(default_factory=lambda: {"token": ""})
    query: str = ""


SHEET = {"text": "association;groupe\nessor;nantes\n"}
ADA = {"email": "new@exemple.fr", "place": "essor/lyon"}
DAY = f"code={LYON}&day=2026-11-23"
MADE = {"label": "site", "scope": "read", "days": "90", "whose": ""}

RULES: dict[tuple[str, str], Rule] = {
    (C, "GET"): Rule(Action.ASSOCIATION_WRITE, ALL),
    (A, "GET"): Rule(Action.DAYS_READ, ESSOR),
    (G, "GET"): Rule(Action.DAYS_READ, GROUP),
    **{
        (f"{path}/{file}.csv", "GET"): Rule(Action.EXPORT, place)
        for path, place in ((C, ALL), (A, ESSOR), (G, GROUP))
        for file in ("links", "days", "leaderboard")
    },
    (f"{A}/links", "GET"): Rule(Action.LINK_READ, ESSOR),
    (f"{G}/links", "GET"): Rule(Action.LINK_READ, GROUP),
    (f"{A}/links/new", "GET"): Rule(Action.LINK_WRITE, ESSOR),
    (f"{A}/links/new", "POST"): Rule(Action.LINK_WRITE, ESSOR, 303, {"channel": "sms"}),
    (f"{A}/groups/new", "GET"): Rule(Action.GROUP_WRITE, ESSOR),
    (f"{A}/groups/new", "POST"): Rule(Action.GROUP_WRITE, ESSOR, 303, {"name": "Brest"}),
    (f"{G}/name", "GET"): Rule(Action.GROUP_WRITE, GROUP),
    (f"{G}/name", "POST"): Rule(Action.GROUP_WRITE, GROUP, 303, {"name": "Lyon 2"}),
    (f"{G}/retire", "GET"): Rule(Action.GROUP_WRITE, GROUP),
    (f"{G}/retire", "POST"): Rule(Action.GROUP_WRITE, GROUP, 303),
    (L, "GET"): Rule(Action.LINK_READ, GROUP),
    (f"{L}/close", "GET"): Rule(Action.LINK_WRITE, GROUP),
    (f"{L}/close", "POST"): Rule(Action.LINK_WRITE, GROUP, 303),
    (f"{L}/open", "POST"): Rule(Action.LINK_WRITE, GROUP, 303),
    (f"{A}/kit", "GET"): Rule(Action.KIT_READ, ESSOR),
    (f"{G}/kit", "GET"): Rule(Action.KIT_READ, GROUP),
    (f"{A}/kit/whole", "GET"): Rule(Action.KIT_READ, ESSOR),
    (f"{G}/kit/whole", "GET"): Rule(Action.KIT_READ, GROUP),
    (f"{C}/sheet", "GET"): Rule(Action.IMPORT, ALL),
    (f"{C}/sheet", "POST"): Rule(Action.IMPORT, ALL, 200, SHEET),
    (f"{C}/sheet/template.csv", "GET"): Rule(Action.IMPORT, ALL),
    (f"{A}/sheet", "GET"): Rule(Action.IMPORT, ESSOR),
    (f"{A}/sheet", "POST"): Rule(Action.IMPORT, ESSOR, 303, SHEET | {"do": "take-in"}),
    (f"{A}/sheet/template.csv", "GET"): Rule(Action.IMPORT, ESSOR),
    (f"{C}/tokens", "GET"): Rule(Action.TOKENS_READ, ALL),
    (f"{C}/tokens", "POST"): Rule(Action.TOKENS_WRITE, ALL, 200, MADE),
    (f"{C}/tokens/{TOKEN}/revoke", "GET"): Rule(Action.TOKENS_WRITE, ALL),
    (f"{C}/tokens/{TOKEN}/revoke", "POST"): Rule(Action.TOKENS_WRITE, ALL, 303),
    (f"{A}/tokens", "GET"): Rule(Action.TOKENS_READ, ESSOR),
    (f"{A}/tokens", "POST"): Rule(Action.TOKENS_WRITE, ESSOR, 200, MADE),
    (f"{A}/tokens/{TOKEN}/revoke", "GET"): Rule(Action.TOKENS_WRITE, ESSOR),
    (f"{A}/tokens/{TOKEN}/revoke", "POST"): Rule(Action.TOKENS_WRITE, ESSOR, 303),
    (f"{C}/associations", "GET"): Rule(Action.ASSOCIATION_WRITE, ALL),
    (f"{C}/associations", "POST"): Rule(Action.ASSOCIATION_WRITE, ALL, 303, {"name": "Phare"}),
    (f"{A}/change", "GET"): Rule(Action.ASSOCIATION_WRITE, ALL),
    (f"{A}/change", "POST"): Rule(Action.ASSOCIATION_WRITE, ALL, 303, {"name": "L'Essor"}),
    (f"{A}/leave", "GET"): Rule(Action.ASSOCIATION_WRITE, ALL),
    (f"{A}/leave", "POST"): Rule(Action.ASSOCIATION_WRITE, ALL, 303, {"sure": "yes"}),
    # Nobody left who could return: `test_space_associations` has one that did.
    (f"{A}/return", "POST"): Rule(Action.ASSOCIATION_WRITE, ALL, 404),
    (f"{C}/fairness", "GET"): Rule(Action.FAIRNESS_READ, ALL),
    (f"{C}/fairness/rule", "GET"): Rule(Action.FAIRNESS_RULE, ALL, query=DAY),
    (f"{C}/fairness/rule", "POST"): Rule(
        Action.FAIRNESS_RULE, ALL, 303, {"code": LYON, "day": "2026-11-23", "reason": "Un essai"}
    ),
    (f"{C}/count", "GET"): Rule(Action.CAMPAIGN_SWITCH, ALL),
    (f"{C}/count", "POST"): Rule(Action.CAMPAIGN_SWITCH, ALL, 303, {"count": "12"}),
    (f"{C}/switch", "GET"): Rule(Action.CAMPAIGN_SWITCH, ALL),
    (f"{C}/switch", "POST"): Rule(
        Action.CAMPAIGN_SWITCH, ALL, 200, {"petition_url": "https://petitions.senat.fr/3"}
    ),
    (f"{C}/switch/confirm", "POST"): Rule(Action.CAMPAIGN_SWITCH, ALL, 422),
    **{
        (f"{path}/people{page}", method): Rule(action, place, status, sent)
        for path, place in ((C, ALL), (A, ESSOR))
        for page, method, action, status, sent in (
            ("", "GET", Action.MEMBERS_READ, 200, {}),
            ("", "POST", Action.MEMBERS_WRITE, 303, ADA),
            ("/remove", "POST", Action.MEMBERS_WRITE, 303, ADA),
            ("/invite", "GET", Action.MEMBERS_WRITE, 200, {}),
            ("/invite", "POST", Action.MEMBERS_WRITE, 200, ADA),
            ("/sheet", "GET", Action.MEMBERS_WRITE, 200, {}),
            ("/sheet", "POST", Action.MEMBERS_WRITE, 200, ADA | {"count": "2"}),
        )
    },
    **{
        (f"{path}/{page}", "GET"): Rule(Action.AUDIT_READ, place)
        for path, place in ((C, ALL), (A, ESSOR))
        for page in ("audit", "audit.csv")
    },
}

NAMES = {"{campaign}": "enfants", "{association}": "essor", "{group}": "lyon", "{code}": LYON}
ELSEWHERE = {"{campaign}": "autres", "{association}": "rive", "{code}": ESSOR_CODE}
"""What is not theirs who are of the group, or of Essor in the case of the association."""


def named(path: str, token: str = "0badf00d", **other: str) -> str:
    names = NAMES | {f"{{{name}}}": value for name, value in other.items()} | {TOKEN: token}
    for variable, name in names.items():
        path = path.replace(variable, name)
    return path


def browser_of(site: Site, role: str) -> Browser:
    """Somebody of a role who is signed in already; nobody, who is not."""
    place, someone = OWN[role], Browser(site)
    if place:
        site.house.store.save_member(Member("ada@exemple.fr", place, NOON, "tests"))
        _, sealed = site.house.sessions.start("ada@exemple.fr", site.clock())
        someone.cookies[COOKIE] = sealed
    return someone


def asked(someone: Browser, method: str, target: str, rule: Rule) -> tuple[int, str, str]:
    """The status of the bare answer, where it sends, and its page without the reference."""
    answer = (
        someone.post(target, rule.sent)
        if method == "POST"
        else someone.get(f"{target}?{rule.query}" if rule.query else target)
    )
    page = answer.text.partition("Référence")[0]
    return answer.status, answer.headers.get("Location", ""), page


def routes() -> Iterator[tuple[str, str]]:
    return ((path, method) for path, views in SPACE.items() for method in views)


def test_every_address_of_the_space_has_its_line_and_no_line_is_without_one() -> None:
    # Whose places these are is asked of nobody's place.
    assert set(routes()) - set(RULES) == {("/space", "GET")}
    assert set(RULES) <= set(routes())


@pytest.mark.parametrize("role", OWN)
@pytest.mark.parametrize(("path", "method"), RULES)
def test_an_address_lets_in_whom_the_table_lets_in(
    site: Site, path: str, method: str, role: str
) -> None:
    site.apply(OTHER)
    rule, place = RULES[path, method], OWN[role]
    token, _ = site.house.tokens.create(ESSOR, "to revoke", site.clock())
    someone = browser_of(site, role)
    before = site.store.load("enfants"), site.store.links("enfants")
    status, sent_to, _ = asked(someone, method, named(path, token.id), rule)
    actor = Actor(role, (place,), True) if place else NOBODY
    if may(actor, rule.action, rule.place):
        assert status == rule.status
        return
    if role == "nobody":
        assert (status, sent_to.partition("?")[0]) == (303, "/space/sign-in")
    else:
        assert status == 404
    assert (site.store.load("enfants"), site.store.links("enfants")) == before
    assert [one.revoked for one in site.house.tokens.list("enfants")] == [False]
    assert site.store.acts("enfants", 10)[0] == []


@pytest.mark.parametrize(("path", "method"), RULES)
def test_what_is_anothers_looks_as_what_is_not_there(site: Site, path: str, method: str) -> None:
    site.apply(OTHER)
    someone, rule = browser_of(site, "group"), RULES[path, method]
    theirs, _ = site.house.tokens.create(RIVE, "theirs", site.clock())
    for variable, other in ELSEWHERE.items():
        if variable in path:
            name = variable.strip("{}")
            found = asked(someone, method, named(path, theirs.id, **{name: other}), rule)
            missing = asked(someone, method, named(path, **{name: "nope"}), rule)
            assert found[0] == 404
            assert found == missing


POSTS = [path for path, method in RULES if method == "POST"]


@pytest.mark.parametrize("path", POSTS)
def test_a_form_that_another_site_sent_is_refused(site: Site, path: str) -> None:
    someone = browser_of(site, "organiser")
    token, _ = site.house.tokens.create(ESSOR, "to revoke", site.clock())
    before = site.store.load("enfants"), site.store.links("enfants")
    someone.says = {"Sec-Fetch-Site": "cross-site"}
    answer = someone.post(named(path, token.id), RULES[path, "POST"].sent)
    assert answer.status == 403
    assert (site.store.load("enfants"), site.store.links("enfants")) == before
    assert site.store.acts("enfants", 10)[0] == []


@pytest.mark.parametrize(("path", "method"), RULES)
def test_a_token_opens_nothing_here(site: Site, path: str, method: str) -> None:
    headers = site.token(write=True) | OURS | {"Content-Type": FORM}
    answer = site.ask(named(path), method, headers=headers)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/space/sign-in")
