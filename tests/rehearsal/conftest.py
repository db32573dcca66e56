"""One deployment for the whole session, in an emulator that listens on the loopback interface."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.stages import Stage
from tests.ministack import started
from tests.packaged import REGION, packaged
from tests.rehearsal.cloud import Cloud
from tests.rehearsal.people import Carried


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The stack, complete and awake."""
    package = packaged(tmp_path_factory.getbasetemp())
    folder = tmp_path_factory.mktemp("rehearsal")
    with started(tmp_path_factory.mktemp("aws"), LAMBDA_EXECUTOR="local") as address:
        cloud = Cloud(address, Stage("test", REGION, "someone@example.org"), folder)
        try:
            cloud.deploy(package)
            cloud.wake()
            yield cloud
        finally:
            cloud.close()


@pytest.fixture(scope="session")
def carried(cloud: Cloud) -> Carried:
    """A campaign for tests that look at no board. Each test counts on a link of its own."""
    return cloud.campaign("affiche")
