"""Files beside a campaign file are read, and nothing outside its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chalicelib.campaign.folder import beside, nowhere
from chalicelib.errors import BadInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign's folder, with a secret beside it and links of all kinds in it."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    # Its name begins like the campaign's.
    (tmp_path / "campaign-2").mkdir()
    (tmp_path / "campaign-2" / "secret.png").write_bytes(b"secret")
    folder = tmp_path / "campaign"
    (folder / "logos").mkdir(parents=True)
    (folder / "logos" / "a.png").write_bytes(b"picture")
    (folder / "inside.png").symlink_to(folder / "logos" / "a.png")
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "sibling.png").symlink_to("../campaign-2/secret.png")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.png").symlink_to("loop.png")
    os.mkfifo(folder / "pipe.png")
    return folder


@pytest.mark.parametrize("name", ["logos/a.png", "./logos//a.png", "inside.png"])
def test_what_is_in_the_folder_is_read(folder: Path, name: str) -> None:
    files = beside(str(folder / "campaign.toml"))
    assert files(name, 100) == b"picture"
    assert files(name, 3) == b"pic"


def test_a_campaign_file_named_without_its_folder_has_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert beside("campaign.toml")("logos/a.png", 100) == b"picture"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../secret.png", "leaves the campaign file's folder"),
        ("logos/../../secret.png", "leaves the campaign file's folder"),
        ("logos/../logos/a.png", "leaves the campaign file's folder"),
        ("/etc/hostname", "leaves the campaign file's folder"),
        ("..\\secret.png", "leaves the campaign file's folder"),
        ("C:\\secret.png", "leaves the campaign file's folder"),
        ("c:secret.png", "leaves the campaign file's folder"),
        ("\\\\host\\share\\secret.png", "leaves the campaign file's folder"),
        ("out.png", "leads out of the campaign file's folder"),
        ("sibling.png", "leads out of the campaign file's folder"),
        ("up/secret.png", "leads out of the campaign file's folder"),
        ("loop.png", "cannot be read: "),
        ("gone.png", "cannot be read: No such file or directory"),
        ("logos/a.png/b.png", "cannot be read: Not a directory"),
        ("a\0.png", "cannot be read: "),
        ("x" * 300, "cannot be read: File name too long"),
        ("logos", "is not a file"),
        (".", "is not a file"),
        ("pipe.png", "is not a file"),
    ],
)
def test_what_is_not_there_or_not_inside_is_refused(folder: Path, name: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        beside(str(folder / "campaign.toml"))(name, 100)
    assert str(caught.value).startswith(why)


def test_a_text_without_a_folder_has_no_files() -> None:
    with pytest.raises(BadInput, match="came without its folder"):
        nowhere("logos/a.png", 100)
