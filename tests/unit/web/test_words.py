"""Typography: spaces, numbers, shares, moments, plurals and words as both languages want them."""

from __future__ import annotations

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.language import NARROW, NBSP, typeset
from chalicelib.web.render import moment, number, percent
from chalicelib.web.words import WORDS, plural
from tests.unit.web.samples import AT


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Quoi ? Non !", f"Quoi{NARROW}? Non{NARROW}!"),
        ("ici : là ; et", f"ici{NBSP}: là{NARROW}; et"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("11,4 % ou 11,4%", f"11,4{NARROW}% ou 11,4{NARROW}%"),
        ("310 000 enfants, 1 000 000", f"310{NARROW}000 enfants, 1{NARROW}000{NARROW}000"),
        ("l'aide d'ici", "l’aide d’ici"),
        ("https://a.fr/?a=1 10:30", "https://a.fr/?a=1 10:30"),
    ],
)
def test_french_is_set_as_french(plain: str, set_: str) -> None:
    assert typeset(plain, "fr") == set_
    assert typeset(plain, "en") == plain


@given(st.text())
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text, "fr")
    assert typeset(once, "fr") == once


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, f"1{NARROW}234", "1,234"),
        (12345678, f"12{NARROW}345{NARROW}678", "12,345,678"),
    ],
)
def test_numbers(value: int, french: str, english: str) -> None:
    assert (number(value, "fr"), number(value, "en-GB")) == (french, english)


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0.0, f"0,0{NARROW}%", "0.0%"),
        (0.0001, f"<{NBSP}0,1{NARROW}%", f"<{NBSP}0.1%"),
        (0.1234, f"12,3{NARROW}%", "12.3%"),
        (1.0, f"100,0{NARROW}%", "100.0%"),
    ],
)
def test_shares(share: float, french: str, english: str) -> None:
    assert (percent(share, "fr"), percent(share, "en")) == (french, english)


@pytest.mark.parametrize(
    ("at", "timezone", "french", "english"),
    [
        (AT, "Europe/Paris", "23 novembre 2026 à 14 h 05", "23 November 2026 at 14:05"),
        (AT, "Indian/Reunion", "23 novembre 2026 à 17 h 05", "23 November 2026 at 17:05"),
        (
            datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
            "Europe/Paris",
            "1er juillet 2026 à 0 h 00",
            "1 July 2026 at 00:00",
        ),
    ],
)
def test_moments(at: datetime, timezone: str, french: str, english: str) -> None:
    assert moment(at, timezone, "fr").replace(NBSP, " ") == french
    assert moment(at, timezone, "en").replace(NBSP, " ") == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "one", "other"), (1, "one", "one"), (2, "other", "other")],
)
def test_plurals(count: int, french: str, english: str) -> None:
    assert plural("fr", "visit", count) == f"visit.{french}"
    assert plural("en", "visit", count) == f"visit.{english}"


@pytest.mark.parametrize("key", WORDS)
def test_words_have_both_languages_with_the_same_values(key: str) -> None:
    french, english = WORDS[key]
    assert french
    assert english
    names = [sorted(f[1] or "" for f in string.Formatter().parse(w)) for w in (french, english)]
    assert [n for n in names[0] if n] == [n for n in names[1] if n]
