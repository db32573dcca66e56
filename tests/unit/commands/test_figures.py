"""Where a command looked for a campaign, when there is none at all."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.commands.figures import load
from chalicelib.config import Settings
from chalicelib.errors import UnknownCampaign
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            Settings(database="here.sqlite3"),
            "here.sqlite3 has none; `apply` makes one, --database names another file",
        ),
        (
            Settings(store="dynamodb", table_prefix="essai"),
            "the tables essai-* have none; `apply` makes one, TABLE_PREFIX names others",
        ),
    ],
)
def test_an_empty_store_is_named(tmp_path: Path, settings: Settings, said: str) -> None:
    with closing(SqliteStore.open(str(tmp_path / "kept.sqlite3"), SetClock())) as store:
        house = wiring.House(settings, store, SetClock(), secrets.token_bytes, list[str]().append)
        with pytest.raises(UnknownCampaign) as refused:
            load(house, "enfants")
    assert str(refused.value) == f"no campaign is called 'enfants': {said}"
