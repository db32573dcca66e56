"""The load generator: a process of its own, one thread, keep-alive connections.

Each connection has its own source address (127.0.x.y) and each request an agent that no
other has, so that each is a new visitor for the server. A connection sends its next request
as soon as the answer to the last one is whole (a closed loop).

    python -m bench.load PORT CONNECTIONS SECONDS FIRST PATH...  →  one line of JSON

FIRST numbers the first request, so that several runs share no visitor.
"""

from __future__ import annotations

import json
import resource
import selectors
import socket
import sys
import time
from collections import Counter
from itertools import count, cycle

VERDICT = b"\r\nx-porte-voix: "
WARM_UP_SECONDS = 1.0


class Connection:
    """One keep-alive connection, with when its request left."""

    def __init__(self, port: int, number: int) -> None:
        self.socket = socket.create_connection(
            ("127.0.0.1", port), 10.0, (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        )
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent = 0.0

    def ask(self, request: bytes) -> None:
        """Sends a request: small enough that the socket always takes it whole."""
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> bytes:
        """A whole answer's head. Redirects have no body."""
        head = self.socket.recv(65536)
        while b"\r\n\r\n" not in head:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError(f"the server hung up after {head!r}")
            head += more
        return head


def main(port: int, connections: int, seconds: float, first: int, paths: list[str]) -> None:
    """Drives the server and prints what it answered."""
    heads = cycle(_head(path) for path in paths)
    numbers = count(first)
    selector = selectors.DefaultSelector()
    said: Counter[str] = Counter()
    warm: Counter[str] = Counter()
    latencies: list[float] = []
    asking = 0
    begin = time.perf_counter()
    measured_from, end = begin + WARM_UP_SECONDS, begin + WARM_UP_SECONDS + seconds
    for number in range(connections):
        connection = Connection(port, number)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(next(heads) % next(numbers))
        asking += 1
    marked = False
    while asking:
        for key, _ in selector.select():
            connection = key.data
            verdict = _verdict(connection.answer())
            now = time.perf_counter()
            if now < measured_from:
                warm[verdict] += 1
            else:
                if not marked:
                    marked = True
                    # Whoever reads the server's clock reads it when measuring starts.
                    print("measuring", flush=True)
                said[verdict] += 1
                latencies.append(now - connection.sent)
            if now < end:
                connection.ask(next(heads) % next(numbers))
            else:
                asking -= 1
                selector.unregister(connection.socket)
                connection.socket.close()
    took = time.perf_counter() - measured_from
    usage = resource.getrusage(resource.RUSAGE_SELF)
    report = {
        "connections": connections,
        "seconds": took,
        "answers": dict(said),
        "warm_up_answers": dict(warm),
        "next": next(numbers),
        "latency_ms": _percentiles(latencies),
        "generator_cpu_seconds": usage.ru_utime + usage.ru_stime,
    }
    print(json.dumps(report), flush=True)


def _head(path: str) -> bytes:
    """A request of a telephone's browser; `%06d` makes each agent the only one of its kind."""
    agent = (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/126.0.%06d Mobile Safari/537.36"
    )
    return (
        f"GET {path.replace('%', '%%')} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\n"
        "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n"
        "Accept-Language: fr-FR,fr;q=0.9\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
    ).encode()


def _verdict(head: bytes) -> str:
    """`counted` and the like where the answer is a redirect that says so; its status otherwise."""
    status = head[9:12].decode()
    if status != "302":
        return f"status {status}"
    place = head.lower().find(VERDICT)
    if place < 0:
        return "redirect"
    place += len(VERDICT)
    return head[place : head.index(b"\r\n", place)].decode()


def _percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    points = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    last = len(ordered) - 1
    return {name: round(1000 * ordered[round(share * last)], 3) for name, share in points.items()}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
