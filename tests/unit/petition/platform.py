"""A petition platform of the tests: a real server on loopback, as bad as its script tells it."""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came; headers under lower-case names."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Asked], Iterable[bytes]]
"""The bytes that answer a request, head and all, sent piece by piece; then the connection ends."""


class Platform:
    """Serves `script` on 127.0.0.1 while it is entered: over TLS when it has a `context`.

    `asked` are the requests so far, and `sent` how many bytes went out. A connection ends as TLS
    wants it, unless `cut`.
    """

    def __init__(
        self, script: Script, context: ssl.SSLContext | None = None, *, cut: bool = False
    ) -> None:
        self.asked: list[Asked] = []
        self.sent = 0
        self._script = script
        self._context = context
        self._cut = cut

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def local(self) -> str:
        """As `Fetcher` takes a source on this machine."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Platform:
        platform = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                platform._converse(self.request)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        # Joins every conversation: the other side is gone, so they end.
        self._server.server_close()

    def _converse(self, raw: socket.socket) -> None:
        try:
            connection = self._context.wrap_socket(raw, server_side=True) if self._context else raw
        except OSError:
            return  # the other side did not like the certificate
        with connection:
            try:
                asked = read_request(connection)
                self.asked.append(asked)
                for piece in self._script(asked):
                    connection.sendall(piece)
                    self.sent += len(piece)
                if isinstance(connection, ssl.SSLSocket) and not self._cut:
                    connection.unwrap()
            except OSError:
                pass  # the other side had enough


def read_request(connection: socket.socket) -> Asked:
    """One request, body included; what is not one is an `OSError`."""
    with connection.makefile("rb") as lines:
        first = lines.readline().decode("latin-1").split()
        if len(first) != 3:
            raise ConnectionError("no request came")
        headers = {}
        while (line := lines.readline().decode("latin-1").strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = lines.read(int(headers.get("content-length", "0")))
    return Asked(first[0], first[1], headers, body)


def answer(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    """A whole answer in one piece."""
    return head(status, f"Content-Length: {len(body)}", *headers) + body


def head(status: int, *headers: str) -> bytes:
    """Status line and headers."""
    return "\r\n".join([f"HTTP/1.1 {status} So", *headers, "", ""]).encode("latin-1")


def always(*pieces: bytes) -> Script:
    """The same answer to every request."""
    return lambda asked: pieces


def zeros(size: int) -> Iterator[bytes]:
    """So many zeros, without ever holding more than a mebibyte of them."""
    return repeat(bytes(MIB), size // MIB)


def bomb(size: int) -> bytes:
    """The gzip form of `size` zeros: one block of a mebibyte, over and over."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    head_of_ten_bytes = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head_of_ten_bytes + block * (size // MIB) + packer.flush(zlib.Z_FINISH) + bytes(8)


def chunk(data: bytes) -> bytes:
    """One chunk of an answer that comes in chunks; the empty one is the last."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


@dataclass(frozen=True, slots=True)
class Trust:
    """Both ends of a TLS connection: a server's context, and one that trusts its certificate."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def self_made(folder: Path, *names: str, days: int = 1) -> Trust:
    """A certificate that signs itself, for these names; expired when `days` is below zero."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(public, private)
    return Trust(server, ssl.create_default_context(cafile=str(public)))
