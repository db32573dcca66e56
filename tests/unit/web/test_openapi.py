"""The description of the API says what is there: all of it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from app import app
from chalicelib import wiring
from chalicelib.web.openapi import LOCAL, document
from chalicelib.web.openapi.types import example
from scripts import openapi as script
from tests.unit.web.described import (
    DOCUMENT,
    Json,
    demo_site,
    operations,
    parse_curl,
    resolve,
    send,
    with_components,
    writing_token,
)
from tests.unit.web.door import BASE, JSON, Site

PUBLIC = {
    "/{code}", "/Q/{code}", "/q/{code}", "/{code}/qr.svg", "/{code}/qr.png", "/{code}/qr.pdf",
    "/{code}/kit/{file}", "/c/{campaign}/count.json", "/c/{campaign}/count.svg",
    "/c/{campaign}/embed", "/health", "/openapi.json",
}  # fmt: skip
"""What tools use beside the API. The rest are pages for people."""

ANY_TEXT = {"lang", "link", "cursor", "association", "group", "channel"}
"""Of the address: pages take any text for the first two and go on without it, filters find
nothing by it, and what a cursor looks like is nobody's business.
"""

OPERATIONS = list(operations())
every_operation = pytest.mark.parametrize(
    ("method", "path", "operation"),
    OPERATIONS,
    ids=[operation["operationId"] for _, _, operation in OPERATIONS],
)


@contextmanager
def opened(folder: Path) -> Iterator[Site]:
    site = demo_site(folder)
    wiring.use(site.house)
    yield site
    wiring.use(None)
    site.store.store.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all who only read."""
    with opened(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Site]:
    """A site of its own for who changes something."""
    with opened(tmp_path) as site:
        yield site


def test_the_committed_copy_is_what_the_description_says() -> None:
    assert json.loads(script.TARGET.read_text("utf-8")) == document()
    assert script.main(["--check"]) == 0


def test_it_is_openapi() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    for name, schema in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema["type"] != "object" or schema["additionalProperties"] is (
            name == "Description"
        )


def test_what_is_routed_is_described_and_what_is_described_is_routed() -> None:
    routed = {
        (method, path)
        for path, methods in app.routes.items()
        for method in methods
        # HEAD is answered as GET; OPTIONS is a browser's question, not a tool's.
        if method not in ("HEAD", "OPTIONS") and (path.startswith("/v1/") or path in PUBLIC)
    }
    assert {(method, path) for method, path, _ in OPERATIONS} == routed
    assert all("HEAD" in app.routes[path] for method, path in routed if method == "GET")


def test_names_are_given_once_and_components_are_used() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    text = json.dumps(DOCUMENT)
    for kind, components in DOCUMENT["components"].items():
        for name in components:
            if kind not in ("securitySchemes", "responses"):
                assert f'"#/components/{kind}/{name}"' in text, (kind, name)
    assert {o["tags"][0] for _, _, o in OPERATIONS} == {tag["name"] for tag in DOCUMENT["tags"]}


@every_operation
def test_an_operation_says_what_it_takes(method: str, path: str, operation: Json) -> None:
    taken = [resolve(one) for one in operation["parameters"]]
    variables = {one["name"] for one in taken if one["in"] == "path"}
    assert variables == {part[1:-1] for part in path.split("/") if part.startswith("{")}
    for one in taken:
        schema = one["schema"]
        bounded = any(bound in schema for bound in ("enum", "pattern", "maxLength", "maximum"))
        assert bounded or one["name"] in ANY_TEXT, one["name"]
        assert one["in"] != "path" or Draft202012Validator(schema).is_valid(one["example"])
    assert bool(operation.get("requestBody")) is (method in ("POST", "PATCH"))
    creates = any(one["name"] == "Idempotency-Key" for one in taken)
    assert creates is (method == "POST")
    if path.startswith("/v1/"):
        assert {"429", "503"} <= operation["responses"].keys()
        assert {"400", "401"} <= operation["responses"].keys()


def shapes_of_bodies() -> set[str]:
    """The named shapes that operations take or answer."""
    bodies = [
        body
        for _, _, one in OPERATIONS
        for body in (one.get("requestBody", {}), *map(resolve, one["responses"].values()))
    ]
    contents = [content for body in bodies for content in body.get("content", {}).values()]
    return {name for one in contents if (name := one.get("schema", {}).get("$ref"))}


@pytest.mark.parametrize("shape", sorted(shapes_of_bodies()))
def test_examples_of_a_shape_have_that_shape(shape: str) -> None:
    value = example({"$ref": shape}, DOCUMENT["components"]["schemas"])
    assert problems_of(value, {"$ref": shape}) == []


@every_operation
def test_the_example_runs_and_is_answered_as_described(
    request: pytest.FixtureRequest, method: str, path: str, operation: Json
) -> None:
    site: Site = request.getfixturevalue("demo" if method == "GET" else "fresh")
    call = parse_curl(operation["x-codeSamples"][0]["source"], writing_token(site))
    assert call.method == method
    answer = send(site, call)
    assert answer.status < 400, answer.text
    described = resolve(operation["responses"][str(answer.status)])
    for name in described.get("headers", {}):
        assert name in answer.headers, name
    content = described.get("content", {})
    media = answer.headers["Content-Type"].partition(";")[0]
    assert media in content or not content
    if content and "schema" in content[media]:
        hold(answer.json, content[media]["schema"])


@every_operation
def test_without_a_token_it_is_refused_or_public(
    demo: Site, method: str, path: str, operation: Json
) -> None:
    call = parse_curl(operation["x-codeSamples"][0]["source"], "pvx_none")
    call.headers.pop("Authorization", None)
    answer = send(demo, call)
    assert (answer.status == 401) is (operation["security"] == [{"token": []}])
    if answer.status == 401:
        hold(answer.json, {"$ref": "#/components/schemas/Error"})


def test_it_is_served_for_the_address_where_it_is(demo: Site) -> None:
    wiring.use(demo.house)
    answer = demo.ask("/openapi.json")
    assert answer.json == DOCUMENT
    assert DOCUMENT["servers"] == [{"url": BASE}]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    kept = {"If-None-Match": answer.headers["ETag"]}
    assert demo.ask("/openapi.json", headers=kept).status == 304
    assert document()["servers"] == [{"url": LOCAL}]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_page_says_all_of_it(demo: Site, locale: str) -> None:
    wiring.use(demo.house)
    page = demo.ask(f"/docs?lang={locale}").text.replace("<wbr>", "")
    for _, path, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
        assert f"<code>{path}</code>" in page
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert f'id="{name}"' in page or "properties" not in schema, name
    anchors = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert {name for name in anchors if f'id="{name}"' not in page} == set()


def test_an_error_of_an_address_that_nobody_described_has_the_shape_of_all(demo: Site) -> None:
    wiring.use(demo.house)
    answer = demo.ask("/v1/nothing", headers=JSON)
    assert answer.status == 404
    hold(answer.json, {"$ref": "#/components/schemas/Error"})


def hold(value: Any, schema: Json) -> None:
    """Holds a value against a schema of the document."""
    problems = problems_of(value, schema)
    assert not problems, problems


def problems_of(value: Any, schema: Json) -> list[str]:
    """Where a value is not what a schema of the document says."""
    checker = Draft202012Validator(with_components(schema), format_checker=FormatChecker())
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in checker.iter_errors(value)]
