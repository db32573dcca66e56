"""What DynamoDB charges, by its documented rules: sizes of items, and units of requests.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
Units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

KB = 1024
"""DynamoDB counts in binary units, whatever it calls them."""

WRITE_BYTES, READ_BYTES = KB, 4 * KB

INDEX_BYTES = 100
"""What storage is charged for besides, an item."""


def item_size(item: dict[str, Any]) -> int:
    """The bytes of an item as the wire has it: names and values of its attributes, in UTF-8."""
    return sum(attribute_size(name, typed) for name, typed in item.items())


def attribute_size(name: str, typed: dict[str, Any]) -> int:
    """The bytes of one attribute; `ValueError` for a type that no table of ours has."""
    ((kind, value),) = typed.items()
    return len(name.encode()) + _value_size(kind, value)


def write_units(before: int, after: int, transactional: bool = False) -> int:
    """Units of a write by the item's sizes before and after: one a started KB of the larger."""
    units = max(1, ceil(max(before, after) / WRITE_BYTES))
    return 2 * units if transactional else units


def read_units(sizes: Iterable[int], consistent: bool = True) -> float:
    """Units of a read of one partition: one a started 4 KB of all items together, half that
    if it need not be consistent. Finding nothing costs as much as finding something small.
    """
    units = max(1, ceil(sum(sizes) / READ_BYTES))
    return units if consistent else units / 2


def _value_size(kind: str, value: Any) -> int:
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return _number_size(value)
    if kind == "B":
        return len(value)
    if kind == "BOOL":
        return 1
    if kind == "SS":
        return sum(len(one.encode()) for one in value)
    raise ValueError(f"no rule here for the size of an attribute of type {kind!r}")


def _number_size(value: str) -> int:
    """A byte, and one for each two significant digits; zeros at both ends do not count.

    The documentation calls this approximate.
    """
    significant = value.lstrip("-").replace(".", "").strip("0")
    return 1 + ceil(len(significant) / 2)
