"""Our own rules on the template's API: what API Gateway refuses, logs or answers by itself."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import pytest

from app import app
from chalicelib.web.answers import SECURITY_HEADERS
from deploy.api import ACCESS_LOG, LEAST_BYTES
from deploy.functions import FUNCTIONS

MOST_RESOURCES = 300
"""Of one API, unless AWS raises it
(https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html)."""

VARIABLE = re.compile(r"\{[A-Za-z0-9._-]+\}\Z")
GREEDY = re.compile(r"\{[A-Za-z0-9._-]+\+\}\Z")
WORD = re.compile(r"[A-Za-z0-9._:-]+\Z")

HARMLESS = {
    "$context.requestId",
    "$context.requestTime",
    "$context.httpMethod",
    "$context.resourcePath",
    "$context.status",
    "$context.responseLatency",
    "$context.integrationLatency",
    "$context.responseLength",
    "$context.error.responseType",
}
"""Variables that say nothing of who asked, nor what they typed: all that a log may hold."""


@pytest.fixture(scope="session")
def api(template: dict[str, Any]) -> dict[str, Any]:
    """The API's properties."""
    found: dict[str, Any] = template["Resources"]["RestAPI"]["Properties"]
    return found


def misplaced(paths: list[str]) -> list[str]:
    """What API Gateway refuses of these paths (or takes, and then routes in another way)."""
    found = []
    variables = defaultdict(set)
    for path in paths:
        segments = path.strip("/").split("/") if path != "/" else []
        for place, segment in enumerate(segments):
            if "{" in segment:
                variables[tuple(segments[:place])].add(segment)
            if GREEDY.match(segment) and place < len(segments) - 1:
                found.append(f"{path}: {segment} is not last")
            elif not any(kind.match(segment) for kind in (WORD, VARIABLE, GREEDY)):
                found.append(f"{path}: {segment} is neither a word nor a variable")
    for before, names in variables.items():
        if len(names) > 1:
            found.append(f"/{'/'.join(before)}: one place, several names: {', '.join(names)}")
    return found


def ends_of_segments(path: str) -> list[int]:
    return [place for place in range(1, len(path) + 1) if path[place : place + 1] in ("/", "")]


def test_paths_are_such_as_api_gateway_takes(api: dict[str, Any]) -> None:
    paths = list(api["DefinitionBody"]["paths"])
    assert misplaced(paths) == []
    # Each segment is a resource, once for all the paths that go through it.
    resources = {path[:end] for path in paths for end in ends_of_segments(path)}
    assert len(resources) < MOST_RESOURCES


@pytest.mark.parametrize(
    ("paths", "wrong"),
    [
        (["/", "/{code}", "/{code}/qr.svg", "/Q/{code}", "/c/{campaign}"], False),
        (["/{code}", "/{name}/qr.svg"], True),
        (["/c/{campaign}", "/c/{slug}/board"], True),
        (["/c/{campaign}", "/c/board"], False),
        (["/{code}.png"], True),
        (["/files/{proxy+}"], False),
        (["/{proxy+}/end"], True),
        (["/c/élan"], True),
    ],
)
def test_the_path_rules_see_what_they_should(paths: list[str], wrong: bool) -> None:
    assert bool(misplaced(paths)) is wrong


def test_every_route_is_there_with_its_methods_and_leads_to_the_api_function(
    api: dict[str, Any],
) -> None:
    paths = api["DefinitionBody"]["paths"]
    assert paths.keys() == app.routes.keys()
    (function,) = (f for f in FUNCTIONS if f.name == "api")
    for path, methods in paths.items():
        assert methods.keys() == {method.lower() for method in app.routes[path]}
        assert methods.keys() <= {"get", "head", "post", "patch", "delete", "options"}
        for operation in methods.values():
            integration = operation["x-amazon-apigateway-integration"]
            assert (integration["type"], integration["httpMethod"]) == ("aws_proxy", "POST")
            assert integration["uri"]["Fn::Sub"].endswith(
                f":function:${{AWS::StackName}}-{function.name}/invocations"
            )


