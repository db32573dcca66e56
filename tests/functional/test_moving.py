"""Moving a campaign, as people type it."""

from __future__ import annotations

from tests.functional.shell import Shell


def test_a_campaign_moves_from_one_file_to_another(shell: Shell) -> None:
    links = shell.applied().links()
    out = shell.run("move-out", "enfants", "enfants.jsonl.gz").stdout.splitlines()
    assert out[-1] == "done: campaign enfants is in enfants.jsonl.gz"
    assert "link: 2" in out
    other = {"DATABASE": str(shell.folder / "other.sqlite3")}
    moved = shell.json("move-in", "enfants.jsonl.gz", **other)
    assert (moved["campaign"], moved["records"]["link"]) == ("enfants", 2)
    assert shell.json("links", "enfants", **other) == links
    again = shell.run("move-in", "enfants.jsonl.gz", code=1, **other)
    assert again.stderr == "campaign 'enfants' is here already; nothing was changed\n"


def test_what_cannot_move_is_one_line(shell: Shell) -> None:
    none = shell.run("move-out", "nobody", "nobody.jsonl", code=1)
    assert none.stderr == "no campaign is called 'nobody'\n"
    assert not (shell.folder / "nobody.jsonl").exists()
    gone = shell.run("move-in", "nobody.jsonl", code=1)
    assert gone.stderr == "nobody.jsonl: No such file or directory\n"
