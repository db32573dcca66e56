"""Who asks: a tool with a token, or somebody who signed in. What they may do, `access.rules` says.

The two ways never meet: the API takes no cookie, so no page of another site can use one there;
the pages take no token.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from chalice.app import Request

from chalicelib import wiring
from chalicelib.access.model import NOBODY, Actor
from chalicelib.access.tokens import PREFIX, actor
from chalicelib.errors import BadInput, Unauthorized

SESSION = "__Host-session"
"""The cookie of who signed in."""

_SECRETS = frozenset({"token", "access_token", "api_key"})


def bearer(request: Request) -> Actor:
    """Who asks with `Authorization: Bearer …`; nobody without it.

    `Unauthorized` for a token that is none, or works no more.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return NOBODY
    house = wiring.house()
    return actor(house.tokens.check(secret.strip(), house.clock()))


def signed_in(request: Request) -> Actor:
    """Who asks with the cookie of a session, which lasts longer by it; `Unauthorized` without."""
    house = wiring.house()
    now = house.clock()
    session = house.sessions.renew(house.sessions.find(_cookie(request), now), now)
    return house.sessions.actor(session)


def refuse_secrets(request: Request) -> None:
    """`BadInput` when the address holds a token: addresses are written down in too many places."""
    given = request.query_params
    if given is None:
        return
    values = (value for name in given for value in given.getlist(name))
    if _SECRETS & given.keys() or any(value.startswith(PREFIX) for value in values):
        raise BadInput(
            "a token never goes into an address; revoke the one that did, and send a new one as"
            " Authorization: Bearer pvx_…"
        )


def _cookie(request: Request) -> str | None:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(SESSION)
    except CookieError:
        raise Unauthorized("sign in: this cookie cannot be read") from None
    return found.value if found else None
