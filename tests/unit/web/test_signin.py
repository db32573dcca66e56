"""Signing in and out through the door: whole without scripts, said the same to everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.access.sessions import COOKIE, ENDS_AFTER
from chalicelib.access.signin import MOST_AN_HOUR
from chalicelib.errors import StoreUnavailable
from chalicelib.web.session import FORM_COOKIE
from tests.contract.samples import NOON
from tests.unit.web.browser import FORM, OURS, Browser, Postbox, sign_in, with_post
from tests.unit.web.door import ESSOR, RIVE, ROUTES, Answer, Site

ADA, BOB = "ada@exemple.fr", "bob@exemple.fr"


@pytest.fixture
def box(site: Site) -> Postbox:
    site.house.store.save_member(Member(ADA, Place("enfants", "essor"), NOON, "tests"))
    return with_post(site)


def shape(text: str) -> str:
    """A page without what differs each time, or by what was typed."""
    text = re.sub(r'name="token" value="[^"]*"', "", text)
    return text.replace(ADA, "X").replace(BOB, "X")


def test_from_an_invitation_to_the_way_out(site: Site) -> None:
    box = with_post(site)
    (code,) = site.house.invitations.create(Place("enfants", "essor"), "tests", NOON)
    someone = Browser(site)
    assert someone.open(f"/space/invitation?code={code}").status == 200
    welcome = someone.submit(email=" Ada@Exemple.FR ")
    assert "Bienvenue" in welcome.text
    assert COOKIE not in someone.cookies, "a code proves no address"
    site.work()
    ((to, letter),) = box.letters
    assert to == ADA
    assert letter.subject == "Votre lien pour entrer sur qr.exemple.fr"

    assert "Plus qu’un geste" in someone.open(box.link()).text
    space = someone.submit()
    assert someone.at == "/space/c/enfants/a/essor"
    assert ADA in space.text
    assert "Essor" in space.text
    out = someone.submit("/space/sign-out?")
    assert someone.at == "/space/sign-in"
    assert out.status == 200
    assert COOKIE not in someone.cookies
    acts = [(act.what, act.who, act.association) for act in site.house.trail.all(Place("enfants"))]
    assert acts == [
        ("signed.out", ADA, "essor"),
        ("signed.in", ADA, "essor"),
        ("member.added", ADA, "essor"),
    ]


def test_known_and_unknown_are_answered_alike_before_anybody_looks(
    site: Site, box: Postbox
) -> None:
    pages = []
    for email in (ADA, BOB):
        someone = Browser(site)
        someone.open("/space/sign-in")
        site.store.fail("memberships", "count_sent", "save_once", "take_once")
        pages.append(someone.submit(email=email))
        site.store.heal()
        assert len(site.later) == 1, "one piece of work is handed on for either"
        site.work()
    known, unknown = pages
    assert shape(known.text) == shape(unknown.text)
    assert known.status == unknown.status == 200
    assert {n: len(v) for n, v in known.headers.items()} == {
        n: len(v) for n, v in unknown.headers.items()
    }
    assert [to for to, _ in box.letters] == [ADA]


def test_what_is_no_address_is_said_beside_its_field_and_kept(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    answer = someone.submit(email='ada"<script>@')
    assert answer.status == 422
    assert 'value="ada&#34;&lt;script&gt;@"' in answer.text
    assert re.search(r'aria-invalid="true" aria-describedby="email-wrong email-hint"', answer.text)
    assert 'id="email-wrong">Ceci n’est pas une adresse' in answer.text
    assert not site.later


def test_a_get_uses_nothing_up_and_a_link_works_once(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    someone.submit(email=ADA)
    site.work()
    link = box.link()
    for method in ("GET", "HEAD", "GET"):
        site.store.fail("take_once")
        answer = site.ask(link, method)
        assert answer.status == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        site.store.heal()
    secret = link.rpartition("/")[2].partition("?")[0]
    assert secret not in site.ask(link).text
    someone.open(link)
    assert someone.submit().status == 200
    again = Browser(site)
    again.open(link)
    late = again.submit()
    assert late.status == 410
    assert "Ce lien ne sert plus" in late.text
    assert 'href="/space/sign-in?lang=fr"' in late.text
    assert COOKIE not in again.cookies
    assert secret not in "\n".join(site.log)


def test_a_link_is_too_old_after_a_quarter_of_an_hour(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    someone.submit(email=ADA)
    site.work()
    site.clock.now += timedelta(minutes=15)
    someone.open(box.link())
    assert someone.submit().status == 410


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


def test_a_browser_that_says_nothing_signs_in_by_its_token(site: Site, box: Postbox) -> None:
    old = Browser(site, says={"Origin": "null"})
    old.open("/space/sign-in")
    assert FORM_COOKIE in old.cookies
    assert old.submit(email=ADA).status == 200
    site.work()
    old.open(box.link())
    assert ADA in old.submit().text
    assert "Entrer" in old.submit("/space/sign-out?").text


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


def test_an_invitation_says_which_field_is_wrong_and_keeps_both(site: Site) -> None:
    with_post(site)
    (code,) = site.house.invitations.create(Place("enfants", "essor"), "tests", NOON)
    someone = Browser(site)
    someone.open("/space/invitation")
    answer = someone.submit(code=code, email="ada")
    assert answer.status == 422
    assert 'id="email-wrong"' in answer.text
    assert 'id="code-wrong"' not in answer.text
    assert f'value="{code}"' in answer.text
    answer = someone.submit(code="7KQ2-0000-0000-0000", email=ADA)
    assert answer.status == 422
    assert 'id="code-wrong"' in answer.text
    assert f'value="{ADA}"' in answer.text
    assert someone.submit(code=code.lower().replace("-", " "), email=ADA).status == 200
    assert someone.open(f"/space/invitation?code={code}").status == 200
    assert someone.submit(email=BOB).status == 422
    assert not site.house.store.memberships(BOB)


def test_an_address_of_the_network_asks_so_often(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    page = someone.page
    for _ in range(30):
        someone.page = page
        assert someone.submit(email=BOB).status == 200
    someone.page = page
    refused = someone.submit(email=BOB)
    assert refused.status == 429
    assert "Un peu trop vite" in refused.text
    assert refused.headers["Retry-After"] == "600"
    elsewhere = Browser(site, address="203.0.113.9")
    elsewhere.open("/space/sign-in")
    assert elsewhere.submit(email=BOB).status == 200
    site.clock.now += timedelta(minutes=10)
    someone.page = page
    assert someone.submit(email=BOB).status == 200


def test_an_address_is_sent_few_letters_and_the_answer_stays(site: Site, box: Postbox) -> None:
    someone = Browser(site)
    someone.open("/space/sign-in")
    page = someone.page
    answers = set()
    for _ in range(MOST_AN_HOUR + 2):
        someone.page = page
        answers.add(shape(someone.submit(email=ADA).text))
        site.work()
    assert len(answers) == 1
    assert len(box.letters) == MOST_AN_HOUR


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_whole_way_stays_in_its_language(site: Site, box: Postbox, locale: str) -> None:
    someone = Browser(site)
    pages = [someone.open(f"/space/sign-in?lang={locale}"), someone.submit(email=ADA)]
    site.work()
    pages += [someone.open(box.link()), someone.submit()]
    pages += [someone.submit("/space/sign-out?")]
    assert {re.findall(r'<html lang="(\w+)"', page.text)[0] for page in pages} == {locale}
    subject = box.letters[0][1].subject
    assert subject.startswith("Votre lien" if locale == "fr" else "Your link")


def test_a_letter_that_is_not_sent_is_a_line_without_its_address(site: Site, box: Postbox) -> None:
    box.full = True
    site.house.sign_in.ask(ADA, "fr", site.clock())
    site.work()
    (event,) = site.events
    assert (event["event"], event["error"]) == ("letter_not_sent", "OSError")
    assert "ada" not in site.log[0]


def test_where_letters_are_shown_is_said_on_one_machine_alone(site: Site, box: Postbox) -> None:
    def sent() -> str:
        someone = Browser(site)
        someone.open("/space/sign-in")
        return someone.submit(email=BOB).text

    assert 'href="/space/outbox?lang=fr"' in sent()
    site.restart(mail_from="porte-voix@exemple.fr")
    assert "/space/outbox" not in sent()


def test_a_deployment_that_sends_no_letters_says_what_is_missing(site: Site) -> None:
    site.restart(store="dynamodb")
    someone = Browser(site)
    someone.open("/space/sign-in")
    answer = someone.submit(email=BOB)
    assert answer.status == 400
    assert "MAIL_FROM" in answer.text


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


def test_a_form_without_a_body_is_asked_for_again(site: Site, box: Postbox) -> None:
    answer = site.ask("/space/sign-in", "POST", headers={"Content-Type": FORM, **OURS})
    assert answer.status == 422
