"""The command line as people run it: a process, a file, an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CAMPAIGN = """\
[campaign]
slug = "enfants"
title = "Enfants"
petition_url = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
[[associations]]
slug = "essor"
name = "Essor"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
"""


class Shell:
    """Runs commands in an empty folder, over a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "db.sqlite3"
        self.env = {"DATABASE": str(self.database), "PYTHONPATH": str(ROOT)}
        self.file = self.write("enfants.toml", CAMPAIGN)

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run(
        self, *args: str, code: int = 0, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "chalicelib", *args],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], **self.env, **env},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def json(self, *args: str, **options: Any) -> Any:
        return json.loads(self.run(*args, "--format", "json", **options).stdout)

    def applied(self) -> Shell:
        self.run("apply", self.file)
        return self

    def links(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.json("links", "enfants")
        return rows
