"""Both shelves of whole kits: what is laid down is found, by an address that expires."""

from __future__ import annotations

import io
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from moto import mock_aws

from chalicelib.errors import StoreUnavailable
from chalicelib.kit.bundle import (
    ADDRESS_SECONDS,
    KEPT_DAYS,
    KINDS,
    MAKING_SECONDS,
    Order,
    Shelf,
)
from chalicelib.store.aws.functions import FunctionStarter
from chalicelib.store.aws.kits import BucketShelf
from chalicelib.store.kit_disk import DiskShelf
from tests.contract.stands import SetClock
from tests.fakes import Ticker

BUCKET = "porte-voix-artifacts"
NAME = "enfants/0123456789abcdef/kit-enfants.zip"


class Disk:
    """A folder, with the clock of its addresses."""

    def __init__(self, folder: Path) -> None:
        self.ticker = Ticker()
        self.folder = folder
        self.shelf = DiskShelf(folder, "http://127.0.0.1:8000", bytes_of(7), self.ticker)

    def wait(self, seconds: float) -> None:
        self.ticker.seconds += seconds

    def fetch(self, address: str) -> bytes | None:
        path = urllib.parse.urlsplit(address).path.split("/")
        file = self.shelf.file(path[2], path[3])
        return file.read_bytes() if file else None


class Bucket:
    """A bucket in an emulator, with a clock to wind."""

    def __init__(self) -> None:
        self.client = botocore.session.get_session().create_client("s3")
        self.client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        # The emulator stamps objects with the time of this machine.
        self.clock = SetClock(datetime.now(UTC))
        self.shelf = BucketShelf(self.client, f"s3://{BUCKET}/kits/stage", self.clock)

    def wait(self, seconds: float) -> None:
        self.clock.now += timedelta(seconds=seconds)

    def fetch(self, address: str) -> bytes | None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(address).path)
        key = path.removeprefix("/").removeprefix(f"{BUCKET}/")
        body: bytes = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return body


def bytes_of(value: int) -> Any:
    """Bytes that count up: a source of randomness that a test can foretell."""
    state = iter(range(value, 1_000_000))
    return lambda count: next(state).to_bytes(count, "big")


@pytest.fixture(params=["disk", "bucket"])
def stand(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Disk | Bucket]:
    if request.param == "disk":
        yield Disk(tmp_path / "kits")
        return
    for name, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
                        ("AWS_DEFAULT_REGION", "eu-west-3")):  # fmt: skip
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield Bucket()


def test_what_is_laid_down_is_fetched_by_its_address(stand: Disk | Bucket) -> None:
    shelf: Shelf = stand.shelf
    assert shelf.address(NAME) is None
    shelf.put(NAME, io.BytesIO(b"PK first"))
    address = shelf.address(NAME)
    assert address is not None
    assert stand.fetch(address) == b"PK first"
    assert shelf.address(NAME + ".txt") is None


def test_laying_down_again_replaces(stand: Disk | Bucket) -> None:
    for body in (b"first", b"second"):
        stand.shelf.put(NAME, io.BytesIO(body))
    address = stand.shelf.address(NAME)
    assert address is not None
    assert stand.fetch(address) == b"second"


def test_one_begins_and_others_wait_until_it_has_surely_ended(stand: Disk | Bucket) -> None:
    shelf = stand.shelf
    assert not shelf.begun(NAME)
    shelf.begin(NAME)
    assert shelf.begun(NAME)
    assert not shelf.begun("enfants/other/kit-enfants.zip")
    stand.wait(MAKING_SECONDS - 60)
    assert shelf.begun(NAME)
    stand.wait(120)
    assert not shelf.begun(NAME)


def test_an_address_on_one_machine_ends(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.shelf.put(NAME, io.BytesIO(b"x"))
    address = disk.shelf.address(NAME) or ""
    disk.wait(ADDRESS_SECONDS - 1)
    assert disk.fetch(address) == b"x"
    disk.wait(1)
    assert disk.fetch(address) is None


@pytest.mark.parametrize("name", ["other.zip", "kit-enfants.zip.txt", ""])
def test_an_address_on_one_machine_is_for_its_file_alone(tmp_path: Path, name: str) -> None:
    disk = Disk(tmp_path)
    disk.shelf.put(NAME, io.BytesIO(b"x"))
    secret = (disk.shelf.address(NAME) or "").split("/")[-2]
    assert disk.shelf.file(secret, name) is None
    assert disk.shelf.file("0" * 32, "kit-enfants.zip") is None


def test_a_file_that_could_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise OSError("cut")

    disk = Disk(tmp_path)
    with pytest.raises(OSError, match="cut"):
        disk.shelf.put(NAME, Cut())
    assert disk.shelf.address(NAME) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_kits_that_nobody_asks_for_are_deleted_after_a_week(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.shelf.put(NAME, io.BytesIO(b"x"))
    made = (tmp_path / NAME).stat().st_mtime
    assert disk.shelf.tidy(made + KEPT_DAYS * 86_400 - 1) == 0
    assert disk.shelf.address(NAME)
    assert disk.shelf.tidy(made + KEPT_DAYS * 86_400 + 1) == 1
    assert disk.shelf.address(NAME) is None
    assert not (tmp_path / NAME).parent.exists()


def test_a_signed_address_ends_with_its_quarter_of_an_hour_and_names_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    with mock_aws():
        bucket = Bucket()
        bucket.shelf.put(NAME, io.BytesIO(b"x"))
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(bucket.shelf.address(NAME)).query)
        kept = bucket.client.head_object(Bucket=BUCKET, Key=f"kits/stage/{NAME}")
    assert query["X-Amz-Expires"] == [str(ADDRESS_SECONDS)]
    assert query["response-content-disposition"] == ['attachment; filename="kit-enfants.zip"']
    assert kept["ContentType"] == KINDS["zip"]


def test_a_bucket_that_is_not_there_is_a_store_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    with mock_aws():
        client = botocore.session.get_session().create_client("s3")
        shelf = BucketShelf(client, "s3://nowhere/kits", SetClock())
        with pytest.raises(StoreUnavailable, match="S3 put_object"):
            shelf.put(NAME, io.BytesIO(b"x"))
        starter = FunctionStarter(
            botocore.session.get_session().create_client("lambda"), "porte-voix-kit"
        )
        with pytest.raises(StoreUnavailable, match="Lambda invoke"):
            starter(Order("enfants"))
