"""`import`: associations, groups and links from a spreadsheet, all or nothing."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from chalicelib.access import audit
from chalicelib.access.model import Place
from chalicelib.campaign import sheet
from chalicelib.campaign.apply import Done, carry_out, plan_to_json, will_be_done
from chalicelib.campaign.desired import Author
from chalicelib.campaign.edit import draft_of, plan_draft
from chalicelib.campaign.plan import Plan
from chalicelib.campaign.spreadsheet import Merged, What, merge
from chalicelib.commands.campaigns import said
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json
from chalicelib.errors import BadInput
from chalicelib.wiring import House


def import_rows(args: Namespace, house: House) -> int:
    """Says what each line does, and does it unless one is wrong or it is asked not to."""
    campaign = load(house, args.campaign)
    found = sheet.read(_read(args.file), args.file)
    merged = merge(draft_of(house.store, campaign.slug), found)
    author = Author(args.by, house.clock())
    plan = None if merged.wrong else plan_draft(merged.draft, house.store, author)
    in_text = args.format == "text"
    if in_text:
        _print(merged, args.file)
    done = None
    if plan and not args.dry_run:
        what, about = audit.What.IMPORTED, said(plan, will_be_done(plan))
        act = audit.act_of(author.at, args.by, what, Place(campaign.slug), about)
        done = carry_out(plan, house.store.with_act(act))
    if not in_text:
        print(as_json(_to_json(campaign.slug, merged, plan, done)))
    elif plan:
        print(_said(plan, done))
    if merged.wrong:
        lines = "1 line is" if len(merged.wrong) == 1 else f"{len(merged.wrong)} lines are"
        print(f"{args.file}: {lines} wrong; nothing was changed", file=sys.stderr)
    return 1 if merged.wrong else 0


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            # One byte more than a sheet may have shows that it has more.
            return file.read(sheet.MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror or error}") from None


def _print(merged: Merged, path: str) -> None:
    for outcome in merged.outcomes:
        print(f"{path}:{outcome.line}: {outcome.what}: {outcome.text}")
    counts = [sum(o.what is what for o in merged.outcomes) for what in What]
    print(", ".join(f"{what}: {n}" for what, n in zip(What, counts, strict=True)), flush=True)


def _said(plan: Plan, done: Done | None) -> str:
    if plan.empty:
        return "= nothing to change"
    return f"done: {said(plan, done)}" if done else "dry run: nothing was changed"


def _to_json(slug: str, merged: Merged, plan: Plan | None, done: Done | None) -> dict[str, object]:
    lines = [{"line": o.line, "what": o.what.value, "text": o.text} for o in merged.outcomes]
    planned = plan_to_json(plan, done) if plan else {"campaign": slug, "plan": [], "done": None}
    return planned | {"lines": lines}