def test_every_answer_may_be_binary(api: dict[str, Any]) -> None:
    assert api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"] == ["*/*"]


def test_the_api_is_in_one_region_over_ipv4_and_ipv6(made: dict[str, Any]) -> None:
    resources = made["Resources"]
    for name in ("RestAPI", "Domain"):
        assert resources[name]["Properties"]["EndpointConfiguration"] == {
            "Types": ["REGIONAL"],
            "IpAddressType": "dualstack",
        }


def test_the_domain_waits_for_the_stage_that_it_maps_to(made: dict[str, Any]) -> None:
    resources = made["Resources"]
    mapping = resources["DomainMapping"]
    (waits,) = mapping["DependsOn"]
    assert resources[waits]["Type"] == "AWS::ApiGateway::Stage"
    assert resources[waits]["Properties"]["StageName"] == mapping["Properties"]["Stage"]
    assert mapping["Properties"]["DomainName"] == {"Ref": "Domain"}
    assert resources["Domain"]["Condition"] == mapping["Condition"] == "HasDomain"


def test_the_domain_speaks_no_old_tls(made: dict[str, Any]) -> None:
    assert made["Resources"]["Domain"]["Properties"]["SecurityPolicy"] == "TLS_1_2"


def test_sam_makes_no_stage_of_its_own(template: dict[str, Any]) -> None:
    assert template["Globals"]["Api"] == {"OpenApiVersion": "2.0"}


def test_nothing_of_a_request_is_logged_by_api_gateway_itself(api: dict[str, Any]) -> None:
    (settings,) = api["MethodSettings"]
    assert (settings["HttpMethod"], settings["ResourcePath"]) == ("*", "/*")
    assert settings["LoggingLevel"] == "OFF"
    assert settings["DataTraceEnabled"] is False
    assert not api.get("TracingEnabled")


def test_what_is_let_through_is_bounded(api: dict[str, Any]) -> None:
    (settings,) = api["MethodSettings"]
    assert settings["ThrottlingRateLimit"] == {"Ref": "RateLimit"}
    assert settings["ThrottlingBurstLimit"] == {"Ref": "BurstLimit"}


def test_the_access_log_says_nothing_of_who_asked_or_what_they_typed(api: dict[str, Any]) -> None:
    condition, logged, otherwise = api["AccessLogSetting"]["Fn::If"]
    assert (condition, otherwise) == ("HasAccessLogs", {"Ref": "AWS::NoValue"})
    line = json.loads(logged["Format"])
    assert line == ACCESS_LOG
    assert set(line.values()) <= HARMLESS
    # API Gateway refuses a format without it.
    assert "$context.requestId" in line.values()


def test_the_access_log_ends(template: dict[str, Any]) -> None:
    log = template["Resources"]["AccessLog"]
    assert log["Properties"] == {"RetentionInDays": 30}
    assert log["DependsOn"] == ["ApiGatewayAccount"]


def test_api_gateways_own_answers_have_the_shape_of_ours(api: dict[str, Any]) -> None:
    responses = api["GatewayResponses"]
    assert {"MISSING_AUTHENTICATION_TOKEN", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(
        responses
    )
    for kind, response in responses.items():
        (text,) = response["ResponseTemplates"].values()
        assert set(re.findall(r"\$[\w.]+", text)) == {"$context.requestId"}, kind
        shape = json.loads(text.replace("$context.requestId", "5e66-0f1a"))
        assert shape.keys() == {"error"}, kind
        assert shape["error"].keys() == {"code", "message", "request_id"}, kind
        assert shape["error"]["request_id"] == "5e66-0f1a", kind
        assert re.fullmatch(r"[a-z_]+", shape["error"]["code"]), kind


def test_api_gateways_own_answers_have_the_status_that_is_true(api: dict[str, Any]) -> None:
    found = {kind: response.get("StatusCode") for kind, response in api["GatewayResponses"].items()}
    assert found == {
        "MISSING_AUTHENTICATION_TOKEN": 404,
        "RESOURCE_NOT_FOUND": 404,
        "THROTTLED": 429,
        "REQUEST_TOO_LARGE": 413,
        "INTEGRATION_TIMEOUT": 504,
        # Each of these stands for many, that have a status of their own.
        "DEFAULT_4XX": None,
        "DEFAULT_5XX": None,
    }


def test_api_gateways_own_answers_have_the_security_headers(api: dict[str, Any]) -> None:
    for kind, response in api["GatewayResponses"].items():
        headers = response["ResponseParameters"]["Headers"]
        assert SECURITY_HEADERS.keys() | {"Cache-Control"} <= headers.keys(), kind
        for name, value in headers.items():
            # A fixed value stands in single quotes, and none can be inside.
            assert re.fullmatch(r"'[^']+'", value), f"{kind}: {name}"
            ours = SECURITY_HEADERS.get(name, value[1:-1])
            if name != "Content-Security-Policy":
                assert value == f"'{ours}'", f"{kind}: {name}"
        assert headers["Content-Security-Policy"] == "'sandbox'"
        assert headers["Cache-Control"] == "'no-store'"
    assert api["GatewayResponses"]["THROTTLED"]["ResponseParameters"]["Headers"]["Retry-After"]


def test_text_is_sent_small(api: dict[str, Any]) -> None:
    assert api["MinimumCompressionSize"] == LEAST_BYTES
