"""A zip that would fail on Lambda fails here, and says by which member."""

from __future__ import annotations

import marshal
import re
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from deploy import contents
from deploy.package import Package, PackageFailed, build, failed, refine

LIBRARY = "PIL/_made.cpython-311-x86_64-linux-gnu.so"


def symbols(*minors: int) -> bytes:
    """What a compiled library says of the C library that it needs."""
    return b"\x7fELF" + b"".join(b"\0GLIBC_2.%d\0" % minor for minor in minors)


@pytest.fixture
def copy(package: Package, tmp_path: Path) -> Path:
    path = tmp_path / "deployment.zip"
    shutil.copy(package.zip, path)
    return path


def add(path: Path, name: str, raw: bytes, kind: int = ZIP_DEFLATED) -> None:
    with ZipFile(path, "a", kind) as package:
        package.writestr(name, raw)


def without(path: Path, start: str) -> None:
    """Takes members away whose names start so."""
    with ZipFile(path) as package:
        kept = [(n, package.read(n)) for n in package.namelist() if not n.startswith(start)]
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, raw in kept:
            package.writestr(name, raw)


def test_the_package_may_leave(package: Package) -> None:
    assert contents.problems(package.zip) == []
    assert package.zip.stat().st_size < contents.MOST_BYTES


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_app.py", "qrcode/tests/test_qr.py", "bench/load.py", "deploy/stack.py",
        ".venv/bin/python", "var/portevoix.sqlite3", "boto3/__init__.py", "botocore/client.py",
        "selectolax/lexbor.c", "selectolax/parser.pyi", "cv2/__init__.py",
        "zxingcpp.cpython-311-x86_64-linux-gnu.so",
    ],
)  # fmt: skip
def test_what_is_not_for_lambda_is_named(copy: Path, name: str) -> None:
    add(copy, name, b"")
    assert contents.problems(copy) == [f"deployment.zip has {name}, which is not for Lambda"]


@pytest.mark.parametrize(
    ("start", "lacks"),
    [
        ("PIL/", "pillow==12.2.0, which requirements.txt asks for"),
        ("jinja2/", "jinja2=="),
        ("png.py", "pypng=="),
        ("chalicelib/visits/crawlers.txt", "chalicelib/visits/crawlers.txt"),
        ("chalicelib/web/templates/", "chalicelib/web/templates/campaign.html"),
    ],
)
def test_what_is_missing_is_named(copy: Path, start: str, lacks: str) -> None:
    without(copy, start)
    (problem,) = contents.problems(copy)
    assert problem.startswith(f"deployment.zip lacks {lacks}")


def test_a_library_that_was_built_for_another_machine_is_named(copy: Path) -> None:
    add(copy, LIBRARY, symbols(2, 17, 36, 4))
    assert contents.problems(copy, python=(3, 13)) == [
        f"deployment.zip has {LIBRARY}, which needs glibc 2.36; Lambda's Python 3.13 has 2.34:"
        " it was built for another machine"
    ]


@pytest.mark.parametrize(("python", "fits"), [((3, 11), 26), ((3, 12), 34), ((3, 14), 34)])
def test_each_runtime_has_its_own_c_library(copy: Path, python: tuple[int, int], fits: int) -> None:
    add(copy, LIBRARY, symbols(17, fits))
    add(copy, f"more/{LIBRARY}.5", symbols(fits + 1))
    # Others in the package are those of the Python that these tests run with.
    named = [problem for problem in contents.problems(copy, python=python) if LIBRARY in problem]
    assert len(named) == 1
    assert f" has more/{LIBRARY}.5, which needs glibc 2.{fits + 1};" in named[0]


def test_a_zip_that_is_too_large_says_by_how_much(copy: Path) -> None:
    add(copy, "chalicelib/large.bin", bytes(contents.MOST_BYTES), ZIP_STORED)
    (problem,) = contents.problems(copy)
    assert re.fullmatch(
        r"deployment\.zip has [0-9,]{10} bytes; at most 15,728,640 may leave", problem
    )


def test_a_package_that_may_not_leave_is_not_made(
    package: Package, copy: Path, tmp_path: Path
) -> None:
    without(copy, "png.py")
    (tmp_path / "template.json").write_text("of the package before")

    def make(out: Path, merge: Path) -> None:
        out.mkdir()
        shutil.copy(copy, out / "deployment.zip")
        shutil.copy(package.template, out / "sam.json")

    with pytest.raises(PackageFailed, match=r"lacks pypng=="):
        build(tmp_path, make)
    assert not (tmp_path / "template.json").exists()


@pytest.mark.parametrize(
    ("code", "said", "bad"),
    [
        (0, "Creating deployment package.\n", False),
        (1, "", True),
        # Chalice 1.34 where a wheel is missing: `chalice/constants.py`.
        (0, "Could not install dependencies:\npillow==13.0.0\n", True),
    ],
)
def test_a_dependency_that_chalice_leaves_out_is_a_failure(code: int, said: str, bad: bool) -> None:
    assert failed(code, said) is bad


def test_the_largest_members_are_known(copy: Path) -> None:
    add(copy, "chalicelib/large.bin", bytes(5_000_000), ZIP_STORED)
    assert contents.largest(copy, 1) == [("chalicelib/large.bin", 5_000_000)]


def test_every_module_is_compiled_and_the_same_code_makes_the_same_bytes(
    package: Package, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    refine(package.zip, again)
    assert again.read_bytes() == package.zip.read_bytes()
    with ZipFile(again) as made:
        names = set(made.namelist())
        compiled = next(n for n in names if re.fullmatch(r"__pycache__/app\.[\w-]+\.pyc", n))
        raw = made.read(compiled)
    modules = {name for name in names if name.endswith(".py")}
    assert len({name for name in names if name.endswith(".pyc")}) == len(modules)
    # PEP 552: the flags say that the hash is not held against the source.
    assert int.from_bytes(raw[4:8], "little") == 0b01
    assert marshal.loads(raw[16:]).co_filename == "/var/task/app.py"
