"""Whole kits on AWS: objects in a bucket, handed out by signed addresses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import IO, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.clock import Clock
from chalicelib.errors import StoreUnavailable
from chalicelib.kit.bundle import ADDRESS_SECONDS, KINDS, MAKING_SECONDS
from chalicelib.store.aws.client import open_client

CONFIG = Config(
    connect_timeout=2,
    read_timeout=20,
    retries={"total_max_attempts": 3, "mode": "standard"},
    signature_version="s3v4",
    user_agent="porte-voix",
)
"""A kit of tens of megabytes is on its way for seconds, and nobody waits for it."""

_MAKING = "making/"
"""What stands before the name of a kit that is being made."""


class BucketShelf:
    """`bundle.Shelf` in a bucket, below a prefix whose objects the bucket lets expire."""

    def __init__(self, client: Any, address: str, clock: Clock) -> None:
        self._client = client
        self._bucket, _, self._prefix = address.removeprefix("s3://").partition("/")
        self._clock = clock

    @classmethod
    def open(cls, address: str, clock: Clock) -> BucketShelf:
        """The shelf at `s3://bucket/prefix`, in the environment's region and account."""
        client = open_client("s3", CONFIG)
        return cls(client, address, clock)

    def address(self, name: str) -> str | None:
        """A signed address that a browser saves under the kit's own name."""
        if self._found(name) is None:
            return None
        named = f'attachment; filename="{name.rpartition("/")[2]}"'
        params = {
            "Bucket": self._bucket,
            "Key": self._key(name),
            "ResponseContentDisposition": named,
        }
        address: str = self._client.generate_presigned_url(
            "get_object", Params=params, ExpiresIn=ADDRESS_SECONDS
        )
        return address

    def put(self, name: str, file: IO[bytes]) -> None:
        """One object, which is there whole or not at all."""
        kind = KINDS[name.rpartition(".")[2]]
        self._do("put_object", Key=self._key(name), Body=file, ContentType=kind)

    def begun(self, name: str) -> bool:
        """Whether somebody began it lately. Two who ask at the same moment are both told that
        nobody did: it is no harm when a kit is made twice.
        """
        begun = self._found(_MAKING + name)
        lately = self._clock() - timedelta(seconds=MAKING_SECONDS)
        return begun is not None and begun > lately

    def begin(self, name: str) -> None:
        """Lays a mark down beside the shelf."""
        self._do("put_object", Key=self._key(_MAKING + name), Body=b"")

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}"

    def _found(self, name: str) -> datetime | None:
        """When an object was laid down; None when there is none.

        By listing, and not by its head: who may not list a bucket is told that what is missing
        is forbidden, and leave to list can be narrowed to a prefix.
        """
        key = self._key(name)
        for found in self._do("list_objects_v2", Prefix=key, MaxKeys=1).get("Contents", ()):
            if found["Key"] == key:
                at: datetime = found["LastModified"]
                return at
        return None

    def _do(self, operation: str, **params: Any) -> dict[str, Any]:
        try:
            done: dict[str, Any] = getattr(self._client, operation)(Bucket=self._bucket, **params)
            return done
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"S3 {operation}: {' '.join(str(error).split())}") from error
