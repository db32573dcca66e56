"""Lines of a TOML file: found past everything that looks like a header and is not."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.positions import Positions


def test_positions_pass_over_strings_arrays_and_comments() -> None:
    text = '''\
# [no]
a = """
[no]
b = 1
""" # c = 1
c = [ "]", # ]
  \'\'\'
x = "\'\'\', { d = "}" } ]
"e f" = 1
g.h = 2
[i.j]
k = \'[\'
[[l]]
[[l]]
m = """a\\"""b""""" # five
n = 1
[[l.o]]
p = { q = 1 }
[l.r]
s = 1
'''
    tomllib.loads(text)
    positions = Positions(text)
    expected: dict[tuple[str | int, ...], int] = {
        ("a",): 2,
        ("b",): 1,
        ("c",): 6,
        ("e f",): 9,
        ("g", "h"): 10,
        ("i", "j"): 11,
        ("i", "j", "k"): 12,
        ("l", 0): 13,
        ("l", 1): 14,
        ("l", 1, "m"): 15,
        ("l", 1, "n"): 16,
        ("l", 1, "o", 0): 17,
        ("l", 1, "o", 0, "p", "q"): 18,
        ("l", 1, "r", "s"): 20,
        ("l", 1, "unknown"): 14,
    }
    assert {path: positions.line(path) for path in expected} == expected


VALUES = st.sampled_from(
    [
        "1",
        '"a # ["',
        "'] \"'",
        '"""\n[x]\ny = 1\n"""',
        "'''\n\"\n'''",
        '[1, [\n"]"\n], # [\n]',
        "{z=1}",
    ]
)


@given(st.lists(st.tuples(st.booleans(), VALUES), max_size=12))
def test_law_every_key_is_found_on_its_line(statements: list[tuple[bool, str]]) -> None:
    text, expected, tables = "", {}, 0
    for number, (header, value) in enumerate(statements):
        if header:
            text += "\n[[t]]\n"
            tables += 1
        path: tuple[str | int, ...] = (f"k{number}",)
        expected[("t", tables - 1, *path) if tables else path] = text.count("\n") + 1
        text += f"k{number} = {value}\n"
    tomllib.loads(text)
    positions = Positions(text)
    assert {path: positions.line(path) for path in expected} == expected
