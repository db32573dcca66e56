"""The judge of an organiser's day sees each promise that breaks; a day without faults keeps all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bench.chaos import counts, office, office_judge
from bench.chaos.faults import Fault, Outside, exactly
from bench.chaos.office import LYON, Office
from chalicelib.petition.model import Point


def errands(one: Office) -> None:
    """The count is read three times, a letter is opened, a kit is ordered, a link is followed."""
    one.world.trigger("salts")
    one.poll()
    one.wish(office.ORGANISER)
    one.kit()
    one.wait(15)
    one.poll()
    one.world.follow(LYON, "p1")
    one.wait(31)
    one.poll()


def nothing(one: Office) -> None:
    pass


def believe(one: Office) -> None:
    official = one.world.store.official("essai")
    point = Point(one.world.now + timedelta(seconds=5), 4242, "assemblee-nationale")
    one.world.store.keep_official(replace(official, version=official.version + 1), [point])


def double(one: Office) -> None:
    official = one.world.store.official("essai")
    last = one.world.store.points("essai")[-1]
    again = replace(last, at=last.at + timedelta(seconds=5))
    one.world.store.keep_official(replace(official, version=official.version + 1), [again])


def forget(one: Office) -> None:
    official = one.world.store.official("essai")
    never = replace(official, next_at=one.world.now + timedelta(days=9))
    one.world.store.keep_official(replace(never, count=1, version=official.version + 1))


def hurry(one: Office) -> None:
    asked = one.services.platform.asked
    asked.append(replace(asked[-1], at=asked[-1].at + timedelta(seconds=30)))


def insist(one: Office) -> None:
    asked = one.services.platform.asked
    asked[0] = replace(asked[0], wait=3600)


def flood(one: Office) -> None:
    one.services.letters.extend(one.services.letters * 15)


def dead_link(one: Office) -> None:
    one.services.letters.append(replace(one.services.letters[0], secret="0" * 40))


def tell_a_stranger(one: Office) -> None:
    one.services.letters.append(replace(one.services.letters[0], to=office.STRANGER))


def swallow(one: Office) -> None:
    one.wishes.append(replace(one.wishes[0]))


def half_a_kit(one: Office) -> None:
    for key, (data, at) in one.services.objects.items():
        one.services.objects[key] = (data[: len(data) // 2], at)


def odd_answer(one: Office) -> None:
    one.kits.append(replace(one.kits[0], status=500, body="Traceback"))


TOGETHER: list[dict[Callable[[Office], None], str]] = [
    {},
    {
        believe: "4242 was believed",
        hurry: "the platform was asked again after 0:00:30",
        dead_link: "1 letters with a link that is answered 410",
        half_a_kit: "is no whole kit",
    },
    {
        double: "is a change twice",
        insist: "the platform was asked again after 0:15:00",
        tell_a_stranger: "who is no member",
        odd_answer: "the kit was answered 500",
        swallow: "1 letters neither sent nor told of",
    },
    {
        forget: "the count is lost",
        flood: "letters for 1 wishes",
    },
]


@pytest.mark.parametrize("wrongs", TOGETHER)
def test_the_judge_names_each_promise_that_breaks_and_no_other(
    wrongs: dict[Callable[[Office], None], str],
) -> None:
    with office.office(Outside(exactly({})), 1) as one:
        errands(one)
        for wrong in wrongs:
            wrong(one)
        found = [line for line in office_judge.broken(one) if " took " not in line]
    for words in wrongs.values():
        assert any(words in line for line in found), found
    assert wrongs or found == []


def test_letters_that_are_lost_and_kits_that_fail_are_tried_again() -> None:
    def each_first(index: int, name: str) -> object:
        first = name not in seen and name.startswith(("s3", "ses", "lambda"))
        seen.add(name)
        return Fault.BEFORE if first else None

    seen: set[str] = set()
    with office.office(Outside(each_first), 1) as one:
        errands(one)
        errands(one)
        assert [line for line in office_judge.broken(one) if " took " not in line] == []
    assert {"s3 list_objects_v2", "s3 put_object", "ses send_email", "lambda invoke"} <= seen


@pytest.mark.parametrize(
    ("rows", "shown", "words"),
    [
        ([("1", 5), ("2", 7)], 7, ""),
        ([("1", 5), ("2", 6), ("3", 7)], 7, "6 was believed at 2"),
        ([("1", 5), ("2", 5), ("3", 7)], 7, "5 at 2 follows 5 at 1"),
        ([("1", 7), ("2", 5)], 5, "the count is 5"),
        ([], 7, "its last change []"),
    ],
)
def test_the_judge_of_killed_readers_names_what_is_wrong(
    rows: list[tuple[str, int]], shown: int, words: str
) -> None:
    found = list(counts.wrong(rows, shown, {5, 7}))
    assert any(words in line for line in found) if words else found == []
