"""An emulator of AWS as a process of its own, on the loopback interface alone."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = "127.0.0.1"


@contextlib.contextmanager
def started(home: Path, **settings: str) -> Iterator[str]:
    """The address of an emulator that keeps its files in `home`; ended with the block.

    `settings` are variables of its environment. It hands its environment on to the functions
    that it runs, so none of AWS's own names comes along.
    """
    program = Path(os.environ.get("MINISTACK", ".venv-ministack/bin/ministack"))
    if not program.exists():
        pytest.fail(f"{program} is missing: `make test` installs it", pytrace=False)
    port = _free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    env |= {"BIND_HOST": HOST, "GATEWAY_PORT": str(port), "TMPDIR": str(home)} | settings
    with (
        (home / "log").open("w") as log,
        subprocess.Popen(
            [program.absolute()], env=env, cwd=home, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait_for(port, process, home / "log")
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    """A port below those that systems give to connections: one of these could have it, if only
    the very connection that asks whether the emulator is there, before the emulator does.

    Each of several workers has a thousand of its own, so no two take one at the same time.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    first = 20_000 + 1_000 * worker
    for port in random.SystemRandom().sample(range(first, first + 1_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port
    pytest.fail("no port of a hundred is free", pytrace=False)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"ministack did not start: {log.read_text()[-500:]}", pytrace=False)
