"""`serve`: the same `app.py` on one machine, behind Waitress, over SQLite.

Waitress answers with keep-alive and one write per answer, buffers slow clients outside its
worker threads, and bounds headers, bodies and connections. A second thread keeps house:
salts made a day ahead and destroyed in time, expired visits deleted, official counts read.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from types import FrameType
from typing import Any

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from chalicelib import wiring
from chalicelib.campaign.model import Campaign
from chalicelib.clock import local_day
from chalicelib.config import Settings
from chalicelib.errors import BadSettings, StoreUnavailable
from chalicelib.local.channel import Channel
from chalicelib.local.compress import compressed
from chalicelib.local.events import Environ, Routes, Start, answer_wsgi, event_from_wsgi
from chalicelib.local.kits import handed_out, kit_wsgi
from chalicelib.local.outbox import Outbox, asked_for, outbox_wsgi

THREADS = 64
"""Nearly all of them wait for a commit that they share; with fewer, it is shared by fewer."""
MOST_CONNECTIONS = 1200
OTHER_FILES = 2 * THREADS + 72
"""What is open beside connections: each thread's reader holds a database and its log."""
HEADER_BYTES = 16 * 1024
BODY_BYTES = 1024 * 1024
IDLE_SECONDS = 30
HOUSEKEEPING_SECONDS = 60.0

Server = BaseWSGIServer | MultiSocketServer


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT, then answers what it is answering and stops."""
    house = wiring.build(settings)
    house = replace(house, outbox=Outbox(house.log))
    try:
        server = open_server(host, port)
        if settings.base_url == Settings.base_url:
            address = f"http://{_host_in_address(host)}:{_port(server)}"
            house = replace(house, settings=replace(settings, base_url=address))
        wiring.use(house)
        _run(server, house)
    finally:
        house.store.close()
        wiring.use(None)


def open_server(host: str, port: int) -> Server:
    """A server that listens, and answers once it is run. `BadSettings` when the port is taken."""
    # It would write a line for every request that waits for a thread, which under load is all.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # On the class, because a host with two addresses gets two servers that make their own.
    BaseWSGIServer.channel_class = Channel
    try:
        return create_server(
            compressed(wsgi_application()),
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=_most_connections(),
            # `select` knows no file beyond the 1024th, and would end the server there.
            asyncore_use_poll=True,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            channel_timeout=IDLE_SECONDS,
            ident="porte-voix",
            # `TRUSTED_PROXIES` says how much of X-Forwarded-For is believed, as on AWS.
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise BadSettings(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
        ) from None


def _most_connections() -> int:
    """As many as the process may have files open, beside its others; raises that limit first.

    Without a free file a connection can neither be taken nor refused, only tried again at once.
    """
    wanted = MOST_CONNECTIONS + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if not 0 <= soft < wanted:  # negative: without limit
        return MOST_CONNECTIONS
    allowed = min(hard, wanted) if hard >= 0 else wanted
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, allowed - OTHER_FILES)


def wsgi_application() -> Callable[[Environ, Start], Iterable[bytes]]:
    """`app.py` as a WSGI application; and whole kits and the outbox, which Lambda has not."""
    from app import app

    routes = Routes(app.routes)

    def application(environ: Environ, start: Start) -> Iterable[bytes]:
        house = wiring.house()
        kit = handed_out(environ, house)
        if kit is not None:
            return kit_wsgi(kit, environ, start)
        outbox = asked_for(environ, house)
        if outbox is not None:
            return outbox_wsgi(outbox, environ, start)
        return answer_wsgi(app(event_from_wsgi(environ, routes), None), start)

    return application


def keep_house(house: wiring.House) -> None:
    """One round: the salts that are needed exist, older ones and expired visits do not, and
    official counts that are due have been read.
    """
    now = house.clock()
    house.for_each_campaign(
        lambda one: house.visitors.prepare(one.slug, local_day(now, one.timezone))
    )
    house.store.expire()
    house.shelf.tidy(now.timestamp())

    def read(campaign: Campaign) -> None:
        if campaign.state.listed:
            # The time of each: those before may have waited long for their platforms.
            house.poller.round(campaign, house.clock())

    house.for_each_campaign(read)


def _run(server: Server, house: wiring.House) -> None:
    """Answers requests, and keeps house beside it, until a signal ends both."""
    stopping = threading.Event()
    keeper = threading.Thread(target=keep_on, args=(house, stopping), daemon=True)
    keeper.start()
    try:
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, _stop)
        house.log(json.dumps({"event": "serving", "address": house.settings.base_url}))
        server.run()
    finally:
        stopping.set()
        keeper.join(5.0)


def keep_on(
    house: wiring.House, stopping: threading.Event, seconds: float = HOUSEKEEPING_SECONDS
) -> None:
    """One round after the other, `seconds` between them, until `stopping` is set."""
    while True:
        try:
            keep_house(house)
        except Exception as error:
            # Whatever went wrong, salts are to be destroyed in time: the round after this one
            # matters all the more, even without a log to say it in.
            reason = str(error) if isinstance(error, StoreUnavailable) else repr(error)
            with suppress(OSError):
                house.log(json.dumps({"event": "housekeeping_failed", "reason": reason}))
        if stopping.wait(seconds):
            return


def _stop(signal_number: int, frame: FrameType | None) -> Any:
    raise SystemExit(0)


def _port(server: Server) -> int:
    """Where it listens, which the system chose when it was asked for port 0."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.getsockname()[1])


def _host_in_address(host: str) -> str:
    address = f"[{host}]" if ":" in host else host
    # What to call a server that listens everywhere; nothing is bound here.
    return {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(address, address)  # noqa: S104 # nosec B104
