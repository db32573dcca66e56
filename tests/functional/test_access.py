"""`token`, `member`, `invite` and `audit`, as organisers run them."""

from __future__ import annotations

import csv
import re

import pytest

from tests.functional.shell import CAMPAIGN, Shell


def test_a_token_may_be_for_one_association_to_write_and_to_end(shell: Shell) -> None:
    shell.applied()
    shell.run("token", "create", "enfants")
    more = ("--association", "essor", "--write", "--days", "30", "--label", "tableau")
    made = shell.json("token", "create", "enfants", *more)
    assert made["token"].startswith("pvx_")
    whole, part = shell.json("token", "list", "enfants")
    assert (whole["association"], whole["scope"], whole["expires"]) == ("", "read", None)
    assert (part["association"], part["scope"], part["used"]) == ("essor", "write", None)
    assert part["expires"][:10] > part["created"][:10]
    table = shell.run("token", "list", "enfants").stdout.splitlines()
    assert table[0].split()[:4] == ["id", "label", "created", "revoked"]
    assert table[1].split()[-4:] == ["-", "read", "-", "-"]
    failed = shell.run("token", "create", "enfants", "--association", "rive", code=1)
    assert failed.stderr == "campaign 'enfants' has no association 'rive' (it has: essor)\n"


def test_people_are_let_in_and_out(shell: Shell) -> None:
    shell.applied()
    said = shell.run("member", "add", "enfants", "Ada@exemple.fr").stdout
    assert said == "ada@exemple.fr for enfants may sign in\n"
    place = ("--association", "essor", "--group", "lyon")
    shell.run("member", "add", "enfants", "ada@exemple.fr", *place)
    shell.run("member", "add", "enfants", "bob@exemple.fr", *place)
    rows = shell.json("member", "list", "enfants")
    assert [(row["email"], row["association"], row["group"]) for row in rows] == [
        ("ada@exemple.fr", "", ""),
        ("ada@exemple.fr", "essor", "essor/lyon"),
        ("bob@exemple.fr", "essor", "essor/lyon"),
    ]
    shell.run("member", "remove", "enfants", "ada@exemple.fr", *place)
    assert len(shell.json("member", "list", "enfants")) == 2
    shell.run("member", "remove", "enfants", "ada@exemple.fr")
    assert "bob@exemple.fr" in shell.run("member", "list", "enfants").stdout
    failed = shell.run("member", "remove", "enfants", "ada@exemple.fr", code=1)
    said = "ada@exemple.fr is no member of enfants; `member list` names them\n"
    assert failed.stderr == said


def test_invitations_are_printed_once(shell: Shell) -> None:
    shell.applied()
    made = shell.run("invite", "enfants", "--association", "essor", "--count", "3")
    codes = made.stdout.splitlines()
    assert len(set(codes)) == 3
    assert all(re.fullmatch(r"(\w{4}-){3}\w{4}", code) for code in codes)
    assert "3 for essor: keep them now" in made.stderr
    kept = shell.database.read_bytes()
    assert not [code for code in codes if code.encode() in kept]
    assert shell.json("invite", "enfants")["place"] == "enfants"
    assert not [code for code in codes if code in shell.run("audit", "enfants").stdout]


def test_every_change_is_an_act(shell: Shell) -> None:
    shell.applied()
    shell.run("apply", shell.file)  # which changes nothing, and is no act
    shell.run("apply", shell.file, "--dry-run")
    secret = shell.run("token", "create", "enfants", "--label", "tableau").stdout.strip()
    (token,) = shell.json("token", "list", "enfants")
    shell.run("token", "revoke", "enfants", token["id"])
    shell.run("member", "add", "enfants", "ada@exemple.fr", "--association", "essor")
    shell.run("member", "remove", "enfants", "ada@exemple.fr")
    shell.run("invite", "enfants")
    acts = shell.json("audit", "enfants")
    assert [(act["what"], act["association"]) for act in acts] == [
        ("members.invited", ""),
        ("member.removed", "essor"),
        ("member.added", "essor"),
        ("token.revoked", ""),
        ("token.created", ""),
        ("campaign.applied", ""),
    ]
    assert {act["who"] for act in acts} == {"command line"}
    assert [act["about"] for act in acts][-2:] == [
        f"token {token['id']} 'tableau', read",
        "campaign enfants saved, version 1; links added: 2",
    ]
    rows = list(
        csv.DictReader(shell.run("audit", "enfants", "--format", "csv").stdout.splitlines())
    )
    assert rows == acts
    text = shell.run("audit", "enfants").stdout
    assert secret not in text
    assert len(text.splitlines()) == 7


def test_erasing_leaves_its_own_act_alone(shell: Shell) -> None:
    shell.applied().run("member", "add", "enfants", "ada@exemple.fr")
    gone = CAMPAIGN.replace("[[associations]]", 'state = "erased"\n[[associations]]', 1)
    shell.run("apply", shell.write("gone.toml", gone), "--confirm", "enfants")
    (act,) = shell.json("audit", "enfants")
    assert (act["what"], act["about"]) == ("campaign.erased", "campaign enfants is erased")
    assert "no campaign is called 'never'" in shell.run("audit", "never", code=1).stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("member", "add", "enfants", "ada"), "'ada' is not an e-mail address"),
        (("member", "add", "enfants", "a@b.fr", "--association", "rive"), "no association 'rive'"),
        (("member", "add", "enfants", "a@b.fr", "--group", "lyon"), "--group needs --association"),
        (
            ("invite", "enfants", "--association", "essor", "--group", "brest"),
            "association 'essor' has no group 'brest' (it has: lyon)",
        ),
        (("invite", "nobody"), "no campaign is called 'nobody'"),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(
    shell: Shell, args: tuple[str, ...], said: str
) -> None:
    before = shell.applied().json("audit", "enfants")
    failed = shell.run(*args, code=1)
    assert said in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert shell.json("member", "list", "enfants") == []
    assert shell.json("audit", "enfants") == before
