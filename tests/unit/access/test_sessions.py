"""Sessions: signed, short, renewed, and over at once when they are ended."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.access.seals import Seals
from chalicelib.access.sessions import COOKIE, ENDS_AFTER, ID_BYTES, LASTS, RENEWED_AFTER, Sessions
from chalicelib.errors import Unauthorized
from tests.contract.samples import NOON
from tests.unit.access.people import FakePeople, counting

ADA = "ada@exemple.fr"
SECOND = timedelta(seconds=1)


def start() -> tuple[Sessions, FakePeople]:
    store, random = FakePeople(), counting()
    return Sessions(store, Seals(store, random), random), store


def test_a_session_is_found_by_its_cookie_until_it_is_over() -> None:
    sessions, _ = start()
    session, cookie = sessions.start(ADA, NOON)
    assert (session.email, session.started, session.expires) == (ADA, NOON, NOON + LASTS)
    assert sessions.find(cookie, NOON + LASTS - SECOND) == session
    with pytest.raises(Unauthorized):
        sessions.find(cookie, NOON + LASTS)


def test_what_is_kept_makes_no_cookie() -> None:
    sessions, store = start()
    session, cookie = sessions.start(ADA, NOON)
    secret = cookie.partition(".")[0]
    assert len(bytes.fromhex(secret)) == ID_BYTES
    assert secret not in repr(store)
    with pytest.raises(Unauthorized):
        sessions.find(Seals(store, counting()).seal("session", session.id), NOON)


def test_a_cookie_cannot_be_made_up_changed_or_taken_from_elsewhere() -> None:
    sessions, store = start()
    _, cookie = sessions.start(ADA, NOON)
    value, _, signature = cookie.partition(".")
    seals = Seals(store, counting())
    for wrong in (
        *(
            None,
            "",
            ".",
            value,
            f"{value}.",
            f".{signature}",
            f"{value}.{signature}0",
            f"{cookie} ",
        ),
        *(seals.seal("form", value), "é", "\ud800", "a.b.c", cookie * 300),
    ):
        with pytest.raises(Unauthorized):
            sessions.find(wrong, NOON)
    assert sessions.find(cookie, NOON).email == ADA


def test_a_signature_is_of_sha_256_and_the_deployments_key() -> None:
    store = FakePeople(key=b"k" * 32)
    seal = Seals(store, counting()).seal("form", "value")
    assert len(seal.partition(".")[2]) == 43  # 256 bits in base64
    other = Seals(FakePeople(key=b"j" * 32), counting())
    with pytest.raises(Unauthorized):
        other.open("form", seal)
    assert Seals(store, counting()).open("form", seal) == "value"
    derived = hmac.digest(b"k" * 32, b"porte-voix form", hashlib.sha256)
    assert derived not in seal.encode()


def test_a_session_is_renewed_when_half_of_it_is_over() -> None:
    sessions, store = start()
    session, cookie = sessions.start(ADA, NOON)
    early = NOON + RENEWED_AFTER - SECOND
    assert sessions.renew(session, early) == session
    late = NOON + RENEWED_AFTER
    longer = sessions.renew(session, late)
    assert longer.expires == late + LASTS
    assert sessions.find(cookie, NOON + LASTS) == longer == store.open[session.id]


def test_no_session_outlasts_a_week() -> None:
    sessions, _ = start()
    session, _ = sessions.start(ADA, NOON)
    now = NOON
    while now < session.expires:
        session = sessions.renew(session, now)
        now += RENEWED_AFTER
    assert session.expires == NOON + ENDS_AFTER


def test_an_ended_session_is_over_at_once_and_is_not_brought_back() -> None:
    sessions, _ = start()
    session, cookie = sessions.start(ADA, NOON)
    _, other = sessions.start(ADA, NOON)
    sessions.end(session)
    with pytest.raises(Unauthorized):
        sessions.find(cookie, NOON)
    with pytest.raises(Unauthorized):
        sessions.renew(session, NOON + RENEWED_AFTER)
    assert sessions.find(other, NOON).email == ADA
    assert sessions.end_all(ADA) == 1
    with pytest.raises(Unauthorized):
        sessions.find(other, NOON)


def test_who_signed_in_has_the_places_that_are_theirs_now() -> None:
    sessions, store = start()
    session, _ = sessions.start(ADA, NOON)
    member = Member(ADA, Place("enfants", "essor"), NOON, "command line")
    store.save_member(member)
    actor = sessions.actor(session)
    assert (actor.name, actor.places, actor.writes) == (ADA, (member.place,), True)
    store.drop_member(member)
    assert sessions.actor(session).places == ()


def test_the_cookie_is_this_hosts_alone() -> None:
    assert COOKIE.startswith("__Host-")
