"""`make package`: the zip for Lambda and the template that uses it, checked before they leave."""

from __future__ import annotations

import json
import os
import py_compile
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chalicelib.errors import PorteVoixError
from deploy import contents, template
from deploy.contents import is_stranger

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"


class PackageFailed(PorteVoixError):
    """The package cannot be made, or may not leave."""

    code = "package_failed"


@dataclass(frozen=True)
class Package:
    """What is deployed: the code of every function, and the template that makes them."""

    zip: Path
    template: Path


def chalice(out: Path, merge: Path) -> None:
    """Runs `chalice package`: `sam.json` and `deployment.zip`, in the folder `out`.

    It needs a region's name and credentials, and uses neither.
    """
    stand_in = {
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
    program = str(Path(sys.executable).with_name("chalice"))
    command = [program, "package", "--stage", "prod", "--merge-template", str(merge), str(out)]
    done = subprocess.run(  # noqa: S603, for the command is ours
        command,
        cwd=ROOT,
        env=stand_in | os.environ,
        capture_output=True,
        encoding="utf-8",
    )
    if failed(done.returncode, done.stdout + done.stderr):
        raise PackageFailed(f"chalice package: {(done.stderr or done.stdout).strip()}")


def build(folder: Path = BUILD, make: Callable[[Path, Path], None] = chalice) -> Package:
    """Makes `deployment.zip` and `template.json` in `folder`; `PackageFailed` says why not.

    A package that may not leave has no template beside it, so nothing can deploy it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        merge = Path(scratch, "merge.json")
        merge.write_text(json.dumps(template.merged()), "utf-8")
        make(Path(scratch, "out"), merge)
        made = json.loads(Path(scratch, "out", "sam.json").read_text("utf-8"))
        package = Package(folder / "deployment.zip", folder / "template.json")
        refine(Path(scratch, "out", "deployment.zip"), package.zip)
    problems = contents.problems(package.zip)
    if problems:
        package.template.unlink(missing_ok=True)
        raise PackageFailed("\n".join(problems))
    text = json.dumps(template.complete(made), indent=1, sort_keys=True)
    package.template.write_text(text + "\n", "utf-8")
    return package


def refine(made: Path, refined: Path) -> None:
    """Chalice's zip without what dependencies ship besides their code, and compiled.

    Lambda cannot keep what it compiles, so each cold start would compile every module that
    it imports. The same code makes the same bytes: members are in order and have no time.
    """
    with ZipFile(made) as source, ZipFile(refined, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist()):
            if name.endswith(("/", ".pyc")) or is_stranger(name):
                continue
            raw = source.read(name)
            _add(target, name, raw)
            if name.endswith(".py"):
                _add(target, cache_from_source(name), _compiled(name, raw))


def _compiled(name: str, source: bytes) -> bytes:
    with TemporaryDirectory() as scratch:
        file, compiled = Path(scratch, "source.py"), Path(scratch, "source.pyc")
        file.write_bytes(source)
        # Unchecked: Python neither reads the source nor minds its time, which the zip has lost.
        py_compile.compile(
            str(file),
            str(compiled),
            f"/var/task/{name}",
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return compiled.read_bytes()


def _add(target: ZipFile, name: str, raw: bytes) -> None:
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    target.writestr(member, raw, compresslevel=9)


def failed(code: int, said: str) -> bool:
    """Whether Chalice failed: it says that it could not install something, and exits with 0."""
    return code != 0 or "Could not install" in said
