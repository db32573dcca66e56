"""A server's life: where it listens, how it ends, who its visitors are, and a log that is lost."""

from __future__ import annotations

import contextlib
import resource
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.server import PHONE, Place
from tests.process.server import Answer, Wire, launched, request

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
FALLBACK = "https://petitions.assemblee-nationale.fr/"
WAITING = 8


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    """Nobody else writes to the file."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


def follow(wire: Wire, code: str, agent: str = PHONE) -> tuple[int, str, str]:
    """Status, where to, and what became of the visit."""
    wire.send(request(f"/{code}", f"User-Agent: {agent}"))
    return said(wire.answer())


def said(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.headers["Location"], answer.headers["X-Porte-Voix"]


def test_a_port_that_the_system_chose_is_the_one_in_links(place: Place) -> None:
    with launched(place) as (_, port), Wire(port) as wire:
        wire.send(request(f"/{place.codes()[0]}+"))
        page = wire.answer()
    assert (page.status, f"127.0.0.1:{port}/".encode() in page.body) == (200, True)


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_who_waits_for_an_answer_when_it_stops_gets_one(
    place: Place, with_signal: signal.Signals
) -> None:
    code = place.codes()[0]
    with launched(place) as (process, port), contextlib.ExitStack() as open_ones:
        crowd = [open_ones.enter_context(Wire(port, f"127.0.7.{n}")) for n in range(1, WAITING)]
        for wire in crowd:
            assert follow(wire, code) == (302, PETITION, "counted")
        with locked(place.database):
            for wire in crowd:
                wire.send(request(f"/{code}", f"User-Agent: {PHONE} again"))
            with Wire(port) as last:
                # It is answered after those before it were taken up.
                last.send(request("/robots.txt"))
                assert last.answer().status == 200
            process.send_signal(with_signal)
            assert {said(wire.answer()) for wire in crowd} == {(302, PETITION, "deferred")}
        log, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 30)
    place.command("replay", "-", stdin=log)
    assert place.counted() == 2 * len(crowd)


def test_a_signal_while_nothing_can_be_written_ends_it_in_order(place: Place) -> None:
    with launched(place) as (process, port):
        with Wire(port) as wire:
            wire.send(request("/health"))
            assert wire.answer().status == 200
        with locked(place.database):
            process.terminate()
        assert process.communicate(timeout=30)[1] == ""
        assert process.returncode == 0


def test_the_address_of_the_socket_is_the_visitor(place: Place) -> None:
    code = place.codes()[0]
    with launched(place) as (_, port):
        heard = []
        for source in ("127.0.0.1", "127.8.0.1", "127.0.0.1", "127.8.0.1"):
            with Wire(port, source) as wire:
                heard.append(follow(wire, code)[2])
    assert heard == ["counted", "counted", *["not-counted; reason=repeat"] * 2]


@pytest.mark.parametrize("name", ["X-Real-IP", "Forwarded", "X-Forwarded-For", "X_Forwarded_For"])
def test_a_header_makes_nobody_a_second_visitor(place: Place, name: str) -> None:
    code = place.codes()[0]
    claims = {"Forwarded": "for=192.0.2.1"}
    with launched(place) as (_, port), Wire(port) as wire:
        assert follow(wire, code)[2] == "counted"
        claim = f"{name}: {claims.get(name, '192.0.2.1')}"
        wire.send(request(f"/{code}", f"User-Agent: {PHONE}", claim, claim))
        assert said(wire.answer())[2] == "not-counted; reason=repeat"


def test_a_log_that_is_cut_off_goes_on_in_the_other_output(place: Place) -> None:
    code = place.codes()[0]
    with launched(place) as (process, port), Wire(port) as wire:
        assert follow(wire, code) == (302, PETITION, "counted")
        assert process.stdout is not None
        process.stdout.close()
        with locked(place.database):
            for number in range(20):
                assert follow(wire, code, PHONE.format(number)) == (302, PETITION, "deferred")
        process.terminate()
        assert process.stderr is not None
        rest = process.stderr.read()
        process.wait(30)
    place.command("replay", "-", stdin=rest)
    assert place.counted() == 21


def test_a_full_disk_under_the_log_stops_nothing(place: Place) -> None:
    code = place.codes()[0]
    with Path("/dev/full").open("w") as full, launched(place, stdout=full) as (process, port):
        with Wire(port) as wire:
            assert follow(wire, code) == (302, PETITION, "counted")
            with locked(place.database):
                assert follow(wire, code, "Android 2") == (302, PETITION, "deferred")
        process.terminate()
        assert process.stderr is not None
        rest = process.stderr.read()
        process.wait(30)
    place.command("replay", "-", stdin=rest)
    assert place.counted() == 2


def test_without_any_log_people_leave_all_the_same_and_no_visit_is_claimed(place: Place) -> None:
    code = place.codes()[0]
    with launched(place, stderr=subprocess.STDOUT) as (process, port), Wire(port) as wire:
        assert process.stdout is not None
        process.stdout.close()
        assert follow(wire, code) == (302, PETITION, "counted")
        with locked(place.database):
            lost = follow(wire, code, "Android 2")
        assert lost == (302, PETITION, "not-counted; reason=error")
        assert process.poll() is None


def test_without_a_log_or_a_store_people_leave_for_the_fallback(place: Place) -> None:
    with launched(place, stderr=subprocess.STDOUT) as (process, port), Wire(port) as wire:
        assert process.stdout is not None
        process.stdout.close()
        wire.send(request("/robots.txt"))
        assert wire.answer().status == 200
        # The connection is taken; no thread that answers has read anything of the database yet,
        # and now none can open it.
        open_no_more_files(process.pid)
        answer = follow(wire, place.codes()[0])
        assert answer == (302, FALLBACK, "not-counted; reason=unattributed")
        assert process.poll() is None


def open_no_more_files(pid: int) -> None:
    """What is open stays open; the next file would have a number beyond the limit."""
    taken = {int(entry.name) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    free = next(number for number in range(len(taken) + 1) if number not in taken)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (free, free))


def test_a_server_that_is_stopped_at_once_complains_of_nothing(place: Place) -> None:
    with launched(place) as (process, _):
        process.terminate()
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == 0
