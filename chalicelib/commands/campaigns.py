"""`apply` and `demo`: what changes campaigns."""

from __future__ import annotations

from argparse import Namespace

from chalicelib.access.audit import COMMAND_LINE, What, act_of
from chalicelib.access.model import Place
from chalicelib.campaign import file
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.apply import Done, carry_out, plan_for, plan_to_json, will_be_done
from chalicelib.campaign.desired import Author
from chalicelib.campaign.plan import Plan
from chalicelib.commands.output import as_json
from chalicelib.demo import put_demo
from chalicelib.wiring import House


def apply(args: Namespace, house: House) -> int:
    """Prints the plan, carries it out unless asked not to, and prints what was done."""
    desired = file.read(args.file, house.settings.destination_hosts)
    plan = plan_for(desired, house.store, Author("command line", house.clock()))
    in_text = args.format == "text"
    if in_text:
        print("\n".join(str(line) for line in plan.lines), flush=True)
    meant = said(plan, will_be_done(plan))
    act = act_of(house.clock(), COMMAND_LINE, What.CAMPAIGN_APPLIED, Place(plan.slug), meant)
    store = house.store.with_act(act)
    done = None if args.dry_run else carry_out(plan, store, args.confirm)
    if done is not None and done.erased:
        # Its acts went with it: this is the first of a new trail.
        what, place = What.CAMPAIGN_ERASED, Place(plan.slug)
        house.trail.record(house.clock(), COMMAND_LINE, what, place, said(plan, done))
    if not in_text:
        print(as_json(plan_to_json(plan, done)))
    elif done is None:
        print("dry run: nothing was changed")
    elif not plan.empty:
        print(f"done: {said(plan, done)}")
    return 0


def demo(args: Namespace, house: House) -> int:
    """Puts the demo campaign there if it is not, and prints a link of it to try."""
    link = put_demo(house.store, house.settings.destination_hosts, house.clock())
    base = house.settings.base_url
    url, qr = short_url(base, link.code), qr_url(base, link.code)
    if args.format == "json":
        print(as_json({"campaign": link.campaign, "url": url, "qr_url": qr}))
    else:
        print(f"demo campaign {link.campaign}: {base}/c/{link.campaign}")
        print(f"a link to try: {url}")
        print(f"as its QR code holds it: {qr}")
    return 0


def said(plan: Plan, done: Done) -> str:
    """What was done, in a line."""
    if done.erased:
        return f"campaign {plan.slug} is erased"
    parts = [f"campaign {plan.slug} saved, version {done.version}"] if done.version else []
    parts += [f"links added: {len(done.added)}"] if done.added else []
    parts += [f"links changed: {done.changed}"] if done.changed else []
    return "; ".join(parts)
