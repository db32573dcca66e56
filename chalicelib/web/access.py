"""Which tool asks, by its token. What it may do, `access.rules` says.

People have a cookie, which `session` reads, and the two ways never meet: the API takes no cookie,
so no page of another site can use one there; the pages take no token.
"""

from __future__ import annotations

from chalice.app import Request

from chalicelib import wiring
from chalicelib.access.model import NOBODY, Actor
from chalicelib.access.tokens import PREFIX, actor
from chalicelib.errors import BadInput

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
