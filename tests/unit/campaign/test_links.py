"""Finding a link: fresh for a minute, still there in an outage, never a burden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.links import FRESH_SECONDS, MOST_KEPT, Found, Links
from chalicelib.campaign.model import Campaign, Link, State
from chalicelib.clock import Budget
from chalicelib.errors import StoreUnavailable
from tests.contract.samples import CAMPAIGN, ESSOR, patient
from tests.fakes import FakeDirectory, Ticker

FOUND = Found(ESSOR, CAMPAIGN)


def start() -> tuple[Links, FakeDirectory, Ticker]:
    directory, ticker = FakeDirectory({ESSOR.code: ESSOR}, {"enfants": CAMPAIGN}), Ticker()
    return Links(directory, ticker), directory, ticker


def find(links: Links, key: str = ESSOR.code) -> Found | None:
    return links.find(key, patient())


def test_a_link_is_found_with_its_campaign() -> None:
    links, directory, _ = start()
    assert find(links) == FOUND
    assert directory.asked == [ESSOR.code, "enfants"]


def test_it_is_remembered_for_a_minute_and_no_longer() -> None:
    links, directory, ticker = start()
    find(links)
    ticker.seconds += FRESH_SECONDS - 0.01
    find(links)
    assert len(directory.asked) == 2
    ticker.seconds += 0.01
    find(links)
    assert len(directory.asked) == 4
    ticker.seconds += FRESH_SECONDS - 0.01
    find(links)
    assert len(directory.asked) == 4


def test_a_campaign_is_remembered_for_all_its_links() -> None:
    links, directory, _ = start()
    directory.links["EF5N7Z3"] = replace(ESSOR, code="EF5N7Z3", channel="whatsapp")
    find(links)
    find(links, "EF5N7Z3")
    assert links.campaign("enfants", patient()) == CAMPAIGN
    assert directory.asked == [ESSOR.code, "enfants", "EF5N7Z3"]


@pytest.mark.parametrize(
    ("link", "campaign", "is_open"),
    [
        (ESSOR, CAMPAIGN, True),
        (replace(ESSOR, closed=True), CAMPAIGN, False),
        (ESSOR, replace(CAMPAIGN, state=State.CLOSED), False),
        (ESSOR, replace(CAMPAIGN, state=State.ARCHIVED), False),
    ],
)
def test_a_change_is_seen_within_a_minute(link: Link, campaign: Campaign, is_open: bool) -> None:
    links, directory, ticker = start()
    assert find(links) == FOUND
    directory.links[ESSOR.code], directory.campaigns["enfants"] = link, campaign
    ticker.seconds += FRESH_SECONDS
    found = find(links)
    assert found == Found(link, campaign)
    assert found.open is is_open


def test_the_petitions_address_is_corrected_within_a_minute() -> None:
    links, directory, ticker = start()
    find(links)
    moved = replace(CAMPAIGN, petition_url="https://petitions.senat.fr/3")
    directory.campaigns["enfants"] = moved
    ticker.seconds += FRESH_SECONDS
    assert find(links) == Found(ESSOR, moved)


@pytest.mark.parametrize("gone", ["link", "campaign"])
def test_what_was_erased_is_gone_within_a_minute_even_in_an_outage(gone: str) -> None:
    links, directory, ticker = start()
    find(links)
    (directory.links if gone == "link" else directory.campaigns).clear()
    ticker.seconds += FRESH_SECONDS
    assert find(links) is None
    directory.away = True
    if gone == "link":
        with pytest.raises(StoreUnavailable):
            find(links)
    else:
        with pytest.raises(StoreUnavailable):
            links.campaign("enfants", patient())


def test_the_last_known_link_serves_for_as_long_as_an_outage_lasts() -> None:
    links, directory, ticker = start()
    find(links)
    directory.away = True
    for _ in range(3):
        ticker.seconds += 24 * 3600
        assert find(links) == FOUND


def test_after_an_outage_the_store_is_believed_again_at_once() -> None:
    links, directory, ticker = start()
    find(links)
    ticker.seconds += FRESH_SECONDS
    directory.away = True
    find(links)
    directory.away = False
    directory.links[ESSOR.code] = replace(ESSOR, closed=True)
    found = find(links)
    assert found is not None
    assert not found.open


@pytest.mark.parametrize("known", [[], ["link"]])
def test_what_was_never_seen_cannot_be_found_in_an_outage(known: list[str]) -> None:
    links, directory, _ = start()
    if known:
        directory.campaigns.clear()
        find(links)
    directory.away = True
    with pytest.raises(StoreUnavailable):
        find(links)


def test_a_link_works_the_moment_it_is_made() -> None:
    links, directory, _ = start()
    assert find(links, "EF5N7Z3") is None
    directory.links["EF5N7Z3"] = made = replace(ESSOR, code="EF5N7Z3")
    assert find(links, "EF5N7Z3") == Found(made, CAMPAIGN)


def test_hyphens_that_part_a_code_are_passed_over() -> None:
    links, _, _ = start()
    assert find(links, "AB3-K9X7") == find(links, "-A-B3K9X7-") == FOUND
    assert kept(links) == 1


def test_an_alias_that_has_hyphens_in_its_name_comes_first() -> None:
    links, directory, _ = start()
    directory.links["AB3-K9X7"] = other = replace(ESSOR, code="EF5N7Z3")
    assert find(links, "AB3-K9X7") == Found(other, CAMPAIGN)


def kept(links: Links) -> int:
    """How many links are in memory."""
    return len(links._links._kept)


@given(st.lists(st.text(max_size=10), max_size=50))
def test_law_guessing_codes_costs_no_memory(keys: list[str]) -> None:
    links, _, _ = start()
    find(links)
    for key in keys:
        assert (find(links, key) is None) is (key != ESSOR.code)
    assert kept(links) == 1


def test_guessing_codes_pushes_no_link_out() -> None:
    links, directory, _ = start()
    find(links)
    for n in range(MOST_KEPT + 1):
        find(links, f"X{n}")
    directory.away = True
    assert find(links) == FOUND


def test_even_known_links_have_a_bound() -> None:
    links, directory, _ = start()
    directory.links = Everything()
    for n in range(MOST_KEPT + 500):
        assert find(links, f"X{n}") is not None
    assert kept(links) == MOST_KEPT
    directory.away = True
    assert find(links, f"X{MOST_KEPT + 499}") is not None
    with pytest.raises(StoreUnavailable):
        find(links, "X0")


def test_the_budget_is_handed_on() -> None:
    links, directory, ticker = start()
    budget = Budget(0.8, ticker)
    links.find(ESSOR.code, budget)
    assert directory.budgets == [budget, budget]


class Everything(dict[str, Link]):
    """A directory in which every code is a link's."""

    def get(self, key: str, default: object = None) -> Link:  # type: ignore[override]
        return replace(ESSOR, code=key)


def test_what_no_code_can_be_is_not_looked_up() -> None:
    links, directory, _ = start()
    assert find(links, "A" * 2049) is None
    assert links.campaign("a" * 2049, patient()) is None
    assert directory.asked == []
