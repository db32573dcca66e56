"""The way into the API: how often somebody asks, who asks, and then what they ask for."""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.access.limits import Allowance
from chalicelib.errors import PorteVoixError, TooManyRequests
from chalicelib.web.access import bearer, refuse_secrets
from chalicelib.web.addresses import API
from chalicelib.web.answers import error_answer, late
from chalicelib.web.visitor_request import source_address
from chalicelib.web.work.call import Call

ANYBODY = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
"""On answers to nobody in particular at a public address, errors too. Never with a token: a
page of another site cannot send one, for `Authorization` is not among what it may send."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Content-Type": "text/plain",
}


def answer(request: Request, view: str, *arguments: str) -> Response:
    """What the view `module.function` of this folder answers, or the error that it ends in."""
    headers: dict[str, str] = {}
    try:
        answered = _answer(request, view, arguments, headers)
    except PorteVoixError as error:
        answered = error_answer(request, error)
    if "OPTIONS" in API[request.path] and "authorization" not in request.headers:
        headers |= ANYBODY
    answered.headers.update(headers)
    return answered


def preflight(call: Call, *_: str) -> Response:
    """What a browser asks before a script of another site may read what is public."""
    return Response("", {**PREFLIGHT}, 204)


def _answer(
    request: Request, view: str, arguments: tuple[str, ...], headers: dict[str, str]
) -> Response:
    house = wiring.house()
    now = house.clock()
    address = source_address(request, house.settings.trusted_proxies)
    _count(house.address_limits.take_address(address, now), headers)
    refuse_secrets(request)
    actor = bearer(request)
    if actor.places:
        _count(house.token_limits.take(actor.name, now), headers)
    return late(f"v1.{view}")(Call(request, actor), *arguments)


def _count(allowance: Allowance, headers: dict[str, str]) -> None:
    """Keeps what the answer says of an allowance; `TooManyRequests` when it is used up."""
    for name, value in allowance.headers.items():
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if not allowance.allowed:
        raise TooManyRequests(
            f"{allowance.policy.quota} requests in {allowance.policy.seconds} seconds are the"
            f" most for one {allowance.policy.name}; try again in {allowance.reset} seconds"
        )
