"""Invitations: codes on paper that make members, once."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest

from chalicelib.access.invitations import CHARACTERS, LASTS, MOST_AT_ONCE, Invitations
from chalicelib.access.model import Member, Place, Purpose
from chalicelib.access.signin import digest_of
from chalicelib.errors import BadInput, Unauthorized
from tests.contract.samples import NOON
from tests.unit.access.people import FakePeople, counting

LYON = Place("enfants", "essor", "essor/lyon")
ADA = "ada@exemple.fr"


def start() -> tuple[Invitations, FakePeople]:
    store = FakePeople()
    return Invitations(store, counting()), store


def test_whoever_has_a_code_becomes_a_member_once() -> None:
    invitations, store = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    at = NOON + LASTS - timedelta(seconds=1)
    member = invitations.redeem(code, "Ada@exemple.fr", at)
    assert member == Member(ADA, LYON, at, "bob@exemple.fr")
    assert store.members("enfants") == [member]
    with pytest.raises(Unauthorized, match="was used, is too old, or is mistyped"):
        invitations.redeem(code, "eve@exemple.fr", at)
    assert store.members("enfants") == [member]


def test_a_code_starts_no_session_for_an_address_that_nobody_proved() -> None:
    invitations, store = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    invitations.redeem(code, ADA, NOON)
    assert store.open == {}


def test_a_code_ends() -> None:
    invitations, store = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    with pytest.raises(Unauthorized):
        invitations.redeem(code, ADA, NOON + LASTS)
    assert store.members("enfants") == []


def test_a_code_is_readable_hard_to_guess_and_not_kept() -> None:
    store = FakePeople()
    invitations = Invitations(store, secrets.token_bytes)
    codes = invitations.create(LYON, "bob@exemple.fr", NOON, MOST_AT_ONCE)
    assert len(set(codes)) == MOST_AT_ONCE
    assert CHARACTERS * 5 >= 80
    for code in codes:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
        assert code not in repr(store.once)
    # Every character of the alphabet is drawn somewhere: 3 200 draws of 32.
    assert len(set("".join(codes)) - {"-"}) == 32


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} ",
              lambda c: c.replace("0", "o").replace("1", "l")],
)  # fmt: skip
def test_a_code_is_read_as_it_is_typed(typed: object) -> None:
    invitations, _ = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    assert callable(typed)
    assert invitations.redeem(typed(code), ADA, NOON).place == LYON


def test_a_code_is_no_link_that_signs_in() -> None:
    invitations, store = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    assert digest_of(Purpose.SIGN_IN, code.replace("-", "")) not in store.once


def test_a_mistyped_address_spends_no_code() -> None:
    invitations, _ = start()
    (code,) = invitations.create(LYON, "bob@exemple.fr", NOON)
    with pytest.raises(BadInput):
        invitations.redeem(code, "ada", NOON)
    assert invitations.redeem(code, ADA, NOON).email == ADA


@pytest.mark.parametrize("count", [0, -1, MOST_AT_ONCE + 1])
def test_so_many_at_once(count: int) -> None:
    invitations, store = start()
    with pytest.raises(BadInput, match=f"1 to {MOST_AT_ONCE} invitations"):
        invitations.create(LYON, "bob@exemple.fr", NOON, count)
    assert store.once == {}
