"""One SQLite file: many readers, and one writer thread that commits in groups.

Whoever writes hands a job to the writer and waits for its commit. All jobs that wait are
put in one transaction, so a commit's `fsync` is paid once for all of them: with many
visitors at once a visit costs a fraction of one, and a redirect that was sent is on disk.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.errors import StoreUnavailable

T = TypeVar("T")
Factory = type[sqlite3.Connection]
Job = Callable[[sqlite3.Connection], Any]
Together = Callable[[sqlite3.Connection, Sequence[Any]], Sequence[Any]]
"""Takes the items of many callers at once and answers each; only SQLite may fail in it."""
Rows = list[tuple[Any, ...]]

PATIENT_SECONDS = 30.0
"""How long a command waits for its turn to write. Redirects bring their own budget."""

STUCK_SECONDS = 0.5
"""After so long in one transaction the writer counts as down: new visits go straight to
the log instead of queueing up behind it and holding every thread of the server."""

GATHERING_SECONDS = 0.0005
"""How long the next batch gathers when the last one held more than one: `make bench` shows
fewer and larger commits."""

MOST_TOGETHER = 256


class Database:
    """Connections to one file. Every failure of SQLite is a `StoreUnavailable`."""

    def __init__(
        self, path: str, steps: Sequence[str], factory: Factory = sqlite3.Connection
    ) -> None:
        """`steps` make the file what it is to be; `factory` is what its connections are."""
        self._path = path
        self._factory = factory
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._waiting: queue.SimpleQueue[_Entry | None] = queue.SimpleQueue()
        self._working_since: float | None = None
        self._closed = False
        try:
            self._prepare(steps)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{path}: {error}") from error
        self._thread = threading.Thread(target=self._write_for_ever, name="sqlite-writer")
        self._thread.daemon = True
        self._thread.start()

    def read(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        """All rows of one query."""
        try:
            return self._reader().execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path}: {error}") from error

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of one query, one at a time, for those who read everything."""
        try:
            yield from self._reader().execute(sql, values)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path}: {error}") from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While open, this thread's reads all see the file as it was at the first of them."""
        try:
            self._reader().execute("BEGIN")
        except sqlite3.Error as error:
            self._let_go_of_reader()
            raise StoreUnavailable(f"{self._path}: {error}") from error
        try:
            yield
        finally:
            # What is never ended would show this thread the same moment for ever.
            if not _undone(self._reader()):
                self._let_go_of_reader()

    def write(self, job: Callable[[sqlite3.Connection], T], seconds: float = PATIENT_SECONDS) -> T:
        """What `job` answers, once its changes are on disk.

        Changes of a job that raises one of our errors are undone, and the error is raised
        here. `StoreUnavailable` when the time ends first; the job may still be done then.
        """
        result: T = self._wait(self._hand_over(_Entry(job, None, None)), seconds)
        return result

    def write_with_others(self, together: Together, item: Any, seconds: float) -> Any:
        """What `together` answers to `item`, handled in one go with all that wait for the same."""
        return self._wait(self._hand_over(_Entry(None, together, item)), seconds)

    def post(self, job: Job) -> None:
        """Hands over a job whose result nobody waits for."""
        self._hand_over(_Entry(job, None, None))

    def close(self) -> None:
        """Writes what was handed over, then closes the file. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._waiting.put(None)
        self._thread.join(PATIENT_SECONDS)
        for reader in self._readers:
            reader.close()

    def _hand_over(self, entry: _Entry) -> _Entry:
        since = self._working_since
        if self._closed:
            raise StoreUnavailable(f"{self._path}: closed")
        if since is not None and time.monotonic() - since > STUCK_SECONDS:
            raise StoreUnavailable(f"{self._path}: the last write is not done yet")
        self._waiting.put(entry)
        return entry

    def _wait(self, entry: _Entry, seconds: float) -> Any:
        if not entry.done.acquire(timeout=seconds):
            raise StoreUnavailable(f"{self._path}: not written within {seconds:.2f} s")
        if entry.problem is not None:
            raise entry.problem
        return entry.result

    def _prepare(self, steps: Sequence[str]) -> None:
        connection, version = self._connect(), len(steps)
        try:
            found = _version(connection)
            if found > version:
                raise StoreUnavailable(
                    f"{self._path}: written by a newer Porte-voix (format {found}, this one"
                    f" reads {version}); install that one, or put back the copy from before"
                )
            connection.execute("PRAGMA journal_mode=WAL")
            if found < version:
                _upgrade(connection, steps)
            _refuse_read_only(connection, version)
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=5.0,
            isolation_level=None,
            check_same_thread=False,
            factory=self._factory,
        )
        try:
            # FULL: a visit that was acknowledged survives a power cut, not only a crash.
            connection.execute("PRAGMA synchronous=FULL")
            # Deleted salts are overwritten, not only unlinked.
            connection.execute("PRAGMA secure_delete=ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _reader(self) -> sqlite3.Connection:
        reader: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._connect()
            self._readers.append(reader)
        return reader

    def _let_go_of_reader(self) -> None:
        reader: sqlite3.Connection | None = self._local.__dict__.pop("reader", None)
        if reader is not None:
            self._readers.remove(reader)
            reader.close()

    def _write_for_ever(self) -> None:
        connection: sqlite3.Connection | None = None
        going_on, together = True, 0
        while going_on:
            batch, going_on = self._next_batch(GATHERING_SECONDS if together > 1 else 0.0)
            together = len(batch)
            if batch:
                self._working_since = time.monotonic()
                connection = self._written(connection, batch)
                self._working_since = None
        if connection is not None:
            connection.close()

    def _written(
        self, connection: sqlite3.Connection | None, batch: list[_Entry]
    ) -> sqlite3.Connection | None:
        """Tells each entry what became of it; the connection for the next batch, None for a new
        one. Whatever fails, there is a next batch: without the writer nothing is counted any more.
        """
        try:
            connection = connection or self._connect()
            _commit_together(connection, batch)
        except Exception as error:
            for entry in batch:
                entry.problem = StoreUnavailable(f"{self._path}: {error}")
                entry.problem.__cause__ = error
            if connection is not None and not _undone(connection):
                connection.close()
                connection = None
        for entry in batch:
            entry.done.release()
        return connection

    def _next_batch(self, gathering: float) -> tuple[list[_Entry], bool]:
        """All that waits, at least one entry; False when the end was asked for."""
        batch: list[_Entry] = []
        entry = self._waiting.get()
        if gathering:
            time.sleep(gathering)
        while entry is not None:
            batch.append(entry)
            if len(batch) == MOST_TOGETHER:
                return batch, True
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False


class _Entry:
    """A job, or an item for a `Together`; and the lock whose release says that it is done."""

    __slots__ = ("done", "item", "job", "problem", "result", "together")

    def __init__(self, job: Job | None, together: Together | None, item: Any) -> None:
        self.job = job
        self.together = together
        self.item = item
        self.result: Any = None
        self.problem: Exception | None = None
        # A bare lock: waiting on it costs a tenth of what a Future's condition does.
        self.done = threading.Lock()
        self.done.acquire()


def _version(connection: sqlite3.Connection) -> int:
    """How many of the schema's steps the file has had; 0 for a new one."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _upgrade(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Takes the steps that the file lacks, all or none, whoever else starts at the same time."""
    connection.execute("BEGIN IMMEDIATE")
    for step in steps[_version(connection) :]:
        # Not `executescript`, which would commit first. No statement holds a `;` of its own.
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={len(steps)}")
    connection.execute("COMMIT")


