"""Put beside the package in a function's process: answers as `app.app`, and tells on itself."""

from __future__ import annotations

import sys
from typing import Any

from app import app


def handler(event: Any, context: Any) -> dict[str, Any]:
    """The answer, where modules are looked for, and each that is loaded with its file."""
    answer = app(event, context)
    modules = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    return {"answer": answer, "path": sys.path, "modules": modules}
