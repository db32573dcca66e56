"""What may be typed after `python -m chalicelib`: every command with its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from chalicelib import wiring
from chalicelib.access.invitations import MOST_AT_ONCE
from chalicelib.access.tokens import MOST_DAYS
from chalicelib.commands import (
    access,
    campaigns,
    fairness,
    figures,
    kit,
    moving,
    signatures,
    spreadsheets,
    switch,
    upkeep,
)
from chalicelib.leaderboard import MOST_ROWS, Period

Command = Callable[[argparse.Namespace, wiring.House], int]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, where argparse would print the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help says more)\n")


def parser() -> argparse.ArgumentParser:
    """Reads a command line; `run` of what it answers is the command."""
    whole = _Parser(
        prog="python -m chalicelib",
        description="Porte-voix: tracked links for a petition that many associations carry.",
    )
    _add_database(whole)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_apply(commands)
    _add_links(commands)
    _add_leaderboard(commands)
    _add_days(commands)
    _add_kit(commands)
    _add_fairness(commands)
    _add_signatures(commands)
    _add_token(commands)
    _add_people(commands)
    _add_upkeep(commands)
    return whole


Commands = argparse._SubParsersAction  # the type that add_subparsers answers has no public name


def _add(
    commands: Commands[_Parser],
    name: str,
    about: str,
    run: Command | None = None,
    formats: Sequence[str] = (),
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    _add_database(parser)
    if formats:
        parser.add_argument("--format", choices=formats, default=formats[0])
    parser.set_defaults(run=run)
    return parser


def _add_database(parser: argparse.ArgumentParser) -> None:
    # Suppressed by default, so that a subcommand that was not given it does not undo what
    # stood before the subcommand.
    parser.add_argument(
        "--database",
        metavar="PATH",
        default=argparse.SUPPRESS,
        help="the SQLite file to work on (default: DATABASE, or var/portevoix.sqlite3)",
    )


def _add_serve(commands: Commands[_Parser]) -> None:
    serve = _add(commands, "serve", "serve everything on this machine")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_whole(0, 65535), default=8000)


def _add_apply(commands: Commands[_Parser]) -> None:
    about = "bring a campaign to what its file says; prints the plan, then what was done"
    apply = _add(commands, "apply", about, campaigns.apply, ("text", "json"))
    apply.add_argument("file", metavar="FILE.toml")
    apply.add_argument("--dry-run", action="store_true", help="print the plan, change nothing")
    apply.add_argument(
        "--confirm", metavar="SLUG", help="the campaign's slug, to erase it for good"
    )
    about = "add and rename associations, groups and links as a spreadsheet says, all or nothing"
    merge = _add(commands, "import", about, spreadsheets.import_rows, ("text", "json"))
    merge.add_argument("campaign", metavar="CAMPAIGN")
    merge.add_argument("file", metavar="FILE.csv")
    merge.add_argument("--dry-run", action="store_true", help="say what each line does, do nothing")
    about = "lead every printed code of a campaign to another address"
    change = _add(commands, "switch", about, switch.run, ("text", "json"))
    change.add_argument("campaign", metavar="CAMPAIGN")
    change.add_argument("url", metavar="URL")
    change.add_argument("--reason", default="", help="one line; pages show it")
    change.add_argument("--dry-run", action="store_true", help="show what would lead where")
    change.add_argument("--yes", action="store_true", help="do not ask")
    for parser in (merge, change):
        parser.add_argument("--by", default="command line", help="who does it, for the record")
    about = "put the demo campaign there if it is not, and print a link to try"
    _add(commands, "demo", about, campaigns.demo, ("text", "json"))


def _add_links(commands: Commands[_Parser]) -> None:
    about = "list a campaign's links with their addresses and figures"
    links = _add(commands, "links", about, figures.links, ("table", "csv", "json", "excel"))
    links.add_argument("campaign", metavar="CAMPAIGN")


def _add_leaderboard(commands: Commands[_Parser]) -> None:
    about = "show who carries the petition how far"
    board = _add(commands, "leaderboard", about, figures.leaderboard, ("table", "json", "excel"))
    board.add_argument("campaign", metavar="CAMPAIGN")
    levels = ("association", "group", "link")
    board.add_argument("--level", choices=levels, default="association")
    board.add_argument("--period", choices=[p.value for p in Period], default=Period.ALL.value)
    board.add_argument("--limit", type=_whole(1, MOST_ROWS), default=50)
    board.add_argument("--cursor", help="where to go on, as the page before said")


def _add_days(commands: Commands[_Parser]) -> None:
    about = "show visits, scans and official signatures, day by day"
    days = _add(commands, "days", about, figures.days, ("table", "json", "excel"))
    days.add_argument("campaign", metavar="CAMPAIGN")


def _add_kit(commands: Commands[_Parser]) -> None:
    about = "make all that is printed and pasted: QR codes, flyers, sheets, pictures, texts"
    parser = _add(commands, "kit", about, kit.make, ("text", "json"))
    parser.add_argument("campaign", metavar="CAMPAIGN")
    parser.add_argument("--output", metavar="DIR", required=True, help="the folder to put it in")


def _add_fairness(commands: Commands[_Parser]) -> None:
    about = "show how visits are spread; leave a link's day out of the ranking, or bring it back"
    parser = commands.add_parser("fairness", help=about, description=about)
    _add_database(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = "show each link's busiest network, hour and kind of browser on a day"
    report = _add(actions, "report", about, fairness.report, ("table", "json"))
    report.add_argument("campaign", metavar="CAMPAIGN")
    report.add_argument("--day", help="as 2026-11-23; today if left out")
    for name, about, run in (
        ("leave-out", "take a link's day out of the ranking; pages show why", fairness.leave_out),
        ("bring-back", "take a link's day back into the ranking", fairness.bring_back),
    ):
        act = _add(actions, name, about, run, ("text", "json"))
        for argument in ("campaign", "code", "day"):
            act.add_argument(argument, metavar=argument.upper())
        act.add_argument("--reason", required=True, help="one line; pages show it")
        act.add_argument("--by", default="command line", help="who does it, for the record")
    about = "list every such act, oldest first"
    acts = _add(actions, "acts", about, fairness.acts, ("table", "json"))
    acts.add_argument("campaign", metavar="CAMPAIGN")


def _add_signatures(commands: Commands[_Parser]) -> None:
    about = "show, read, set or import the petition's official count"
    parser = commands.add_parser("signatures", help=about, description=about)
    _add_database(parser)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, about, run in (
        ("show", "show the count, its pace and its milestones", signatures.show),
        ("poll", "read the petition on its platform now", signatures.poll),
        ("set", "keep a count that somebody read", signatures.set_count),
        ("import", "keep a history: CSV with the columns at,count", signatures.import_history),
        ("unstamp", "take a milestone's stamp away", signatures.unstamp),
    ):
        action = _add(actions, name, about, run, ("text", "json"))
        action.add_argument("campaign", metavar="CAMPAIGN")
        if name == "set":
            action.add_argument("count", metavar="COUNT")
            action.add_argument("--at", help="when it was read, with its offset; now if left out")
            action.add_argument("--closed", action="store_true", help="the petition is closed")
        elif name == "import":
            action.add_argument("file", metavar="FILE", help="the CSV, or - for standard input")
        elif name == "unstamp":
            action.add_argument("signatures", metavar="SIGNATURES")


def _add_token(commands: Commands[_Parser]) -> None:
    about = "make, list and revoke tokens for tools that use the API"
    token = commands.add_parser("token", help=about, description=about)
    _add_database(token)
    actions = token.add_subparsers(dest="action", required=True, metavar="ACTION")
    make = _add(actions, "create", "make a token", access.create_token, ("text", "json"))
    make.add_argument("campaign", metavar="CAMPAIGN")
    make.add_argument("--label", default="", help="what it is for, shown in lists")
    make.add_argument("--association", metavar="SLUG", help="for this association's part alone")
    make.add_argument("--write", action="store_true", help="to change things, not only to read")
    make.add_argument("--days", type=_whole(1, MOST_DAYS), help="how long it works; for ever")
    show = _add(actions, "list", "list a campaign's tokens", access.list_tokens, ("table", "json"))
    show.add_argument("campaign", metavar="CAMPAIGN")
    about = "make a token worthless"
    revoke = _add(actions, "revoke", about, access.revoke_token, ("text", "json"))
    revoke.add_argument("campaign", metavar="CAMPAIGN")
    revoke.add_argument("id", metavar="ID")


def _add_people(commands: Commands[_Parser]) -> None:
    about = "say who may sign in for a campaign, an association or a group"
    member = commands.add_parser("member", help=about, description=about)
    _add_database(member)
    actions = member.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, about, run in (
        ("add", "let somebody sign in", access.add_member),
        ("remove", "take that back: everything, or one place", access.remove_member),
    ):
        change = _add(actions, name, about, run, ("text", "json"))
        change.add_argument("campaign", metavar="CAMPAIGN")
        change.add_argument("email", metavar="EMAIL")
        _add_place(change)
    show = _add(actions, "list", "list members", access.list_members, ("table", "json"))
    show.add_argument("campaign", metavar="CAMPAIGN")
    about = "print codes that make whoever redeems one a member, once each"
    invite = _add(commands, "invite", about, access.invite, ("text", "json"))
    invite.add_argument("campaign", metavar="CAMPAIGN")
    _add_place(invite)
    invite.add_argument("--count", type=_whole(1, MOST_AT_ONCE), default=1)
    about = "show who did what when, newest first"
    audit = _add(commands, "audit", about, access.audit, ("table", "csv", "json"))
    audit.add_argument("campaign", metavar="CAMPAIGN")


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--association", metavar="SLUG", help="for this association alone")
    parser.add_argument("--group", metavar="SLUG", help="for this group of it alone")


def _add_upkeep(commands: Commands[_Parser]) -> None:
    about = "tally visits that were missed, and report any other drift (exit code 1)"
    _add(commands, "reconcile", about, upkeep.reconcile, ("text", "json"))
    about = "count the visits that went to a log while the store was away"
    replay = _add(commands, "replay", about, upkeep.replay, ("text", "json"))
    replay.add_argument("file", metavar="FILE", help="the log, or - for standard input")
    about = "write a whole campaign to a file, to move it to another store"
    out = _add(commands, "move-out", about, moving.out, ("text", "json"))
    out.add_argument("campaign", metavar="CAMPAIGN")
    out.add_argument("file", metavar="FILE", help="a new file; compressed if it ends in .gz")
    about = "take a whole campaign in from the file that move-out wrote, all or nothing"
    into = _add(commands, "move-in", about, moving.into, ("text", "json"))
    into.add_argument("file", metavar="FILE")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 9):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
        if not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least} and {most}")
        return int(text)

    return read
