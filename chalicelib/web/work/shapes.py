"""How campaigns and their parts look as JSON. `self` is where each is to be found."""

from __future__ import annotations

from typing import Any

from chalicelib import leaderboard, wiring
from chalicelib.campaign.addresses import leads_to, qr_url, short_url
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Association, Campaign, Group, Level, Link
from chalicelib.tally.model import Count

Shape = dict[str, Any]


def campaign(one: Campaign) -> Shape:
    """What everybody may know of a campaign."""
    last = one.switches[-1] if one.switches else None
    return {
        "slug": one.slug,
        "title": one.title,
        "summary": one.summary,
        "demands": list(one.demands),
        "petition_url": one.petition_url,
        "state": one.state.value,
        "locale": one.locale,
        "timezone": one.timezone,
        "public_leaderboard": one.public_leaderboard,
        "url": address(f"/c/{one.slug}"),
        "switched": last
        and {"at": last.at.isoformat(), "old": last.old, "new": last.new, "reason": last.reason},
        "self": address(f"/v1/campaigns/{one.slug}"),
    }


def association(slug: str, one: Association, count: Count) -> Shape:
    """An association with what it sums up to; for itself and for organisers."""
    return {
        "slug": one.slug,
        "name": one.name,
        "contact": one.contact,
        "website": one.website,
        "retired": one.retired,
        "visits": count.visits,
        "scans": count.scans,
        "self": address(f"/v1/campaigns/{slug}/associations/{one.slug}"),
    }


def group(slug: str, home: Association, one: Group, count: Count) -> Shape:
    """A group with what it sums up to."""
    return {
        "slug": one.slug,
        "association": home.slug,
        "name": one.name,
        "department": one.department,
        "retired": one.retired,
        "visits": count.visits,
        "scans": count.scans,
        "self": address(f"/v1/campaigns/{slug}/associations/{home.slug}/groups/{one.slug}"),
    }


def link(one: Link, home: Campaign, count: Count) -> Shape:
    """A link in a list; the first eight are a contract."""
    base = wiring.house().settings.base_url
    owner = home.group(one.group) if one.group else None
    return {
        "code": one.code,
        "url": short_url(base, one.code),
        "qr_url": qr_url(base, one.code),
        "association": one.association,
        "group": owner[1].slug if owner else "",
        "channel": one.channel,
        "visits": count.visits,
        "scans": count.scans,
        "aliases": list(one.aliases),
        "closed": one.closed,
        "self": address(f"/v1/links/{one.code}"),
    }


def whole_link(found: Found) -> Shape:
    """A link with its figures; the fields up to `days` are a contract."""
    one, home, store = found.link, found.campaign, wiring.house().store
    shown = link(one, home, store.total(home.slug, Level.LINK, one.code))
    last = {name: shown.pop(name) for name in ("visits", "scans", "aliases", "closed", "self")}
    excluded = leaderboard.excluded_to_json(store.excluded(home.slug, one.code))
    return {
        **shown,
        "destination": leads_to(wiring.house().settings.base_url, home, one),
        "visits": last.pop("visits"),
        "scans": last.pop("scans"),
        "excluded": excluded,
        "days": days(home.slug, Level.LINK, one.code),
        **last,
    }


def days(slug: str, level: Level, entity: str) -> list[Shape]:
    """The days of anything that has visits, oldest first."""
    return [
        {"day": day, "visits": count.visits, "scans": count.scans}
        for day, count in wiring.house().store.days(slug, level, entity)
    ]


def address(path: str) -> str:
    """A path of this service as a whole address."""
    return wiring.house().settings.base_url + path
