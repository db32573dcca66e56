"""The package, made once for all tests that look at it, and its template as AWS makes it."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser  # type: ignore[import-untyped]
from samtranslator.translator.translator import Translator  # type: ignore[import-untyped]

from deploy.package import Package, build

REGION = "eu-west-3"


@functools.cache
def packaged(session: Path) -> Package:
    """The zip and the template as `make package` makes them, in the session's own folder."""
    return build(session / "package")


def translated(package: Package, zip_uri: str) -> dict[str, Any]:
    """The template after SAM's transform, which AWS runs on its side; the zip is at `zip_uri`."""
    template = json.loads(package.template.read_text("utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = zip_uri
    session = boto3.Session(region_name=REGION)
    made: dict[str, Any] = Translator({}, Parser(), boto_session=session).translate(template, {})
    return made