def _refuse_read_only(connection: sqlite3.Connection, version: int) -> None:
    """Raises for a file that would take no visit; not for one that is only locked just now."""
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        # To begin is allowed everywhere; to write, and then not to, is not.
        connection.execute(f"PRAGMA user_version={version}")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        # The lowest byte is the kind of error, the others say more of it (sqlite.org/rescode).
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def _commit_together(connection: sqlite3.Connection, batch: list[_Entry]) -> None:
    """Runs the entries in one transaction; when it raises, none of them is known to be done."""
    connection.execute("BEGIN IMMEDIATE")
    groups: dict[Together, list[_Entry]] = {}
    for entry in batch:
        if entry.job is not None:
            _run_job(connection, entry, entry.job)
        elif entry.together is not None:
            groups.setdefault(entry.together, []).append(entry)
    for together, entries in groups.items():
        results = together(connection, [entry.item for entry in entries])
        for entry, result in zip(entries, results, strict=True):
            entry.result = result
    connection.execute("COMMIT")


def _undone(connection: sqlite3.Connection) -> bool:
    """Ends a transaction that may be open; False when only closing the connection still can."""
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True


def _run_job(connection: sqlite3.Connection, entry: _Entry, job: Job) -> None:
    """The job's answer, or its error once its own changes are undone.

    A database error ends the whole transaction; anything else is the job's own affair.
    """
    connection.execute("SAVEPOINT job")
    try:
        entry.result = job(connection)
    except sqlite3.Error:
        raise
    except Exception as problem:
        connection.execute("ROLLBACK TO job")
        entry.problem = problem
    connection.execute("RELEASE job")
