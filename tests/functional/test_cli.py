"""The command line as people run it: a process, a file, an exit code."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.visits.model import Visit
from chalicelib.visits.record import deferred_line
from tests.functional.shell import CAMPAIGN, Shell
from tests.unit.campaign.pictures import drawn, opened, packed


def line_of(code: str, at: datetime, visitor: str = "v1", scan: bool = False) -> str:
    visit = Visit(
        "enfants", "essor", "essor/lyon", code, at.date().isoformat(), at.hour, at, visitor,
        f"request-{visitor}", scan,
    )  # fmt: skip
    return deferred_line(visit, "the store was away")


def test_applying_twice_changes_nothing(shell: Shell) -> None:
    first = shell.run("apply", shell.file).stdout
    assert first.startswith('+ campaign enfants "Enfants"')
    assert first.endswith("done: campaign enfants saved, version 1; links added: 2\n")
    before = shell.links()
    assert shell.run("apply", shell.file).stdout == "= nothing to change\n"
    assert shell.links() == before


def test_a_logo_beside_the_file_is_kept_once(shell: Shell) -> None:
    (shell.folder / "logos").mkdir()
    path = shell.write("logo.toml", CAMPAIGN.replace('"Essor"', '"Essor"\nlogo = "logos/a.png"'))
    missing = shell.run("apply", path, code=1)
    assert missing.stderr == (
        f"{path}:8: field associations[1].logo: 'logos/a.png' cannot be read: No such file or"
        " directory\n"
    )
    (shell.folder / "logos" / "a.png").write_bytes(packed(drawn(1024, 600)))
    shell.run("apply", shell.file)
    dry = shell.run("apply", path, "--dry-run").stdout
    line = "~ association essor logo: none -> a new picture, 512 × 300 pixels\n"
    assert dry == line + "dry run: nothing was changed\n"
    # However the file is named, its folder is the folder of its pictures.
    named = f"../{shell.folder.name}/logo.toml"
    assert shell.run("apply", named).stdout == line + "done: campaign enfants saved, version 2\n"
    assert shell.run("apply", path).stdout == "= nothing to change\n"
    with closing(sqlite3.connect(shell.database)) as database:
        ((png,),) = database.execute("SELECT png FROM pictures").fetchall()
    assert opened(png).size == (512, 300)


def test_a_dry_run_changes_nothing(shell: Shell) -> None:
    said = shell.run("apply", shell.file, "--dry-run").stdout
    assert said.endswith("+ link of essor/lyon: poster\ndry run: nothing was changed\n")
    assert "no campaign is called 'enfants'" in shell.run("links", "enfants", code=1).stderr


def test_apply_in_json(shell: Shell) -> None:
    planned = shell.json("apply", shell.file, "--dry-run")
    assert planned["done"] is None
    said = shell.json("apply", shell.file)
    assert said["campaign"] == "enfants"
    assert said["plan"] == planned["plan"]
    assert said["plan"][1] == {"mark": "+", "text": 'association essor "Essor"'}
    assert (said["done"]["version"], len(said["done"]["links_added"])) == (1, 2)


def test_a_wrong_file_is_refused_with_every_line_and_changes_nothing(shell: Shell) -> None:
    wrong = CAMPAIGN.replace("title", "titel").replace('"lyon"', '"Lyon"')
    path = shell.write("wrong.toml", wrong)
    refused = shell.run("apply", path, code=1)
    assert refused.stdout == ""
    assert [line.split(": ")[:2] for line in refused.stderr.splitlines()] == [
        [f"{path}:1", "field campaign.title"],
        [f"{path}:3", "field campaign.titel"],
        [f"{path}:9", "field associations[1].groups[1].slug"],
    ]
    shell.run("links", "enfants", code=1)


def test_erasing_needs_the_slug_twice(shell: Shell) -> None:
    shell.applied()
    codes = {row["code"] for row in shell.links()}
    path = shell.write(
        "gone.toml", CAMPAIGN.replace("[[associations]]", 'state = "erased"\n[[associations]]', 1)
    )
    refused = shell.run("apply", path, code=1)
    assert "erased for good with its 2 links" in refused.stdout
    assert "--confirm enfants" in refused.stderr
    assert len(shell.links()) == 2
    assert (
        "done: campaign enfants is erased"
        in shell.run("apply", path, "--confirm", "enfants").stdout
    )
    shell.run("links", "enfants", code=1)
    assert shell.run("apply", path).stdout == "= nothing to change\n"
    shell.applied()
    assert codes.isdisjoint(row["code"] for row in shell.links())


def test_links_in_every_format(shell: Shell) -> None:
    shell.env["BASE_URL"] = "https://qr.exemple.fr"
    rows = shell.applied().links()
    assert list(rows[0])[:8] == [
        "code", "url", "qr_url", "association", "group", "channel", "visits", "scans",
    ]  # fmt: skip
    code = rows[1]["code"]
    assert rows[1] == {
        "code": code,
        "url": f"https://qr.exemple.fr/{code}",
        "qr_url": f"HTTPS://QR.EXEMPLE.FR/Q/{code}",
        "association": "essor",
        "group": "lyon",
        "channel": "poster",
        "visits": 0,
        "scans": 0,
        "aliases": [],
        "closed": False,
    }
    read = list(
        csv.DictReader(shell.run("links", "enfants", "--format", "csv").stdout.splitlines())
    )
    assert [row["code"] for row in read] == [row["code"] for row in rows]
    table = shell.run("links", "enfants").stdout.splitlines()
    assert table[0].split()[:3] == ["code", "url", "qr_url"]
    assert len(table) == 3


def test_replay_counts_each_visit_once_and_figures_show_it(shell: Shell) -> None:
    code = shell.applied().links()[1]["code"]
    now = datetime.now(UTC)
    lines = [line_of(code, now, "v1"), line_of(code, now, "v2", scan=True), "some other line"]
    path = shell.write("log", "\n".join(lines) + "\n")
    assert shell.json("replay", path) == {"counted": 2, "already": 0, "refused": []}
    assert shell.json("replay", "-", stdin="\n".join(lines)) == {
        "counted": 0,
        "already": 2,
        "refused": [],
    }
    row = shell.links()[1]
    assert (row["visits"], row["scans"]) == (2, 1)
    board = shell.json("leaderboard", "enfants")
    fields = ["campaign", "level", "period", "updated_at", "rows", "next", "left_out"]
    assert list(board) == fields
    assert datetime.fromisoformat(board["updated_at"]).tzinfo
    assert board["rows"] == [
        {
            "rank": 1,
            "slug": "essor",
            "name": "Essor",
            "visits": 2,
            "scans": 1,
            "share": 1.0,
            "retired": False,
            "excluded": {"repeat": 0, "preview": 0, "robot": 0, "prefetch": 0, "head": 0},
            "moved": None,
        }
    ]
    (group,) = shell.json("leaderboard", "enfants", "--level", "group")["rows"]
    assert (group["slug"], group["association"], group["visits"]) == ("lyon", "essor", 2)
    first, second = shell.json("leaderboard", "enfants", "--level", "link")["rows"]
    assert (first["slug"], first["group"], first["channel"]) == (code, "lyon", "poster")
    assert second["visits"] == 0
    assert "visits are not signatures" in shell.run("leaderboard", "enfants").stdout


def test_a_leaderboard_goes_on_where_the_page_before_ended(shell: Shell) -> None:
    shell.applied()
    args = ("leaderboard", "enfants", "--level", "link", "--limit", "1")
    first = shell.json(*args)
    second = shell.json(*args, "--cursor", first["next"])
    assert second["next"] is None
    shown = {page["rows"][0]["slug"] for page in (first, second)}
    assert shown == {row["code"] for row in shell.links()}
    assert f"more: --cursor {first['next']}" in shell.run(*args).stdout


def test_replay_says_which_lines_it_refused(shell: Shell) -> None:
    code = shell.applied().links()[1]["code"]
    old = line_of(code, datetime.now(UTC) - timedelta(days=200))
    done = shell.run("replay", shell.write("log", f"x\n{old}\n{old[:60]}\n"), code=1)
    assert "visits counted now: 0\nvisits counted before: 0\nlines refused: 2\n" in done.stdout
    assert "  line 2: " in done.stdout
    assert "  line 3: " in done.stdout


def test_reconcile_reports_drift_and_leaves_it(shell: Shell) -> None:
    code = shell.applied().links()[1]["code"]
    shell.run("replay", "-", stdin=line_of(code, datetime.now(UTC)))
    assert shell.json("reconcile") == {"kept": 1, "added": 0, "drifts": []}
    with closing(sqlite3.connect(shell.database)) as database, database:
        database.execute("UPDATE counts SET visits = 5 WHERE level = 'link'")
    for _ in range(2):
        report = shell.json("reconcile", code=1)
        assert {drift["entity"] for drift in report["drifts"]} == {code}
        assert 5 in {drift["counted"]["visits"] for drift in report["drifts"]}
    assert "counted 5 visits, 0 scans; kept 1 visits" in shell.run("reconcile", code=1).stdout


def test_tokens_are_shown_once_and_can_be_revoked(shell: Shell) -> None:
    shell.applied()
    made = shell.run("token", "create", "enfants", "--label", "tableau")
    secret = made.stdout.strip()
    assert secret.startswith("pvx_")
    assert made.stdout.count("\n") == 1
    (token,) = shell.json("token", "list", "enfants")
    assert (token["label"], token["revoked"]) == ("tableau", False)
    assert token["id"] in made.stderr
    shell.run("token", "revoke", "enfants", token["id"])
    assert shell.json("token", "list", "enfants")[0]["revoked"]
    assert secret not in shell.run("token", "list", "enfants").stdout
    assert secret.encode() not in shell.database.read_bytes()
    assert "no token 'zz'" in shell.run("token", "revoke", "enfants", "zz", code=1).stderr
    assert shell.json("token", "create", "enfants")["token"].startswith("pvx_")


def test_the_demo_is_made_once(shell: Shell) -> None:
    first = shell.run("demo").stdout
    links = shell.json("links", "defense-des-enfants")
    assert shell.run("demo").stdout == first
    assert shell.json("links", "defense-des-enfants") == links
    shown = shell.json("demo")
    (row,) = [row for row in links if row["url"] == shown["url"]]
    assert row["qr_url"] == shown["qr_url"]
    assert row["aliases"] == ["hirondelles-lyon"]
    assert len(links) == 12 * 4 * 2


def test_a_demo_campaign_that_somebody_changed_stays(shell: Shell) -> None:
    mine = CAMPAIGN.replace('"enfants"', '"defense-des-enfants"')
    shell.run("apply", shell.write("mine.toml", mine))
    shell.run("demo")
    assert len(shell.json("links", "defense-des-enfants")) == 2


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_the_database_may_stand_before_or_after_the_command(shell: Shell, first: bool) -> None:
    named, there = ["--database", "there.sqlite3"], shell.folder / "there.sqlite3"
    command = ["apply", shell.file]
    shell.run(*(named + command if first else command + named))
    assert there.exists()
    assert not shell.database.exists()


@pytest.mark.parametrize(
    ("args", "env", "said"),
    [
        (["links", "nope"], {}, "no campaign is called 'nope' (there are: enfants)"),
        (
            ["links", "enfants", "--database", "other.sqlite3"],
            {},
            "no campaign is called 'enfants': other.sqlite3 has none; `apply` makes one, --database"
            " names another file",
        ),
        (["leaderboard", "enfants", "--cursor", "x"], {}, "cursor"),
        (["apply", "gone.toml"], {}, "gone.toml: cannot be read: No such file or directory"),
        (["replay", "gone.log"], {}, "gone.log: No such file or directory"),
        (["links", "enfants", "--database", "."], {}, ".: unable to open database file"),
        (["links", "enfants", "--database", ""], {}, "--database is empty"),
        (["links", "enfants"], {"STORE": "mysql"}, "STORE must be sqlite or dynamodb"),
        (["links", "enfants", "--database", "x"], {"STORE": "dynamodb"}, "but STORE is dynamodb"),
    ],
)
def test_what_fails_says_so_in_one_line(
    shell: Shell, args: list[str], env: dict[str, str], said: str
) -> None:
    done = shell.applied().run(*args, code=1, **env)
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nothing"],
        ["links"],
        ["links", "enfants", "--format", "xml"],
        ["leaderboard", "enfants", "--limit", "0"],
        ["leaderboard", "enfants", "--limit", "201"],
        ["leaderboard", "enfants", "--level", "campaign"],
        ["serve", "--port", "70000"],
        ["token"],
        ["token", "revoke", "enfants"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_exit_code_2(shell: Shell, args: list[str]) -> None:
    done = shell.run(*args, code=2)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert not shell.database.exists()


@pytest.mark.parametrize(
    "command",
    [
        "", "serve", "apply", "links", "leaderboard", "token", "token create", "token list",
        "token revoke", "member", "member add", "member list", "member remove", "invite", "audit",
        "reconcile", "replay", "demo", "import", "switch", "days",
    ],
)  # fmt: skip
def test_every_command_has_help(shell: Shell, command: str) -> None:
    said = shell.run(*command.split(), "--help").stdout
    assert said.startswith(f"usage: python -m chalicelib {command}".rstrip())
    assert "--database PATH" in said
