"""What every file of the house keeps to: its size, its docstrings, where settings are read."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import __version__

ROOT = Path(__file__).parents[2]
HOUSE = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py"))]
DEPLOY = sorted((ROOT / "deploy").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BENCH = sorted((ROOT / "bench").rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))

MOST_LINES = 320
MOST_LINES_OF_ROUTES = 120
MOST_LINES_BESIDE = 350
"""Of a test, which is a list: longer than a rule, and of one thing all the same."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*HOUSE, *DEPLOY], ids=name_of)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= (MOST_LINES_OF_ROUTES if path.name == "app.py" else MOST_LINES)


def test_what_stands_beside_the_house_is_read_in_one_sitting_too() -> None:
    beside = [*TESTS, *BENCH, *SCRIPTS]
    assert len(beside) > 200
    lines = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in beside}
    assert {name for name, count in lines.items() if count > MOST_LINES_BESIDE} == set()


@pytest.mark.parametrize("path", [*HOUSE, *DEPLOY], ids=name_of)
def test_what_is_public_says_what_it_promises(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [where for where, node in public(tree) if not ast.get_docstring(node)]
    assert not silent, f"{name_of(path)} has no docstring at: {', '.join(silent)}"


@pytest.mark.parametrize(
    ("source", "silent"),
    [
        ('"""M."""\ndef f(): pass', ["f"]),
        ("def _f(): pass", ["the module"]),
        ('"""M."""\nclass C:\n    """C."""\n    def m(self): pass', ["C.m"]),
        ('"""M."""\nclass C:\n    """C."""\n    @property\n    def p(self): return 1', ["C.p"]),
        ('"""M."""\nclass C:\n    """C."""\n    def __init__(self): pass', []),
        ('"""M."""\nclass C(Protocol):\n    """C."""\n    def m(self): ...', []),
        ('"""M."""\ndef f():\n    """F."""\n    def inner(): pass', []),
    ],
)
def test_the_docstring_rule_sees_what_it_should(source: str, silent: list[str]) -> None:
    tree = ast.parse(source)
    assert [where for where, node in public(tree) if not ast.get_docstring(node)] == silent


def test_the_version_that_files_name_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert __version__ == project["version"]


def test_every_setting_is_documented() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "docs" / "settings.md").read_text()
    names = settings_read()
    assert {"STORE", "DATABASE", "BASE_URL"} <= names
    assert not {name for name in names if f"`{name}`" not in text}


def test_no_setting_is_documented_that_is_not_read() -> None:
    rows = (ROOT / "docs" / "settings.md").read_text().splitlines()
    documented = {match[1] for row in rows if (match := re.match(r"\| `([A-Z_]+)` \|", row))}
    assert documented == settings_read()


@pytest.mark.parametrize("path", HOUSE, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    reads = re.search(r"\bos\.environ\b|\bgetenv\b|\bfrom os import\b.*\benviron\b", source)
    assert not reads or path.name == "config.py"


@pytest.mark.parametrize("path", [*TESTS, *BENCH], ids=name_of)
def test_fakes_are_handed_in_and_nothing_is_patched(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert not {name for name in names if re.match(r"(unittest\.)?mock\b|unittest\.mock", name)}


def public(tree: ast.Module) -> Iterator[tuple[str, Documented]]:
    """The module and its public classes, functions and methods, with where each is."""
    yield "the module", tree
    yield from _members(tree, "")


def _members(parent: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Documented]]:
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_"):
            continue
        where = prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield where, node
            yield from _members(node, f"{where}.")
        elif not _is_stub(node) and not _is_setter(node):
            yield where, node


def _is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A method of a Protocol: its name and types say it, or the class does."""
    return len(node.body) == 1 and (
        isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
        and node.body[0].value.value is ...
    )


def _is_setter(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """The other half of a property, which its getter documents."""
    return any(isinstance(d, ast.Attribute) and d.attr == "setter" for d in node.decorator_list)


def settings_read() -> set[str]:
    """The environment variables that `config.py` names."""
    tree = ast.parse((ROOT / "chalicelib" / "config.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if re.fullmatch(r"[A-Z][A-Z_]*", text)}
