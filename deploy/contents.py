"""What may not be in the package, and what must: a zip that would fail on Lambda fails here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

MOST_BYTES = 15 * 1024 * 1024

REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"

NEEDED = (
    "app.py",
    "chalice/app.py",
    "chalicelib/kit/type/fonts/inter-400.ttf",
    "chalicelib/kit/type/fonts/inter-display-700.kern",
    "chalicelib/visits/crawlers.txt",
    "chalicelib/web/redirect.py",
    "chalicelib/web/static/app.js",
    "chalicelib/web/static/styles/base.css",
    "chalicelib/web/templates/campaign.html",
)
"""Code, and a file of each kind of data that code reads beside itself."""

_MODULES = {"pypng": "png", "pillow": "PIL"}
"""Distributions that are imported by another name than their own."""

_STRANGER = re.compile(
    r"(?:^|/)(?:tests?|bench|deploy|scripts|docs|var|\.venv[^/]*|\.git)/|(?:^|/)boto(?:3|core)/"
    r"|^(?:zxingcpp|cv2)[./]|\.sqlite3|^bin/|\.(?:c|h|pyx|pxd|pxi|pyi)$"
    r"|^PIL/_avif|^pillow\.libs/libavif|^reportlab/fonts/"
)
"""Tests and tools; the SDK, which the runtime has; readers of QR codes; data; sources in C; a
format of pictures that nothing here reads, a fifth of the whole; fonts that are not ours."""

_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_SYMBOL = re.compile(rb"GLIBC_2\.([0-9]{1,2})\0")


def glibc(python: tuple[int, int]) -> int:
    """The C library of Lambda's runtime for a Python, as the 34 of 2.34.

    Amazon Linux 2 up to Python 3.11, Amazon Linux 2023 from 3.12 on
    (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html).
    """
    return 26 if python < (3, 12) else 34


def problems(
    path: Path,
    requirements: Path = REQUIREMENTS,
    python: tuple[int, int] = sys.version_info[:2],
) -> list[str]:
    """What is wrong with the package, a line each that names it; none when it may leave."""
    with ZipFile(path) as package:
        names = package.namelist()
        found = [f"{path.name} has {n}, which is not for Lambda" for n in names if is_stranger(n)]
        found += [f"{path.name} lacks {name}" for name in NEEDED if name not in names]
        found += [
            f"{path.name} lacks {name}=={pin}, which {requirements.name} asks for"
            for name, pin in _REQUIREMENT.findall(requirements.read_text("utf-8"))
            if not _has(names, name)
        ]
        found += [
            f"{path.name} has {name}, which needs glibc 2.{needed}; Lambda's Python"
            f" {python[0]}.{python[1]} has 2.{glibc(python)}: it was built for another machine"
            for name, needed in _libraries(package)
            if needed > glibc(python)
        ]
    size = path.stat().st_size
    if size > MOST_BYTES:
        found.append(f"{path.name} has {size:,} bytes; at most {MOST_BYTES:,} may leave")
    return found


def largest(path: Path, count: int = 5) -> list[tuple[str, int]]:
    """The largest members, with the bytes that they take in the zip."""
    with ZipFile(path) as package:
        members = sorted(package.infolist(), key=lambda member: -member.compress_size)
    return [(member.filename, member.compress_size) for member in members[:count]]


def is_stranger(name: str) -> bool:
    """Whether a member has no business on Lambda: tests, tools, data, the SDK."""
    return _STRANGER.search(name) is not None


def _has(names: list[str], distribution: str) -> bool:
    module = _MODULES.get(distribution.lower(), distribution.lower().replace("-", "_"))
    return any(name == f"{module}.py" or name.startswith(f"{module}/") for name in names)


def _libraries(package: ZipFile) -> Iterator[tuple[str, int]]:
    """Compiled libraries, with the newest glibc that each asks the loader for; 0 for none."""
    for name in package.namelist():
        if re.search(r"\.so(?:\.[0-9.]+)?$", name):
            asked = (int(minor) for minor in _SYMBOL.findall(package.read(name)))
            yield name, max(asked, default=0)
