"""The one-way rule between rooms, as import-linter's contracts in `pyproject.toml` say it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_contracts_of_the_house_hold() -> None:
    command = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_routes_know_chalice_and_the_door_alone() -> None:
    # `app.py` is no package, so import-linter does not look into it.
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
    ours = {name for name in modules if name.startswith("chalicelib")}
    assert ours
    assert all(name.startswith("chalicelib.web") for name in ours), ours
    assert modules - ours <= {"__future__", "chalice", "chalice.app", "gc", "typing"}, modules
