"""Tokens: shown once, kept as a hash, worthless once revoked."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.model import Place
from chalicelib.access.tokens import PREFIX, SECRET_BYTES, Tokens
from chalicelib.errors import BadInput, Unauthorized
from tests.contract.samples import NOON
from tests.fakes import FakeTokens


def start() -> tuple[Tokens, FakeTokens]:
    store, numbers = FakeTokens(), itertools.count(1)
    return Tokens(store, lambda size: next(numbers).to_bytes(size, "big")), store


def test_a_token_opens_for_who_has_its_secret() -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("enfants"), "site de l’Essor", NOON)
    assert (token.place, token.label, token.created) == (Place("enfants"), "site de l’Essor", NOON)
    assert not token.revoked
    assert tokens.check(secret, NOON) == token


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
    assert tokens.check(other_secret, NOON) == other
    assert tokens.list("enfants") == [gone, other]
    assert tokens.revoke(Place("enfants"), token.id) == gone


@pytest.mark.parametrize("campaign", ["enfants", "autres"])
def test_a_token_is_revoked_only_where_it_is(campaign: str) -> None:
    tokens, _ = start()
    token, secret = tokens.create(Place("voisins"), "a", NOON)
    with pytest.raises(BadInput, match=rf"campaign '{campaign}' has no token '{token.id}'"):
        tokens.revoke(Place(campaign), token.id)
    assert tokens.check(secret, NOON) == token


def test_a_list_is_of_one_campaign_oldest_first() -> None:
    tokens, _ = start()
    late, _ = tokens.create(Place("enfants"), "late", NOON + timedelta(days=2))
    early, _ = tokens.create(Place("enfants"), "early", NOON)
    tokens.create(Place("autres"), "other", NOON)
    assert tokens.list("enfants") == [early, late]
    assert tokens.list("nobody") == []
