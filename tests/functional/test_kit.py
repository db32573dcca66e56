"""`kit`: a folder of everything that is printed and pasted, each file saying whose it is."""

from __future__ import annotations

import io
import json
import re

import pytest
import zxingcpp
from PIL import Image

from tests.functional.shell import CAMPAIGN, Shell

BASE = "https://qr.exemple.fr"


@pytest.fixture
def out(shell: Shell) -> str:
    return str(shell.folder / "out")


def test_a_kit_is_a_folder_that_lists_what_it_holds(shell: Shell, out: str) -> None:
    shell.applied()
    rows = shell.json("kit", "enfants", "--output", out, BASE_URL=BASE)
    folder = shell.folder / "out"
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files == {row["file"] for row in rows} | {"kit.json"}
    assert json.loads((folder / "kit.json").read_text("utf-8")) == rows
    codes = {(link["association"], link["group"]): link["code"] for link in shell.links()}
    for row in rows:
        assert row["code"] == codes[row["association"], row["group"]]
        assert row["qr_text"] == f"HTTPS://QR.EXEMPLE.FR/Q/{row['code']}"
        owner = "essor-lyon" if row["group"] else "essor"
        assert re.search(rf"/[a-z0-9-]+-enfants-{owner}[.-]", row["file"]), row["file"]
        assert (folder / row["file"]).stat().st_size > 200
    kinds = {row["kind"] for row in rows}
    assert {"qr-svg", "flyer-a4", "flyer-a6-bleed", "cards", "stickers", "poster-a3"} <= kinds
    assert {"square", "story", "texts-fr", "texts-en"} <= kinds


def test_every_picture_of_a_kit_reads_as_its_link(shell: Shell, out: str) -> None:
    shell.applied()
    rows = shell.json("kit", "enfants", "--output", out, BASE_URL=BASE)
    pictures = [row for row in rows if row["file"].endswith(".png")]
    assert len(pictures) == 6
    for row in pictures:
        raw = (shell.folder / "out" / row["file"]).read_bytes()
        (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(raw)))
        assert found.text == row["qr_text"]


def test_in_words_it_says_how_many_files_there_are_and_where(shell: Shell, out: str) -> None:
    shell.applied()
    said = shell.run("kit", "enfants", "--output", out)
    files = len(json.loads((shell.folder / "out" / "kit.json").read_text("utf-8")))
    assert said.stdout == f"{files} files in {out}, listed in {out}/kit.json\n"
    assert said.stderr == ""


def test_what_does_not_fit_is_named_and_the_rest_is_made(shell: Shell, out: str) -> None:
    endless = json.dumps([("mot " * 190).strip()] * 12)
    shell.write("enfants.toml", CAMPAIGN.replace("title", f"text = {endless}\ntitle", 1))
    shell.applied()
    said = shell.run("kit", "enfants", "--output", out, code=1)
    lines = said.stderr.splitlines()
    assert any("tract-a5-enfants-essor-poster.pdf: " in line for line in lines)
    assert all("text" in line for line in lines)
    made = {row["kind"] for row in json.loads((shell.folder / "out" / "kit.json").read_text())}
    assert {"qr-pdf", "flyer-a6", "cards", "poster-a3"} <= made
    assert "flyer-a5" not in made


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["kit", "autre", "--output", "out"], 1, "no campaign is called 'autre'"),
        (["kit", "enfants"], 2, "--output"),
        (["kit", "enfants", "--output", "enfants.toml"], 1, "enfants.toml"),
    ],
)
def test_what_cannot_be_made_is_one_line_and_makes_nothing(
    shell: Shell, args: list[str], code: int, said: str
) -> None:
    shell.applied()
    refused = shell.run(*args, code=code)
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (shell.folder / "out").exists()


def test_a_campaign_without_open_links_has_nothing_to_print(shell: Shell, out: str) -> None:
    shell.applied()
    shell.write("enfants.toml", CAMPAIGN.partition("[[associations]]")[0])
    shell.applied()
    said = shell.run("kit", "enfants", "--output", out, code=1).stderr
    assert said == "campaign 'enfants' has no open link, so there is nothing to print\n"
