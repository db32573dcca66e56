"""What a description is made of: operations and their answers, and how OpenAPI 3.1 writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

Json = dict[str, Any]


class Access(Enum):
    """Who may ask."""

    ANYBODY = auto()
    EITHER = auto()
    TOKEN = auto()

    @property
    def security(self) -> list[Json]:
        """OpenAPI's list of ways, one of which has to be gone."""
        with_token: Json = {"token": []}
        ways = {Access.ANYBODY: [], Access.EITHER: [{}, with_token], Access.TOKEN: [with_token]}
        return ways[self]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a status says, what comes with it, and in which headers.

    `schema` names one of the components; without one the body is a file of one of `kinds`, or
    nothing if there are none.
    """

    says: str
    schema: str = ""
    kinds: tuple[str, ...] = ("application/json",)
    headers: tuple[str, ...] = ()

    def to_json(self, links: Json) -> Json:
        """As a response object; one that says something leads on by `links`."""
        written: Json = {"description": self.says}
        if self.headers:
            written["headers"] = {name: _ref("headers", name) for name in self.headers}
        if self.kinds:
            body = {"schema": ref(self.schema)} if self.schema else {}
            written["content"] = dict.fromkeys(self.kinds, body)
        if self.schema and links:
            written["links"] = links
        return written


KEPT = ("Cache-Control", "ETag")
"""Headers of what clients may keep."""

LIMITED = ("RateLimit", "RateLimit-Policy")
"""Headers of every answer of the API: how often one may still ask."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    `parameters` names components, `body` the schema of what is sent, `kind` its media type.
    `errors` are the statuses that are not seen from the rest: see `statuses`.
    """

    method: str
    path: str
    name: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    says: str = ""
    access: Access = Access.ANYBODY
    parameters: tuple[str, ...] = ()
    body: str = ""
    kind: str = "application/json"
    errors: frozenset[int] = field(default_factory=frozenset)

    @property
    def limited(self) -> bool:
        """Whether it belongs to the API, which counts how often one asks."""
        return self.path.startswith("/v1/")

    @property
    def statuses(self) -> list[int]:
        """The errors that it answers: those of its own, and those of what it takes."""
        found = {503, *self.errors}
        if "{" in self.path:
            found.add(404)
        if self.limited:
            # Public ones too: for a token in the address, and for a token that is none.
            found |= {400, 401, 429}
        if self.body:
            found |= {413, 415}
        if self.method != "get":
            found.add(409)
        return sorted(found)

    def to_json(self, curl: str, links: Json) -> Json:
        """As an operation object, with a call of it that can be pasted, and what it leads to."""
        answers = {str(status): self._answer(one, links) for status, one in self.answers.items()}
        kind = "Error" if self.limited else "ErrorOrPage"
        answers |= {str(status): _ref("responses", f"{kind}{status}") for status in self.statuses}
        written: Json = {
            "operationId": self.name,
            "tags": [self.tag],
            "summary": self.summary,
            "description": self.says or self.summary,
            "security": self.access.security,
            "parameters": [_ref("parameters", name) for name in self.parameters],
            "responses": dict(sorted(answers.items())),
            "x-codeSamples": [{"lang": "Shell", "source": curl}],
        }
        if self.body:
            written["requestBody"] = {
                "required": True,
                "content": {self.kind: {"schema": ref(self.body)}},
            }
        return written

    def _answer(self, answer: Answer, links: Json) -> Json:
        written = answer.to_json(links)
        if not self.limited:
            return written
        more = {name: _ref("headers", name) for name in LIMITED}
        return written | {"headers": written.get("headers", {}) | more}


def ref(schema: str) -> Json:
    """A schema of the components."""
    return _ref("schemas", schema)


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
