"""`fairness`, as organisers run it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.clock import local_day
from chalicelib.visits.model import Visit
from chalicelib.visits.record import deferred_line
from tests.functional.shell import Shell

# Yesterday, so that no midnight comes between two commands.
AT = datetime.now(UTC) - timedelta(days=1)
DAY = local_day(AT, "Europe/Paris").isoformat()


@pytest.fixture
def code(shell: Shell) -> str:
    """The code of a link that forty visits of one network came to that day."""
    code: str = shell.applied().links()[1]["code"]
    lines = [
        deferred_line(
            Visit(
                "enfants",
                "essor",
                "essor/lyon",
                code,
                DAY,
                12,
                AT,
                f"v{n}",
                f"r{n}",
                False,
                "abc",
                ("chrome-android", "safari-iphone")[n % 2],
            ),
            "away",
        )
        for n in range(40)
    ]
    shell.run("replay", "-", stdin="\n".join(lines))
    return code


def test_a_report_asks_and_takes_nothing_away(shell: Shell, code: str) -> None:
    (row,) = shell.json("fairness", "report", "enfants", "--day", DAY)
    assert (row["code"], row["visits"], row["flags"]) == (code, 40, ["network", "hour"])
    assert row["busiest"]["network"] == {"visits": 40, "of": 40, "share": 1.0}
    text = shell.run("fairness", "report", "enfants", "--day", DAY).stdout
    assert "network? hour?" in text
    assert "50% chrome-android" in text
    assert "is a question and takes nothing away" in text
    assert shell.json("leaderboard", "enfants")["rows"][0]["visits"] == 40


def test_a_day_goes_out_and_comes_back_and_both_acts_are_kept(shell: Shell, code: str) -> None:
    why = ("--reason", "Un seul réseau", "--by", "Inès")
    said = shell.run("fairness", "leave-out", "enfants", code.lower(), DAY, *why).stdout
    assert said == f"the {DAY} of link {code} is out of the ranking; pages say why\n"
    board = shell.json("leaderboard", "enfants")
    assert board["rows"][0]["visits"] == 0
    assert board["left_out"] == [
        {"day": DAY, "association": "essor", "group": "lyon", "channel": "poster",
         "reason": "Un seul réseau"}
    ]  # fmt: skip
    assert shell.links()[1]["visits"] == 40
    assert shell.json("fairness", "report", "enfants", "--day", DAY)[0]["ranked"] is False
    again = shell.run("fairness", "leave-out", "enfants", code, DAY, *why, code=1)
    assert again.stderr == f"the {DAY} of link {code} is out of the ranking already\n"

    back = ("--reason", "Une fête de quartier")
    done = shell.json("fairness", "bring-back", "enfants", code, DAY, *back)
    assert (done["ranked"], done["by"]) == (True, "command line")
    assert shell.json("leaderboard", "enfants")["rows"][0]["visits"] == 40
    acts = shell.json("fairness", "acts", "enfants")
    assert [(act["ranked"], act["reason"]) for act in acts] == [
        (False, "Un seul réseau"),
        (True, "Une fête de quartier"),
    ]
    table = shell.run("fairness", "acts", "enfants").stdout
    assert [line.split()[1:3] for line in table.splitlines()[1:]] == [
        ["Inès", "leave-out"],
        ["command", "line"],
    ]
    assert shell.run("reconcile").stdout.endswith("counters that drift: 0\n")
    trail = shell.json("audit", "enfants")[:2]
    assert [(act["who"], act["what"], act["association"], act["about"]) for act in trail] == [
        ("command line", "day.brought_back", "essor",
         f"the {DAY} of link {code}, by command line: Une fête de quartier"),
        ("command line", "day.left_out", "essor",
         f"the {DAY} of link {code}, by Inès: Un seul réseau"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("leave-out", "nobody", "CODE", DAY), "no campaign is called 'nobody'"),
        (("leave-out", "enfants", "ZZZZZZZ", DAY), "no link of campaign 'enfants' has the code"),
        (("leave-out", "enfants", "CODE", "2999-01-01"), "the day 2999-01-01 is still to come"),
        (("leave-out", "enfants", "CODE", "today"), "day must be like "),
        (("bring-back", "enfants", "CODE", DAY), "is in the ranking already"),
        (("report", "enfants", "--day", "hier"), "day must be like "),
        (("report", "enfants", "--day", "2020-01-01"), "are no longer kept; the oldest day is "),
        (("leave-out", "enfants", "CODE", "2020-01-01"), "are no longer kept"),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(
    shell: Shell, code: str, args: tuple[str, ...], said: str
) -> None:
    why = () if args[0] == "report" else ("--reason", "x")
    given = [code if arg == "CODE" else arg for arg in args]
    failed = shell.run("fairness", *given, *why, code=1)
    assert said in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert shell.json("fairness", "acts", "enfants") == []
