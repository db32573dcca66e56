"""Which language a browser asks for: Accept-Language, as RFC 9110 (12.5.4) has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.locales import accepted

HEADERS = {
    "": "",
    "fr": "fr",
    "en": "en",
    "EN-us": "en",
    "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5": "fr",
    "de-DE,de;q=0.9,en;q=0.8": "en",
    "de": "",
    "*": "",
    "de, *;q=0.5": "",
    "en;q=0.4, fr;q=0.6": "fr",
    "fr;q=0.5, en;q=0.5": "fr",
    "en;q=0.5,fr;q=0.5": "en",
    "en;q=0": "",
    "en;q=0, fr;q=0.001": "fr",
    "en ; Q=0.3 , fr": "fr",
    "enm, fro": "",
    "en;q=2, fr;q=0.1": "fr",
    "en;q=, fr;q=0.1": "fr",
    "en;q=0.12345, fr;q=0.1": "fr",
    ", ,;,fr": "fr",
    "de," * 60 + "fr": "",
}


@pytest.mark.parametrize(("header", "locale"), HEADERS.items())
def test_the_language_that_a_header_likes_best(header: str, locale: str) -> None:
    assert accepted(header) == locale


@given(st.text())
def test_whatever_a_header_holds_it_is_one_of_ours_or_none(header: str) -> None:
    assert accepted(header) in ("", "fr", "en")
