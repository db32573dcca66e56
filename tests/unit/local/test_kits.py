"""Whole kits leave one machine as files: by an address that was given out, and by no other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper

import pytest

from chalicelib import wiring
from chalicelib.local.server import wsgi_application
from chalicelib.web.answers import SECURITY_HEADERS
from tests.unit.web.door import Site, environ, open_site

NAME = "enfants/0123/kit-enfants.zip"
ZIP = b"PK" + bytes(100_000)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = open_site(tmp_path)
    wiring.use(site.house)
    site.house.shelf.put(NAME, io.BytesIO(ZIP))
    yield site
    wiring.use(None)
    site.store.store.close()


def ask(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    """What the server sends: status, headers and body."""
    told: list[Any] = []
    about = environ(path, method) | {"PATH_INFO": path, "wsgi.file_wrapper": FileWrapper}
    body = wsgi_application()(about, lambda *args: told.extend(args))
    sent = b"".join(body)
    if isinstance(body, FileWrapper):
        body.close()
    return told[0], dict(told[1]), sent


def path_of(site: Site) -> str:
    return urlsplit(site.house.shelf.address(NAME) or "").path


def test_a_kit_is_sent_whole_under_its_name_with_our_headers(site: Site) -> None:
    status, headers, body = ask(path_of(site))
    assert (status, body) == ("200 OK", ZIP)
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Length"] == str(len(ZIP))
    assert headers["Content-Disposition"] == 'attachment; filename="kit-enfants.zip"'
    assert headers.items() >= SECURITY_HEADERS.items()
    assert headers["Cache-Control"] == "no-store"


def test_head_says_as_much_and_sends_nothing(site: Site) -> None:
    status, headers, body = ask(path_of(site), "HEAD")
    assert (status, body, headers["Content-Length"]) == ("200 OK", b"", str(len(ZIP)))


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/kit/{0}/kit-enfants.zip", "GET"),
        ("/kit/{secret}/other.zip", "GET"),
        ("/kit/{secret}", "GET"),
        ("/kit/{secret}/kit-enfants.zip/", "GET"),
        ("/kit/{secret}/kit-enfants.zip", "POST"),
    ],
)
def test_what_was_not_given_out_is_nobodys(site: Site, path: str, method: str) -> None:
    secret = path_of(site).split("/")[2]
    status, _, body = ask(path.format("0" * 32, secret=secret), method)
    assert status.startswith("404")
    assert ZIP not in body
