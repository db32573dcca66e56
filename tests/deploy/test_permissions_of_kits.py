"""Who orders whole kits and who makes them: held against the calls that both make of S3 and Lambda.

Moto lets everything pass; here each call is judged by the policy of the function that makes it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
import pytest
from moto import mock_aws

from chalicelib.errors import StoreUnavailable
from chalicelib.kit.bundle import Order
from chalicelib.store.aws.functions import FunctionStarter
from chalicelib.store.aws.kits import BucketShelf
from deploy.functions import FUNCTIONS
from deploy.permissions import policy
from tests.contract.stands import SetClock

BUCKET, STACK = "porte-voix-artifacts", "porte-voix-test"
NAME = "enfants/0123/kit-enfants.zip"
KNOWN = {"KitBucket": BUCKET, "AWS::StackName": STACK, "AWS::Partition": "aws",
         "AWS::Region": "eu-west-3", "AWS::AccountId": "123456789012"}  # fmt: skip
SHELF = f"arn:aws:s3:::{BUCKET}/kits/{STACK}"


@dataclass(frozen=True)
class Call:
    """One operation, as IAM names it, on one resource; of a listing, the prefix."""

    action: str
    resource: str
    prefix: str = ""


def resolved(value: Any) -> str:
    """What CloudFormation makes of a value."""
    text = value["Fn::Sub"] if isinstance(value, dict) else value
    return re.sub(r"\$\{([\w:]+)\}", lambda m: KNOWN[m[1]], text)


def allowed(function: str, call: Call) -> bool:
    """Whether the function's policy lets the call pass."""
    for statement in policy(function)["Statement"]:
        resource = statement["Resource"]
        if isinstance(resource, dict) and "Fn::Sub" not in resource:
            continue
        like = statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix", "*")
        if (
            call.action in statement["Action"]
            and fnmatchcase(call.resource, resolved(resource))
            and fnmatchcase(call.prefix, resolved(like))
        ):
            return True
    return False


@dataclass
class Stage:
    """A shelf and a starter over an emulator, with the calls that they make."""

    shelf: BucketShelf
    starter: FunctionStarter
    calls: list[Call] = field(default_factory=list)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    for name, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
                        ("AWS_DEFAULT_REGION", "eu-west-3")):  # fmt: skip
        monkeypatch.setenv(name, value)
    with mock_aws():
        session = botocore.session.get_session()
        s3, functions = session.create_client("s3"), session.create_client("lambda")
        s3.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        clock = SetClock(datetime.now(UTC))
        made = Stage(
            BucketShelf(s3, f"s3://{BUCKET}/kits/{STACK}", clock),
            FunctionStarter(functions, f"{STACK}-kit"),
        )

        def of_s3(params: dict[str, Any], model: Any, **_: Any) -> None:
            bucket = f"arn:aws:s3:::{params['Bucket']}"
            if model.name == "ListObjectsV2":
                made.calls.append(Call("s3:ListBucket", bucket, params["Prefix"]))
            else:
                made.calls.append(Call(f"s3:{model.name}", f"{bucket}/{params['Key']}"))

        def of_lambda(params: dict[str, Any], model: Any, **_: Any) -> None:
            assert (model.name, params["InvocationType"]) == ("Invoke", "Event")
            function = f"function:{params['FunctionName']}"
            arn = f"arn:aws:lambda:eu-west-3:123456789012:{function}"
            made.calls.append(Call("lambda:InvokeFunction", arn))

        s3.meta.events.register("provide-client-params.s3", of_s3)
        functions.meta.events.register("provide-client-params.lambda", of_lambda)
        yield made


def test_the_api_may_look_for_a_kit_say_that_it_is_made_and_start_it(stage: Stage) -> None:
    assert stage.shelf.address(NAME) is None
    assert not stage.shelf.begun(NAME)
    stage.shelf.begin(NAME)
    with pytest.raises(StoreUnavailable):  # the emulator has no such function
        stage.starter(Order("enfants"))
    assert {call.action for call in stage.calls} == {
        "s3:ListBucket", "s3:PutObject", "lambda:InvokeFunction",
    }  # fmt: skip
    assert [call for call in stage.calls if not allowed("api", call)] == []


def test_an_address_is_signed_for_what_the_api_may_read(stage: Stage) -> None:
    """Who follows a signed address may do what its signer may."""
    stage.shelf.put(NAME, io.BytesIO(b"PK"))
    stage.calls.clear()
    assert stage.shelf.address(NAME)
    assert Call("s3:GetObject", f"{SHELF}/{NAME}") in stage.calls
    assert [call for call in stage.calls if not allowed("api", call)] == []


def test_the_maker_may_lay_a_kit_down_and_nothing_else(stage: Stage) -> None:
    stage.shelf.put(NAME, io.BytesIO(b"PK"))
    assert [call for call in stage.calls if not allowed("kit", call)] == []
    (others,) = [
        [a for a in statement["Action"] if a.startswith(("s3:", "lambda:"))]
        for statement in policy("kit")["Statement"]
        if json.dumps(statement).count("s3:") + json.dumps(statement).count("lambda:Inv")
    ]
    assert others == ["s3:PutObject"]


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("api", Call("s3:PutObject", f"{SHELF}/{NAME}")),
        ("api", Call("s3:DeleteObject", f"{SHELF}/{NAME}")),
        ("api", Call("s3:GetObject", f"arn:aws:s3:::{BUCKET}/{STACK}/0123.zip")),
        ("api", Call("s3:GetObject", f"arn:aws:s3:::{BUCKET}/kits/porte-voix-other/{NAME}")),
        ("api", Call("s3:ListBucket", f"arn:aws:s3:::{BUCKET}", f"{STACK}/")),
        ("api", Call("lambda:InvokeFunction", "arn:aws:lambda:eu-west-3:123456789012:function:x")),
        ("kit", Call("s3:PutObject", f"arn:aws:s3:::{BUCKET}/{STACK}/0123.zip")),
        ("kit", Call("s3:GetObject", f"{SHELF}/{NAME}")),
        *(
            (f.name, Call("s3:PutObject", f"{SHELF}/{NAME}"))
            for f in FUNCTIONS
            if f.name not in ("api", "kit")
        ),
    ],
    ids=str,
)
def test_what_is_nobodys_business_is_refused(function: str, call: Call) -> None:
    assert not allowed(function, call)
