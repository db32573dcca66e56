"""What is promised of an organiser's day: the count, letters, kits, and redirects all the same."""

from __future__ import annotations

from collections import Counter as Bag
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from bench.chaos import judge
from bench.chaos.office import MILESTONES, ORGANISER, Office, signed
from bench.chaos.platform import STALE
from bench.chaos.services import ATTEMPTS
from bench.chaos.world import lines_of
from chalicelib.access.signin import MOST_AN_HOUR
from chalicelib.kit.bundle import MAKING_SECONDS

SETTLED = timedelta(hours=26)
"""Longer than any wait that a platform may ask for, or that failures lead to."""


def broken(one: Office) -> Iterator[str]:
    """Each promise that does not hold, in words."""
    yield from _kits(one)
    yield from _letters(one)
    yield from _count(one)
    yield from judge.broken(one.world)


def _kits(one: Office) -> Iterator[str]:
    for asked in one.kits:
        clear = asked.status in (202, 303) or (asked.status >= 500 and '"error"' in asked.body)
        if not clear:
            yield f"the kit was answered {asked.status}: {asked.body[:80]}"
    one.world.outside.steady = True
    tries = 2 * MAKING_SECONDS // 60
    for _ in range(tries):
        last = one.kit()
        if last.status == 303:
            break
        one.wait(1)
    else:
        yield f"no kit after {tries} minutes of asking: {last.status}"
        return
    for asked in one.kits:
        if asked.status != 303:
            continue
        data, _ = one.services.objects.get(asked.location.partition(".example/")[2], (b"", None))
        if not (data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")):
            yield f"{asked.location} is no whole kit: {len(data)} bytes"


def _letters(one: Office) -> Iterator[str]:
    one.services.run()
    one.open_letters()
    sent = Bag(letter.to for letter in one.services.letters)
    wished = Bag(asked.what for asked in one.wishes)
    promised = Bag(asked.what for asked in one.wishes if asked.status == 200)
    for email in sent:
        if email != ORGANISER:
            yield f"a letter to {email}, who is no member"
    if sent[ORGANISER] > wished[ORGANISER] * ATTEMPTS * 2:
        yield f"{sent[ORGANISER]} letters for {wished[ORGANISER]} wishes"
    dead = Bag(status for status in one.doors.values() if status != 303)
    for status, count in dead.items():
        yield f"{count} letters with a link that is answered {status}"
    told = len(lines_of(one.world.log, "letter_not_sent"))
    hours = Bag(letter.at.strftime("%d %H") for letter in one.services.letters)
    spent = sum(count >= MOST_AN_HOUR for count in hours.values())
    if len(one.doors) < promised[ORGANISER] - told and not spent:
        missing = promised[ORGANISER] - told - len(one.doors)
        yield f"{missing} letters neither sent nor told of in the log"


def _count(one: Office) -> Iterator[str]:
    yield from _manners(one)
    world = one.world
    world.outside.steady = True
    _settle(one)
    official, points = world.store.official("essai"), world.store.points("essai")
    read = [said for said in one.services.platform.asked if said.count is not None]
    true = {signed(said.at) for said in read} | {signed(said.at - STALE) for said in read}
    for point in points:
        if point.count not in true:
            yield f"{point.count} was believed at {point.at:%H:%M}, and never true"
    for before, after in pairwise(points):
        if before.count == after.count:
            yield f"{after.count} is a change twice, at {before.at:%H:%M} and {after.at:%H:%M}"
    if official is None or official.held or official.failures or official.count != read[-1].count:
        yield f"the count is lost: {official and official.count}, of {read[-1].count}"
        return
    stamps = {crossing.signatures: crossing.at for crossing in official.crossings}
    for milestone in MILESTONES:
        if milestone not in stamps:
            yield f"milestone {milestone} is not stamped"
        elif signed(stamps[milestone]) < milestone:
            yield f"milestone {milestone} is stamped before it was reached"


def _settle(one: Office) -> None:
    """The schedule goes on, and nothing fails any more, until a reading is whole."""
    world = one.world
    end, read = world.now + SETTLED, False
    while world.now < end and not read:
        before = world.store.official("essai")
        due = before.next_at if before and before.next_at else world.now
        world.now = min(end, max(due, world.now + timedelta(minutes=1)))
        one.poll()
        after = world.store.official("essai")
        read = bool(after and after.at == world.now and not after.held)


def _manners(one: Office) -> Iterator[str]:
    """How the platform was asked, on the day itself: not too often, nor when it said not to."""
    for before, after in pairwise(one.services.platform.asked):
        waited = after.at - before.at
        if waited < timedelta(seconds=max(60, before.wait)):
            yield f"the platform was asked again after {waited}, at {after.at:%H:%M}"
