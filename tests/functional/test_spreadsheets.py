"""Spreadsheets in and out, as people run the commands."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

from chalicelib.cells import as_written
from tests.functional.shell import Shell

SHEET = "Association;Nom;Groupe;Canal\nL'Arc-en-ciel;;;poster\nessor;L’Essor;;\nessor;;Lyon;\n"


def excel(shell: Shell, *args: str) -> bytes:
    """What a command writes to a file, byte by byte."""
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib", *args, "--format", "excel"],
        cwd=shell.folder,
        env=shell.env,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def rows_of(raw: bytes) -> list[list[str]]:
    assert raw.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    return [[as_written(cell) for cell in row] for row in csv.reader(text, delimiter=";")]


def test_an_import_says_each_line_and_a_dry_run_changes_nothing(shell: Shell) -> None:
    shell.applied()
    path = shell.write("a.csv", SHEET)
    dry = shell.run("import", "enfants", path, "--dry-run").stdout
    lines = [
        f'{path}:2: new: l-arc-en-ciel: new association "L\'Arc-en-ciel", new link poster',
        f'{path}:3: changed: essor: name "Essor" -> "L’Essor"',
        f"{path}:4: same: essor/lyon",
        "new: 1, changed: 1, same: 1, wrong: 0",
    ]
    assert dry.splitlines() == [*lines, "dry run: nothing was changed"]
    assert len(shell.links()) == 2
    done = shell.run("import", "enfants", path).stdout
    assert done.splitlines() == [*lines, "done: campaign enfants saved, version 2; links added: 1"]
    assert shell.run("import", "enfants", path).stdout.endswith("= nothing to change\n")
    # Neither the dry run nor the import that had nothing to do is in the trail.
    imported = [act for act in shell.json("audit", "enfants") if act["what"] == "imported"]
    assert [act["about"] for act in imported] == [
        "campaign enfants saved, version 2; links added: 1"
    ]


def test_an_import_in_json(shell: Shell) -> None:
    shell.applied()
    said = shell.json("import", "enfants", shell.write("a.csv", SHEET))
    assert [(line["line"], line["what"]) for line in said["lines"]] == [
        (2, "new"), (3, "changed"), (4, "same"),
    ]  # fmt: skip
    assert said["done"]["version"] == 2
    assert {"mark": "+", "text": 'association l-arc-en-ciel "L\'Arc-en-ciel"'} in said["plan"]


def test_one_wrong_line_and_nothing_is_applied(shell: Shell) -> None:
    shell.applied()
    path = shell.write("a.csv", SHEET + "rive;;;x\n")
    done = shell.run("import", "enfants", path, code=1)
    assert f"{path}:5: wrong: Canal: 'x' must be 2 to 40" in done.stdout
    assert done.stderr == f"{path}: 1 line is wrong; nothing was changed\n"
    assert len(shell.links()) == 2
    said = shell.json("import", "enfants", path, code=1)
    assert (said["done"], said["plan"], said["lines"][3]["what"]) == (None, [], "wrong")


def test_an_alias_that_another_campaign_has_stops_all_of_it(shell: Shell) -> None:
    shell.applied()
    shell.run("demo")
    path = shell.write("a.csv", "association,channel,alias\nnew one,mail,hirondelles-lyon\n")
    done = shell.run("import", "enfants", path, code=1)
    assert "'hirondelles-lyon' of new-one, mail, belongs, or once belonged" in done.stderr
    assert len(shell.links()) == 2


def test_a_file_that_is_none_is_one_line(shell: Shell) -> None:
    shell.applied()
    gone = shell.run("import", "enfants", "gone.csv", code=1)
    assert gone.stderr == "gone.csv: cannot be read: No such file or directory\n"
    path = shell.write("b.csv", "couleur\nx\n")
    assert "column 'couleur' is not known" in shell.run("import", "enfants", path, code=1).stderr


def test_links_go_out_and_come_back_unchanged(shell: Shell) -> None:
    shell.applied()
    raw = excel(shell, "links", "enfants")
    header, *rows = rows_of(raw)
    assert header == [
        "code", "adresse", "adresse du QR code", "association", "groupe", "canal", "visites",
        "scans", "alias", "fermé",
    ]  # fmt: skip
    assert [row[0] for row in rows] == [row["code"] for row in shell.links()]
    (shell.folder / "links.csv").write_bytes(raw)
    said = shell.run("import", "enfants", "links.csv").stdout
    assert said.endswith("new: 0, changed: 0, same: 2, wrong: 0\n= nothing to change\n")


def test_boards_and_days_go_out(shell: Shell) -> None:
    hostile = '[[associations]]\nslug = "formule"\nname = "=1+1"\n'
    shell.file = shell.write("b.toml", (shell.folder / "enfants.toml").read_text() + hostile)
    shell.applied()
    raw = excel(shell, "leaderboard", "enfants", "--limit", "1")
    assert b'"\'=1+1"' in raw
    header, *rows = rows_of(raw)
    assert header == ["rang", "nom court", "nom", "visites", "scans", "part", "retiré"]
    assert sorted(row[2] for row in rows) == ["=1+1", "Essor"]
    assert rows[0][5] == "0,0"
    shell.run("signatures", "set", "enfants", "1200")
    (day,) = shell.json("days", "enfants")["days"]
    assert (day["visits"], day["scans"], day["signatures"]) == (0, 0, None)
    assert rows_of(excel(shell, "days", "enfants")) == [
        ["jour", "visites", "scans", "signatures"], [day["day"], "0", "0", ""],
    ]  # fmt: skip
    assert shell.run("days", "enfants").stdout.startswith("day ")
