"""The audit trail as it is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.access.audit import COMMAND_LINE, MOST_ACTS, Trail, What, act_to_json
from chalicelib.access.model import Act, Place
from chalicelib.errors import BadInput
from tests.contract.samples import NOON
from tests.unit.access.people import FakeAudit

ALL, LYON = Place("enfants"), Place("enfants", "essor", "essor/lyon")


def test_an_act_says_who_did_what_to_what_when() -> None:
    store = FakeAudit()
    act = Trail(store).record(NOON, COMMAND_LINE, What.LINK_CREATED, LYON, "link AB3K9X7")
    assert store.kept == [act]
    assert act == Act(NOON, "enfants", COMMAND_LINE, "link.created", "link AB3K9X7", "essor")
    assert act_to_json(act) == {
        "at": "2026-11-23T11:00:00+00:00",
        "who": "command line",
        "what": "link.created",
        "about": "link AB3K9X7",
        "association": "essor",
    }


def test_all_acts_are_read_page_by_page() -> None:
    trail = Trail(FakeAudit())
    for number in range(MOST_ACTS + 3):
        at = NOON + timedelta(seconds=number)
        trail.record(at, COMMAND_LINE, What.LINK_CREATED, LYON if number % 2 else ALL, str(number))
    assert [int(act.about) for act in trail.all(ALL)] == list(range(MOST_ACTS + 2, -1, -1))
    assert {int(act.about) % 2 for act in trail.all(Place("enfants", "essor"))} == {1}
    page = trail.page(ALL, 2)
    assert [act.about for act in page.acts] == ["502", "501"]
    assert [act.about for act in trail.page(ALL, 1, page.next).acts] == ["500"]


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-23", "#0000", "é" * 2000])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(BadInput, match="no page of acts has the cursor"):
        Trail(FakeAudit()).page(ALL, 5, cursor)


@pytest.mark.parametrize("limit", [0, -1, MOST_ACTS + 1])
def test_a_page_has_so_many_acts(limit: int) -> None:
    with pytest.raises(BadInput, match=f"limit must be from 1 to {MOST_ACTS}"):
        Trail(FakeAudit()).page(ALL, limit)
