"""The bucket where whole kits lie, for a week: private, encrypted, over TLS alone."""

from __future__ import annotations

from typing import Any

from chalicelib.kit.press import KEPT_DAYS
from deploy.tables import Resources

BUCKET = "Kits"
"""How the template calls it. CloudFormation gives it a name of its own."""


def resources() -> Resources:
    """The bucket, and the policy that refuses plain http."""
    closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    rule = {"Id": "expire", "Status": "Enabled", "ExpirationInDays": KEPT_DAYS}
    return {
        BUCKET: {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
                "LifecycleConfiguration": {"Rules": [rule]},
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "PublicAccessBlockConfiguration": dict.fromkeys(closed, True),
            },
        },
        f"{BUCKET}Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": {"Ref": BUCKET},
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": [arn(), objects()],
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    ],
                },
            },
        },
    }


def arn() -> dict[str, list[str]]:
    """The bucket's ARN."""
    return {"Fn::GetAtt": [BUCKET, "Arn"]}


def objects(prefix: str = "") -> dict[str, Any]:
    """The ARN of what lies in it, below a prefix."""
    return {"Fn::Sub": f"${{{BUCKET}.Arn}}/{prefix}*"}
