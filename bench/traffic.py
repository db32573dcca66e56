"""How well requests are told apart, and how fast, over the tables of `tests/unit/visits/agents`.

`python -m bench.traffic` classifies every case and prints, by class and in all, how many people
were counted and how many machines were not, with every miss. Times are the process's clock
around one classification: at first sight, and over all the rounds, beside one search of a fixed
pattern in the same agents. Writes `bench/results/traffic.json`.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.visits.model import Verdict
from chalicelib.visits.traffic import Hit, classify
from tests.unit.visits.agents import Case, every_case

RESULTS = Path(__file__).with_name("results")
ROUNDS = 50
AIM_US = 60
REFERENCE = re.compile(r"bot|crawl|spider", re.IGNORECASE)
WARM_UP = "Mozilla/5.0 (an agent of no table, so that what is made once is made before)"


@dataclass(frozen=True)
class Outcome:
    """One case, what was said of it and why, and how long that took at first sight."""

    case: Case
    said: Verdict
    reason: str
    us: float

    @property
    def is_person(self) -> bool:
        """Whether it is to be counted."""
        return self.case.expected is Verdict.PERSON

    @property
    def is_counted(self) -> bool:
        """Whether it was."""
        return self.said is Verdict.PERSON

    @property
    def is_right(self) -> bool:
        """Whether it was counted if and only if it is a person."""
        return self.is_person == self.is_counted


def main() -> int:
    """Classifies, prints and writes."""
    classify(Hit("GET", {"user-agent": WARM_UP}))
    outcomes = [_outcome(case) for case in every_case()]
    for kind in ("person", "machine"):
        _print_classes([o for o in outcomes if o.is_person == (kind == "person")], kind)
    scores = _scores(outcomes)
    for name, score in scores.items():
        print(f"{name:18} {100 * score:6.2f} %")
    misses = [o for o in outcomes if not o.is_right]
    mislabelled = [o for o in outcomes if o.is_right and o.said is not o.case.expected]
    _print_cases("counted or not, wrongly", misses)
    _print_cases("rightly not counted, by another name", mislabelled)
    times = _times(outcomes)
    for name, (median, p99) in times.items():
        print(f"{name:12} {median:7.2f} µs median {p99:8.2f} µs p99")
    print(f"aim: under {AIM_US} µs median at first sight; here: {times['first sight'][0]:.2f}")
    report = {
        "python": sys.version,
        "cases": len(outcomes),
        "scores": scores,
        "classes": _classes(outcomes),
        "misses": [_told(o) for o in misses],
        "mislabelled": [_told(o) for o in mislabelled],
        "us": {name: {"median": m, "p99": p} for name, (m, p) in times.items()},
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (RESULTS / "traffic.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _outcome(case: Case) -> Outcome:
    hit = case.hit()
    us, answer = _timed(partial(classify, hit))
    return Outcome(case, answer.verdict, str(answer.reason), us)


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    before = time.perf_counter_ns()
    answer = call()
    return (time.perf_counter_ns() - before) / 1e3, answer


def _scores(outcomes: list[Outcome]) -> dict[str, float]:
    people = [o for o in outcomes if o.is_person]
    machines = [o for o in outcomes if not o.is_person]
    kept = sum(o.is_counted for o in people)
    left_out = sum(not o.is_counted for o in machines)
    return {
        "person recall": kept / len(people),
        "person precision": kept / max(1, sum(o.is_counted for o in outcomes)),
        "machine recall": left_out / len(machines),
        "machine precision": left_out / max(1, sum(not o.is_counted for o in outcomes)),
    }


def _classes(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """Of each class, how many cases and how many were counted or not as they should be."""
    classes: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        row = classes.setdefault(outcome.case.group, {"cases": 0, "right": 0})
        row["cases"] += 1
        row["right"] += outcome.is_right
    return classes


def _times(outcomes: list[Outcome]) -> dict[str, tuple[float, float]]:
    """Medians and 99th percentiles in µs."""
    hits = [o.case.hit() for o in outcomes]
    agents = [o.case.agent for o in outcomes]
    rounds = range(ROUNDS)
    again = [_timed(partial(classify, hit))[0] for _ in rounds for hit in hits]
    search = REFERENCE.search
    reference = [_timed(partial(search, agent))[0] for _ in rounds for agent in agents]
    return {
        "first sight": _summary([o.us for o in outcomes]),
        "all rounds": _summary(again),
        "one search": _summary(reference),
    }


def _summary(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def _print_classes(outcomes: list[Outcome], kind: str) -> None:
    said = "counted" if kind == "person" else "not counted"
    for group, row in _classes(outcomes).items():
        print(f"{kind:8} {group:22} {row['right']:4} of {row['cases']:4} {said}")
    right = sum(o.is_right for o in outcomes)
    print(f"{kind:8} {'in all':22} {right:4} of {len(outcomes):4} {said}")


def _print_cases(title: str, outcomes: list[Outcome]) -> None:
    print(f"{title}: {len(outcomes)}")
    for outcome in outcomes:
        told = _told(outcome)
        print(f"  {told['case']}: {told['expected']} taken for {told['said']} ({told['reason']})")
        print(f"    {told['agent']}")


def _told(outcome: Outcome) -> dict[str, str]:
    return {
        "case": outcome.case.name,
        "expected": outcome.case.expected.value,
        "said": outcome.said.value,
        "reason": outcome.reason,
        "agent": outcome.case.agent,
    }


if __name__ == "__main__":
    sys.exit(main())
