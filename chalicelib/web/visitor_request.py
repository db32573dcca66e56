"""What a request says of who sent it. Nothing here is stored or logged."""

from __future__ import annotations

from chalice.app import Request


def source_address(request: Request, trusted_proxies: int) -> str:
    """The address that the request came from, behind as many proxies as the settings trust.

    API Gateway and the local server put the address that they saw at the end of
    `X-Forwarded-For`; each proxy of ours before them put one more in front of it. Anything
    further left is whatever the client wrote, and is never believed.
    """
    seen = str(request.context["identity"]["sourceIp"])
    if not trusted_proxies:
        return seen
    chain = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    return chain[-1 - trusted_proxies] if len(chain) > trusted_proxies else seen
