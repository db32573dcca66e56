"""`links` and `leaderboard`: what is read of a campaign."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from chalicelib import leaderboard as board
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.commands.output import as_csv, as_json, as_table
from chalicelib.errors import UnknownCampaign
from chalicelib.leaderboard import Period
from chalicelib.tally.model import Count
from chalicelib.wiring import House

LINK_COLUMNS = (
    "code", "url", "qr_url", "association", "group", "channel", "visits", "scans",
    "aliases", "closed",
)  # fmt: skip
"""The first eight are a contract; more may follow them."""


def load(house: House, slug: str) -> Campaign:
    """The campaign called `slug`; `UnknownCampaign` names those that there are."""
    campaign = house.store.load(slug)
    if campaign is None:
        known = ", ".join(c.slug for c in house.store.campaigns()) or "none yet: `apply` makes one"
        raise UnknownCampaign(f"no campaign is called {slug!r} (there are: {known})")
    return campaign


def links(args: Namespace, house: House) -> int:
    """Every link of a campaign, with its addresses and its figures."""
    campaign = load(house, args.campaign)
    counts = house.store.totals(campaign.slug, Level.LINK)
    base = house.settings.base_url
    rows = [
        _link_row(link, campaign, base, counts.get(link.code, Count()))
        for link in house.store.links(campaign.slug)
    ]
    if args.format == "json":
        print(as_json(rows))
    else:
        print((as_csv if args.format == "csv" else as_table)(rows, LINK_COLUMNS))
    return 0


def leaderboard(args: Namespace, house: House) -> int:
    """A page of the leaderboard."""
    campaign, level, period = load(house, args.campaign), Level(args.level), Period(args.period)
    page = house.store.board(campaign, level, period, args.limit, args.cursor)
    by_code = (
        {link.code: link for link in house.store.links(campaign.slug)}
        if level is Level.LINK
        else {}
    )
    shown = board.to_json(page, campaign, level, period, by_code)
    if args.format == "json":
        print(as_json(shown))
        return 0
    rows = [{**row, "share": f"{row['share']:.1%}"} for row in shown["rows"]]
    owner = [name for name in ("association", "group", "channel") if rows and name in rows[0]]
    print(as_table(rows, ["rank", "slug", "name", "visits", "scans", "share", *owner, "retired"]))
    print(f"visits ({period}) as of {shown['updated_at']}; visits are not signatures")
    if page.next:
        print(f"more: --cursor {page.next}")
    return 0


def _link_row(link: Link, campaign: Campaign, base: str, count: Count) -> dict[str, Any]:
    group = campaign.group(link.group) if link.group else None
    values = (
        link.code,
        short_url(base, link.code),
        qr_url(base, link.code),
        link.association,
        group[1].slug if group else "",
        link.channel,
        count.visits,
        count.scans,
        list(link.aliases),
        link.closed,
    )
    return dict(zip(LINK_COLUMNS, values, strict=True))
