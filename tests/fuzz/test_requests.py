"""Requests that nobody ought to send: refused in words, never a fault, and nobody gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.tokens import PREFIX
from chalicelib.errors import Unauthorized
from tests.fuzz.mutations import as_bytes, mutated, same_site, values
from tests.unit.web.browser import FORM, with_post
from tests.unit.web.door import LYON, RIVE, Site
from tests.unit.web.tool import C

latin = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"))
names = st.sampled_from(
    "Accept Accept-Language Cookie Authorization X-Forwarded-For User-Agent If-None-Match Origin"
    " Sec-Fetch-Site Sec-Purpose Purpose Content-Type Idempotency-Key X-Forwarded-Proto Host"
    " Accept-Encoding Range Referer".split()
)
PATHS = (
    f"/{LYON}",
    f"/Q/{LYON}",
    f"/{LYON}+",
    f"/{LYON}/qr.png?size=300&level=H",
    "/c/enfants",
    "/c/enfants/leaderboard?level=group&period=7d",
    f"{C}/leaderboard?level=association&limit=5&cursor=1.1.1.1.1.a",
    f"{C}/signatures",
    "/space/c/enfants/a/essor?said=link_created",
    "/static/style.css?v=1",
    f"/{LYON}/kit/flyer-a4.pdf",
)


@same_site
@given(
    path=st.sampled_from(PATHS) | mutated(PATHS).map(lambda p: "/" + as_bytes(p).decode("latin-1")),
    headers=st.dictionaries(names, latin, max_size=6),
    method=st.sampled_from(("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")),
)
def test_no_address_and_no_header_is_a_fault(
    site: Site, path: str, headers: dict[str, str], method: str
) -> None:
    answer = site.ask(path, method, headers=headers, agent=None)
    assert answer.status < 500, (path, headers, answer.text)
    assert "Content-Security-Policy" in answer.headers


CREATIONS = (f"{C}/links", f"{C}/associations", f"{C}/associations/essor/groups", f"{C}/tokens")
NAMES = ("slug", "name", "association", "group", "channel", "aliases", "label", "days")
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, values))


@same_site
@given(path=st.sampled_from(CREATIONS), sent=FIELDS | values)
def test_what_is_sent_to_the_api_is_taken_or_refused_field_by_field(
    site: Site, path: str, sent: object
) -> None:
    token = site.token(write=True)
    kind = {"Content-Type": "application/json"}
    body = as_bytes(json.dumps(sent))
    answer = site.ask(path, "POST", headers=token | kind, body=body)
    assert answer.status in (201, 400, 404, 409, 429), answer.text


SEALED = st.text(max_size=80) | mutated(("a" * 32 + ".b" * 20, f"{PREFIX}{'A' * 32}"))


@same_site
@given(secret=SEALED)
def test_no_token_and_no_cookie_that_was_made_up_opens_anything(site: Site, secret: str) -> None:
    sent = as_bytes(secret).decode("latin-1")
    api = site.ask(f"{C}/links", headers={"Authorization": f"Bearer {sent}"})
    assert api.status in (400, 401, 429)
    space = site.ask("/space/c/enfants", headers={"Cookie": f"__Host-session={sent}"})
    assert (space.status, space.headers["Location"].partition("?")[0]) == (303, "/space/sign-in")
    with pytest.raises(Unauthorized):
        site.house.seals.open("session", secret)


@same_site
@given(fields=st.dictionaries(st.sampled_from(("token", "email", "code", "x")), latin, max_size=4))
def test_no_form_that_was_made_up_is_a_fault(site: Site, fields: dict[str, str]) -> None:
    with_post(site)
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode("latin-1")
    for path in ("/space/sign-in", "/space/invitation", "/space/enter/ab", "/space/sign-out"):
        answer = site.ask(path, "POST", headers={"Content-Type": FORM}, body=body)
        assert answer.status in (303, 400, 403, 410, 415, 422, 429), (path, answer.text)


def test_the_seeds_are_what_they_are_meant_to_be(site: Site) -> None:
    """What is mutated works as it is: else the fuzzing would stay at the door."""
    assert [site.ask(path).status < 400 for path in PATHS] == [True] * len(PATHS)
    assert site.ask(f"/{RIVE}").said == "counted"
