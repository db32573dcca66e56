"""`python -m chalicelib`: the commands of those who run a campaign.

Errors go to standard error, a line each. Exit codes: 0 done, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from chalicelib import wiring
from chalicelib.arguments import parser
from chalicelib.config import Settings
from chalicelib.errors import BadSettings, PorteVoixError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit code."""
    args = parser().parse_args(argv)
    try:
        return _run(args)
    except PorteVoixError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has had enough, as `head` does; Python would complain about
        # it once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"{error.filename or 'system'}: {error.strerror or error}", file=sys.stderr)
    return 1


def _run(args: argparse.Namespace) -> int:
    settings = _settings(args)
    if args.command == "serve":
        # Imported here: no other command needs the web.
        from chalicelib.local.server import serve

        serve(settings, args.host, args.port)
        return 0
    house = wiring.build(settings)
    try:
        code: int = args.run(args, house)
        sys.stdout.flush()
        return code
    finally:
        house.store.close()


def _settings(args: argparse.Namespace) -> Settings:
    settings = Settings.from_env()
    database = getattr(args, "database", None)
    if database is None:
        return settings
    if not database.strip():
        raise BadSettings("--database is empty; leave it out to have the default")
    if settings.store != "sqlite":
        raise BadSettings(f"--database names a SQLite file, but STORE is {settings.store}")
    return replace(settings, database=database)
