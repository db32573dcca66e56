"""What refers to what in a template of CloudFormation, and where that goes round in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

Template = Mapping[str, Any]

_PLACE = re.compile(r"\$\{([A-Za-z0-9:]+)(?:\.[A-Za-z0-9.]+)?\}")


@dataclass(frozen=True)
class Reference:
    """A name that a part of a template refers to, and the conditions under which it does."""

    name: str
    conditions: frozenset[str] = frozenset()


def references(part: Any, conditions: frozenset[str] = frozenset()) -> Iterator[Reference]:
    """Everything that a part refers to: by Ref, Fn::GetAtt or Fn::Sub; AWS's own names too."""
    if isinstance(part, list):
        for one in part:
            yield from references(one, conditions)
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if name == "Fn::If":
            condition, held, otherwise = value
            yield from references(held, conditions | {condition})
            yield from references(otherwise, conditions)
            continue
        for found in _named(name, value):
            yield Reference(found, conditions)
        yield from references(value, conditions)


def of_resource(resource: Template) -> Iterator[Reference]:
    """Everything that a resource refers to, what it waits for (DependsOn) included."""
    own = frozenset({resource["Condition"]} if "Condition" in resource else ())
    waits = resource.get("DependsOn", [])
    for name in [waits] if isinstance(waits, str) else waits:
        yield Reference(name, own)
    yield from references(resource.get("Properties", {}), own)


def circle(template: Template) -> list[str]:
    """Resources that wait for each other in a circle; none when they can be made."""
    resources = template["Resources"]
    graph = {
        name: {r.name for r in of_resource(resource) if r.name in resources}
        for name, resource in resources.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _named(function: str, value: Any) -> Iterator[str]:
    """The names that one function of CloudFormation's refers to by itself."""
    if function == "Ref":
        yield value
    elif function == "Fn::GetAtt":
        yield value.partition(".")[0] if isinstance(value, str) else value[0]
    elif function == "Fn::Sub":
        text, given = (value, {}) if isinstance(value, str) else value
        yield from (name for name in _PLACE.findall(text) if name not in given)
