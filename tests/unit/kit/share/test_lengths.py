"""Lengths as the networks publish them: their own examples, and the edges of each rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kit.share.lengths import (
    LINK_LENGTH,
    SMS_ALPHABET,
    SMS_ESCAPED,
    graphemes,
    on_mastodon,
    on_x,
    sms_letters,
    sms_marks,
    sms_parts,
    utf16,
)

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("é" * 280, 280),
        ("e\u0301", 1),  # counted after NFC
        ("\u10ff", 1),
        ("\u1100", 2),
        ("’—“", 3),
        ("…", 2),
        ("€", 2),
        ("\u2009", 1),  # a thin space, 8201
        ("\u202f", 2),  # a narrow no-break space, 8239
        ("漢字", 4),
        ("🌳", 2),
        (FAMILY, 2),
        ("🇫🇷", 2),
        ("👍🏽", 2),
        ("1️⃣", 2),
        ("https://a.fr", LINK_LENGTH),
        ("https://exemple.fr/" + "x" * 200, LINK_LENGTH),
        ("a https://exemple.fr/abc b", 4 + LINK_LENGTH),
        ("exemple.fr", LINK_LENGTH),
        # Not an address for X: no domain's name, so that its letters count.
        ("http://127.0.0.1:8000/hirondelles-lyon", 38),
        ("http://localhost:8000/hirondelles-lyon-nord", 43),
    ],
)
def test_x_weighs_as_twitter_text_does(text: str, weight: int) -> None:
    assert on_x(text) == weight


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("é" * 500, 500),
        (FAMILY, 1),
        ("Lire https://exemple.fr/" + "x" * 200, 5 + LINK_LENGTH),
        ("https://a.fr", LINK_LENGTH),
    ],
)
def test_mastodon_counts_graphemes_and_23_for_an_address(text: str, count: int) -> None:
    assert on_mastodon(text) == count


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("e\u0301", 1), (FAMILY, 1), ("🇫🇷🇫🇷", 2), ("a\r\nb", 3)]
)
def test_graphemes_are_what_a_person_sees(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_utf16_counts_as_web_pages_do() -> None:
    assert (utf16("é"), utf16("🌳"), utf16(FAMILY)) == (1, 2, 8)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("é" * 160, 1),
        ("é" * 161, 2),
        ("é" * 306, 2),
        ("é" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # 153 is odd: a letter of two places leaves one empty in each part.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("a" * 69 + "ê", 1),
        ("🌳" * 35, 1),
        ("🌳" * 66, 2),
        ("🌳" * 67, 3),
    ],
)
def test_an_sms_is_as_many_parts_as_the_network_sends(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_the_alphabet_of_seven_bits_has_its_128_places() -> None:
    # The escape to the second table is the one that is no letter.
    assert len(SMS_ALPHABET) == 127
    assert len(SMS_ESCAPED) == 10
    assert not SMS_ALPHABET & SMS_ESCAPED


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("l’œuvre", "l'oeuvre"),
        ("«\u00a0Non\u202f!\u00a0»", '"Non !"'),
        ("« Non »", '"Non"'),
        ("“Non” – 310\u202f000…", '"Non" - 310 000...'),
        ("fe\u0302te", "fête"),
    ],
)
def test_marks_of_good_typography_have_plain_twins(text: str, plain: str) -> None:
    assert sms_marks(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Reconnaître, ça et là", "Reconnaitre, ca et là"),
        ("🌳 Un arbre 👩\u200d🚀", "Un arbre"),
        ("été à Noël €", "été à Noel €"),
        ("Дети", "Дети"),
    ],
)
def test_letters_are_those_that_every_phone_has(text: str, plain: str) -> None:
    assert sms_letters(text) == plain


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x17F, categories=("L",))))
def test_law_letters_of_europe_never_make_an_sms_longer(text: str) -> None:
    assert sms_parts(sms_letters(text)) <= sms_parts(text)


@given(st.text(), st.text())
def test_law_more_text_never_counts_less(one: str, other: str) -> None:
    for count in (graphemes, utf16):
        assert count(f"{one} {other}") >= count(one)
