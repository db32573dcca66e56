"""The service itself: whether it works, and this description."""

from __future__ import annotations

from chalicelib.web.openapi.parts import KEPT, Answer, Json, Operation
from chalicelib.web.openapi.types import choice, record

TAG = "The service"

SCHEMAS: Json = {
    "Health": record("The service works.", {"status": choice("How it is.", ["ok"])}),
}

OPERATIONS = (
    Operation(
        "get", "/health", "checkHealth", TAG, "Whether the store answers",
        {200: Answer("It does.", "Health")},
    ),
    Operation(
        "get", "/openapi.json", "describe", TAG, "This description",
        {
            200: Answer("OpenAPI 3.1.", "Description", headers=KEPT),
            304: Answer("As before.", kinds=()),
        },
    ),
)  # fmt: skip
