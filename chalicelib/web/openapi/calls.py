"""Calls of operations as curl, made of the examples of what they take: a test runs them all."""

from __future__ import annotations

import json
import shlex
from urllib.parse import quote, urlencode

from chalicelib.web.openapi.parts import Access, Json, Operation
from chalicelib.web.openapi.types import example


def curl(operation: Operation, base: str, parameters: Json, schemas: Json) -> str:
    """A call that can be pasted into a shell where `TOKEN` is a token."""
    taken = [parameters[name] for name in operation.parameters if "example" in parameters[name]]
    by = {
        place: {p["name"]: p["example"] for p in taken if p["in"] == place}
        for place in ("path", "query")
    }
    path = operation.path
    for name, value in by["path"].items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    query = f"?{urlencode(by['query'])}" if by["query"] else ""
    method = operation.method.upper()
    verb = "curl" if method == "GET" else f"curl -X {method}"
    parts = [f"{verb} {shlex.quote(base + path + query)}"]
    if operation.access is not Access.ANYBODY:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if "Idempotency-Key" in operation.parameters:
        parts.append('-H "Idempotency-Key: $(uuidgen)"')
    if operation.body:
        body = example({"$ref": f"/{operation.body}"}, schemas)
        sent = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        parts += [f"-H 'Content-Type: {operation.kind}'", f"--data-binary {shlex.quote(sent)}"]
    return " \\\n  ".join(parts)
