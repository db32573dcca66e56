"""Lambda on this machine: the runtime API that hands a function its events, and a process that
can import its package and the SDK alone, under the runtime client that Lambda itself uses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from resource import struct_rusage
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import Any

SDK = (
    *("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"),
    *("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py"),
)
"""What Lambda's runtime has beside Python's own library, as modules."""

PATIENCE = 60.0
"""Seconds after which an answer is given up. None takes one; a busy machine may."""


class Failed(Exception):
    """What a function reported in the place of an answer, or wrote before it fell silent."""


@dataclass(frozen=True)
class Report:
    """What a function's process reported: where to, and when by `time.perf_counter`."""

    path: str
    body: Any
    at: float


@dataclass(frozen=True)
class Asked:
    """A request, of GET, POST or PUT."""

    path: str
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Answered:
    """What is sent back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, object] = field(default_factory=dict)


class RuntimeApi:
    """Lambda's runtime API for one process: hands events out, and takes what it reports.

    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
    """

    def __init__(self) -> None:
        self.ready: float | None = None
        """When the first event was asked for, by `time.perf_counter`: the handler is loaded."""
        self.events: SimpleQueue[Any] = SimpleQueue()
        """What is handed out, in turn; None hangs up."""
        self.reports: SimpleQueue[Report] = SimpleQueue()

    def __call__(self, asked: Asked) -> Answered | None:
        """Answers the runtime client."""
        at = time.perf_counter()
        if not asked.path.endswith("/invocation/next"):
            self.reports.put(Report(asked.path, json.loads(asked.body), at))
            return Answered(202)
        self.ready = self.ready or at
        event = self.events.get()
        if event is None:
            return None
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms": int(1000 * (time.time() + PATIENCE)),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-3:123456789012:function"
            ":test-api",
        }
        return Answered(200, json.dumps(event).encode(), headers)


@dataclass
class Function:
    """A function's process, started at `began` by `time.perf_counter`.

    `usage` is what it took of the machine, once it has ended.
    """

    began: float
    api: RuntimeApi
    _output: Path
    usage: struct_rusage | None = None

    def answer(self) -> Report:
        """The answer to its next event; `Failed` with what it reported instead."""
        try:
            report = self.api.reports.get(timeout=PATIENCE)
        except Empty:
            raise Failed(f"no answer within {PATIENCE:.0f} s\n{self.output()}") from None
        if not report.path.endswith("/response"):
            raise Failed(f"{report.path}: {json.dumps(report.body)}\n{self.output()}")
        return report

    def invoke(self, event: Any) -> Any:
        """What it answers to an event."""
        self.api.events.put(event)
        return self.answer().body

    def output(self) -> str:
        """All that it wrote so far."""
        return self._output.read_text("utf-8")


@contextmanager
def started(
    handler: str,
    folders: Sequence[Path],
    env: Mapping[str, str],
    flags: Sequence[str] = (),
    first: Any = None,
) -> Iterator[Function]:
    """The function `handler` under Lambda's own runtime client; killed at the end.

    `folders` are all that its modules are found in, the package's first; `env` is set beside
    Lambda's own variables; `flags` are Python's. An event that is given as `first` is there
    before the process is.
    """
    # Without `site`, which would add whatever is installed where this process is from.
    command = [sys.executable, "-S", *flags, "-m", "awslambdaric", handler]
    api = RuntimeApi()
    if first is not None:
        api.events.put(first)
    with serving(api) as address, NamedTemporaryFile() as output:
        env = {**lambda_env(handler, folders), **env, "AWS_LAMBDA_RUNTIME_API": address}
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folders[0], env=env, stdout=output, stderr=subprocess.STDOUT
        )
        function = Function(began, api, Path(output.name))
        try:
            yield function
        finally:
            process.kill()
            _, status, function.usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            api.events.put(None)


def link_sdk(folder: Path) -> Path:
    """Fills a new folder with links to the SDK's modules and no others; answers it."""
    folder.mkdir()
    for name in SDK:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{name} is not installed: `make test` installs it")
        file = Path(spec.origin)
        module = file.parent if spec.submodule_search_locations else file
        (folder / module.name).symlink_to(module)
    return folder


def lambda_env(handler: str, folders: Sequence[Path]) -> dict[str, str]:
    """The environment that Lambda gives a function, and nothing of this process's.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    major, minor = sys.version_info[:2]
    return {
        "_HANDLER": handler,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{major}.{minor}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_NAME": "test-api",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "eu-west-3",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
        "LAMBDA_TASK_ROOT": str(folders[0]),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join(str(folder) for folder in folders),
        # Lambda cannot keep what it compiles: the package's folder is read-only there.
        "PYTHONDONTWRITEBYTECODE": "1",
        "TZ": ":UTC",
    }


@contextmanager
def serving(answers: Callable[[Asked], Answered | None]) -> Iterator[str]:
    """A server on loopback, which hangs up on what gets no answer; yields its `host:port`."""

    class Handler(_Handler):
        def answer(self, asked: Asked) -> Answered | None:
            return answers(asked)

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A process that is killed hangs up in the middle; everything else is a fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler, ABC):
    protocol_version = "HTTP/1.1"
    # An answer is one write: a second would wait for the acknowledgement of the first, 40 ms.
    wbufsize = -1

    @abstractmethod
    def answer(self, asked: Asked) -> Answered | None: ...

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answered = self.answer(Asked(self.path, self.headers, body))
        if answered is None:
            self.close_connection = True
            return
        self.send_response(answered.status)
        for name, value in answered.headers.items():
            self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(answered.body)))
        self.end_headers()
        self.wfile.write(answered.body)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, *args: Any) -> None:
        """Nothing: tests look at what is asked and answered."""
