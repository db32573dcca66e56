"""`links`, `leaderboard` and `days`: what is read of a campaign."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from chalicelib import leaderboard as board
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.cells import to_csv
from chalicelib.commands.output import as_json, as_table, print_excel
from chalicelib.errors import UnknownCampaign
from chalicelib.leaderboard import Period
from chalicelib.petition import beside
from chalicelib.petition.series import known
from chalicelib.tally.model import Count
from chalicelib.wiring import House

LINK_COLUMNS = (
    "code", "url", "qr_url", "association", "group", "channel", "visits", "scans",
    "aliases", "closed",
)  # fmt: skip
"""The first eight are a contract; more may follow them."""
DAY_COLUMNS = ("day", "visits", "scans", "signatures")
MOST_DAYS = 3660
"""Ten years: all days that a campaign has."""

_BOARD = ("rank", "slug", "name", "visits", "scans", "share")
_OWNERS: dict[Level, tuple[str, ...]] = {
    Level.ASSOCIATION: (),
    Level.GROUP: ("association",),
    Level.LINK: ("association", "group", "channel"),
}
"""What a row of each level says besides of whose it is."""


def load(house: House, slug: str) -> Campaign:
    """The campaign called `slug`; `UnknownCampaign` names those that there are."""
    campaign = house.store.load(slug)
    if campaign is None:
        known = ", ".join(c.slug for c in house.store.campaigns())
        there = f" (there are: {known})" if known else f": {_emptiness(house)}"
        raise UnknownCampaign(f"no campaign is called {slug!r}{there}")
    return campaign


def _emptiness(house: House) -> str:
    """Where no campaign is, and the way out: another place was meant, or it is the first."""
    settings = house.settings
    if settings.store == "sqlite":
        return f"{settings.database} has none; `apply` makes one, --database names another file"
    return (
        f"the tables {settings.table_prefix}-* have none; `apply` makes one, TABLE_PREFIX names"
        " others"
    )


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
    elif args.format == "excel":
        print_excel(rows, LINK_COLUMNS, campaign.locale)
    else:
        print((to_csv if args.format == "csv" else as_table)(rows, LINK_COLUMNS))
    return 0


def leaderboard(args: Namespace, house: House) -> int:
    """A page of the leaderboard; for a spreadsheet, every page of it."""
    campaign, level, period = load(house, args.campaign), Level(args.level), Period(args.period)
    links = house.store.links(campaign.slug) if level is Level.LINK else []
    by_code = {link.code: link for link in links}

    def page(cursor: str | None) -> dict[str, Any]:
        found = house.store.board(campaign, level, period, args.limit, cursor)
        return board.to_json(found, campaign, level, period, by_code)

    shown = page(args.cursor)
    columns = [*_BOARD, *_OWNERS[level], "retired"]
    if args.format == "json":
        print(as_json(shown))
    elif args.format == "excel":
        rows, following = shown["rows"], shown["next"]
        while following:
            more = page(following)
            rows, following = rows + more["rows"], more["next"]
        print_excel(rows, columns, campaign.locale)
    else:
        print(as_table([{**row, "share": f"{row['share']:.1%}"} for row in shown["rows"]], columns))
        print(f"visits ({period}) as of {shown['updated_at']}; visits are not signatures")
        if shown["next"]:
            print(f"more: --cursor {shown['next']}")
    return 0


def days(args: Namespace, house: House) -> int:
    """Visits, scans and signatures of the same days, oldest first."""
    campaign = load(house, args.campaign)
    now = house.clock()
    official = known(house.store, campaign, now)
    counted = house.store.days(campaign.slug, Level.CAMPAIGN, campaign.slug)
    visits = {day: (count.visits, count.scans) for day, count in counted}
    points = house.store.points(campaign.slug, official.since)
    found = beside.beside(visits, points, official.at, campaign.timezone, now, MOST_DAYS)
    shown = beside.to_json(found)
    if args.format == "json":
        print(as_json({"campaign": campaign.slug} | shown))
    elif args.format == "excel":
        print_excel(shown["days"], DAY_COLUMNS, campaign.locale)
    else:
        print(as_table(shown["days"], DAY_COLUMNS))
        print("visits are not signatures; signatures are empty where no reading tells them")
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
