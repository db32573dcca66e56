"""A connection of the local server: Waitress's, with our refusals, and without its idle turns."""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask

from chalicelib.web.answers import SECURITY_HEADERS


class _Refusal(ErrorTask):
    """Waitress's own answer to what is not HTTP, or too large, with our headers on it."""

    def execute(self) -> None:
        self.response_headers = [*self.response_headers, *SECURITY_HEADERS.items()]
        super().execute()


class _Request(HTTPRequestParser):
    """A request as Waitress reads it, refused where it would be read in two ways or not at all."""

    def received(self, data: bytes) -> int:
        """How many bytes of `data` belong to this request."""
        consumed = super().received(data)
        if self.error is not None:
            # Who is refused is not told to go on and send the body.
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Reads request line and headers; `ParsingError` becomes a 400."""
        try:
            super().parse_header(header_plus)
        except ValueError:
            # `http://[` and endless lengths: to Waitress a failure of its own, which gets no
            # answer and goes to the log with the client's address.
            raise ParsingError("the address or the length cannot be read") from None
        coded = self.chunked or "TRANSFER_ENCODING" in self.headers
        if coded and (self.version != "1.1" or "CONTENT_LENGTH" in self.headers):
            # A proxy may believe the other of two lengths, and take what is left for a request
            # of somebody else (RFC 9112, 6.1).
            raise ParsingError("Transfer-Encoding goes with HTTP/1.1 and without Content-Length")


class Channel(HTTPChannel):
    """One client's connection."""

    parser_class = _Request
    error_task_class = _Refusal

    _sending = False

    def writable(self) -> bool:
        """Whether the server's loop has something to send here: not while a thread sends.

        Waitress's loop would find a socket that takes data and a lock that it cannot have, and
        turn at once, again and again, through all connections, until that thread gets its turn.
        What a thread could not send it leaves to the loop, and wakes it.
        """
        return not self._sending and bool(super().writable())

    def send(self, data: bytes, do_close: bool = True) -> int:
        """How many bytes of `data` the socket took.

        Threads that answer leave closing to the loop, and `do_close` says so.
        """
        self._sending = not do_close
        try:
            return int(super().send(data, do_close))
        finally:
            self._sending = False
