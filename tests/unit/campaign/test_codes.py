"""Codes and aliases, as people type, scan and forward them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.codes import (
    ALPHABET,
    LENGTH,
    MOST_CHARACTERS,
    RESERVED,
    check_alias,
    draw_code,
    fold,
    is_reserved,
    read_segment,
)
from chalicelib.errors import BadInput

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_the_alphabet_is_crockfords() -> None:
    assert len(set(ALPHABET)) == 32
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(ALPHABET) == set("ILOU")


@given(CODES)
def test_law_a_code_is_its_own_key_in_any_case(code: str) -> None:
    assert fold(code) == fold(code.lower()) == code
    assert read_segment(code.lower()) == (code, False)


@given(CODES)
def test_law_confused_letters_are_forgiven(code: str) -> None:
    assert fold(code.replace("0", "O").replace("1", "l")) == code
    assert fold(code.replace("0", "o").replace("1", "I")) == code


@given(st.text())
def test_law_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.booleans())
def test_law_no_segment_raises_and_keys_are_bounded(segment: str, look: bool) -> None:
    key, _ = read_segment(segment + "+" * look)
    assert len(key) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("segment", "read"),
    [
        ("ab3k9x2", ("AB3K9X2", False)),
        ("AB3K9X2+", ("AB3K9X2", True)),
        ("AB3K9X2%2B", ("AB3K9X2", True)),
        ("AB3K9X2+.", ("AB3K9X2", True)),
        ("AB3K9X2.", ("AB3K9X2", False)),
        ("AB3K9X2,", ("AB3K9X2", False)),
        ("(AB3K9X2)", ("(AB3K9X2", False)),
        ("AB3K9X2)", ("AB3K9X2", False)),
        ("AB3K9X2%C2%A0%C2%BB", ("AB3K9X2", False)),
        ("*AB3K9X2*", ("AB3K9X2", False)),
        ("essor-lyon", ("ESS0R-1Y0N", False)),
        ("", ("", False)),
        ("+", ("", True)),
        ("%FF", ("\ufffd", False)),
        # Letters that are two in upper case, and punctuation where a long text is cut.
        ("ß" * 41, ("SS" * 40, False)),
        ("a" * 79 + ".b", ("A" * 79, False)),
        ("AB3K9X2.+.+", ("AB3K9X2", True)),
    ],
)
def test_segments_as_messages_mangle_them(segment: str, read: tuple[str, bool]) -> None:
    assert read_segment(segment) == read


@pytest.mark.parametrize("alias", ["pau", "essor-lyon", "2027", "a" * 40, "a-b-c"])
def test_good_aliases(alias: str) -> None:
    assert check_alias(alias) == alias


@pytest.mark.parametrize(
    "alias",
    ["", "ab", "a" * 41, "Essor", "essor_lyon", "-essor", "essor-", "a--b", "été", "a/b", "pau\n"],
)
def test_bad_aliases(alias: str) -> None:
    with pytest.raises(BadInput, match="must be 3 to 40"):
        check_alias(alias)


@pytest.mark.parametrize("alias", sorted(word for word in RESERVED if len(word) > 2))
def test_no_alias_hides_a_page(alias: str) -> None:
    with pytest.raises(BadInput, match="a page's own address"):
        check_alias(alias)


@pytest.mark.parametrize("alias", ["l0g1n", "heaith", "1egal", "r0bots"])
def test_no_alias_reads_like_a_page(alias: str) -> None:
    with pytest.raises(BadInput, match="a page's own address"):
        check_alias(alias)


def test_a_drawn_code_has_seven_characters_of_the_alphabet() -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", draw_code())


def test_a_reserved_word_is_drawn_again() -> None:
    reserved = next(fold(w) for w in sorted(RESERVED) if len(w) == LENGTH and w.isalpha())
    assert is_reserved(reserved)
    letters = iter(reserved + "AAAAAAA")
    assert draw_code(lambda alphabet: next(letters)) == "AAAAAAA"
