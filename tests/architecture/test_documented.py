"""Whatever somebody meets is documented: commands, targets, addresses, lines of the log.

Settings are held by `test_house_rules.py`, the fields of the campaign file by
`test_campaign_file.py`, and alarms by `tests/deploy/test_template_alarms.py`.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import app
import deploy.__main__
from chalicelib import arguments
from chalicelib.visits.record import Event
from deploy.alarms import LOG_METRICS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

PLACES = {
    "campaign": "/space/c/{campaign}",
    "association": "/space/c/{campaign}/a/{association}",
    "group": "/space/c/{campaign}/a/{association}/g/{group}",
    "link": "/space/c/{campaign}/l/{code}",
    "–": "",
}


def section(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without the table's own head."""
    text = (DOCS / page).read_text("utf-8").partition(f"\n## {heading}\n")[2]
    rows = [row for row in text.partition("\n## ")[0].splitlines() if row.startswith("|")]
    return [row.strip("| ").split(" | ") for row in rows[2:]]


def leaves(parser: argparse.ArgumentParser, *names: str) -> Iterator[tuple[str, set[str]]]:
    """Every command with its arguments, and its options."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for name, child in action.choices.items():
            yield from leaves(child, *names, name)
    if not below:
        given = [str(a.metavar) for a in parser._actions if not a.option_strings]
        options = {name for a in parser._actions for name in a.option_strings}
        yield " ".join((*names, *given)), options - {"-h", "--help", "--database"}


@pytest.mark.parametrize(
    ("heading", "parser"),
    [
        ("python -m chalicelib", arguments.parser()),
        ("python -m deploy", deploy.__main__._parser()),
    ],
)
def test_every_command_is_documented_with_its_options(
    heading: str, parser: argparse.ArgumentParser
) -> None:
    documented = {
        command.strip("`"): set(re.findall(r"`(--[\w-]+)`", options))
        for command, options, _ in section("commands.md", heading)
    }
    assert documented == dict(leaves(parser))


def test_every_target_of_make_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {name.strip("`") for name, _ in section("commands.md", "make")} == targets


def addresses_documented() -> dict[str, set[str]]:
    """The methods of each address, as docs/addresses.md has them."""
    found = {
        address.strip("`"): set(methods.split(", "))
        for heading in ("For everybody", "Signing in")
        for address, methods, _ in section("addresses.md", heading)
    }
    for address, places, methods, _ in section("addresses.md", "The space"):
        for place in places.split(", "):
            whole = address.strip("`").replace("…", PLACES[place])
            found[whole] = found.get(whole, set()) | set(methods.split(", "))
    return found


def test_every_address_is_documented_with_its_methods() -> None:
    described = json.loads((ROOT / "openapi.json").read_text("utf-8"))["paths"]
    documented = addresses_documented()
    routes = {path: {*methods} - {"HEAD", "OPTIONS"} for path, methods in app.app.routes.items()}
    api = {path for path in routes if path.startswith("/v1/")}
    assert documented == {path: methods for path, methods in routes.items() if path not in api}
    for path in api:
        assert {method.upper() for method in described[path]} >= routes[path], path


def test_every_line_of_the_log_is_documented() -> None:
    documented = {name.strip("`") for name, _ in section("operations.md", "Lines of the log")}
    assert documented == events()


def test_no_alarm_waits_for_a_line_that_nothing_writes() -> None:
    awaited = {name for one in LOG_METRICS for name in re.findall(r'event = "(\w+)"', one.pattern)}
    assert awaited
    assert awaited <= events()


@cache
def events() -> set[str]:
    """What `event` is in what the code writes to its log: said there, or by who calls it."""
    trees = [ast.parse(p.read_text("utf-8")) for p in sorted((ROOT / "chalicelib").rglob("*.py"))]
    nodes = [list(ast.walk(tree)) for tree in trees]
    return {
        name
        for module in nodes
        for node in module
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "event"
        for name in values(value, module, nodes)
    }


def values(node: ast.expr, module: list[ast.AST], modules: list[list[ast.AST]]) -> set[str]:
    """What an expression can be: itself, or what is handed to the function that it is part of."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.Attribute):
        return {Event[node.attr].value}
    assert isinstance(node, ast.Name), ast.unparse(node)
    function, names = next(
        (one, names)
        for one in module
        if isinstance(one, ast.FunctionDef)
        and one.lineno <= node.lineno <= (one.end_lineno or 0)
        and node.id in (names := [argument.arg for argument in one.args.args])
    )
    method = names[0] == "self"
    calls = [
        call.args[names.index(node.id) - method]
        for where in (modules if method else [module])
        for call in where
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute if method else ast.Name)
        and function.name == (call.func.attr if method else call.func.id)
    ]
    assert calls, f"{function.name} is called by nobody"
    found: set[str] = set()
    for given in calls:
        home = next(where for where in modules if given in where)
        found |= values(given, home, modules)
    return found
