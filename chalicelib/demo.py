"""The demo campaign: a petition told in short words, carried by associations that do not exist."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from chalicelib.campaign import file
from chalicelib.campaign.apply import carry_out, plan_for
from chalicelib.campaign.codes import Draw, draw_code
from chalicelib.campaign.desired import Author
from chalicelib.campaign.directory import Register
from chalicelib.campaign.model import Link

FILE = Path(__file__).with_name("demo.toml")


def put_demo(
    register: Register, hosts: frozenset[str], now: datetime, draw: Draw = draw_code
) -> Link:
    """Puts the demo campaign on the register if it is not there; answers a link of it to try.

    A demo campaign that somebody changed stays as it is. One whose links were not all added,
    because the first run was interrupted, is completed.
    """
    desired = file.read(str(FILE), hosts)
    plan = plan_for(desired, register, Author("demo", now))
    if register.load(plan.slug) is None or plan.campaign is None:
        carry_out(plan, register, draw=draw)
    links = register.links(plan.slug)
    return next(
        (link for link in links if link.group and link.aliases and not link.closed), links[0]
    )
