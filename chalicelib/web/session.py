"""Who is signed in: the cookie in, and the cookie out.

Cookies are for those who sign in, and for the pages on which they do. Nothing of the public pages
and redirects reads one or sets one.

Both have the prefix `__Host-`, which browsers take over HTTPS alone, and from this host alone
(RFC 6265bis, 4.1.3.2). On one machine Chromium and Firefox count `http://127.0.0.1` and
`http://localhost` as good as that; Safari does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access.model import NOBODY, Actor, Session
from chalicelib.access.sessions import COOKIE
from chalicelib.errors import Unauthorized

FORM_COOKIE = "__Host-form"
"""What the forms of who is not signed in yet are bound to; it ends with the browser."""

_KEY = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for a page of `/space`: somebody with a session, or nobody in particular.

    The tokens of their forms are bound to `bound`. `cookie` is what they are to be sent, or "".
    """

    actor: Actor
    session: Session | None
    bound: str
    cookie: str


def caller(request: Request) -> Caller:
    """Who asks. A session that was used for half its time is renewed by it."""
    house = wiring.house()
    now, sealed = house.clock(), _cookie(request, COOKIE)
    try:
        found = house.sessions.find(sealed, now)
        session = house.sessions.renew(found, now)
    except Unauthorized:
        return _stranger(request)
    cookie = "" if session is found else _set(COOKIE, sealed, session.expires - now)
    return Caller(house.sessions.actor(session), session, session.id, cookie)


def start(who: Caller, email: str) -> Caller:
    """A session of its own for who proved an address; the one before, if any, is over."""
    house = wiring.house()
    now = house.clock()
    if who.session:
        house.sessions.end(who.session)
    session, sealed = house.sessions.start(email, now)
    cookie = _set(COOKIE, sealed, session.expires - now)
    return Caller(house.sessions.actor(session), session, session.id, cookie)


def gone(who: Caller) -> Caller:
    """Nobody in particular, whose browser forgets the cookie."""
    return Caller(NOBODY, None, who.bound, _set(COOKIE, "", timedelta()))


def sent_to(who: Caller, answer: Response) -> Response:
    """The answer, as it goes to this caller: for nobody else, with their cookie if one is due."""
    answer.headers["Vary"] = "Cookie"
    if who.cookie:
        answer.headers["Set-Cookie"] = who.cookie
    return answer


def _stranger(request: Request) -> Caller:
    key = _cookie(request, FORM_COOKIE)
    if _KEY.match(key):
        return Caller(NOBODY, None, key, "")
    key = wiring.house().random(16).hex()
    return Caller(NOBODY, None, key, _set(FORM_COOKIE, key))


def _cookie(request: Request, name: str) -> str:
    """The value of a cookie; "" when there is none, or more than one of this name."""
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    values = [value for found, _, value in pairs if found == name]
    return values[0] if len(values) == 1 else ""


def _set(name: str, value: str, lasts: timedelta | None = None) -> str:
    age = "" if lasts is None else f"; Max-Age={int(lasts.total_seconds())}"
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}"
