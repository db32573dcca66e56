"""`switch`: another address for every printed code at once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest

from tests.functional.shell import CAMPAIGN, Shell

OLD = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
NEW = "https://petitions.senat.fr/initiatives/i-9"


def kept(shell: Shell) -> dict[str, Any]:
    with closing(sqlite3.connect(shell.database)) as database:
        ((text,),) = database.execute("SELECT document FROM campaigns").fetchall()
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_dry_run_shows_what_is_in_print_and_changes_nothing(shell: Shell) -> None:
    codes = [row["code"] for row in shell.applied().links()]
    said = shell.run("switch", "enfants", NEW, "--dry-run").stdout
    assert all(code in said for code in codes)
    assert f"2 links lead\nfrom {OLD}\nto   {NEW}\n" in said
    assert "! a campaign file that still has the old address would switch back" in said
    assert said.endswith("dry run: nothing was changed\n")
    assert (kept(shell)["petition_url"], kept(shell)["switches"]) == (OLD, [])


def test_it_asks_for_the_slug_and_leaves_a_trace(shell: Shell) -> None:
    shell.applied()
    for typed in ("", "oui\n", "enfant\n"):
        refused = shell.run("switch", "enfants", NEW, stdin=typed, code=1)
        assert refused.stderr == (
            "not confirmed; nothing was changed (--yes confirms beforehand)\n"
        )
    assert kept(shell)["petition_url"] == OLD
    reason = ("--reason", "Elle a déménagé", "--by", "une organisatrice")
    done = shell.run("switch", "enfants", NEW, *reason, stdin="enfants\n").stdout
    assert done.endswith(f"done: 2 links lead to {NEW} within a minute; pages say so for 30 days\n")
    (switch,) = kept(shell)["switches"]
    assert datetime.fromisoformat(switch.pop("at")).tzinfo
    assert switch == {
        "old": OLD, "new": NEW, "by": "une organisatrice", "reason": "Elle a déménagé",
    }  # fmt: skip
    assert shell.run("switch", "enfants", NEW, "--yes").stdout.endswith("= nothing to change\n")


def test_a_switch_is_in_the_trail_and_a_dry_run_is_not(shell: Shell) -> None:
    shell.applied()
    shell.run("switch", "enfants", NEW, "--dry-run")
    shell.run("switch", "enfants", NEW, "--yes", "--by", "Léa")
    trail = shell.json("audit", "enfants")
    switched = [act for act in trail if act["what"] == "campaign.switched"]
    assert [(act["who"], act["about"]) for act in switched] == [("Léa", f"from {OLD} to {NEW}")]


def test_in_json_nobody_is_asked(shell: Shell) -> None:
    shell.applied()
    refused = shell.run("switch", "enfants", NEW, "--format", "json", code=1)
    assert "--yes" in refused.stderr
    said = shell.json("switch", "enfants", NEW, "--yes")
    assert (said["from"], said["to"], len(said["links"])) == (OLD, NEW, 2)
    assert said["done"]["version"] == 2


def test_a_file_with_another_address_leaves_the_same_trace(shell: Shell) -> None:
    shell.applied().run("apply", shell.write("new.toml", CAMPAIGN.replace(OLD, NEW)))
    (switch,) = kept(shell)["switches"]
    assert (switch["old"], switch["new"], switch["by"]) == (OLD, NEW, "command line")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["https://ailleurs.example/"], "petition_url: 'ailleurs.example' is not a host"),
        (["http://petitions.senat.fr/"], "must start with https://"),
        ([NEW, "--reason", "a\u202eb"], "reason: holds the control character U+202E"),
    ],
)
def test_where_links_may_not_lead_is_refused(shell: Shell, args: list[str], why: str) -> None:
    refused = shell.applied().run("switch", "enfants", *args, "--yes", code=1)
    assert why in refused.stderr
    assert refused.stdout == ""
    assert kept(shell)["petition_url"] == OLD
