"""`move-out` and `move-in`: a whole campaign from one store to another."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from chalicelib import __version__
from chalicelib.commands.output import as_json
from chalicelib.moving import Moved, move_in, move_out
from chalicelib.wiring import House


def out(args: Namespace, house: House) -> int:
    """Writes a campaign to a file."""
    path = Path(args.file)
    moved = move_out(house.store, args.campaign, path, house.clock(), __version__)
    return _print(args, moved, f"campaign {moved.campaign} is in {path}")


def into(args: Namespace, house: House) -> int:
    """Takes a campaign in from a file."""
    moved = move_in(house.store, Path(args.file))
    return _print(args, moved, f"campaign {moved.campaign} is here; delete {args.file}")


def _print(args: Namespace, moved: Moved, done: str) -> int:
    if args.format == "json":
        print(as_json({"campaign": moved.campaign, "records": dict(moved.records)}))
        return 0
    for kind, many in sorted(moved.records.items()):
        print(f"{kind}: {many}")
    print(f"done: {done}")
    return 0
