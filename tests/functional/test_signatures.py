"""`signatures`, as organisers run it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.stands import SetClock
from tests.functional.shell import CAMPAIGN, Shell
from tests.unit.petition.lives import Answered, Life, platform

NOW = datetime.now(UTC)
MILESTONES = """
[[milestones]]
signatures = 1000
label = "Mille"
[[milestones]]
signatures = 500000
label = "Un débat"
condition = "30 départements"
"""
SOURCE = '\n[petition]\nsource = "assemblee-nationale"\nid = "i-2410"\n'


@pytest.fixture
def counted(shell: Shell) -> Shell:
    shell.run("apply", shell.write("m.toml", CAMPAIGN + MILESTONES))
    return shell


def test_before_a_count_it_says_that_none_is_known(counted: Shell) -> None:
    assert counted.run("signatures", "show", "enfants").stdout.startswith(
        "signatures: not known yet\n"
    )
    assert counted.json("signatures", "show", "enfants")["count"] is None


def test_a_count_is_set_and_shown_with_its_milestones(counted: Shell) -> None:
    at = (NOW - timedelta(hours=3)).isoformat()
    said = counted.run("signatures", "set", "enfants", "900", "--at", at).stdout
    assert said == f"signatures: 900, read {at} (manual), petition open\n"
    counted.run("signatures", "set", "enfants", "1100", "--closed")
    text = counted.run("signatures", "show", "enfants").stdout
    assert "petition closed" in text
    assert "30 départements: not published" in text
    shown = counted.json("signatures", "show", "enfants")
    assert (shown["count"], shown["state"]) == (1100, "closed")
    assert [m["reached_at"] is None for m in shown["milestones"]] == [False, True]
    assert [point["count"] for point in shown["series"]] == [900, 1100]
    counted.run("signatures", "unstamp", "enfants", "1000")
    shown = counted.json("signatures", "show", "enfants")
    assert shown["milestones"][0]["reached_at"] is None
    trail = [(act["what"], act["about"]) for act in counted.json("audit", "enfants")]
    assert trail[0] == ("milestone.unstamped", "1000")
    assert trail[2] == ("count.set", f"900 at {at}")


def test_a_history_comes_from_a_file_or_from_standard_input(counted: Shell) -> None:
    days = [NOW - timedelta(days=n) for n in (3, 2, 1)]
    rows = zip(days, (10, 1_200, 1_300), strict=True)
    text = "at,count\n" + "".join(f"{at.isoformat()},{count}\n" for at, count in rows)
    said = counted.run("signatures", "import", "enfants", counted.write("h.csv", text)).stdout
    assert said == f"points kept: 3\nmilestone 1000 stamped: {days[1].isoformat()}\n"
    again = counted.json("signatures", "import", "enfants", "-", stdin=text)
    assert again == {"points": 3, "stamped": []}


def test_a_petition_is_read_at_once_and_what_cannot_be_read_says_why(shell: Shell) -> None:
    shell.run("apply", shell.write("s.toml", CAMPAIGN + SOURCE))
    counts = iter([194_921, 194_930])
    with platform(Life(SetClock(), lambda at: Answered(next(counts)))) as address:
        local = {"PETITION_LOCAL": address}
        said = shell.run("signatures", "poll", "enfants", **local).stdout
        assert said.startswith("signatures: 194921, read ")
        assert shell.json("signatures", "poll", "enfants", **local)["count"] == 194_930
    failed = shell.run("signatures", "poll", "enfants", code=1, **local)
    assert failed.stdout.startswith("signatures: 194930, read ")
    assert "last attempt failed: " in failed.stdout
    assert failed.stderr.count("\n") == 1


def test_a_file_in_another_charset_is_refused_in_one_line(counted: Shell, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"at,count\n2026-01-01T00:00:00Z,\xe9\n")
    failed = counted.run(
        "signatures", "import", "enfants", str(tmp_path / "latin.csv"), code=1
    ).stderr
    assert failed.startswith("line 1: this is no CSV in UTF-8 (")
    assert failed.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("show", "nobody"), "no campaign is called 'nobody'"),
        (("poll", "enfants"), "campaign 'enfants' has no source to read"),
        (("set", "enfants", "-5"), "count must be a whole number"),
        (("set", "enfants", "1 000"), "count must be a whole number"),
        (("set", "enfants", "5", "--at", "hier"), "--at must be like 2026-11-23T12:00:00+01:00"),
        (("set", "enfants", "5", "--at", "2999-01-01T00:00:00Z"), "is still to come"),
        (("unstamp", "enfants", "1000"), "milestone 1000 of campaign 'enfants' is not stamped"),
        (("import", "enfants", "nowhere.csv"), "nowhere.csv: No such file or directory"),
    ],
)
def test_what_cannot_be_done_says_so_in_one_line(
    counted: Shell, args: tuple[str, ...], said: str
) -> None:
    failed = counted.run("signatures", *args, code=1)
    assert said in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert counted.json("signatures", "show", "enfants")["count"] is None
