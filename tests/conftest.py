"""How the tests are shared out when several workers run them: `make test` has WORKERS of them.

A file goes to one worker whole, so what a module or a class makes is made once. What looks at
the package goes to one worker too: it is made once for all of it. What takes longest is handed
out first, so that no worker is left alone with it at the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PACKAGED = ("tests/deploy/", "tests/rehearsal/")
"""Folders whose tests share the package, and the deployment of it."""

LONGEST = (*PACKAGED, "tests/model/", "tests/functional/", "tests/contract/", "tests/fault/")
"""Folders with the longest files, in the order in which they are handed out."""


class ByPlace(LoadScopeScheduling):
    """Hands tests out file by file, in the order in which the workers found them."""

    def _split_scope(self, nodeid: str) -> str:
        return "the package" if nodeid.startswith(PACKAGED) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByPlace:
    config.option.loadscopereorder = False
    return ByPlace(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A worker's order; one process alone keeps to that of the folders' names."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place(item.nodeid))


def place(nodeid: str) -> int:
    """Where a test stands in the order of folders."""
    found = [n for n, folder in enumerate(LONGEST) if nodeid.startswith(folder)]
    return found[0] if found else len(LONGEST)
