"""Who asks, by the cookie of a session; what tokens open, the API's own tests say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from chalice.app import Request

from chalicelib.access.model import Member, Place
from chalicelib.errors import Unauthorized
from chalicelib.local.events import event_from_wsgi
from chalicelib.web.access import SESSION, signed_in
from tests.unit.web.door import ROUTES, Site, environ

ADA, ESSOR = "ada@exemple.fr", Place("enfants", "essor")


def asking(cookie: str) -> Request:
    return Request(event_from_wsgi(environ("/", headers={"Cookie": cookie}), ROUTES))


def test_who_signed_in_has_the_places_of_their_memberships(site: Site) -> None:
    site.store.save_member(Member(ADA, ESSOR, site.clock(), "command line"))
    _, cookie = site.house.sessions.start(ADA, site.clock())
    actor = signed_in(asking(f"theme=dark; {SESSION}={cookie}"))
    assert (actor.name, actor.places, actor.writes) == (ADA, (ESSOR,), True)


def test_a_session_that_is_used_lasts(site: Site) -> None:
    _, cookie = site.house.sessions.start(ADA, site.clock())
    for _ in range(3):
        site.clock.now += timedelta(hours=11)
        assert signed_in(asking(f"{SESSION}={cookie}")).name == ADA
    site.clock.now += timedelta(hours=12)
    with pytest.raises(Unauthorized):
        signed_in(asking(f"{SESSION}={cookie}"))


@pytest.mark.parametrize(
    "cookie", ["", f"{SESSION}=", f"{SESSION}=x.y", "a[b]=;;", "\x00", "session=1"]
)
def test_who_has_no_session_is_asked_to_sign_in(site: Site, cookie: str) -> None:
    with pytest.raises(Unauthorized):
        signed_in(asking(cookie))
