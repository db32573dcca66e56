"""`python -m deploy`: usage, refusals and errors, each in one line with its exit code."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.errors import BadInput
from deploy.__main__ import Terminal, main
from deploy.stages import FOLDER

ROOT = Path(__file__).parents[2]


class Keyboard(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


FILLED_IN = """\
region = "eu-west-3"
alarm_email = "alarms@associations.example"
publisher = "Association des Essais"
publisher_address = "2 rue des Essais, 75000 Paris"
publisher_phone = "+33 1 00 00 00 01"
publisher_email = "contact@associations.example"
director = "La présidence de l'association"
hosting = "Amazon Web Services EMEA SARL, 38 avenue John F. Kennedy, L-1855 Luxembourg"
"""
NOWHERE = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}
"""A machine on which nobody has any credentials."""


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy", *args],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | NOWHERE,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("deploy",),
        ("dploy",),
        ("destroy", "prod", "--data"),
        ("deferred", "prod", "--hours", "721"),
        ("deferred", "prod", "--hours", "-1"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["deploy", "destroy", "estimate", "deferred"])
def test_a_stage_without_settings_is_one_line_and_code_1(command: str) -> None:
    done = run(command, "no-such-stage")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert ".chalice/no-such-stage.toml is missing" in done.stderr


@pytest.mark.parametrize("command", ["deploy", "destroy", "deferred"])
def test_without_credentials_it_says_where_to_read_how(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "prod.toml").write_text(FILLED_IN)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in NOWHERE.items():
        monkeypatch.setenv(name, value)
    assert main([command, "prod"], tmp_path) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "no credentials of AWS are set up; docs/deploy.md says how\n"


def test_the_example_is_not_deployed() -> None:
    done = run("deploy", "example", "--yes")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "example.toml is an example and not deployed; copy it to" in done.stderr


def test_nor_is_a_copy_that_nobody_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FOLDER / "example.toml", tmp_path / "prod.toml")
    assert main(["deploy", "prod"], tmp_path) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{tmp_path / 'prod.toml'}: alarm_email is still the example's someone@example.org;"
        " give an address that somebody reads\n"
    )


def test_the_estimate_needs_no_account() -> None:
    done = run("estimate", "example")
    assert (done.returncode, done.stderr) == (0, "")
    assert "porte-voix-example" in done.stdout
    assert "Each million visits" in done.stdout


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)],
)
def test_only_yes_is_a_yes(typed: str, agreed: bool) -> None:
    output = io.StringIO()
    assert Terminal(False, Keyboard(typed), output).agrees("Go on?") is agreed
    assert output.getvalue() == "Go on? [y/N] "


def test_a_word_is_typed_letter_by_letter() -> None:
    assert Terminal(False, Keyboard("porte-voix-prod\n"), io.StringIO()).types(
        "Type", "porte-voix-prod"
    )
    assert not Terminal(False, Keyboard("yes\n"), io.StringIO()).types("Type", "porte-voix-prod")


def test_without_a_terminal_nobody_answers_unless_yes_was_given() -> None:
    output = io.StringIO()
    with pytest.raises(BadInput, match="--yes"):
        Terminal(False, io.StringIO("y\n"), output).agrees("Go on?")
    assert Terminal(True, io.StringIO(), output).agrees("Go on?")
    assert Terminal(True, io.StringIO(), output).types("Type x", "x")
    assert output.getvalue() == "Go on? [y/N] yes\nType x: x\n"
