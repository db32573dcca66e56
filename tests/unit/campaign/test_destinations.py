"""Every trick that makes an allowed address lead somewhere else is refused."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.destinations import MOST_CHARACTERS, check_destination
from chalicelib.errors import RefusedDestination

HOST = "petitions.assemblee-nationale.fr"
HOSTS = frozenset({HOST, "petitions.senat.fr"})


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}",
        f"https://{HOST}/initiatives/i-2410",
        f"https://{HOST}:443/initiatives/i-2410?locale=fr#signer",
        f"https://{HOST.upper()}/initiatives",
        "https://petitions.senat.fr/initiatives/i-1?q=a%20b",
    ],
)
def test_allowed(url: str) -> None:
    assert check_destination(url, HOSTS) == url


@pytest.mark.parametrize(
    ("trick", "url"),
    [
        ("no address", ""),
        ("not https", f"http://{HOST}/"),
        ("upper-case scheme", f"HTTPS://{HOST}/"),
        ("script", "javascript:alert(1)"),
        ("scheme left out", f"//{HOST}/"),
        ("another host", "https://evil.example/"),
        ("host as a prefix", f"https://{HOST}.evil.example/"),
        ("host as a suffix", f"https://evil-{HOST}/"),
        ("host in the path", f"https://evil.example/{HOST}"),
        ("host as a user", f"https://{HOST}@evil.example/"),
        ("user and password", f"https://a:b@{HOST}/"),
        ("empty user", f"https://@{HOST}/"),
        ("backslash as slash", f"https://evil.example\\@{HOST}/"),
        ("backslash in the path", f"https://{HOST}/\\evil.example"),
        ("three slashes", "https:///evil.example/"),
        ("no host", "https:///"),
        ("other port", f"https://{HOST}:8443/"),
        ("port that is no number", f"https://{HOST}:x/"),
        ("port out of range", f"https://{HOST}:99999/"),
        ("dot at the end of the host", f"https://{HOST}./"),
        ("line end", f"https://{HOST}/\r\nSet-Cookie: a=b"),
        ("line end at the end", f"https://{HOST}/\n"),
        ("tab, which browsers drop", f"https://{HOST[:5]}\t{HOST[5:]}/"),
        ("space before", f" https://{HOST}/"),
        ("zero byte", f"https://{HOST}/\x00"),
        ("Cyrillic letter in the host", f"https://petiti\u043ens.{HOST[10:]}/"),
        ("full-width letters", "https://\uff45vil.example/"),
        ("ideographic full stop", f"https://{HOST}\u3002evil.example/"),
        ("percent-encoded host", "https://petitions%2esenat.fr/"),
        ("square bracket", "https://[petitions.senat.fr]/"),
        ("address of the machine", "https://127.0.0.1/"),
        ("too long", f"https://{HOST}/{'a' * MOST_CHARACTERS}"),
    ],
)
def test_refused(trick: str, url: str) -> None:
    with pytest.raises(RefusedDestination):
        check_destination(url, HOSTS)


def test_a_refusal_names_the_hosts_that_are_allowed() -> None:
    with pytest.raises(RefusedDestination, match=f"DESTINATION_HOSTS allows {HOST}, petitions.s"):
        check_destination("https://evil.example/", HOSTS)


@given(st.text(max_size=40), st.text(max_size=40))
def test_law_what_is_allowed_is_on_an_allowed_host(before: str, after: str) -> None:
    url = f"https://{before}{HOST}{after}"
    try:
        check_destination(url, HOSTS)
    except RefusedDestination:
        return
    assert urlsplit(url).hostname == HOST
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url
