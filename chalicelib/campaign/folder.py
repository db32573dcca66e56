"""The folder of a campaign file: files beside it, and nothing outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from chalicelib.errors import BadInput

Files = Callable[[str, int], bytes]
"""The first so many bytes of the file that a campaign file names; `BadInput` says why not."""


def nowhere(name: str, most: int) -> bytes:
    """The files of a campaign that did not come as a file: none."""
    raise BadInput("is a file, and this campaign came without its folder; apply it from a file")


def beside(path: str) -> Files:
    """The files in the folder of the campaign file at `path`, and below it."""

    def read(name: str, most: int) -> bytes:
        try:
            return _open_inside(Path(path).parent.resolve(), name, most)
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}") from None
        except (ValueError, RuntimeError) as error:
            # A name that no file can have, and, before Python 3.13, a link to itself.
            raise BadInput(f"cannot be read: {error}") from None

    return read


def _open_inside(folder: Path, name: str, most: int) -> bytes:
    # Refused on every machine alike: a file that was applied on one is applied on another.
    spelled = (PurePosixPath(name), PureWindowsPath(name))
    if any(path.anchor or ".." in path.parts for path in spelled):
        raise BadInput("leaves the campaign file's folder; put it there, and write logos/name.png")
    found = (folder / name).resolve(strict=True)
    # A symbolic link may lead anywhere.
    if not found.is_relative_to(folder):
        raise BadInput("leads out of the campaign file's folder; put the file itself there")
    # A pipe would be waited for.
    if not found.is_file():
        raise BadInput("is not a file")
    with found.open("rb") as file:
        return file.read(most)
