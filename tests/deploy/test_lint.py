"""The template passes cfn-lint twice: as SAM has it, and as CloudFormation gets it from SAM."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform

from deploy.package import Package

REGION = "eu-west-3"


class NoManagedPolicies:
    """SAM's loader of AWS's own policies, which no role of ours is made of."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(scope="session")
def translated(package: Package) -> dict[str, Any]:
    """The template after SAM's transform, which AWS runs on its own side."""
    template = json.loads(package.template.read_text("utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            # Uploaded by then.
            resource["Properties"]["CodeUri"] = "s3://artifacts/deployment.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        made: dict[str, Any] = transform(template, {}, NoManagedPolicies())
    return made


def lint(path: Path) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "-t", path, "--regions", REGION],
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


def test_the_form_that_sam_takes_passes(package: Package) -> None:
    assert lint(package.template) == ""


def test_the_form_that_sam_makes_passes(translated: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "translated.json"
    path.write_text(json.dumps(translated, indent=1), "utf-8")
    assert lint(path) == ""


def test_the_linter_finds_what_is_wrong(package: Package, tmp_path: Path) -> None:
    template = json.loads(package.template.read_text("utf-8"))
    template["Resources"]["VisitsTable"]["Properties"]["BillingMode"] = "FREE"
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(template), "utf-8")
    assert "FREE" in lint(path)


def test_sam_adds_one_stage_and_nothing_that_nobody_asked_for(translated: dict[str, Any]) -> None:
    made = translated["Resources"]
    stages = {k: r for k, r in made.items() if r["Type"] == "AWS::ApiGateway::Stage"}
    assert list(stages) == ["RestAPIapiStage"]
    roles = [k for k, r in made.items() if r["Type"] == "AWS::IAM::Role"]
    assert sorted(roles) == [
        "ApiGatewayRole", "ApiRole", "KitRole", "MailRole", "PollRole", "RankRole", "ReconcileRole",
        "SaltsRole", "TallyRole",
    ]  # fmt: skip
