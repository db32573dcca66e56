"""Families are few and coarse, and people's agents fall where a person would put them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.visits.families import family
from tests.unit.visits.agents import agent_cases

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {WEBKIT}"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1", "safari-iphone"),
        (f"{IPHONE} CriOS/131.0 Mobile/15E148 Safari/604.1", "chrome-iphone"),
        (f"{IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "firefox-iphone"),
        (f"{IPHONE} Mobile/15E148 Instagram 330.0.0.30.92", "app-iphone"),
        (f"{IPHONE.replace('iPhone', 'iPad')} Version/17.0 Safari/604.1", "safari-ipad"),
        (f"{ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36", "chrome-android"),
        (f"{ANDROID} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile", "samsung-android"),
        (f"{ANDROID} Version/4.0 Chrome/131.0 [FB_IAB/FB4A;FBAV/489.0;]", "app-android"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0", "firefox-android"),
        (f"{WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "edge-windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36 OPR/116.0", "opera-windows"),
        (f"{WINDOWS[:-1]}; rv:133.0) Gecko/20100101 Firefox/133.0", "firefox-windows"),
        ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1)", "explorer-windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541) {WEBKIT} Chrome/131.0 Safari", "chrome-chromeos"),
        ("Lynx/2.9.0 libwww-FM/2.14", "other-other"),
        ("", "other-other"),
    ],
)
def test_families(agent: str, expected: str) -> None:
    assert family(agent) == family(agent.upper()) == expected


@given(st.text())
def test_law_whatever_is_said_only_a_family_is_kept(agent: str) -> None:
    assert re.fullmatch("[a-z]+-[a-z]+", family(agent))


def test_families_are_few_enough_to_tell_of_nobody() -> None:
    agents = [case.agent for case in agent_cases("people")]
    found = {family(agent) for agent in agents}
    assert 10 < len(found) < 60 < len(agents) / 10
