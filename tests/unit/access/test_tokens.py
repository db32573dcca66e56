"""Tokens: shown once, kept as a hash, worthless once revoked."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import Place, Scope
from chalicelib.access.tokens import MOST_DAYS, PREFIX, SECRET_BYTES, Tokens, actor
from chalicelib.errors import BadInput, Unauthorized
from tests.contract.samples import DAY, NOON
from tests.fakes import FakeTokens


def start() -> tuple[Tokens, FakeTokens]:
    store, numbers = FakeTokens(), itertools.count(1)
    return Tokens(store, lambda size: next(numbers).to_bytes(size, "big")), store


def test_a_token_opens_for_who_has_its_secret() -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("enfants"), "site de l’Essor", NOON)
    assert (token.place, token.label, token.created) == (Place("enfants"), "site de l’Essor", NOON)
    assert not token.revoked
    assert tokens.check(secret, NOON) == replace(token, used=DAY)


def test_a_secret_can_be_recognised_and_not_guessed() -> None:
    tokens, _ = start()
    _, secret = tokens.create(Place("enfants"), "a", NOON)
    assert secret.startswith(PREFIX)
    assert len(bytes.fromhex(secret.removeprefix(PREFIX))) == SECRET_BYTES
    assert SECRET_BYTES * 8 >= 128


def test_the_secret_is_not_kept() -> None:
    tokens, store = start()
    token, secret = tokens.create(Place("enfants"), "a", NOON)
    assert secret not in repr(store.kept)
    assert secret.removeprefix(PREFIX) not in repr(store.kept)
    assert token.id not in secret


def test_two_tokens_have_nothing_in_common() -> None:
    tokens, _ = start()
    (one, first), (other, second) = (tokens.create(Place("enfants"), "a", NOON) for _ in range(2))
    assert first != second
    assert one.id != other.id
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "secret",
    [
        None,
        "",
        " ",
        "pvx_",
        "pvx_0",
        "Bearer",
        "é",
        "\ud800",
        "\x00",
        "pvx_" + "0" * 9999,
    ],
)
def test_any_other_secret_is_refused(secret: str | None) -> None:
    tokens, _ = start()
    tokens.create(Place("enfants"), "a", NOON)
    with pytest.raises(Unauthorized, match="Authorization: Bearer pvx_"):
        tokens.check(secret, NOON)


def test_nearly_right_is_wrong() -> None:
    tokens, store = start()
    token, secret = tokens.create(Place("enfants"), "a", NOON)
    for wrong in (secret[:-1], secret + "0", secret.upper(), f" {secret}", token.id, token.digest):
        with pytest.raises(Unauthorized):
            tokens.check(wrong, NOON)
    assert list(store.kept.values()) == [token]


@given(st.text(st.characters() | st.characters(categories=["Cs"])))
def test_law_nothing_typed_opens_and_nothing_breaks(secret: str) -> None:
    tokens, _ = start()
    tokens.create(Place("enfants"), "a", NOON)
    with pytest.raises(Unauthorized):
        tokens.check(secret, NOON)


def test_a_revoked_token_is_worthless_at_once_and_stays_in_the_list() -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("enfants"), "a", NOON)
    other, other_secret = tokens.create(Place("enfants"), "b", NOON + timedelta(days=1))
    gone = tokens.revoke(Place("enfants"), token.id)
    assert (gone.id, gone.label, gone.created, gone.revoked) == (token.id, "a", NOON, True)
    with pytest.raises(Unauthorized):
        tokens.check(secret, NOON)
    assert tokens.check(other_secret, NOON) == replace(other, used=DAY)
    assert tokens.list("enfants") == [gone, replace(other, used=DAY)]
    assert tokens.revoke(Place("enfants"), token.id) == gone


@pytest.mark.parametrize("campaign", ["enfants", "autres"])
def test_a_token_is_revoked_only_where_it_is(campaign: str) -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("voisins"), "a", NOON)
    with pytest.raises(BadInput, match=rf"campaign '{campaign}' has no token '{token.id}'"):
        tokens.revoke(Place(campaign), token.id)
    assert tokens.check(secret, NOON) == replace(token, used=DAY)


def test_a_list_is_of_one_campaign_oldest_first() -> None:
    tokens, _ = start()
    late, _ = tokens.create(Place("enfants"), "late", NOON + timedelta(days=2))
    early, _ = tokens.create(Place("enfants"), "early", NOON)
    tokens.create(Place("autres"), "other", NOON)
    assert tokens.list("enfants") == [early, late]
    assert tokens.list("nobody") == []


def test_a_token_stands_for_its_place_and_its_scope() -> None:
    tokens, _ = start()
    essor = Place("enfants", "essor")
    reader, _ = tokens.create(essor, "a", NOON)
    writer, _ = tokens.create(essor, "a", NOON, Scope.WRITE)
    assert (actor(reader).places, actor(reader).writes) == ((essor,), False)
    assert actor(writer).writes
    assert actor(reader).name == f"token {reader.id}"


def test_a_token_ends_and_says_no_more_than_one_that_never_was() -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("enfants"), "a", NOON, days=30)
    assert token.expires == NOON + timedelta(days=30)
    assert tokens.check(secret, token.expires - timedelta(seconds=1)).id == token.id
    with pytest.raises(Unauthorized) as expired:
        tokens.check(secret, token.expires)
    with pytest.raises(Unauthorized) as unknown:
        tokens.check("pvx_0", NOON)
    assert str(expired.value) == str(unknown.value)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_token_works_for_a_number_of_days(days: int) -> None:
    tokens, store = start()
    with pytest.raises(BadInput, match=f"1 to {MOST_DAYS} days, not {days}"):
        tokens.create(Place("enfants"), "a", NOON, days=days)
    assert store.kept == {}


def test_the_day_of_its_last_use_is_written_once() -> None:
    tokens, store = start()
    _, secret = tokens.create(Place("enfants"), "a", NOON)
    for at in (NOON, NOON + timedelta(hours=1), NOON + timedelta(days=1), NOON):
        tokens.check(secret, at)
    assert store.used == ["2026-11-23", "2026-11-24", "2026-11-23"]


def test_an_association_revokes_its_own_tokens_alone() -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("enfants", "rive"), "a", NOON)
    with pytest.raises(BadInput, match="association 'essor' has no token"):
        tokens.revoke(Place("enfants", "essor"), token.id)
    assert tokens.check(secret, NOON).id == token.id
    assert tokens.revoke(Place("enfants"), token.id).revoked
