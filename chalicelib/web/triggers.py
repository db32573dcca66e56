"""What AWS calls without a visitor: the visits' stream, the schedules, orders of kits, letters."""

from __future__ import annotations

import json
from typing import Any

from chalicelib import wiring
from chalicelib.campaign.model import Campaign
from chalicelib.clock import earliest_today, local_day
from chalicelib.errors import LetterNotSent
from chalicelib.tally import reconcile as reconciling
from chalicelib.tally.deliver import Record, deliver


def tally(event: dict[str, Any]) -> dict[str, object]:
    """Adds a batch of the stream up; answers which record the next delivery starts with.

    The answer is the partial one of Lambda's event sources (`ReportBatchItemFailures`).
    """
    house = wiring.house()
    records = [
        _record(r["eventID"], r["dynamodb"]) for r in event["Records"] if r["eventName"] == "INSERT"
    ]
    failed = deliver(records, wiring.production(house), house.adder)
    if failed is None:
        return {"batchItemFailures": []}
    house.log(json.dumps({"event": "tally_failed", "sequence": failed}))
    return {"batchItemFailures": [{"itemIdentifier": failed}]}


def rank() -> None:
    """Ranks the boards of every open campaign again, where something changed."""
    house = wiring.house()
    store = wiring.production(house)
    house.for_each_campaign(lambda one: one.state.listed and store.rebuild_boards(one))


def poll() -> None:
    """Reads the official counts that are due; says which ones are overdue."""
    house = wiring.house()

    def read(campaign: Campaign) -> None:
        if campaign.state.listed:
            # The time of each: those before may have waited long for their platforms.
            house.poller.round(campaign, house.clock())

    house.for_each_campaign(read)


def salts() -> None:
    """Makes salts a day ahead and destroys those of days that are over."""
    house = wiring.house()
    now = house.clock()
    house.for_each_campaign(
        lambda one: house.visitors.prepare(one.slug, local_day(now, one.timezone))
    )


def kit(event: dict[str, Any]) -> dict[str, str]:
    """Makes the kit that the API was asked for; answers where it lies on the shelf."""
    from chalicelib.kit.bundle import Order

    return {"name": wiring.house().bundles.make(Order(**event))}


def mail(event: dict[str, Any]) -> None:
    """Answers a wish for a one-time link. `LetterNotSent` makes Lambda try again."""
    from chalicelib.access.signin import Wish

    house = wiring.house()
    try:
        house.letters.answer(Wish(**event), house.clock())
    except Exception as error:
        house.log_failure("letter_not_sent", error)
        # Lambda logs what is raised with all that led to it, and that may name somebody.
        raise LetterNotSent("a letter was not sent; the line before says why") from None


def reconcile() -> None:
    """Sends visits that were never tallied through the tally, and reports what drifts."""
    house = wiring.house()
    report = reconciling.reconcile(house.store, house.adder, earliest_today(house.clock()))
    house.log(
        json.dumps(
            {
                "event": "reconciled",
                "kept": report.kept,
                "added": report.added,
                # For the alarm: a metric reads a number.
                "drifting": len(report.drifts),
                "drifts": [str(drift.counter) for drift in report.drifts],
            }
        )
    )


def _record(event_id: str, change: dict[str, Any]) -> Record:
    return Record(change["SequenceNumber"], event_id, change["Keys"], change.get("NewImage", {}))
