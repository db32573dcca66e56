"""A day of an organiser: the count is read, letters are asked for and opened, a kit is ordered and
fetched, and people follow links all the while.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.chaos.faults import Outside
from bench.chaos.platform import Platform
from bench.chaos.services import Services, Staged
from bench.chaos.world import CODES, NOON, World, world
from chalicelib import wiring
from chalicelib.access.model import Member, Place

ESSOR, LYON, RIVE = CODES
ORGANISER = "organisatrice@exemple.fr"
STRANGER = "inconnu@exemple.fr"
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
KIT = "/v1/campaigns/essai/kit/essor"
LEAP_AT, LEAP = NOON + timedelta(minutes=40), 1400
"""When a message of somebody well known comes, and how many sign because of it."""
MILESTONES = (150, 1000)


def signed(at: datetime) -> int:
    """How many had signed at a moment: two a minute, and many more after the message."""
    minutes = max(0, int((at - NOON) / timedelta(minutes=1)))
    return 120 + 2 * minutes + (LEAP if at >= LEAP_AT else 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish for a letter, or a question for the kit, and what was answered."""

    what: str
    status: int
    location: str = ""
    body: str = ""


@dataclass
class Office:
    """The deployment, what it asks, and what the organiser asked of it."""

    world: World
    services: Services
    token: str = ""
    wishes: list[Asked] = field(default_factory=list)
    kits: list[Asked] = field(default_factory=list)
    doors: dict[str, int] = field(default_factory=dict)
    """What each link of a letter was answered when it was opened, by its secret."""
    _requests: int = 0

    def wish(self, email: str) -> None:
        """Somebody asks for a letter, and Lambda writes it; who gets one opens it."""
        answer = self._ask("/space/sign-in", OURS, urlencode({"email": email}))
        self.wishes.append(Asked(email, answer["statusCode"]))
        self.services.run()
        self.open_letters()

    def open_letters(self) -> None:
        """Each link that came is used once. What is asked is the link: nothing fails meanwhile."""
        outside, failing = self.world.outside, self.world.outside.steady
        outside.steady = True
        for letter in self.services.letters:
            if letter.secret not in self.doors:
                answer = self._ask(f"/space/enter/{letter.secret}", OURS, "go=1")
                self.doors[letter.secret] = answer["statusCode"]
        outside.steady = failing

    def kit(self) -> Asked:
        """The organiser asks for the kit, and Lambda makes it if it was told to."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        answer = self._ask(KIT, headers)
        location = answer["headers"].get("Location", "")
        asked = Asked("kit", answer["statusCode"], location, str(answer["body"]))
        self.kits.append(asked)
        self.services.run()
        return asked

    def poll(self, *, times: int = 1) -> None:
        """The schedule of each minute comes, so often."""
        for _ in range(times):
            self.world.trigger("poll")

    def wait(self, minutes: int) -> None:
        """Time goes by, and no schedule comes."""
        self.world.now += timedelta(minutes=minutes)

    def _ask(self, path: str, headers: dict[str, str], form: str = "") -> dict[str, Any]:
        # Of another address each time: nobody is told that they ask too often.
        self._requests += 1
        address = f"198.51.{self._requests // 250}.{self._requests % 250}"
        name = f"office-{self._requests}"
        return self.world.ask(path, headers, name, address, form)


@contextmanager
def office(outside: Outside, seed: int) -> Iterator[Office]:
    """A deployment with a campaign, an organiser and a token, before anything was asked."""
    made: list[Services] = []

    def staged(*arguments: Any) -> wiring.House:
        return Staged(*arguments, services=made[0])

    def prepare(one: World) -> None:
        made.append(Services(one, Platform(outside, lambda: one.now, signed)))

    with world(outside, seed, staged, prepare) as one:
        outside.steady = True
        house = wiring.house()
        place = Place("essai")
        house.store.save_member(Member(ORGANISER, place, one.now, "chaos"))
        _, secret = house.tokens.create(place, "chaos", one.now)
        outside.steady = False
        yield Office(one, made[0], secret)


def short(one: Office) -> None:
    """Every kind of errand once or twice, and a count that leaps."""
    world = one.world
    world.trigger("salts")
    one.poll()
    world.follow(LYON, "p1")
    one.wish(ORGANISER)
    one.kit()
    one.wait(1)
    one.kit()
    one.wait(14)
    # Called twice, then late by most of an hour, when the count has leapt; then each minute.
    one.poll(times=2)
    one.wish(STRANGER)
    one.wait(31)
    one.poll()
    one.wait(2)
    one.poll(times=2)
    world.follow(RIVE, "p2", scan=True)
    one.wish(ORGANISER)
    one.kit()


def long(one: Office, errands: int) -> None:
    """Errands at random, schedules that come late, twice or not at all."""
    dice = one.world.dice
    one.world.trigger("salts")
    for turn in range(errands):
        chance = dice.random()
        if chance < 0.5:
            one.poll(times=dice.choice((1, 1, 1, 2)))
        elif chance < 0.6:
            one.wish(dice.choice((ORGANISER, ORGANISER, STRANGER)))
        elif chance < 0.7:
            one.kit()
        else:
            one.world.follow(dice.choice(CODES), f"p{turn % 240}", scan=dice.random() < 0.5)
        one.wait(dice.choice((0, 1, 1, 2, 5, 20)))
