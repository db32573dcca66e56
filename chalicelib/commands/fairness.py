"""`fairness`: how visits are spread, and leaving a link's day out of the ranking."""

from __future__ import annotations

from argparse import Namespace

from chalicelib import fairness
from chalicelib.access.audit import COMMAND_LINE
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Campaign, Link
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json, as_table
from chalicelib.errors import UnknownLink
from chalicelib.fairness import Busiest
from chalicelib.leaderboard import Ruling
from chalicelib.wiring import House

REPORT_COLUMNS = ("code", "name", "visits", "scans", "network", "hour", "family", "flags", "ranked")
ACT_COLUMNS = ("at", "by", "act", "code", "day", "reason")


def report(args: Namespace, house: House) -> int:
    """How the visits of a day are spread, link by link; the flagged ones first."""
    campaign = load(house, args.campaign)
    day, rows = fairness.report_of_day(house.store, campaign, args.day, house.clock())
    shown = fairness.report_to_json(rows, campaign)
    if args.format == "json":
        print(as_json(shown))
        return 0
    table = [
        {**row, "flags": [f"{flag}?" for flag in row["flags"]]}
        | {measure.value: _share(busiest) for measure, busiest in found.busiest.items()}
        for row, found in zip(shown, rows, strict=True)
    ]
    print(as_table(table, REPORT_COLUMNS))
    print(
        f"{day}: share of each link's busiest network (at most), hour and kind of browser;"
        f" a flag, from {fairness.FEWEST} visits on, is a question and takes nothing away"
    )
    return 0


def leave_out(args: Namespace, house: House) -> int:
    """Takes a link's day out of the ranking, with a reason that pages show."""
    return _act(args, house, fairness.leave_out, "is out of the ranking; pages say why")


def bring_back(args: Namespace, house: House) -> int:
    """Takes a link's day back into the ranking."""
    return _act(args, house, fairness.bring_back, "is in the ranking again")


def acts(args: Namespace, house: House) -> int:
    """Every such act, oldest first."""
    rulings = house.store.rulings(load(house, args.campaign).slug)
    if args.format == "json":
        print(as_json([fairness.ruling_to_json(ruling) for ruling in rulings]))
    else:
        print(as_table([_act_row(ruling) for ruling in rulings], ACT_COLUMNS))
    return 0


def _act(args: Namespace, house: House, act: fairness.Act, done: str) -> int:
    campaign = load(house, args.campaign)
    link = _link(house, campaign, args.code)
    ruling = act(house.store, campaign, link, args.day, args.reason, args.by, house.clock())
    fairness.record(house.trail, ruling, COMMAND_LINE)
    if args.format == "json":
        print(as_json(fairness.ruling_to_json(ruling)))
    else:
        print(f"the {ruling.day} of link {ruling.link} {done}")
    return 0


def _link(house: House, campaign: Campaign, code: str) -> Link:
    key = fold(code)
    for link in house.store.links(campaign.slug):
        if key in {fold(name) for name in (link.code, *link.aliases)}:
            return link
    raise UnknownLink(
        f"no link of campaign {campaign.slug!r} has the code {code!r};"
        f" `links {campaign.slug}` lists them"
    )


def _share(busiest: Busiest) -> str:
    return f"{busiest.share:.0%} {busiest.name}".strip() if busiest.of else "-"


def _act_row(ruling: Ruling) -> dict[str, str]:
    act = "bring-back" if ruling.ranked else "leave-out"
    values = (ruling.at.isoformat(), ruling.by, act, ruling.link, ruling.day, ruling.reason)
    return dict(zip(ACT_COLUMNS, values, strict=True))
