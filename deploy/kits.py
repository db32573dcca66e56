"""Where whole kits lie for a week: in the bucket of packages, which is private and tidy already."""

from __future__ import annotations

from typing import Any

PREFIX = "kits/"
"""What the names of kits start with there, before the stack's."""

PARAMETER = "KitBucket"


def shelf() -> dict[str, str]:
    """The address of the stack's shelf, as the functions' `KIT_SHELF` has it."""
    return {"Fn::Sub": f"s3://${{{PARAMETER}}}/{PREFIX}${{AWS::StackName}}"}


def bucket() -> dict[str, str]:
    """The bucket's ARN."""
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::${{{PARAMETER}}}"}


def objects(below: str = "") -> dict[str, str]:
    """The ARN of what lies on the stack's shelf."""
    whole = f"arn:${{AWS::Partition}}:s3:::${{{PARAMETER}}}/{PREFIX}${{AWS::StackName}}/{below}*"
    return {"Fn::Sub": whole}


def listing() -> dict[str, Any]:
    """The condition under which the bucket may be looked through: the stack's shelf alone."""
    return {"StringLike": {"s3:prefix": {"Fn::Sub": f"{PREFIX}${{AWS::StackName}}/*"}}}
