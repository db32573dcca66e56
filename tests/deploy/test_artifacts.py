"""The bucket of packages: closed, encrypted, tidy, and ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from deploy.artifacts import Artifacts
from deploy.package import Package
from deploy.stack import StackFailed

REGION, ACCOUNT = "eu-west-3", "123456789012"
BUCKET = f"porte-voix-artifacts-{ACCOUNT}-{REGION}"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield boto3.session.Session(region_name=REGION).client("s3")


def test_the_bucket_is_private_encrypted_and_tidies_itself(s3: Any) -> None:
    Artifacts(s3, ACCOUNT, REGION).prepare()
    Artifacts(s3, ACCOUNT, REGION).prepare()
    closed = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}
    assert len(closed) == 4
    (rule,) = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    replaced, kits = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert replaced["Expiration"]["Days"] == 30
    # Of what is deployed nothing expires: a rollback needs it.
    assert replaced["Filter"] == {"Tag": {"Key": "superseded", "Value": "yes"}}
    assert (kits["Expiration"]["Days"], kits["Filter"]) == (7, {"Prefix": "kits/"})


def test_a_bucket_of_somebody_else_is_not_used() -> None:
    class Others:
        def head_bucket(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, "HeadBucket")

    with pytest.raises(StackFailed, match=f"{BUCKET} cannot be used"):
        Artifacts(Others(), ACCOUNT, REGION).prepare()


def test_a_template_without_functions_is_not_sent(s3: Any, tmp_path: Path) -> None:
    package = Package(tmp_path / "deployment.zip", tmp_path / "template.json")
    package.zip.write_bytes(b"code")
    package.template.write_text(json.dumps({"Resources": {"T": {"Type": "X"}}}))
    artifacts = Artifacts(s3, ACCOUNT, REGION)
    artifacts.prepare()
    with pytest.raises(StackFailed, match=r"has CodeUri \./deployment\.zip"):
        artifacts.upload("porte-voix-test", package)
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)
