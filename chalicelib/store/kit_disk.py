"""Whole kits on one machine: files beside the database, handed out by addresses that expire."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from chalicelib.kit.bundle import ADDRESS_SECONDS, KEPT_DAYS, MAKING_SECONDS


class DiskShelf:
    """`bundle.Shelf` in a folder. Its addresses live in this process and end with it."""

    def __init__(
        self,
        folder: Path,
        base_url: str,
        random: Callable[[int], bytes],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._base_url = base_url
        self._random = random
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._given: dict[str, tuple[Path, float]] = {}
        self._making: dict[str, float] = {}

    def address(self, name: str) -> str | None:
        """Where the local server hands the file out; it knows the secret part from us alone."""
        path = self._folder / name
        if not path.is_file():
            return None
        secret, now = self._random(16).hex(), self._monotonic()
        with self._lock:
            self._given = {k: v for k, v in self._given.items() if v[1] > now}
            self._given[secret] = (path, now + ADDRESS_SECONDS)
        return f"{self._base_url}/kit/{secret}/{path.name}"

    def file(self, secret: str, name: str) -> Path | None:
        """The file that an address of ours leads to; None when it leads nowhere any more."""
        with self._lock:
            path, end = self._given.get(secret, (None, 0.0))
        known = path is not None and path.name == name and end > self._monotonic()
        return path if known else None

    def put(self, name: str, file: IO[bytes]) -> None:
        """Writes the file beside its place first, so that nobody finds half of it."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as target:
            partial = Path(target.name)
            try:
                shutil.copyfileobj(file, target)
            except BaseException:
                partial.unlink()
                raise
        partial.replace(path)

    def begun(self, name: str) -> bool:
        """Whether somebody makes it now."""
        with self._lock:
            return self._making.get(name, 0.0) > self._monotonic()

    def begin(self, name: str) -> None:
        """Keeps others from making it too."""
        with self._lock:
            self._making[name] = self._monotonic() + MAKING_SECONDS

    def tidy(self, now: float) -> int:
        """Deletes what has lain for longer than `KEPT_DAYS` at the time `now`; how many files."""
        old = [
            path
            for path in self._folder.glob("*/*/*")
            if path.stat().st_mtime < now - KEPT_DAYS * 86_400
        ]
        for path in old:
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        return len(old)
