"""`python -m deploy`: package, estimate, deploy, destroy, deferred.

Errors go to standard error, a line each. Exit codes: 0 done, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn, TextIO

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from chalicelib.clock import wall_clock
from chalicelib.errors import BadInput, PorteVoixError
from deploy import commands, contents, estimate, logs, package, stages

MOST_HOURS = 30 * 24
"""As long as logs are kept."""


def main(argv: Sequence[str] | None = None, folder: Path = stages.FOLDER) -> int:
    """Runs one command and answers its exit code. Stages' settings are in `folder`."""
    args = _parser().parse_args(argv)
    try:
        _run(args, folder)
    except PorteVoixError as error:
        print(error, file=sys.stderr)
    except NoCredentialsError:
        print("no credentials of AWS are set up; docs/deploy.md says how", file=sys.stderr)
    except ClientError as error:
        # As "An error occurred (AccessDenied) when calling the CreateChangeSet operation: …".
        print(f"AWS: {' '.join(str(error).split())}", file=sys.stderr)
    except (BotoCoreError, OSError) as error:
        print(f"deploy: {' '.join(str(error).split())}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped here; what AWS was told to do, it goes on doing", file=sys.stderr)
    else:
        return 0
    return 1


@dataclass(frozen=True)
class Terminal:
    """Whoever sits there; with `yes`, nobody is asked."""

    yes: bool
    input: TextIO
    output: TextIO

    def say(self, line: str) -> None:
        """Prints it at once."""
        print(line, file=self.output, flush=True)

    def agrees(self, question: str) -> bool:
        """Only "y" and "yes" are a yes."""
        return self._answer(f"{question} [y/N] ", "yes").lower() in ("y", "yes")

    def types(self, question: str, word: str) -> bool:
        """Whether they typed `word`; `--yes` has."""
        return self._answer(f"{question}: ", word) == word

    def _answer(self, question: str, yes: str) -> str:
        if self.yes:
            self.say(f"{question}{yes}")
            return yes
        if not self.input.isatty():
            raise BadInput("there is no terminal to ask at; --yes answers yes to every question")
        print(question, end="", file=self.output, flush=True)
        return self.input.readline().strip()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, where argparse would print the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help says more)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m deploy", description="Porte-voix on AWS: docs/deploy.md.")
    all_commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    about = "make build/deployment.zip and build/template.json"
    all_commands.add_parser("package", help=about, description=about)
    about = "print what a stage would cost a month"
    _add_stage(all_commands.add_parser("estimate", help=about, description=about))
    about = "create or update a stage's stack, and try it; asks before each step"
    deploy = all_commands.add_parser("deploy", help=about, description=about)
    _add_stage(deploy)
    _add_yes(deploy)
    deploy.add_argument(
        "--allow-replacement",
        action="store_true",
        help="go on even if a table or the API would be replaced or removed",
    )
    about = "delete a stage's stack; its tables stay"
    destroy = all_commands.add_parser("destroy", help=about, description=about)
    _add_stage(destroy)
    _add_yes(destroy)
    destroy.add_argument("--with-data", action="store_true", help="delete the tables too")
    about = "print the visits that went to a stage's log, as lines for replay"
    deferred = all_commands.add_parser("deferred", help=about, description=about)
    _add_stage(deferred)
    deferred.add_argument(
        "--hours", type=_hours, default=24, help="how far back (default: 24, at most 720)"
    )
    return parser


def _hours(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= MOST_HOURS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_HOURS}")
    return int(text)


def _add_stage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stage", metavar="STAGE", help="its settings are in .chalice/STAGE.toml")


def _add_yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="answer yes to every question")


def _run(args: argparse.Namespace, folder: Path) -> None:
    terminal = Terminal(getattr(args, "yes", False), sys.stdin, sys.stdout)
    if args.command == "package":
        made = package.build()
        terminal.say(f"{made.zip}: {made.zip.stat().st_size:,} bytes")
        for name, size in contents.largest(made.zip):
            terminal.say(f"    {name}: {size:,} bytes")
        terminal.say(f"{made.template}: {made.template.stat().st_size:,} bytes")
        return
    stage = stages.load(args.stage, folder)
    if args.command == "estimate":
        for line in estimate.text(stage):
            terminal.say(line)
        return
    if args.command == "deploy":
        stages.check_filled_in(stage, folder)
    outside = commands.Outside.of(stage.region)
    if args.command == "deploy":
        commands.deploy(stage, outside, terminal, package.build, args.allow_replacement)
    elif args.command == "destroy":
        commands.destroy(stage, outside, terminal, args.with_data)
    else:
        since = wall_clock() - timedelta(hours=args.hours)
        for line in logs.deferred(outside.logs, stage.stack, since):
            terminal.say(line)


if __name__ == "__main__":
    sys.exit(main())
