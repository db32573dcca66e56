"""The way in: letters, links, invitations, and how often they may be asked for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib.access.model import Place
from chalicelib.access.sessions import COOKIE
from chalicelib.access.signin import MOST_AN_HOUR
from chalicelib.web.session import FORM_COOKIE
from tests.contract.samples import NOON
from tests.unit.web.browser import FORM, OURS, Browser, Postbox, with_post
from tests.unit.web.door import Site
from tests.unit.web.organising import ADA, BOB, let_in


@pytest.fixture
def box(site: Site) -> Postbox:
    let_in(site, Place("enfants", "essor"))
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


def test_a_browser_that_says_nothing_signs_in_by_its_token(site: Site, box: Postbox) -> None:
    old = Browser(site, says={"Origin": "null"})
    old.open("/space/sign-in")
    assert FORM_COOKIE in old.cookies
    assert old.submit(email=ADA).status == 200
    site.work()
    old.open(box.link())
    assert ADA in old.submit().text
    assert "Entrer" in old.submit("/space/sign-out?").text


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


def test_a_form_without_a_body_is_asked_for_again(site: Site, box: Postbox) -> None:
    answer = site.ask("/space/sign-in", "POST", headers={"Content-Type": FORM, **OURS})
    assert answer.status == 422
