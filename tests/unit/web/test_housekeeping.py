"""What one machine does beside answering: salts, expiry, and official counts that are read."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.errors import StoreUnavailable
from chalicelib.local.server import keep_house, keep_on
from chalicelib.wiring import House
from tests.unit.petition.lives import Answered, Life, platform
from tests.unit.web.door import CAMPAIGN, Site

READ = CAMPAIGN.replace(
    "[[associations]]",
    '[petition]\nsource = "assemblee-nationale"\nid = "2410"\n[[associations]]',
    1,
)


def reading(site: Site, address: str) -> House:
    """The site's house, whose platform is there."""
    return replace(site.house, settings=replace(site.house.settings, petition_local=address))


def test_rounds_read_what_is_due_and_no_visitor_does(site: Site) -> None:
    site.apply(READ)
    begun = site.clock.now
    life = Life(site.clock, lambda at: Answered(4_805 + (at - begun) // timedelta(minutes=15)))
    with platform(life) as address:
        house = reading(site, address)
        for _ in range(31):
            keep_house(house)
            site.clock.now += timedelta(minutes=1)
        # The weekly open data are asked once, and this platform knows no such file.
        asked = len(life.asked)
        assert [point.count for point in site.store.store.points("enfants")] == [4805, 4806, 4807]
        site.clock.now += timedelta(days=1)
        for path in ("", "/signatures", "/count.json", "/count.svg", "/embed"):
            assert site.ask(f"/c/enfants{path}").status == 200
        assert site.ask("/v1/campaigns/enfants/signatures").json["count"] == 4807
        assert len(life.asked) == asked


@pytest.mark.parametrize("error", [StoreUnavailable("disk I/O error"), RuntimeError("a bug")])
def test_a_round_that_fails_is_said_and_the_next_one_is_made(site: Site, error: Exception) -> None:
    stopping, rounds = threading.Event(), []

    def campaigns() -> None:
        rounds.append(site.clock.now)
        if len(rounds) == 3:
            stopping.set()
        raise error

    site.store.before["campaigns"] = campaigns
    keep_on(site.house, stopping, seconds=0.0)
    assert len(rounds) == 3
    assert len(site.log) == 3
    assert str(error) in site.log[0]
