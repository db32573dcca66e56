"""Letters on one machine are read at it, and from nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.access.letter import Letter, write
from chalicelib.local.outbox import MOST, Outbox
from chalicelib.local.server import wsgi_application
from chalicelib.web.answers import SECURITY_HEADERS
from tests.unit.web.door import Site, environ, open_site

HERE = "http://127.0.0.1:8000"
LETTER = write(HERE, "ab12", "fr")
LOCAL = {"Host": "127.0.0.1:8000"}


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def site(tmp_path: Path, printed: list[str]) -> Iterator[Site]:
    site = open_site(tmp_path)
    outbox = Outbox(printed.append)
    site.give(settings=replace(site.house.settings, base_url=HERE), outbox=outbox)
    outbox.send("ada@exemple.fr", LETTER)
    yield site
    wiring.use(None)
    site.store.store.close()


def ask(
    method: str = "GET", address: str = "127.0.0.1", headers: dict[str, str] | None = None
) -> tuple[str, dict[str, str], str]:
    """What the server answers who asks for the outbox."""
    told: list[Any] = []
    path = "/space/outbox"
    about = environ(path, method, address, LOCAL if headers is None else headers)
    body = wsgi_application()(about | {"PATH_INFO": path}, lambda *args: told.extend(args))
    return told[0], dict(told[1]), b"".join(body).decode()


def test_a_letter_is_printed_with_its_link_and_without_whom_it_is_to(
    site: Site, printed: list[str]
) -> None:
    (text,) = printed
    assert f"{HERE}/space/enter/ab12?lang=fr" in text
    assert "ada" not in text


def test_who_sits_at_the_machine_reads_it(site: Site) -> None:
    status, headers, page = ask()
    assert status == "200 OK"
    assert f'href="{HERE}/space/enter/ab12?lang=fr"' in page
    assert "ada@exemple.fr" in page
    assert headers.items() >= SECURITY_HEADERS.items()
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == str(len(page.encode()))


def test_head_says_as_much_and_sends_nothing(site: Site) -> None:
    (_, page, _), (status, head, body) = ask(), ask("HEAD")
    assert (status, head, body) == ("200 OK", page, "")


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1", "127.9.9.9:80"])
def test_the_machine_has_several_names(site: Site, host: str) -> None:
    assert ask(headers={"Host": host})[0] == "200 OK"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.7", LOCAL),
        ("10.0.0.1", LOCAL),
        ("2001:db8::1", LOCAL),
        # Another site's name that leads here (DNS rebinding), or none.
        ("127.0.0.1", {"Host": "evil.example"}),
        ("127.0.0.1", {"Host": "127.0.0.1.evil.example"}),
        ("127.0.0.1", {"Host": "localhost.evil.example:8000"}),
        ("127.0.0.1", {}),
        # A proxy on this machine: whoever is behind it.
        ("127.0.0.1", LOCAL | {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", LOCAL | {"Forwarded": "for=127.0.0.1"}),
    ],
)
def test_nobody_else_does(site: Site, address: str, headers: dict[str, str]) -> None:
    status, _, page = ask(address=address, headers=headers)
    assert status == "404 Not Found"
    assert "ab12" not in page


def test_a_server_that_is_published_shows_none(site: Site) -> None:
    site.restart(base_url="https://qr.exemple.fr")
    assert ask()[0] == "404 Not Found"


def test_a_house_that_has_no_outbox_shows_none(site: Site) -> None:
    site.give(outbox=None)
    assert ask()[0] == "404 Not Found"


def test_nothing_is_sent_there(site: Site) -> None:
    assert ask("POST")[0] == "404 Not Found"


def test_the_latest_letters_are_kept_in_memory_and_no_more() -> None:
    outbox = Outbox(lambda line: None)
    for number in range(MOST + 5):
        outbox.send("ada@exemple.fr", Letter(str(number), ""))
    assert [letter.subject for _, letter in outbox.letters()][:2] == ["24", "23"]
    assert len(outbox.letters()) == MOST
