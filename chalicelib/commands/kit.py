"""`kit`: every file that a campaign prints and pastes, in a folder of a folder for each owner."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json
from chalicelib.errors import BadInput
from chalicelib.kit.bundle import order_of
from chalicelib.kit.model import DoesNotFit
from chalicelib.kit.pieces import Job, jobs
from chalicelib.kit.qr.proof import check
from chalicelib.wiring import House

LIST = "kit.json"
"""What the folder holds: each file, its kind, and the link whose code it carries
(`codes` times)."""


def make(args: Namespace, house: House) -> int:
    """Makes the files and lists them; a QR code that does not read as its link stops it."""
    campaign = load(house, args.campaign)
    wanted = list(
        jobs(
            order_of(
                campaign, house.store.links(campaign.slug), house.store, house.settings.base_url
            )
        )
    )
    if not wanted:
        raise BadInput(f"campaign {campaign.slug!r} has no open link, so there is nothing to print")
    folder = Path(args.output)
    folder.mkdir(parents=True, exist_ok=True)
    made, unfit = [], []
    for job in _with_progress(wanted):
        try:
            _make(job, folder)
        except DoesNotFit as error:
            unfit.append(f"{job.path}: {error}")
        else:
            made.append(_row(job))
    (folder / LIST).write_text(as_json(made) + "\n", "utf-8")
    for line in unfit:
        print(line, file=sys.stderr)
    if args.format == "json":
        print(as_json(made))
    else:
        print(f"{len(made)} files in {folder}, listed in {folder / LIST}")
    return 1 if unfit else 0


def _make(job: Job, folder: Path) -> None:
    path = folder / job.path
    data = job.make()
    if path.suffix == ".png":
        check(job.path, data, job.ordered.matter.qr_text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _row(job: Job) -> dict[str, Any]:
    one = job.ordered
    return {
        "file": job.path,
        "kind": job.piece.kind,
        "codes": job.piece.codes,
        "association": one.association,
        "group": one.group,
        "channel": one.matter.channel,
        "code": one.code,
        "qr_text": one.matter.qr_text,
    }


def _with_progress(wanted: list[Job]) -> Iterator[Job]:
    """The jobs, with a bar on standard error where a person looks at it."""
    # Imported here: no other command draws a bar.
    from tqdm import tqdm

    bar = tqdm(wanted, unit=" files", file=sys.stderr, disable=None, leave=False)
    for job in bar:
        bar.set_postfix_str(job.path.rpartition("/")[2], refresh=False)
        yield job
