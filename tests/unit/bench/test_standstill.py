"""Whether a machine that stood still is told from one that was only slow."""

from __future__ import annotations

from bench.chaos.standstill import Standstills


def watched(*moments: float) -> Standstills:
    """What was found by a clock that showed these moments, the last before the end."""
    ends = iter([False] * (len(moments) - 1) + [True])
    found = Standstills(iter(moments).__next__, lambda _: next(ends))
    found.watch()
    return found


def test_long_pauses_are_kept_and_short_ones_are_not() -> None:
    found = watched(10.0, 10.05, 10.4, 15.74, 15.79, 16.5)
    assert found.seconds == [5.34, 0.71]
    assert str(found) == "the machine stood still for over 0.5 s: 2 times, 5.34 s at most"


def test_a_machine_that_ran_says_so() -> None:
    found = watched(10.0, 10.05, 10.1)
    assert found.seconds == []
    assert str(found) == "the machine stood still for over 0.5 s: 0 times"


def test_watching_ends_with_what_is_watched() -> None:
    with Standstills() as found:
        thread = found._thread
    assert not thread.is_alive()
