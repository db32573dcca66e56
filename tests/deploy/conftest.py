"""The package, made once for all tests that look at it."""

from __future__ import annotations

import pytest

from deploy.package import Package, build


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The zip and the template, as `make package` makes them."""
    return build(tmp_path_factory.mktemp("package"))
