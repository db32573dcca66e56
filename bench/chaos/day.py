"""A day and the next morning of a campaign: everybody who comes, every schedule that runs."""

from __future__ import annotations

from datetime import timedelta

from bench.chaos.world import CODES, World

ESSOR, LYON, RIVE = CODES
CRAWLER = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
ROBOT = "Googlebot/2.1 (+http://www.google.com/bot.html)"


def short(world: World) -> None:
    """Every way of a click and every schedule once or twice: for each call of it in turn."""
    world.trigger("salts")
    world.follow(LYON, "p1", scan=True)
    world.follow(LYON, "p1")
    world.follow(ESSOR, "p1")
    world.follow(RIVE, "p2")
    world.follow(RIVE, "p3", User_Agent=CRAWLER)
    world.follow(RIVE, "p4", User_Agent=ROBOT)
    world.deliver()
    world.trigger("rank")
    world.follow(LYON, "p5", request="again")
    world.follow(LYON, "p5", request="again")
    world.deliver(first=1)
    world.now += timedelta(hours=13)
    world.trigger("salts")
    world.follow(LYON, "p1")
    world.follow(RIVE, "p2", scan=True)
    world.deliver(first=len(world.stream) // 2)
    world.trigger("rank")
    world.trigger("reconcile")


def alone(world: World) -> None:
    """The short day of one machine, which adds up at once and keeps house by itself."""
    world.trigger("salts")
    world.follow(LYON, "p1", scan=True)
    world.follow(LYON, "p1")
    world.follow(RIVE, "p3", User_Agent=CRAWLER)
    world.follow(LYON, "p5", request="again")
    world.follow(LYON, "p5", request="again")
    world.trigger("reconcile")
    world.now += timedelta(hours=13)
    world.trigger("salts")
    world.follow(LYON, "p1")
    world.follow(RIVE, "p2", scan=True)
    world.keep_house()
    world.follow(ESSOR, "p1")
    world.trigger("reconcile")


def long(world: World, clicks: int) -> None:
    """People and machines at random, the stream out of step, schedules at any moment."""
    dice = world.dice
    world.trigger("salts")
    for turn in range(clicks):
        link = dice.choice(CODES)
        person = f"p{dice.randint(1, 40)}"
        agent = dice.choices((None, CRAWLER, ROBOT), (10, 1, 1))[0]
        headers = {"User_Agent": agent} if agent else {}
        request = f"shared-{turn // 2}-{person}-{link}" if dice.random() < 0.2 else ""
        world.follow(link, person, scan=dice.random() < 0.5, request=request, **headers)
        chance = dice.random()
        if chance < 0.15:
            world.deliver(first=dice.randint(0, len(world.stream)))
        elif chance < 0.18:
            world.deliver_shuffled(first=dice.randint(0, len(world.stream)))
        elif chance < 0.22:
            world.trigger(dice.choice(("rank", "salts", "reconcile")))
        elif chance < 0.26:
            world.now += timedelta(minutes=dice.randint(1, 500))
