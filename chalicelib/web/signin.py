"""Signing in, with an address or an invitation, and out again: forms, whole without scripts.

A one-time link shows one button. Programs that open links in letters beforehand open it with GET,
and GET changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access.audit import What, act_of
from chalicelib.access.model import Place
from chalicelib.access.signin import MOST_AN_HOUR, MOST_CHARACTERS
from chalicelib.errors import BadInput, Unauthorized
from chalicelib.web import forms, session
from chalicelib.web.answers import html
from chalicelib.web.api import query
from chalicelib.web.pages import asked_locale, root
from chalicelib.web.render import render
from chalicelib.web.session import Caller
from chalicelib.web.visitor_request import source_address


def page(
    request: Request, who: Caller, template: str, status: int = 200, **values: Any
) -> Response:
    """A page of the space, for this caller alone."""
    shown = render(template, asked_locale(request), root=root(), token=forms.token(who), **values)
    return session.sent_to(who, html(shown, status))


def go(request: Request, who: Caller, path: str) -> Response:
    """On to another page of the space, with GET."""
    location = f"{root()}{path}?lang={asked_locale(request)}"
    return session.sent_to(who, Response("", {"Location": location}, 303))


def show(request: Request) -> Response:
    """`GET /space/sign-in`: one field."""
    who = session.caller(request)
    if who.session:
        return go(request, who, "/space")
    return page(request, who, "space_sign_in.html", email="", wrong="")


def ask(request: Request) -> Response:
    """`POST /space/sign-in`: the same answer, as soon, whether or not the address is known."""
    who = session.caller(request)
    fields = forms.read(request, who)
    if refused := _too_often(request, who):
        return refused
    email = _typed(fields.get("email", ""))
    house = wiring.house()
    sign_in = house.sign_in
    # Before the wish is handed on: on one machine, making the page would take turns with the work
    # beside it, and that depends on whose the address is.
    answer = _sent(request, who, email, invited=False)
    try:
        sign_in.ask(email, asked_locale(request), house.clock())
    except BadInput:
        wrong = "space.email.wrong"
        return page(request, who, "space_sign_in.html", 422, email=email, wrong=wrong)
    return answer


def show_enter(request: Request, secret: str) -> Response:
    """`GET /space/enter/{secret}`: one button, whatever the secret is; nothing is looked up."""
    return page(request, session.caller(request), "space_enter.html")


def enter(request: Request, secret: str) -> Response:
    """`POST /space/enter/{secret}`: uses the link up, and starts a session of its own."""
    who = session.caller(request)
    forms.read(request, who)
    house = wiring.house()
    now = house.clock()
    try:
        email = house.sign_in.redeem(secret, now)
    except Unauthorized:
        return page(request, who, "space_note.html", 410, often=False)
    who = session.start(who, email)
    _record(who, What.SIGNED_IN, now)
    return go(request, who, "/space")


def show_invitation(request: Request) -> Response:
    """`GET /space/invitation`: two fields; `?code=` fills the first."""
    code = _typed(query(request, "code") or "")
    return _invitation(request, session.caller(request), 200, code, "", "")


def join(request: Request) -> Response:
    """`POST /space/invitation`: a member more, who is sent a link: the code proves no address."""
    who = session.caller(request)
    fields = forms.read(request, who)
    if refused := _too_often(request, who):
        return refused
    house = wiring.house()
    now, sign_in = house.clock(), house.sign_in
    code, email = _typed(fields.get("code", "")), _typed(fields.get("email", ""))
    try:
        member = house.invitations.take(code, email, now)
    except (BadInput, Unauthorized) as error:
        wrong = "email" if isinstance(error, BadInput) else "code"
        return _invitation(request, who, 422, code, email, wrong)
    about = f"{member.email} for {member.place.owner}, invited by {member.by}"
    act = act_of(now, member.email, What.MEMBER_ADDED, member.place, about)
    house.store.with_act(act).save_member(member)
    sign_in.ask(member.email, asked_locale(request), now)
    return _sent(request, who, member.email, invited=True)


def sign_out(request: Request) -> Response:
    """`POST /space/sign-out`: the session is over at once."""
    who = session.caller(request)
    forms.read(request, who)
    house = wiring.house()
    if who.session:
        house.sessions.end(who.session)
        _record(who, What.SIGNED_OUT, house.clock())
    return go(request, session.gone(who), "/space/sign-in")


def sign_out_everywhere(request: Request) -> Response:
    """`POST /space/sign-out-everywhere`: all sessions of this address are over at once."""
    who = session.caller(request)
    forms.read(request, who)
    house = wiring.house()
    if who.session:
        house.sessions.end_all(who.session.email)
        _record(who, What.SESSIONS_ENDED, house.clock())
    return go(request, session.gone(who), "/space/sign-in")


def _sent(request: Request, who: Caller, email: str, *, invited: bool) -> Response:
    shows = wiring.house().outbox is not None and not wiring.house().settings.mail_from
    return page(
        request,
        who,
        "space_sent.html",
        email=email,
        invited=invited,
        most=MOST_AN_HOUR,
        outbox=shows,
    )


def _invitation(
    request: Request, who: Caller, status: int, code: str, email: str, wrong: str
) -> Response:
    template = "space_invitation.html"
    return page(request, who, template, status, code=code, email=email, wrong=wrong)


def _too_often(request: Request, who: Caller) -> Response | None:
    """A refusal for a client that asks too often, of whatever it asks; None for any other."""
    house = wiring.house()
    address = source_address(request, house.settings.trusted_proxies)
    allowance = house.sign_in_limits.take_address(address, house.clock())
    if allowance.allowed:
        return None
    answer = page(request, who, "space_note.html", 429, often=True)
    answer.headers.update(allowance.headers)
    return answer


def _record(who: Caller, what: What, now: datetime) -> None:
    """Keeps it in the trail of every campaign that they have a place in."""
    for campaign in dict.fromkeys(place.campaign for place in who.actor.places):
        own = [place for place in who.actor.places if place.campaign == campaign]
        # One place is told to its association too; of several only the campaign's whole hears.
        place = own[0] if len(own) == 1 else Place(campaign)
        wiring.house().trail.record(now, who.actor.name, what, place, who.actor.name)


def _typed(text: str) -> str:
    """What was typed, as much as an address or a code may have: a form shows it again."""
    return text.strip()[: MOST_CHARACTERS + 1]
