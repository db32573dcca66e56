"""Whatever the store does, people leave for the petition, and no visit is lost or doubled."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.visits.replay import replay
from chalicelib.web.redirect import BUDGET_SECONDS
from tests.unit.web.door import (
    ADDRESS,
    FALLBACK,
    LYON,
    OPERATIONS,
    PETITION,
    PHONE,
    Answer,
    Hook,
    Site,
    away,
)

DOWN = tuple(OPERATIONS)
REFERER = "https://messages.example/private"
UNATTRIBUTED = "not-counted; reason=unattributed"


def click(site: Site, address: str = ADDRESS, agent: str = PHONE) -> Answer:
    answer = site.ask(f"/Q/{LYON}", address=address, agent=agent, headers={"Referer": REFERER})
    assert (answer.status, answer.headers["Cache-Control"]) == (302, "no-store")
    return answer


def quoting(words: str) -> Hook:
    """What fails with an error that nobody foresaw, in these words."""

    def fail(*args: object) -> None:
        raise RuntimeError(words)

    return fail


def known(site: Site) -> None:
    """Somebody else followed the link today: it is remembered, and so is the salt."""
    assert click(site, "192.0.2.99").said == "counted"


@pytest.mark.parametrize("fails", [DOWN, ("link",), ("campaign",)], ids=["all", "link", "campaign"])
def test_a_link_that_nobody_knows_now_leads_to_the_fallback(
    site: Site, fails: tuple[str, ...]
) -> None:
    site.store.fail(*fails)
    answer = click(site)
    assert (answer.headers["Location"], answer.said) == (FALLBACK, UNATTRIBUTED)
    (event,) = site.events
    assert event == {
        "event": "visit_unattributed",
        "reason": "/srv/secret.sqlite3: disk I/O error",
        "key": LYON,
        "at": "2026-11-23T11:00:00+00:00",
    }
    site.store.heal()
    assert click(site).headers["Location"] == PETITION


@pytest.mark.parametrize("fails", [("salt",), ("make_salt",)])
def test_without_a_salt_the_petition_is_reached_and_nothing_counted(
    site: Site, fails: tuple[str, ...]
) -> None:
    site.store.fail(*fails)
    answer = click(site)
    assert (answer.headers["Location"], answer.said) == (PETITION, UNATTRIBUTED)
    assert [event["event"] for event in site.events] == ["visit_unattributed"]
    assert site.figures(LYON) == (0, 0, {})
    assert replay(site.log, site.house.store, site.clock()).counted == 0


def test_a_visit_that_could_not_be_written_comes_back_exactly_once(site: Site) -> None:
    known(site)
    site.store.fail()
    answer = click(site)
    assert (answer.headers["Location"], answer.said) == (PETITION, "deferred")
    assert [event["event"] for event in site.events] == ["visit_deferred"]
    site.store.heal()
    assert site.figures(LYON) == (1, 1, {})
    log = ["some other line", *site.log, *site.log]
    reports = [replay(log, site.house.store, site.clock()) for _ in range(2)]
    assert [(r.counted, r.already, r.refused) for r in reports] == [(1, 1, []), (0, 2, [])]
    assert site.figures(LYON) == (2, 2, {})
    assert click(site).said == "not-counted; reason=repeat"


def test_a_write_whose_answer_was_lost_is_not_counted_again(site: Site) -> None:
    site.store.after["record"] = away
    assert click(site).said == "deferred"
    site.store.heal()
    report = replay(site.log, site.house.store, site.clock())
    assert (report.counted, report.already) == (0, 1)
    assert site.figures(LYON) == (1, 1, {})


def test_a_store_that_is_stuck_lets_people_go(site: Site) -> None:
    known(site)
    with closing(sqlite3.connect(site.house.settings.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = click(site)
        other.rollback()
    assert (answer.headers["Location"], answer.said) == (PETITION, "deferred")
    # A process that ends does what it was handed; the next one replays the log all the same.
    site.store.store.close()
    site.store.store = SqliteStore.open(site.house.settings.database, site.clock)
    report = replay(site.log, site.house.store, site.clock())
    assert (report.counted + report.already, report.refused) == (1, [])
    assert site.figures(LYON) == (2, 2, {})


def test_an_exclusion_that_could_not_be_added_is_said_and_holds_nobody_up(site: Site) -> None:
    known(site)
    site.store.fail("exclude")
    assert click(site, agent="curl/8.9.1").said == "not-counted; reason=robot"
    assert click(site, "192.0.2.99").said == "not-counted; reason=repeat"
    told = [(e["event"], e["link"], e["verdict"]) for e in site.events]
    assert told == [("exclusion_lost", LYON, "robot"), ("exclusion_lost", LYON, "repeat")]


@pytest.mark.parametrize(
    ("agent", "again", "operations"),
    [
        (PHONE, False, ["link", "campaign", "salt", "make_salt", "record"]),
        (PHONE, True, ["link", "campaign", "salt", "record", "exclude"]),
        ("curl/8.9.1", False, ["link", "campaign", "exclude"]),
    ],
    ids=["person", "repeat", "robot"],
)
def test_all_that_a_click_asks_of_the_store_shares_one_budget(
    site: Site, agent: str, again: bool, operations: list[str]
) -> None:
    if again:
        click(site, agent=agent)
        site.restart()
    site.store.budgets = []
    click(site, agent=agent)
    assert [name for name, _ in site.store.budgets] == operations
    # One and the same: what one operation takes, the next ones do not have.
    (budget,) = {budget for _, budget in site.store.budgets}
    assert 0 <= budget.left() <= BUDGET_SECONDS < 1


def test_the_log_never_holds_who_somebody_is(site: Site) -> None:
    agent, address = "Mozilla/5.0 (Android 14; Unmistakable Telephone)", "198.51.100.77"
    site.store.fail()
    click(site, address, agent)
    site.store.heal()
    click(site, "192.0.2.99")
    site.store.fail()
    click(site, address, agent)
    click(site, address, "Unmistakable-bot")
    site.store.heal()
    site.store.before["record"] = quoting(f"{agent} at {address} from {REFERER}")
    # A fault that nobody foresaw: they leave all the same.
    answer = click(site, address, agent)
    assert (answer.headers["Location"], answer.said) == (PETITION, "not-counted; reason=error")
    said = "\n".join(site.log)
    assert [event["event"] for event in site.events] == [
        "visit_unattributed", "visit_deferred", "exclusion_lost", "unexpected_error",
    ]  # fmt: skip
    for private in (address, "198.51.100", agent, "Unmistakable", REFERER, "messages.example"):
        assert private not in said
    assert json.loads(site.log[1])["visit"]["visitor"] not in said.replace(site.log[1], "")
