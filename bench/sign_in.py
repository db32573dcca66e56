"""Whether the time of the answer tells who is a member: `python -m bench.sign_in`.

Asks for a one-time link `SAMPLES` times with the address of a member and as often with one that
nobody knows, by turns drawn at random, through the real `app.py` over SQLite on a disk, with the
mailer taking as long as SES does. Whoever measures waits between two questions until all work
beside the answer is done, which makes the test sharper. Each address is asked for once, so that
none reaches its limit.

Mann-Whitney's U says whether one kind tends to be answered later than the other. The test has to
be able to see: with a `PLANTED` part of their median added, one kind has to be told from the other.
Exits 1 when the kinds can be told apart, or when the planted difference cannot.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from app import app
from chalicelib import wiring
from chalicelib.access.letter import Letter
from chalicelib.access.model import Member, Place
from chalicelib.clock import wall_clock
from chalicelib.config import Settings
from chalicelib.local.events import Event

SAMPLES = 1000
WARM_UP = 100
SES_SECONDS = 0.02
PLANTED = 0.1
"""On AWS one look-up more before the answer is several times as much."""
CERTAIN = 0.001
"""Chance of calling equal kinds different, in one run."""


class SlowMailer:
    """Takes as long as SES does, and counts."""

    def __init__(self) -> None:
        self.sent = 0

    def send(self, to: str, letter: Letter) -> None:
        """Sends nothing."""
        time.sleep(SES_SECONDS)
        self.sent += 1


def main() -> int:
    """Measures, prints, and says by its exit code whether the kinds are alike."""
    mailer, beside = SlowMailer(), list[threading.Thread]()

    def background(work: Callable[[], None]) -> None:
        beside.append(threading.Thread(target=work))
        beside[-1].start()

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=str(Path(folder) / "bench.sqlite3"))
        house = wiring.build(settings)
        house = wiring.House(
            settings, house.store, wall_clock, house.random, house.log, background, mailer
        )
        wiring.use(house)
        for number in range(SAMPLES + WARM_UP):
            place = Place("bench", f"a{number % 12}")
            house.store.save_member(Member(_known(number), place, wall_clock(), "bench"))
        _measure(WARM_UP, SAMPLES, beside)
        known, unknown = _measure(SAMPLES, 0, beside)
        house.store.close()
        wiring.use(None)
    if mailer.sent != SAMPLES + WARM_UP:
        print(f"{mailer.sent} letters were sent, not {SAMPLES + WARM_UP}", file=sys.stderr)
        return 1
    return _tell(known, unknown)


def p_value(some: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Mann-Whitney's U: the chance that one of `some` is above one of `others`, and the two-sided
    p of its being another than a half, by the normal approximation (ties count half).
    """
    ordered = sorted([(value, 0) for value in some] + [(value, 1) for value in others])
    sum_of_ranks, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        rank = (place + 1 + end) / 2
        sum_of_ranks += rank * sum(kind == 0 for _, kind in ordered[place:end])
        place = end
    n, m = len(some), len(others)
    above = (sum_of_ranks - n * (n + 1) / 2) / (n * m)
    z = (above - 0.5) / math.sqrt((n + m + 1) / (12 * n * m))
    return above, math.erfc(abs(z) / math.sqrt(2))


def _tell(known: list[float], unknown: list[float]) -> int:
    above, p = p_value(known, unknown)
    more = PLANTED * statistics.median(unknown)
    planted = p_value([value + more for value in known], unknown)[1]
    print(f"known    {statistics.median(known):8.1f} µs, median of {len(known)} answers")
    print(f"unknown  {statistics.median(unknown):8.1f} µs, median of {len(unknown)} answers")
    print(f"a known one is later than an unknown one in {above:.1%} of pairs; p = {p:.3f}")
    print(f"with {more:.0f} µs more for the known ones: p = {planted:.1e}")
    if p < CERTAIN:
        print("they can be told apart")
        return 1
    if planted >= CERTAIN:
        print(f"the machine is too noisy to see {PLANTED:.0%} more: run it again")
        return 1
    print(f"they cannot be told apart (p >= {CERTAIN:g}); {PLANTED:.0%} more would be seen")
    return 0


def _measure(
    samples: int, first: int, beside: list[threading.Thread]
) -> tuple[list[float], list[float]]:
    """The µs of each answer, of known addresses and of unknown ones."""
    times: tuple[list[float], list[float]] = ([], [])
    turns = [(kind, first + number) for number in range(samples) for kind in (0, 1)]
    random.shuffle(turns)
    for turn, (kind, number) in enumerate(turns):
        email = _unknown(number) if kind else _known(number)
        event = _event(email, turn + 2 * first)
        began = time.perf_counter()
        answer = app(event, None)
        times[kind].append((time.perf_counter() - began) * 1e6)
        if answer["statusCode"] != 200:
            raise SystemExit(f"the answer was {answer['statusCode']}")
        while beside:
            beside.pop().join()
    return times


# Of one length, so that not even the size of the page differs.
def _known(number: int) -> str:
    return f"member-{number:05}@exemple.fr"


def _unknown(number: int) -> str:
    return f"nobody-{number:05}@exemple.fr"


def _event(email: str, client: int) -> Event:
    """What API Gateway would send for the form, each time from another address."""
    path = "/space/sign-in"
    address = f"127.{client >> 16 & 255}.{client >> 8 & 255}.{client & 255}"
    return {
        "resource": path,
        "path": path,
        "httpMethod": "POST",
        "headers": {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-form={'0' * 32}",
            "Sec-Fetch-Site": "same-origin",
        },
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": path,
            "path": path,
            "httpMethod": "POST",
            "requestId": "bench",
            "identity": {"sourceIp": address},
        },
        "body": urlencode({"email": email}),
        "isBase64Encoded": False,
    }


if __name__ == "__main__":
    sys.exit(main())
