"""Forms are taken from our own pages alone, and read strictly."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from chalice.app import Request

from app import app
from chalicelib import wiring
from chalicelib.access.model import NOBODY, Member, Place
from chalicelib.access.sessions import COOKIE
from chalicelib.errors import BadInput, CrossSite, PorteVoixError, TooLarge, WrongType
from chalicelib.local.events import event_from_wsgi
from chalicelib.web import forms
from chalicelib.web.addresses import FORMS, SPACE
from chalicelib.web.forms import MOST_BYTES, MOST_FIELDS
from chalicelib.web.session import Caller
from tests.unit.web.browser import FORM, multipart
from tests.unit.web.door import BASE, ROUTES, Site, environ

ME = Caller(NOBODY, None, "a" * 32, "")
OTHER = Caller(NOBODY, None, "b" * 32, "")
HERE = {"Sec-Fetch-Site": "same-origin"}


def request_of(body: bytes, **headers: str) -> Request:
    said = {"Content-Type": FORM} | {name.replace("_", "-"): v for name, v in headers.items()}
    event = event_from_wsgi(environ("/space/sign-in", "POST", headers=said, body=body), ROUTES)
    return Request(event, None)


SITES = [None, "same-origin", "same-site", "cross-site", "none", "", "Same-Origin", "anything"]
ORIGINS = [None, BASE, BASE.upper(), "null", "", f"{BASE}:444", f"{BASE}.evil.example",
           "http://qr.exemple.fr", "https://evil.example"]  # fmt: skip
TOKENS = ["", "mine", "another's", "forged"]


def taken(site: str | None, origin: str | None, token: str) -> bool:
    """Written from the rule: the first of the three that says anything decides."""
    if site is not None:
        return site == "same-origin"
    if origin is not None and origin != "null":
        return origin.lower() == BASE
    return token == "mine"


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("sec_fetch_site", SITES)
def test_where_a_form_comes_from(
    site: Site, sec_fetch_site: str | None, origin: str | None, token: str
) -> None:
    headers = {"Sec-Fetch-Site": sec_fetch_site, "Origin": origin}
    given = {name: value for name, value in headers.items() if value is not None}
    sealed = {
        "": "",
        "mine": forms.token(ME),
        "another's": forms.token(OTHER),
        "forged": ME.bound,
    }
    asked = request_of(f"token={sealed[token]}&email=a".encode(), **given)
    try:
        fields = forms.read(asked, ME)
    except CrossSite:
        assert not taken(sec_fetch_site, origin, token)
    else:
        assert taken(sec_fetch_site, origin, token)
        assert fields["email"] == "a"


def test_the_session_s_seal_is_no_token(site: Site) -> None:
    sealed = site.house.seals.seal("session", ME.bound)
    with pytest.raises(CrossSite):
        forms.read(request_of(f"token={sealed}".encode()), ME)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"email=ada%40exemple.fr", {"email": "ada@exemple.fr"}),
        (b"a=+x+&b=", {"a": "x", "b": ""}),
        (b"a=%C3%A9t%C3%A9", {"a": "été"}),
        (b"", {}),
    ],
)
def test_fields_are_read(site: Site, body: bytes, fields: dict[str, str]) -> None:
    assert forms.read(request_of(body, **HERE), ME) == fields


@pytest.mark.parametrize("encoded", [True, False])
def test_a_body_comes_in_base64_or_plain(site: Site, encoded: bool) -> None:
    asked = request_of(b"a=1", **HERE)
    event: dict[str, Any] = asked.to_original_event()
    event["body"] = base64.b64encode(b"a=%C3%A9").decode() if encoded else "a=%C3%A9"
    event["isBase64Encoded"] = encoded
    assert forms.read(Request(event, None), ME) == {"a": "é"}


@pytest.mark.parametrize(
    "body",
    [
        b"a=1&a=2", b"a=%FF", b"a=%C3", b"a", b"&&", "a=é".encode(), b"a=\xff",
        b"&".join(b"%d=1" % n for n in range(MOST_FIELDS + 1)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_one_way_is_refused(site: Site, body: bytes) -> None:
    with pytest.raises(BadInput):
        forms.read(request_of(body, **HERE), ME)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FORM.upper(), None),
        (f"{FORM}; charset=UTF-8", None),
        (f'{FORM};charset="utf-8"', None),
        (f"{FORM}; charset=iso-8859-1", WrongType),
        ("multipart/form-data; boundary=x", WrongType),
        ("text/plain", WrongType),
        ("application/json", WrongType),
        ("", WrongType),
    ],
)
def test_a_form_is_one_kind_in_one_charset(
    site: Site, kind: str, error: type[PorteVoixError] | None
) -> None:
    asked = request_of(b"a=1", **HERE, Content_Type=kind)
    if error is None:
        assert forms.read(asked, ME) == {"a": "1"}
    else:
        with pytest.raises(error):
            forms.read(asked, ME)


def test_a_form_has_at_most_so_many_bytes(site: Site) -> None:
    body = b"a=" + b"1" * (MOST_BYTES - 2)
    assert forms.read(request_of(body, **HERE), ME)
    with pytest.raises(TooLarge):
        forms.read(request_of(body + b"1", **HERE), ME)


def test_every_form_of_the_app_is_checked_before_anything_is_done(site: Site) -> None:
    writes = ("save_once", "take_once", "save_session", "drop_session", "drop_sessions",
              "save_member", "append", "count_sent", "drop_member", "save", "add_link",
              "change_link", "rule", "keep_official", "save_token")  # fmt: skip
    site.house.store.save_member(Member("a@b.fr", Place("enfants"), site.clock(), "tests"))
    _, sealed = site.house.sessions.start("a@b.fr", site.clock())
    site.store.fail(*writes)
    posts = [path for path, methods in dict(app.routes).items() if "POST" in methods]
    behind = {path for path, views in SPACE.items() if "POST" in views}
    assert {path for path in posts if path.startswith("/space/")} == set(FORMS) | behind
    for path in posts:
        if path.startswith("/space/"):
            answer = site.ask(
                path.replace("{secret}", "ab"),
                "POST",
                headers={
                    "Sec-Fetch-Site": "cross-site",
                    "Content-Type": FORM,
                    # Behind the door who is nobody is sent to sign in, whatever they send.
                    **({"Cookie": f"{COOKIE}={sealed}"} if path in behind else {}),
                },
                body=b"email=a%40b.fr",
            )
            assert answer.status == 403, path
            assert "Formulaire à rouvrir" in answer.text
    assert not site.later
    assert wiring.house() is site.house


PARTS = {"token": b"t", "text": "été\r\nici ".encode()}


def files_of(body: bytes, kind: str = "multipart/form-data; boundary=limit") -> forms.Sent:
    return forms.read_with_files(request_of(body, Content_Type=kind, **HERE), ME)


def test_a_form_with_a_file_is_read_to_the_byte(site: Site) -> None:
    every = bytes(range(256)) * 40
    sent = files_of(multipart(PARTS, {"file": every})[0])
    assert sent.fields == {"token": "t", "text": "été\r\nici "}
    assert sent.files == {"file": every}


def test_a_file_that_nobody_chose_is_none(site: Site) -> None:
    assert files_of(multipart({}, {"file": b""})[0]) == forms.Sent({}, {})


def test_a_form_without_files_is_read_as_ever(site: Site) -> None:
    assert files_of(b"a=+x+", FORM).fields == {"a": "x"}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"no part", b"--limit--\r\n",
        b"--limit\r\nContent-Type: text/plain\r\n\r\nx\r\n--limit--\r\n",
        b"--limit\r\nContent-Disposition: form-data\r\n\r\nx\r\n--limit--\r\n",
        multipart({"text": b"\xff"}, {})[0],
        multipart({str(n): b"1" for n in range(MOST_FIELDS + 1)}, {})[0],
        multipart({"a": b"1"}, {})[0].removesuffix(b"--limit--\r\n"),
        multipart({"a": b"1"}, {})[0].replace(b"--limit--\r\n", multipart({"a": b"2"}, {})[0]),
        b"--limit\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: message/rfc822"
        b"\r\n\r\nb: c\r\n\r\nd\r\n--limit--\r\n",
    ],
)  # fmt: skip
def test_parts_that_cannot_be_read_in_one_way_are_refused(site: Site, body: bytes) -> None:
    with pytest.raises(BadInput):
        files_of(body)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary="])
def test_parts_without_a_boundary_are_refused(site: Site, kind: str) -> None:
    with pytest.raises(BadInput):
        files_of(multipart(PARTS, {})[0], kind)


def test_a_form_with_a_file_has_at_most_so_many_bytes(site: Site) -> None:
    with pytest.raises(TooLarge):
        files_of(multipart({}, {"file": b"1" * forms.MOST_BYTES_OF_FILES})[0])


@pytest.mark.parametrize("came", ["cross-site", "none"])
def test_a_form_with_a_file_from_elsewhere_is_refused(site: Site, came: str) -> None:
    body, kind = multipart({"token": forms.token(ME).encode()}, {"file": b"x"})
    with pytest.raises(CrossSite):
        forms.read_with_files(request_of(body, Content_Type=kind, Sec_Fetch_Site=came), ME)


@pytest.mark.parametrize("who", [ME, OTHER])
def test_a_form_with_a_file_from_nobody_knows_where_needs_its_token(
    site: Site, who: Caller
) -> None:
    body, kind = multipart({"token": forms.token(ME).encode()}, {"file": b"x"})
    asked = request_of(body, Content_Type=kind)
    if who is ME:
        assert forms.read_with_files(asked, who).files == {"file": b"x"}
    else:
        with pytest.raises(CrossSite):
            forms.read_with_files(asked, who)
