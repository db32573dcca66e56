"""Clients of AWS: the same as botocore makes them, found without a look through all services."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import DataNotFoundError

from chalicelib.store.aws.client import open_client

CONFIG = Config(region_name="eu-west-3")


@pytest.mark.parametrize("service", ["dynamodb", "lambda", "s3", "sesv2"])
def test_a_client_is_the_one_that_botocore_makes(service: str) -> None:
    ours = open_client(service, CONFIG)
    theirs = botocore.session.Session().create_client(service, config=CONFIG)
    assert ours.meta.service_model.service_name == service
    assert ours.meta.service_model.api_version == theirs.meta.service_model.api_version
    assert ours.meta.endpoint_url == theirs.meta.endpoint_url
    assert ours.meta.method_to_api_mapping == theirs.meta.method_to_api_mapping


def test_a_service_that_is_none_is_refused() -> None:
    with pytest.raises(DataNotFoundError, match="dynamo_db"):
        open_client("dynamo_db", CONFIG)
