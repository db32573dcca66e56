"""API Gateway as it has to be: one region, IPv6, our errors, no address in any log."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.web.answers import SECURITY_HEADERS
from deploy.functions import LOG_DAYS
from deploy.tables import Resources

STAGE = "api"

LEAST_BYTES = 1024
"""What is smaller is sent as it is, as `chalicelib.local.compress` does."""

ERRORS = {
    # What nobody routes: API Gateway itself answers, and would say that a token is missing.
    "MISSING_AUTHENTICATION_TOKEN": (404, "unknown_path", "no page lives at this address"),
    "RESOURCE_NOT_FOUND": (404, "unknown_path", "no page lives at this address"),
    "THROTTLED": (429, "too_many_requests", "too many requests at once; try again in a moment"),
    "REQUEST_TOO_LARGE": (413, "too_large", "the request is too large"),
    "DEFAULT_4XX": (None, "bad_input", "this request cannot be answered"),
    "INTEGRATION_TIMEOUT": (504, "timeout", "the answer took too long; try again in a moment"),
    "DEFAULT_5XX": (None, "internal", "something went wrong here; try again in a moment"),
}
"""Answers that API Gateway makes without asking us: status, code, message."""

# Nothing here names a visitor: no sourceIp, no userAgent, no path (it holds what was typed).
ACCESS_LOG = {
    "request": "$context.requestId",
    "at": "$context.requestTime",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "of_them_function": "$context.integrationLatency",
    "bytes": "$context.responseLength",
    "error": "$context.error.responseType",
}


def resources() -> Resources:
    """The domain, where there is one; the log of requests, where it is wanted."""
    return {
        "Domain": {
            "Type": "AWS::ApiGateway::DomainName",
            "Condition": "HasDomain",
            "Properties": {
                "DomainName": {"Ref": "DomainName"},
                "RegionalCertificateArn": {"Ref": "CertificateArn"},
                "EndpointConfiguration": {"Types": ["REGIONAL"], "IpAddressType": "dualstack"},
                "SecurityPolicy": "TLS_1_2",
            },
        },
        "DomainMapping": {
            "Type": "AWS::ApiGateway::BasePathMapping",
            "Condition": "HasDomain",
            # SAM makes the stage, and nothing that could be referred to says so.
            "DependsOn": [f"RestAPI{STAGE}Stage"],
            "Properties": {
                "DomainName": {"Ref": "Domain"},
                "RestApiId": {"Ref": "RestAPI"},
                "Stage": STAGE,
            },
        },
        "AccessLog": {
            "Type": "AWS::Logs::LogGroup",
            "Condition": "HasAccessLogs",
            # The stage refers to this, and so waits for the account's leave to write logs.
            "DependsOn": ["ApiGatewayAccount"],
            "Properties": {"RetentionInDays": LOG_DAYS},
        },
        "ApiGatewayRole": {
            "Type": "AWS::IAM::Role",
            "Condition": "HasAccessLogs",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "apigateway.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                },
                "ManagedPolicyArns": [
                    {
                        "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/"
                        "AmazonAPIGatewayPushToCloudWatchLogs"
                    }
                ],
            },
        },
        # One a region and account: API Gateway writes no log before it is there. It stays
        # with its role when the stack goes, for other APIs may write through it.
        "ApiGatewayAccount": {
            "Type": "AWS::ApiGateway::Account",
            "Condition": "HasAccessLogs",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"CloudWatchRoleArn": {"Fn::GetAtt": ["ApiGatewayRole", "Arn"]}},
        },
    }


def complete(template: dict[str, Any]) -> None:
    """Makes Chalice's API ours, in place."""
    # Without it SAM adds a stage called "Stage" that nobody asked for.
    template.setdefault("Globals", {})["Api"] = {"OpenApiVersion": "2.0"}
    api = template["Resources"]["RestAPI"]
    properties = api["Properties"]
    properties["Name"] = {"Ref": "AWS::StackName"}
    properties["EndpointConfiguration"] = {"Type": "REGIONAL", "IpAddressType": "dualstack"}
    # Pages weigh a quarter of it on a bad network. A redirect has no body, and waits for nothing.
    properties["MinimumCompressionSize"] = LEAST_BYTES
    properties["MethodSettings"] = [
        {
            "ResourcePath": "/*",
            "HttpMethod": "*",
            "ThrottlingRateLimit": {"Ref": "RateLimit"},
            "ThrottlingBurstLimit": {"Ref": "BurstLimit"},
            # Of each method they cost like own metrics; the stage's are there and free.
            "MetricsEnabled": False,
            # An execution log would hold addresses, headers and bodies.
            "LoggingLevel": "OFF",
            "DataTraceEnabled": False,
        }
    ]
    properties["AccessLogSetting"] = {
        "Fn::If": [
            "HasAccessLogs",
            {
                "DestinationArn": {"Fn::GetAtt": ["AccessLog", "Arn"]},
                "Format": json.dumps(ACCESS_LOG, separators=(",", ":")),
            },
            {"Ref": "AWS::NoValue"},
        ]
    }
    properties["GatewayResponses"] = {name: _error(*what) for name, what in ERRORS.items()}
    _complete_definition(properties["DefinitionBody"])


def _complete_definition(definition: dict[str, Any]) -> None:
    # Of everything, for browsers and crawlers ask for pictures with `Accept: */*`, or with none.
    definition["x-amazon-apigateway-binary-media-types"] = ["*/*"]
    for methods in definition["paths"].values():
        for operation in methods.values():
            # By its name and not by reference: the function's own settings hold the API's
            # address, and two things that refer to each other cannot be made.
            operation["x-amazon-apigateway-integration"]["uri"] = {
                "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31"
                "/functions/arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}"
                ":function:${AWS::StackName}-api/invocations"
            }


def _error(status: int | None, code: str, message: str) -> dict[str, Any]:
    shape = {"code": code, "message": message, "request_id": "$context.requestId"}
    headers = {**SECURITY_HEADERS, "Cache-Control": "no-store"}
    # A value stands between quotes and can hold none; this policy needs none, and forbids all.
    headers["Content-Security-Policy"] = "sandbox"
    if status == 429:
        headers["Retry-After"] = "1"
    response: dict[str, Any] = {
        "ResponseTemplates": {"application/json": json.dumps({"error": shape})},
        "ResponseParameters": {"Headers": {name: f"'{value}'" for name, value in headers.items()}},
    }
    if status is not None:
        response["StatusCode"] = status
    return response
