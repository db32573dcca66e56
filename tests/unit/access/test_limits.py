"""How often one may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.access.limits import Limits, Policy
from tests.contract.samples import NOON
from tests.unit.access.people import counting

POLICY = Policy("token", quota=3, seconds=60)
SECOND = timedelta(seconds=1)


def limits(most_keys: int = 10) -> Limits:
    return Limits(POLICY, counting(), most_keys)


def test_a_client_has_its_quota_in_each_window() -> None:
    some = limits()
    told = [some.take("token 1a", NOON + n * 10 * SECOND) for n in range(5)]
    assert [(one.allowed, one.left, one.reset) for one in told] == [
        (True, 2, 60), (True, 1, 50), (True, 0, 40), (False, 0, 30), (False, 0, 20),
    ]  # fmt: skip
    assert not some.take("token 1a", NOON + 59 * SECOND).allowed
    assert some.take("token 1a", NOON + 60 * SECOND).left == 2


def test_the_headers_say_what_is_left() -> None:
    some = limits()
    first, *_, last = [some.take("token 1a", NOON) for _ in range(4)]
    policy = '"token";q=3;w=60'
    assert first.headers == {"RateLimit-Policy": policy, "RateLimit": '"token";r=2;t=60'}
    assert last.headers == {
        "RateLimit-Policy": policy,
        "RateLimit": '"token";r=0;t=60',
        "Retry-After": "60",
    }


def test_each_client_has_its_own() -> None:
    some = limits()
    for _ in range(4):
        some.take("token 1a", NOON)
    assert some.take("token 2b", NOON).allowed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8:0:0:ffff::9", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("unknown", "unknown", True),
    ],
)
def test_an_address_is_one_household(one: str, other: str, same: bool) -> None:
    some = limits()
    some.take_address(one, NOON)
    assert some.take_address(other, NOON).left == (1 if same else 2)


def test_no_address_and_no_token_is_held() -> None:
    some = limits()
    some.take_address("192.0.2.77", NOON)
    some.take("token 1a2b", NOON)
    held = repr(vars(some))
    assert "192.0.2.77" not in held
    assert "1a2b" not in held


def test_memory_is_bounded_and_who_began_first_starts_afresh() -> None:
    some = limits(most_keys=2)
    for key in ("a", "b", "a", "c"):
        some.take(key, NOON)
    assert len(some._windows) == 2
    assert some.take("b", NOON).left == 1
    assert some.take("a", NOON).left == 2


def test_a_clock_that_goes_back_gives_a_window_and_no_error() -> None:
    some = limits()
    some.take("a", NOON)
    assert some.take("a", NOON - 3600 * SECOND).reset == 60
