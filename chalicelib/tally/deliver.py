"""From the visits' stream to the tallies: batches that come twice, late, split or damaged.

What comes in is a stream's records in order; what goes out is where the stream should start
again, or nothing. Everything before that place is done, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.errors import BadInput, StoreUnavailable
from chalicelib.tally.apply import Adder
from chalicelib.visits.model import Visit

TOGETHER = 500
"""Records added in one go, all that one delivery brings: the more there are, the more of them
share their counters (`fold.batches`)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One change that the stream tells of. `image` is the item as it was written."""

    sequence: str
    event_id: str
    keys: Mapping[str, Any]
    image: Mapping[str, Any]


class Stream(Protocol):
    """What the store knows of its own stream."""

    def visit_of(self, image: Mapping[str, Any]) -> Visit:
        """The visit that an image holds; `BadInput` when it holds none."""
        ...

    def set_aside(self, event_id: str, reason: str, keys: Mapping[str, Any]) -> None:
        """Keeps what is needed to find a damaged record again."""
        ...


def deliver(records: Sequence[Record], stream: Stream, adder: Adder) -> str | None:
    """Adds the records' visits; answers the sequence number of the first that failed.

    A record that holds no visit is set aside by name and passed over: it would fail for
    ever, and block all that come after it.
    """
    for start in range(0, len(records), TOGETHER):
        failed = _deliver_some(records[start : start + TOGETHER], stream, adder)
        if failed is not None:
            return failed
    return None


def _deliver_some(records: Sequence[Record], stream: Stream, adder: Adder) -> str | None:
    try:
        adder.add(list(_visits(records, stream)))
    except StoreUnavailable:
        # One by one, so that a visit which alone cannot be added does not hold up those
        # before it. When the store is down it is the first that fails.
        for record in records:
            try:
                adder.add(list(_visits([record], stream)))
            except StoreUnavailable:
                return record.sequence
    return None


def _visits(records: Sequence[Record], stream: Stream) -> Iterator[Visit]:
    for record in records:
        try:
            yield stream.visit_of(record.image)
        except BadInput as error:
            stream.set_aside(record.event_id, str(error), record.keys)
