"""The day's pseudonym: one for one visitor, nothing to tie two links, gone with its salt."""

from __future__ import annotations

import hashlib
import itertools
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.clock import Budget
from chalicelib.errors import StoreUnavailable
from chalicelib.visits.visitor import SALT_BYTES, Visitors
from tests.fakes import FakeSalts

DAY = "2026-11-23"
ADDRESS = "192.0.2.17"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"

# Surrogates too: they stand for bytes that are not UTF-8.
words = st.text(st.characters() | st.characters(categories=["Cs"]), max_size=12)


def house(salts: FakeSalts | None = None) -> tuple[Visitors, FakeSalts]:
    """Visitors whose salts are all different: 1, 2, 3…"""
    salts = FakeSalts() if salts is None else salts
    numbers = itertools.count(1)
    return Visitors(salts, lambda size: next(numbers).to_bytes(size, "big")), salts


def pseudonym(visitors: Visitors, **changed: str) -> str:
    asked = {
        "campaign": "enfants", "link": "AB3K9X7", "day": DAY, "address": ADDRESS, "agent": AGENT,
    }  # fmt: skip
    return visitors.pseudonym(**(asked | changed), budget=Budget(30.0))


def test_the_same_person_has_the_same_pseudonym_all_day() -> None:
    visitors, _ = house()
    first = pseudonym(visitors)
    assert re.fullmatch("[0-9a-f]{32}", first)
    pseudonym(visitors, link="EF5N7Z3")
    assert pseudonym(visitors) == first


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("campaign", "autres"),
        ("link", "EF5N7Z3"),
        ("day", "2026-11-24"),
        ("address", "192.0.2.18"),
        ("address", "2001:db8::17"),
        ("address", "20010db800000000"),
        ("agent", AGENT + " "),
        ("agent", AGENT.lower()),
        ("agent", ""),
    ],
)
def test_every_part_makes_another_pseudonym(part: str, other: str) -> None:
    visitors, _ = house()
    assert pseudonym(visitors) != pseudonym(visitors, **{part: other})


def test_nobody_can_compute_it_without_the_salt() -> None:
    """Who knows everything but the salt gets another answer."""
    own, guess = FakeSalts(), FakeSalts()
    own.kept["enfants", DAY] = bytes(SALT_BYTES - 1) + b"\1"
    guess.kept["enfants", DAY] = bytes(SALT_BYTES - 1) + b"\2"
    assert pseudonym(house(own)[0]) != pseudonym(house(guess)[0])


def test_it_is_the_hmac_that_is_promised() -> None:
    """By RFC 2104's own definition: another algorithm, or another order of parts, would make new
    people of all who came before it that day.
    """
    salts = FakeSalts()
    salt = salts.kept["enfants", DAY] = bytes(range(SALT_BYTES))
    parts = [part.encode() for part in ("enfants", "AB3K9X7", ADDRESS, AGENT)]
    text = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    key = salt.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + text).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()
    assert pseudonym(house(salts)[0]) == outer[:32]


def test_two_processes_with_one_salt_agree() -> None:
    salts = FakeSalts()
    assert pseudonym(house(salts)[0]) == pseudonym(house(salts)[0])


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("192.0.2.17", "::ffff:192.0.2.17"),
        ("192.0.2.17", "::FFFF:c000:211"),
        ("2001:db8::1", "2001:DB8:0:0:0:0:0:1"),
        ("2001:db8::1", "2001:0db8::0001"),
        ("2001:db8:0:1::1", "2001:db8:0:1:a:b:c:d"),
    ],
)
def test_an_address_in_two_spellings_is_one_address(one: str, same: str) -> None:
    visitors, _ = house()
    assert pseudonym(visitors, address=one) == pseudonym(visitors, address=same)


@pytest.mark.parametrize("address", ["", "unknown", "192.0.2.17:4711", "192.0.2.300", "fe80::1%a"])
def test_what_is_no_address_still_counts_as_one(address: str) -> None:
    visitors, _ = house()
    assert pseudonym(visitors, address=address) == pseudonym(visitors, address=address)
    assert pseudonym(visitors, address=address) != pseudonym(visitors)


@pytest.mark.parametrize("agent", ["\ud800", "\udcc3\udca9", "\x00", "é"])
def test_an_agent_that_is_no_text_is_an_agent_like_another(agent: str) -> None:
    visitors, _ = house()
    others = {pseudonym(visitors, agent=other) for other in ("", "e", "\ud801", "\udcc3")}
    assert pseudonym(visitors, agent=agent) not in others


