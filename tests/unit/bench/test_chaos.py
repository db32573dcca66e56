"""The judge of the chaos sees what it is there to see; a day that nothing happens to is whole."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ReadTimeoutError

from bench.chaos import clock, day, judge, sql
from bench.chaos.faults import Fault, Outside, exactly
from bench.chaos.world import LYON_CODE, World, one_machine, world


def lived(plan: dict[int, Fault], after: Callable[[World], object]) -> list[str]:
    """What the judge says of the short day, with something done after it."""
    with world(Outside(exactly(plan), sleep=lambda seconds: None), 1) as made:
        day.short(made)
        after(made)
        return [line for line in judge.broken(made) if " took " not in line]


def nothing(made: World) -> None:
    pass


def test_a_day_without_faults_keeps_every_promise() -> None:
    assert lived({}, nothing) == []


def test_a_day_on_which_everything_at_its_start_fails_keeps_them_too() -> None:
    kinds = (Fault.BEFORE, Fault.AFTER, Fault.CUT, Fault.THROTTLED, Fault.TWICE, Fault.CONFLICT)
    assert lived({index: kinds[index % len(kinds)] for index in range(24)}, nothing) == []


def test_what_lands_later_is_carried_out_after_the_next_call_and_once() -> None:
    done: list[str] = []
    outside = Outside(exactly({0: Fault.REORDERED}))
    with pytest.raises(ReadTimeoutError):
        outside.call("put_item", lambda: done.append("first"), outside.break_aws)
    assert done == []
    for name in ("second", "third"):
        outside.call("put_item", lambda name=name: done.append(name), outside.break_aws)
    assert done == ["second", "first", "third"]


def test_no_answer_is_measured_while_the_emulator_s_heap_is_collected() -> None:
    collecting: list[bool] = []

    def plan(index: int, name: str) -> None:
        collecting.append(gc.isenabled())

    with world(Outside(plan), 1) as made:
        made.trigger("salts")
        collecting.clear()
        made.follow(LYON_CODE, "p1")
        assert collecting
        assert not any(collecting)
    assert gc.isenabled()


def test_what_one_machine_writes_beside_an_answer_is_no_part_of_its_time(tmp_path: Path) -> None:
    outside = Outside(lambda index, name: None)
    with one_machine(tmp_path / "chaos.sqlite3", 1, outside) as made:
        made.trigger("salts")
        first = made.follow(LYON_CODE, "p1", request="first")
        assert first.verdict == "counted"
        before, began = outside.unwaited, time.perf_counter()
        # A repeat is added to an account beside the answer.
        again = made.follow(LYON_CODE, "p1", request="again")
        whole = time.perf_counter() - began
        assert "repeat" in again.verdict
        assert 0 < outside.unwaited - before <= whole - again.seconds


def test_a_write_that_lands_after_others_breaks_no_promise() -> None:
    later = dict.fromkeys(range(0, 60, 7), Fault.REORDERED)
    assert lived(later, lambda made: made.deliver_shuffled()) == []


def lose(made: World) -> None:
    """A visit that was acknowledged is in no table and in no log."""
    made.said.append(replace(made.said[0], person="p99"))


def invent(made: World) -> None:
    made.said[:] = [said for said in made.said if said.person != "p2"]


def hang(made: World) -> None:
    made.said[0] = replace(made.said[0], status=503)


def silence(made: World) -> None:
    unattributed = "not-counted; reason=unattributed"
    made.said.append(replace(made.said[0], person="p98", verdict=unattributed))


def twice(made: World) -> None:
    made.said.append(replace(made.said[0], request="another"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lose, f"{LYON_CODE}: 1 visits lost"),
        (invent, "counted that nobody made, or twice"),
        (hang, ": 503 to"),
        (silence, "could not be attributed, and the log tells of 0"),
        (twice, "were both told that they count"),
    ],
)
def test_the_judge_names_each_promise_that_breaks(
    wrong: Callable[[World], None], words: str
) -> None:
    assert any(words in line for line in lived({}, wrong))


@pytest.mark.parametrize("fault", [f for f in sql.SqlFault if f is not sql.SqlFault.LATE])
def test_a_machine_whose_statements_fail_keeps_every_promise(
    tmp_path: Path, fault: sql.SqlFault
) -> None:
    outside = Outside(exactly(dict.fromkeys(range(5, 150, 12), fault)))
    with one_machine(tmp_path / "chaos.sqlite3", 2, outside) as made:
        day.long(made, 20)
        assert {met for _, _, met in outside.met} >= {fault}
        assert [line for line in judge.broken(made) if " took " not in line] == []
        made.said.append(replace(made.said[0], person="p99", verdict="counted"))
        assert any("lost" in line for line in judge.broken(made))


def test_a_clock_that_jumps_makes_no_visit_and_loses_none(tmp_path: Path) -> None:
    with one_machine(tmp_path / "clock.sqlite3", 4) as made:
        made.now = clock.MOMENTS[1]
        assert clock.jump_about(made, 30) == []
        made.said.remove(next(said for said in made.said if said.verdict == "counted"))
        assert clock.judged(made) != []
