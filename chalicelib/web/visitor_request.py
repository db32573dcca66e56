"""What a request says of who sent it. Nothing here is stored or logged."""

from __future__ import annotations

import re

from chalice.app import Request

_WITH_A_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([\d.]+):\d+")
"""`[2001:db8::1]:443`, `192.0.2.1:443`: some proxies write the client's port, which is another
for every connection (AWS load balancers when asked to, Azure's gateway always)."""


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
    return _bare(chain[-1 - trusted_proxies]) if len(chain) > trusted_proxies else seen


def _bare(entry: str) -> str:
    """An address without its port."""
    found = _WITH_A_PORT.fullmatch(entry)
    return (found[1] or found[2] or "") if found else entry
