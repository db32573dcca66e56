"""`switch`: another address for every printed code of a campaign at once."""

from __future__ import annotations

import sys
from argparse import Namespace

from chalicelib.access.audit import What, act_of
from chalicelib.access.model import Place
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.apply import carry_out, plan_to_json
from chalicelib.campaign.desired import Author
from chalicelib.campaign.model import Campaign, Level
from chalicelib.campaign.switching import Switching, plan_switch
from chalicelib.campaign.wording import owner_label
from chalicelib.cells import Row
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json, as_table
from chalicelib.errors import BadInput
from chalicelib.tally.model import Count
from chalicelib.wiring import House

COLUMNS = ("code", "url", "owner", "channel", "scans")


def run(args: Namespace, house: House) -> int:
    """Shows what is in print and where it will lead, asks, and switches."""
    campaign = load(house, args.campaign)
    values = {"petition_url": args.url, "reason": args.reason}
    by, hosts = Author(args.by, house.clock()), house.settings.destination_hosts
    planned = plan_switch(house.store, campaign.slug, values, hosts, by)
    campaign, plan, rows = planned.before, planned.plan, _rows(house, planned)
    in_text = args.format == "text"
    if in_text:
        print(_preview(campaign, args.url, rows), flush=True)
    if plan.empty:
        print("= nothing to change" if in_text else as_json(plan_to_json(plan, None)))
        return 0
    if not args.dry_run and not args.yes:
        _confirm(campaign.slug, in_text)
    act = act_of(
        house.clock(), args.by, What.CAMPAIGN_SWITCHED, Place(campaign.slug), planned.about
    )
    done = None if args.dry_run else carry_out(plan, house.store.with_act(act))
    if not in_text:
        shown = plan_to_json(plan, done) | {"from": campaign.petition_url, "to": args.url}
        print(as_json(shown | {"links": rows}))
    elif done is None:
        print("dry run: nothing was changed")
    else:
        print(f"done: {_many(rows)} to {args.url} within a minute; pages say so for 30 days")
    return 0


def _rows(house: House, planned: Switching) -> list[Row]:
    campaign = planned.before
    counts = house.store.totals(campaign.slug, Level.LINK)
    base = house.settings.base_url
    return [
        {
            "code": link.code,
            "url": short_url(base, link.code),
            "owner": owner_label(campaign, link),
            "channel": link.channel,
            "scans": counts.get(link.code, Count()).scans,
        }
        for link in planned.links
    ]


def _preview(campaign: Campaign, url: str, rows: list[Row]) -> str:
    parts = [as_table(rows, COLUMNS)] if rows else []
    parts += [f"{_many(rows)}", f"from {campaign.petition_url}", f"to   {url}"]
    if campaign.petition.source != "manual":
        parts.append(
            f"! the official count is still read from {campaign.petition.source},"
            f" {campaign.petition.id}: the campaign file says where"
        )
    parts.append(
        "! a campaign file that still has the old address would switch back: change it too"
    )
    return "\n".join(parts)


def _many(rows: list[Row]) -> str:
    return "1 link leads" if len(rows) == 1 else f"{len(rows)} links lead"


def _confirm(slug: str, in_text: bool) -> None:
    """The campaign's slug, typed; `BadInput` when it is not, and nothing was changed."""
    if not in_text:
        raise BadInput("--format json asks nobody: run again with --dry-run, or with --yes")
    print(f"type {slug} to switch: ", end="", flush=True)
    if sys.stdin.readline().strip() != slug:
        raise BadInput("not confirmed; nothing was changed (--yes confirms beforehand)")
