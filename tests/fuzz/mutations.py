"""Texts and bytes that are nearly right: what a parser is most likely to stumble over."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

same_site = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""One site serves all examples of a test: what one leaves behind, the next has to stand."""

PIECES = (
    *("", " ", "\n", "\r\n", "\t", "\0", "\x7f", "\u00a0", "\u202f", "\u2028", "\ufeff", "\u202e"),
    *('"', "'", '"""', "[", "]", "[[", "]]", "{", "}", "<", ">", "&", ";", ",", "=", "#", "%", "+"),
    *("%00", "%2e%2e", "..", "/", "//", "\\", "é", "œ", "🎈", "\ud83c", "ſ", "ı", "İ", "K"),
    *("-1", "0", "1e999", "9" * 40, "NaN", "true", "null", "None", "undefined", "1.0"),
    *("<script>", "{{7*7}}", "${x}", "' OR 1=1 --", "=1+1", "@SUM(A1)", "javascript:alert(1)"),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[str]) -> str:
    """One of the seeds with pieces put in, left out, doubled or moved."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(0, len(text)))
        last = min(len(text), first + draw(st.integers(0, 30)))
        kind = draw(st.sampled_from(("put", "cut", "twice", "move")))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=8))
        if kind == "put":
            text = text[:first] + piece + text[first:]
        elif kind == "cut":
            text = text[:first] + text[last:]
        elif kind == "twice":
            text = text[:last] + text[first:last] * draw(st.integers(1, 3)) + text[last:]
        else:
            text = text[first:last] + text[:first] + text[last:]
    return text


def as_bytes(text: str) -> bytes:
    """The text in UTF-8; halves of surrogate pairs as they would come over a wire."""
    return text.encode("utf-8", "surrogatepass")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(PIECES) | st.text(),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4)
    ),
    max_leaves=12,
)
"""JSON of any shape."""
