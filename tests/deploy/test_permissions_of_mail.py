"""Who may start the writer of letters, and from whom it may send them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from deploy.functions import FUNCTIONS
from deploy.permissions import policy
from deploy.stages import Stage

STAGE = Stage("test", "eu-west-3", "ops@example.org", mail_from="porte-voix@example.org")
KNOWN = {"AWS::StackName": STAGE.stack, "AWS::Partition": "aws", "AWS::Region": "eu-west-3",
         "AWS::AccountId": "123456789012", **STAGE.parameters()}  # fmt: skip


def reached(function: str, action: str) -> set[str]:
    """What a function may do an action to, as CloudFormation makes it of the stage."""
    found: set[str] = set()
    for statement in policy(function)["Statement"]:
        if action in statement["Action"]:
            given: Any = statement["Resource"]
            for resource in given if isinstance(given, list) else [given]:
                found.add(re.sub(r"\$\{([\w:]+)\}", lambda m: KNOWN[m[1]], resource["Fn::Sub"]))
    return found


@pytest.mark.parametrize("function", [function.name for function in FUNCTIONS])
def test_one_function_sends_letters_and_from_our_identity_alone(function: str) -> None:
    # SES authorises by the identity that sends, which is the address's domain or the address:
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
    identity = "arn:aws:ses:eu-west-3:123456789012:identity"
    ours = {f"{identity}/example.org", f"{identity}/porte-voix@example.org"}
    assert reached(function, "ses:SendEmail") == (ours if function == "mail" else set())


@pytest.mark.parametrize("function", [function.name for function in FUNCTIONS])
def test_the_api_starts_it_and_nobody_else(function: str) -> None:
    arn = f"arn:aws:lambda:eu-west-3:123456789012:function:{STAGE.stack}-mail"
    assert (arn in reached(function, "lambda:InvokeFunction")) is (function == "api")
