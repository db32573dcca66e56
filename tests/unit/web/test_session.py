"""A session: its cookie, its life and its end, and who has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.access.model import Place
from chalicelib.access.sessions import COOKIE, ENDS_AFTER
from chalicelib.errors import StoreUnavailable
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in
from tests.unit.web.door import ESSOR, RIVE, ROUTES, Answer, Site
from tests.unit.web.organising import ADA, let_in


@pytest.fixture(autouse=True)
def member(site: Site) -> None:
    let_in(site, Place("enfants", "essor"))


def test_the_cookie_is_as_narrow_as_cookies_can_be(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    someone.submit(email=ADA)
    site.work()
    someone.open(box.link())
    answer = someone.post(box.link(), {"token": ""})
    cookie = answer.headers["Set-Cookie"]
    name, *attributes = re.split(r"=|; ", cookie, maxsplit=1)
    assert name == "__Host-session"
    assert attributes[0].partition("; ")[2] == (
        "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=43200"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Vary"] == "Cookie"


def test_signing_in_again_is_another_session_and_ends_the_one_before(
    site: Site, box: Postbox
) -> None:
    someone = sign_in(site, box, ADA)
    before = someone.cookies[COOKIE]
    site.house.sign_in.ask(ADA, "fr", site.clock())
    site.work()
    someone.open(box.link())
    someone.submit()
    assert someone.cookies[COOKIE] != before
    stale = Browser(site, {COOKIE: before})
    stale.open("/space")
    assert stale.at == "/space/sign-in"


@pytest.mark.parametrize("everywhere", [False, True])
def test_signing_out_ends_it_at_once(site: Site, box: Postbox, everywhere: bool) -> None:
    here, there = sign_in(site, box, ADA), sign_in(site, box, ADA)
    stolen = dict(here.cookies)
    here.open("/space")
    here.submit("/space/sign-out-everywhere" if everywhere else "/space/sign-out?")
    assert COOKIE not in here.cookies
    thief = Browser(site, stolen)
    thief.open("/space")
    assert thief.at == "/space/sign-in"
    there.open("/space")
    assert there.at == ("/space/sign-in" if everywhere else "/space/c/enfants/a/essor")


def asked(site: Site, sealed: str) -> Answer:
    """What a page of theirs answers to this cookie."""
    cookie = {"Cookie": f"{COOKIE}={sealed}"}
    return site.ask("/space/c/enfants/a/essor", headers=cookie)


def test_a_session_is_renewed_by_use_for_a_week_at_most(site: Site, box: Postbox) -> None:
    someone = sign_in(site, box, ADA)
    sealed, began = someone.cookies[COOKIE], site.clock.now
    site.clock.now += timedelta(hours=5)
    assert (
        "Set-Cookie"
        not in site.ask(
            "/space/c/enfants/a/essor", headers={"Cookie": f"{COOKIE}={sealed}"}
        ).headers
    )
    while site.clock.now < began + ENDS_AFTER - timedelta(hours=12):
        site.clock.now += timedelta(hours=6)
        answer = asked(site, sealed)
        assert answer.status == 200
        assert answer.headers["Set-Cookie"].startswith(f"{COOKIE}={sealed}; Path=/; Secure")
    site.clock.now = began + ENDS_AFTER
    assert asked(site, sealed).status == 303


def test_a_session_is_over_when_nobody_used_it(site: Site, box: Postbox) -> None:
    someone = sign_in(site, box, ADA)
    site.clock.now += timedelta(hours=12)
    someone.open("/space")
    assert someone.at == "/space/sign-in"


@pytest.mark.parametrize(
    "changed",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: "0" * 32 + sealed[32:],
        lambda sealed: sealed.partition(".")[0],
        lambda sealed: f"{sealed}; {COOKIE}={sealed}",
        lambda sealed: "",
        lambda sealed: "é",
    ],
)
def test_a_cookie_that_was_changed_is_nobody_s(
    site: Site, box: Postbox, changed: Callable[[str], str]
) -> None:
    sealed = sign_in(site, box, ADA).cookies[COOKIE]
    answer = site.ask("/space", headers={"Cookie": f"{COOKIE}={changed(sealed)}"})
    assert answer.status == 303


def test_a_hostile_page_signs_nobody_in_and_nobody_out(site: Site, box: Postbox) -> None:
    """Who has a link of their own cannot have somebody else's browser use it."""
    victim = sign_in(site, box, ADA)
    site.house.sign_in.ask(ADA, "fr", site.clock())
    site.work()
    for says in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"},
                 {"Origin": "null"}, {}):  # fmt: skip
        victim.says = says
        assert victim.post(box.link(), {"token": "x"}).status == 403
        assert victim.post("/space/sign-out", {"token": "x"}).status == 403
    victim.open("/space")
    assert victim.at == "/space/c/enfants/a/essor"


@pytest.mark.parametrize("target", ["/space", "/space/sign-in", "/space/enter/ab"])
def test_pages_of_the_space_are_kept_by_nobody(site: Site, box: Postbox, target: str) -> None:
    signed_in = sign_in(site, box, ADA)
    for cookies in ({}, signed_in.cookies):
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        answer = site.ask(target, headers={"Cookie": header})
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Vary"] == "Cookie"
        assert answer.headers["Content-Security-Policy"].count("form-action 'self'") == 1


def test_no_cookie_is_set_for_a_visitor_whatever_theirs_hold(site: Site, box: Postbox) -> None:
    signed_in = sign_in(site, box, ADA)
    header = "; ".join(f"{name}={value}" for name, value in signed_in.cookies.items())
    values = {"{code}": ESSOR, "{campaign}": "enfants", "{association}": "essor",
              "{name}": "style.css", "{file}": "flyer-a4.pdf", "{secret}": "ab"}  # fmt: skip
    asked = 0
    from app import app

    for path, methods in app.routes.items():
        if path.startswith("/space") or "GET" not in methods:
            continue
        for variable, value in values.items():
            path = path.replace(variable, value)
        for cookie in ("", header):
            answer = site.ask(path, headers={"Cookie": cookie})
            assert "Set-Cookie" not in answer.headers, path
            assert answer.headers.get("Vary", "") != "Cookie", path
            asked += 1
    assert asked > 30
    assert site.ask(f"/{RIVE}", headers={"Cookie": header}, address="203.0.113.5").said == "counted"
    assert ROUTES.match("/space/enter/ab")[0] == "/space/enter/{secret}"


def test_a_store_that_is_away_is_said_and_signs_nobody_out(site: Site, box: Postbox) -> None:
    someone = sign_in(site, box, ADA)
    site.store.fail()
    with pytest.raises(StoreUnavailable):
        site.house.sessions.find(someone.cookies[COOKIE], NOON)
    answer = site.ask("/space", headers={"Cookie": f"{COOKIE}={someone.cookies[COOKIE]}"})
    assert answer.status == 503
    assert "Set-Cookie" not in answer.headers
    site.store.heal()
    assert ADA in someone.open("/space").text
