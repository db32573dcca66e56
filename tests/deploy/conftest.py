"""The package, made once for all tests that look at it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deploy.package import Package
from tests.packaged import packaged, translated


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The zip and the template, as `make package` makes them."""
    return packaged(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def template(package: Package) -> dict[str, Any]:
    """The template as it is uploaded."""
    found: dict[str, Any] = json.loads(package.template.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def made(package: Package) -> dict[str, Any]:
    """The template as CloudFormation gets it from SAM."""
    return translated(package, "s3://artifacts/deployment.zip")
