"""The backends that the contract is held on, each test on an empty store of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from tests.contract.stands import DynamoStand, SqliteStand, Stand, client_of
from tests.ministack import started


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an emulator of AWS that bears many threads, started for this session."""
    with started(tmp_path_factory.mktemp("ministack")) as address:
        yield address


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that open nothing, so that no test can reach a real account."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")


@pytest.fixture(params=["sqlite", "moto", "ministack"])
def stand(request: pytest.FixtureRequest) -> Stand:
    """An empty store of each kind. One thread at a time: moto bears no more."""
    found: Stand = request.getfixturevalue(f"{request.param}_stand")
    return found


@pytest.fixture(params=["sqlite", "ministack"])
def busy_stand(request: pytest.FixtureRequest) -> Stand:
    """An empty store of each kind that bears many threads."""
    found: Stand = request.getfixturevalue(f"{request.param}_stand")
    return found


@pytest.fixture
def sqlite_stand(tmp_path: Path) -> Iterator[SqliteStand]:
    stand = SqliteStand(tmp_path / "portevoix.sqlite3")
    yield stand
    stand.close()


@pytest.fixture
def moto_stand(aws: None) -> Iterator[DynamoStand]:
    with mock_aws():
        stand = DynamoStand(client_of("dynamodb"), client_of("dynamodbstreams"), "test")
        yield stand
        stand.close()


@pytest.fixture
def ministack_stand(aws: None, ministack: str) -> Iterator[DynamoStand]:
    prefix = f"test-{secrets.token_hex(4)}"
    client = client_of("dynamodb", ministack)
    stand = DynamoStand(client, client_of("dynamodbstreams", ministack), prefix)
    yield stand
    stand.close()