@given(st.tuples(words, words, words), st.tuples(words, words, words))
def test_law_different_visitors_have_different_pseudonyms(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assume(one != other)
    visitors, _ = house()
    assert of(visitors, one) != of(visitors, other)


@given(st.text(min_size=1, max_size=20), st.data())
def test_law_no_letter_moves_from_one_part_to_another(text: str, data: st.DataObject) -> None:
    """The same letters in a row, cut into link, address and agent at other places."""
    cuts = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    (a, b), (c, d) = data.draw(cuts), data.draw(cuts)
    assume((a, b) != (c, d))
    visitors, _ = house()
    one, other = (text[:a], text[a:b], text[b:]), (text[:c], text[c:d], text[d:])
    assert of(visitors, one) != of(visitors, other)


@given(st.ip_addresses(), words)
def test_law_no_address_is_in_it(address: object, agent: str) -> None:
    visitors, _ = house()
    found = pseudonym(visitors, address=str(address), agent=agent)
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert str(address).replace(":", "").replace(".", "") not in found or len(str(address)) < 8


def of(visitors: Visitors, parts: tuple[str, str, str]) -> str:
    link, address, agent = parts
    return pseudonym(visitors, link=link, address=address, agent=agent)


def test_a_salt_is_made_once_and_remembered() -> None:
    visitors, salts = house()
    for n in range(3):
        pseudonym(visitors, address=f"192.0.2.{n}")
    assert salts.asked == [("salt", "enfants", DAY), ("make_salt", "enfants", DAY)]
    pseudonym(house(salts)[0])
    assert salts.asked[2:] == [("salt", "enfants", DAY)]
    assert list(salts.kept) == [("enfants", DAY)]


def test_the_salt_that_was_there_first_holds() -> None:
    """Between the look and the write another process made one."""

    class Late(FakeSalts):
        def salt(self, campaign: str, day: str, budget: Budget) -> bytes | None:
            super().salt(campaign, day, budget)
            return None

    late = Late()
    late.kept["enfants", DAY] = b"another's salt.."
    there = FakeSalts()
    there.kept["enfants", DAY] = b"another's salt.."
    assert pseudonym(house(late)[0]) == pseudonym(house(there)[0])


def test_a_remembered_salt_serves_while_the_store_is_away() -> None:
    visitors, salts = house()
    first = pseudonym(visitors)
    salts.away = True
    assert pseudonym(visitors) == first
    with pytest.raises(StoreUnavailable):
        pseudonym(visitors, day="2026-11-24")
    with pytest.raises(StoreUnavailable):
        pseudonym(visitors, campaign="autres")


def test_preparing_keeps_yesterday_to_tomorrow_and_destroys_the_rest() -> None:
    visitors, salts = house()
    gone = pseudonym(visitors, day="2026-11-21")
    late = pseudonym(visitors, day="2026-11-22")
    pseudonym(visitors, campaign="autres", day="2026-11-21")
    visitors.prepare("enfants", date(2026, 11, 23))
    days = {day for campaign, day in salts.kept if campaign == "enfants"}
    assert days == {"2026-11-22", "2026-11-23", "2026-11-24"}
    assert ("autres", "2026-11-21") in salts.kept
    assert pseudonym(visitors, day="2026-11-22") == late
    salts.away = True
    with pytest.raises(StoreUnavailable):  # not in memory either
        pseudonym(visitors, day="2026-11-21")
    salts.away = False
    assert pseudonym(visitors, day="2026-11-21") != gone


def test_preparing_again_changes_no_salt() -> None:
    visitors, salts = house()
    visitors.prepare("enfants", date(2026, 11, 23))
    before, first = dict(salts.kept), pseudonym(visitors)
    visitors.prepare("enfants", date(2026, 11, 23))
    salts.away = True
    assert pseudonym(visitors) == first  # today's is still in memory
    salts.away = False
    assert salts.kept == before
    visitors.prepare("enfants", date(2026, 11, 24))
    assert salts.kept["enfants", "2026-11-24"] == before["enfants", "2026-11-24"]


def test_a_new_day_forgets_the_old_one() -> None:
    visitors, salts = house()
    pseudonym(visitors)
    pseudonym(visitors, campaign="autres")
    pseudonym(visitors, day="2026-11-24")
    salts.away = True
    pseudonym(visitors, campaign="autres")
    with pytest.raises(StoreUnavailable):
        pseudonym(visitors)


def test_every_salt_has_its_own_randomness() -> None:
    visitors, salts = house()
    visitors.prepare("enfants", date(2026, 11, 23))
    visitors.prepare("autres", date(2026, 11, 23))
    assert {len(salt) for salt in salts.kept.values()} == {SALT_BYTES}
    assert len(set(salts.kept.values())) == 4


def test_threads_may_meet_a_new_day_together() -> None:
    """The local server's threads learn and forget salts in one memory."""
    visitors, _ = house()
    ready = threading.Barrier(4)

    def work(thread: int) -> None:
        ready.wait(30)
        for n in range(400):
            pseudonym(visitors, campaign=f"c{thread}-{n}", day=f"2026-11-{1 + n % 28:02}")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [None] * 4


def network(visitors: Visitors, **changed: str) -> str:
    asked = {"campaign": "enfants", "link": "AB3K9X7", "day": DAY, "address": ADDRESS}
    return visitors.network(**(asked | changed), budget=Budget(30.0))


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("192.0.2.17", "192.0.2.255"),
        ("192.0.2.17", "::ffff:192.0.2.1"),
        ("2001:db8:5e17::1", "2001:db8:5e17:ffff:9:8:7:6"),
        ("2001:DB8:5E17::1", "2001:db8:5e17::1"),
        ("no address", "no address"),
    ],
)
def test_neighbours_are_one_network(one: str, same: str) -> None:
    visitors, _ = house()
    assert network(visitors, address=one) == network(visitors, address=same)
    assert re.fullmatch("[0-9a-f]{2}", network(visitors, address=one))


def test_networks_fall_in_other_groups_by_network_link_day_and_campaign() -> None:
    """Each group of 256 is a network's by chance, so some of a hundred meet and most do not."""
    visitors, _ = house()
    for part, values in {
        "address": [f"198.51.{n}.7" for n in range(100)],
        "link": [f"CODE{n}" for n in range(100)],
        "campaign": [f"c{n}" for n in range(100)],
        "day": [str(date(2026, 11, 23) + timedelta(days=n)) for n in range(100)],
    }.items():
        assert len({network(visitors, **{part: value}) for value in values}) > 70
    v6 = {network(visitors, address=f"2001:db8:{n:x}::1") for n in range(100)}
    assert len(v6) > 70


def test_a_network_needs_the_salt() -> None:
    visitors, salts = house()
    salts.away = True
    with pytest.raises(StoreUnavailable):
        network(visitors)
