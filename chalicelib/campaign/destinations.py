"""Where links may lead: the campaign's petition, over https, on a host that is allowed.

Checked when a campaign is applied and again at every redirect, so that not even somebody
who can write to the store turns printed codes into an open redirect.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from chalicelib.errors import RefusedDestination

MOST_CHARACTERS = 2000
_PLAIN = re.compile(r"[\x21-\x7e]+\Z")
_HOST = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")


@lru_cache(maxsize=256)
def check_destination(url: str, hosts: frozenset[str]) -> str:
    """`url` itself when links may lead there; `RefusedDestination` says why not.

    Only visible ASCII: a space, a tab, a line end or a control character ends or splits the
    Location header somewhere, and letters of other alphabets look like Latin ones. No
    backslash: browsers read it as a slash, `urlsplit` does not, so the two would see
    different hosts. No user or password: `https://allowed.fr@evil.example` leads to evil.
    """
    if len(url) > MOST_CHARACTERS:
        raise RefusedDestination(f"the address is longer than {MOST_CHARACTERS} characters")
    if not _PLAIN.match(url):
        raise RefusedDestination(
            f"{url!r} holds a space, a control character or a letter outside ASCII;"
            " write it percent-encoded"
        )
    if "\\" in url:
        raise RefusedDestination(f"{url!r} holds a backslash, which browsers read as a slash")
    if not url.startswith("https://"):
        raise RefusedDestination(f"{url!r} must start with https://")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedDestination(f"{url!r} is not an address") from None
    if "@" in parts.netloc:
        raise RefusedDestination(f"{url!r} holds a user name before its host")
    if port not in (None, 443):
        raise RefusedDestination(f"{url!r} names a port other than 443")
    host = parts.hostname or ""
    if not _HOST.match(host) or host not in hosts:
        raise RefusedDestination(
            f"{host!r} is not a host that links may lead to"
            f" (DESTINATION_HOSTS allows {', '.join(sorted(hosts))})"
        )
    return url
