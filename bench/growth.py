"""Petitions that never were: how a count may grow, hour by hour, by kind and seed.

No kind copies a petition. What is known of their shape (field notes on petition platforms: a
hundred signatures in eleven hours, then half a million in a day; ordinary days of a few hundred)
and of attention in general (it comes at once and fades over days, first fast, then slowly; nights
are quiet; weekends differ) gives the ranges that each curve is drawn from.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate
from math import cos, exp, log, pi, sqrt

DAYS = 365
CREST_HOUR = 20
MANY = 60
"""From so many signatures an hour on, chance is drawn from the normal distribution."""

Shape = Callable[[random.Random], list[float]]
"""Signatures expected on each of `DAYS` days, before chance, weekdays and hours."""


def counts(shape: Shape, chance: random.Random) -> list[int]:
    """The count at the end of each hour of `DAYS` days."""
    days = _with_days(shape(chance), chance)
    swing, rough = chance.uniform(0.5, 0.95), chance.uniform(0.05, 0.3)
    shares = [(1 + swing * cos(2 * pi * (h - CREST_HOUR) / 24)) / 24 for h in range(24)]
    first = chance.randrange(24)
    gains = []
    for hour in range(DAYS * 24):
        mean = _between(days, hour / 24) * shares[(first + hour) % 24]
        gains.append(_drawn(mean * exp(chance.gauss(0, rough)), chance))
    return list(accumulate(gains))


def trickle(chance: random.Random) -> list[float]:
    """The same every day, or nearly: it grows or fades by a few percent a week."""
    level, drift = _any(chance, 8, 500), chance.gauss(0, 0.004)
    return [level * exp(drift * day) for day in range(DAYS)]


def launch(chance: random.Random) -> list[float]:
    """A first call to everybody one knows, and less from each day to the next."""
    level, power = _any(chance, 200, 20_000), chance.uniform(0.7, 1.6)
    return [level * (1 + day) ** -power for day in range(DAYS)]


def explosion(chance: random.Random) -> list[float]:
    """A slow start, doubling within a day or a few up to a peak, and a fading attention."""
    start, peak = _any(chance, 2, 40), _any(chance, 1500, 300_000)
    wait, doubling = chance.randrange(0, 15), _any(chance, 0.4, 3.0)
    rise = log(peak / start, 2) * doubling
    fade = _fading(chance)
    days = []
    for day in range(DAYS):
        if day < wait + rise:
            days.append(start * 2 ** (max(0, day - wait) / doubling))
        else:
            days.append(start + peak * fade(day - wait - rise))
    return days


def media(chance: random.Random) -> list[float]:
    """A trickle, and one day on television."""
    return _bursts(chance, [chance.randrange(5, 60)], _any(chance, 5, 100))


def bursts(chance: random.Random) -> list[float]:
    """A trickle, and attention again and again, each time of another size."""
    starts, day = [], chance.expovariate(1 / 10)
    while day < DAYS:
        starts.append(int(day))
        day += chance.expovariate(1 / chance.uniform(8, 40))
    return _bursts(chance, starts, _any(chance, 5, 200))


def plateau(chance: random.Random) -> list[float]:
    """Everybody who would sign has signed: an S that ends, and next to nothing after it."""
    total, middle, slope = _any(chance, 2000, 600_000), chance.uniform(4, 40), _any(chance, 1, 10)
    reached = [total / (1 + exp(min(500, (middle - day) / slope))) for day in range(DAYS + 1)]
    trickle_after = _any(chance, 0.2, 8)
    return [trickle_after + reached[d + 1] - reached[d] for d in range(DAYS)]


def posters(chance: random.Random) -> list[float]:
    """A trickle, then posters that go up over a week or two, hang for weeks, and come down."""
    base, wave = _any(chance, 3, 60), _any(chance, 80, 3000)
    start, rise = chance.randrange(5, 40), chance.uniform(4, 20)
    hang, half = chance.uniform(10, 45), chance.uniform(4, 20)
    days = []
    for day in range(DAYS):
        up = min(1.0, max(0.0, (day - start) / rise))
        down = 0.5 ** (max(0.0, day - start - rise - hang) / half)
        days.append(base + wave * up * down)
    return days


def wandering(chance: random.Random) -> list[float]:
    """Word of mouth: each day some percent above or below the one before."""
    usual = log(_any(chance, 20, 2000))
    step, back = chance.uniform(0.08, 0.3), chance.uniform(0.01, 0.06)
    at, days = usual, []
    for _ in range(DAYS):
        at += back * (usual - at) + chance.gauss(0, step)
        days.append(exp(at))
    return days


SHAPES: tuple[Shape, ...] = (
    trickle, launch, explosion, media, bursts, plateau, posters, wandering,
)  # fmt: skip


def _bursts(chance: random.Random, starts: list[int], base: float) -> list[float]:
    days = [base] * DAYS
    for start in starts:
        height, fade = base * _any(chance, 3, 300), _fading(chance)
        for day in range(start, DAYS):
            days[day] += height * fade(day - start)
    return days


def _fading(chance: random.Random) -> Callable[[float], float]:
    """Attention so many days after its peak, 1 at the peak: by halves, or ever more slowly."""
    if chance.random() < 0.5:
        half = _any(chance, 0.8, 8)
        return lambda days: 0.5 ** (days / half)
    power, scale = chance.uniform(1.0, 2.2), _any(chance, 0.7, 5)
    return lambda days: (1 + days / scale) ** -power


def _with_days(days: list[float], chance: random.Random) -> list[float]:
    """With weekdays, and with good and bad days, of which one makes the next one likelier."""
    weekend, friday = chance.uniform(0.65, 1.2), chance.uniform(0.85, 1.1)
    week = [1.0, 1.0, 1.0, 1.0, friday, weekend, weekend]
    first, rough, mood = chance.randrange(7), chance.uniform(0.05, 0.35), 0.0
    out = []
    for day, level in enumerate(days):
        mood = 0.5 * mood + chance.gauss(0, rough) * sqrt(1 - 0.5**2)
        out.append(level * week[(first + day) % 7] * exp(mood))
    return out


def _between(days: list[float], at: float) -> float:
    """The pace at a moment, in days: it goes over from one day's to the next one's."""
    day = min(int(at), DAYS - 1)
    after = days[min(day + 1, DAYS - 1)]
    return float(days[day] * (after / days[day]) ** (at - day))


def _drawn(mean: float, chance: random.Random) -> int:
    """A whole number of signatures where `mean` are expected (Poisson)."""
    if mean > MANY:
        return max(0, round(chance.gauss(mean, sqrt(mean))))
    left, drawn = chance.random() - exp(-mean), 0
    term = exp(-mean)
    while left > 0:
        drawn += 1
        term *= mean / drawn
        left -= term
        if term < 1e-15:
            break
    return drawn


def _any(chance: random.Random, low: float, high: float) -> float:
    """Between `low` and `high`, each factor of it as likely."""
    return exp(chance.uniform(log(low), log(high)))
