"""An emulator of AWS as a process of its own, on the loopback interface alone."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOST = "127.0.0.1"


@contextmanager
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
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"ministack did not start: {log.read_text()[-500:]}", pytrace=False)
