"""The bucket that holds packages: AWS takes code, and templates of this size, from nowhere else.
Whole kits lie in it too, for a week.

Nothing in it is about visitors. What is deployed stays, for CloudFormation goes back to it when
an update fails; what was replaced is marked, and expires.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.kit.bundle import KEPT_DAYS as KIT_DAYS
from deploy import kits
from deploy.package import Package
from deploy.stack import StackFailed
from deploy.stages import APPLICATION

CODE_URI = "./deployment.zip"
"""What the package's template says where the address of the code belongs."""

KEPT_DAYS = 30
"""How old a package must be to be deleted once another one has taken its place."""

_SUPERSEDED = {"Key": "superseded", "Value": "yes"}


@dataclass(frozen=True)
class Uploaded:
    """Where a package is: its template's address, and the keys of all that belongs to it."""

    template_url: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Artifacts:
    """An account's bucket for packages in a region, through a client of S3."""

    s3: Any
    account: str
    region: str

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return f"{APPLICATION}-artifacts-{self.account}-{self.region}"

    def exist(self) -> bool:
        """Whether the bucket is there. `StackFailed` when it is somebody else's."""
        try:
            self.s3.head_bucket(**self._ours)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchBucket"):
                return False
            raise StackFailed(
                f"bucket {self.bucket} cannot be used: {error.response['Error']['Code']};"
                " it belongs to another account, or s3:ListBucket is not allowed"
            ) from None
        return True

    def prepare(self) -> None:
        """Makes the bucket if there is none, and sees that it is private, encrypted, and tidy."""
        if not self.exist():
            place = {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
            # S3 wants the oldest region left out.
            self.s3.create_bucket(
                Bucket=self.bucket, **({} if self.region == "us-east-1" else place)
            )
        closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy")
        self.s3.put_public_access_block(
            **self._ours,
            PublicAccessBlockConfiguration=dict.fromkeys((*closed, "RestrictPublicBuckets"), True),
        )
        encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        self.s3.put_bucket_encryption(
            **self._ours, ServerSideEncryptionConfiguration={"Rules": [encryption]}
        )
        rule = {
            "ID": "superseded",
            "Status": "Enabled",
            "Filter": {"Tag": _SUPERSEDED},
            "Expiration": {"Days": KEPT_DAYS},
        }
        weekly = {
            "ID": "kits",
            "Status": "Enabled",
            "Filter": {"Prefix": kits.PREFIX},
            "Expiration": {"Days": KIT_DAYS},
        }
        self.s3.put_bucket_lifecycle_configuration(
            **self._ours, LifecycleConfiguration={"Rules": [rule, weekly]}
        )

    def upload(self, stack: str, package: Package) -> Uploaded:
        """Puts the zip there under its SHA-256, and the template that names it under its own.

        What is there already is written again, which makes it young and takes its mark away.
        """
        code = package.zip.read_bytes()
        code_key = f"{stack}/{hashlib.sha256(code).hexdigest()}.zip"
        template = _pointed(package.template.read_text("utf-8"), f"s3://{self.bucket}/{code_key}")
        template_key = f"{stack}/{hashlib.sha256(template).hexdigest()}.json"
        for key, body in ((code_key, code), (template_key, template)):
            self.s3.put_object(**self._ours, Key=key, Body=body)
        url = f"{self.s3.meta.endpoint_url}/{self.bucket}/{template_key}"
        return Uploaded(url, frozenset((code_key, template_key)))

    def keep_only(self, stack: str, keys: Collection[str]) -> None:
        """Marks all else of the stack as superseded: it expires."""
        pages = self.s3.get_paginator("list_objects_v2")
        for page in pages.paginate(**self._ours, Prefix=f"{stack}/"):
            for found in page.get("Contents", ()):
                if found["Key"] not in keys:
                    self.s3.put_object_tagging(
                        **self._ours, Key=found["Key"], Tagging={"TagSet": [_SUPERSEDED]}
                    )

    @property
    def _ours(self) -> dict[str, str]:
        # Names are guessable, and whoever takes ours first would be sent our code.
        return {"Bucket": self.bucket, "ExpectedBucketOwner": self.account}


def _pointed(template: str, address: str) -> bytes:
    """The template with the code's address in each function."""
    parsed = json.loads(template)
    functions = [
        resource["Properties"]
        for resource in parsed["Resources"].values()
        if resource.get("Properties", {}).get("CodeUri") == CODE_URI
    ]
    if not functions:
        raise StackFailed(f"no function of the template has CodeUri {CODE_URI}")
    for properties in functions:
        properties["CodeUri"] = address
    return json.dumps(parsed, separators=(",", ":"), sort_keys=True).encode()
