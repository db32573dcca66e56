"""docs/campaign-file.md lists the fields that are read, and no others, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.campaign.file import parse
from chalicelib.campaign.tables import BadFile
from tests.unit.campaign.pictures import drawn, packed

PAGE = (Path(__file__).parents[2] / "docs" / "campaign-file.md").read_text("utf-8")
HALVES = dict(zip(("example", "fr", "en"), re.split(r"^## .+$", PAGE, flags=re.M), strict=True))
HOSTS = frozenset({"petitions.assemblee-nationale.fr"})

STRANGERS = """\
[campaign]
zzz = 1
[petition]
zzz = 1
[kit]
zzz = 1
[[milestones]]
zzz = 1
[[associations]]
zzz = 1
  [[associations.groups]]
  zzz = 1
  [[associations.links]]
  zzz = 1
"""
"""A field that is not known, in every table: the refusal of each names those that are."""


def fields_read() -> dict[str, set[str]]:
    """The fields of each table, as the reader of files names them."""
    with pytest.raises(BadFile) as caught:
        parse(STRANGERS.encode(), "f.toml", HOSTS)
    refusals = re.findall(r"field (\S+)\.zzz: .*; known: (.+)", str(caught.value))
    fields = {re.sub(r"\[\d+\]", "", table): set(known.split(", ")) for table, known in refusals}
    # What is a table of its own has a heading of its own.
    fields["associations"] -= {"groups", "links"}
    fields["associations.groups"] -= {"links"}
    return fields


def fields_documented(half: str) -> dict[str, set[str]]:
    """The rows under each heading."""
    parts = re.split(r"^### \[+([a-z.]+)\]+$", HALVES[half], flags=re.M)[1:]
    rows = (set(re.findall(r"^\| `(\w+)` \|", part, re.M)) for part in parts[1::2])
    return dict(zip(parts[::2], rows, strict=True))


@pytest.mark.parametrize("half", ["fr", "en"])
def test_every_field_of_the_campaign_file_is_documented(half: str) -> None:
    read = fields_read()
    assert len(read) == 7
    assert fields_documented(half) == read


def test_the_example_is_a_campaign_file() -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", HALVES["example"], re.S)
    logo = packed(drawn(60, 40))
    desired = parse(example.encode(), "f.toml", HOSTS, lambda name, most: logo[:most])
    assert desired.campaign.kit.printer
    assert desired.associations[0].groups[0].channels["poster"] == ("hirondelles-lyon",)
