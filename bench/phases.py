"""Put beside our package by `bench.cold`: answers with the times, by the machine's monotonic
clock, at which the parts of a start were over.
"""

from __future__ import annotations

import time
from typing import Any

marks = {"Python and Lambda's runtime client": time.perf_counter()}

from app import app  # noqa: E402, for what it takes is measured

marks["import of app.py"] = time.perf_counter()


def handler(event: Any, context: Any) -> dict[str, float]:
    """Two redirects, with the store opened before the first."""
    from chalicelib import wiring

    marks["the event"] = time.perf_counter()
    wiring.house()
    marks["the store's client"] = time.perf_counter()
    app(event, context)
    marks["the first redirect"] = time.perf_counter()
    app(event, context)
    marks["a second redirect"] = time.perf_counter()
    return marks
