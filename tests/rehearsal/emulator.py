"""What the emulator does otherwise than AWS, and the template as it can take it.

- It does not run SAM's transform: `tests.packaged` does, with AWS's own code.
- Of an API's definition it leaves out binary types and gateway responses: they are handed
  over as a property and as resources, as they stand in the definition.
- It has no budgets in templates: the budget is left out.
- It takes the source address from what the client writes into `X-Forwarded-For`, where API
  Gateway takes it from the connection: so people come from the addresses that they claim.
- It retries a batch of the stream until its age is over and never counts the tries, knows no
  partial answers, and looks at no permission.
"""

from __future__ import annotations

from typing import Any

AMAZON = "x-amazon-apigateway-"


def adapted(template: dict[str, Any]) -> dict[str, Any]:
    """A translated template, in place, with what the emulator reads elsewhere than AWS does."""
    resources = template["Resources"]
    del resources["Budget"]
    definition = resources["RestAPI"]["Properties"]["Body"]
    resources["RestAPI"]["Properties"]["BinaryMediaTypes"] = definition[
        f"{AMAZON}binary-media-types"
    ]
    errors = {
        f"Gateway{kind.replace('_', '')}": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {"RestApiId": {"Ref": "RestAPI"}, "ResponseType": kind}
            | {name[0].upper() + name[1:]: value for name, value in response.items()},
        }
        for kind, response in definition[f"{AMAZON}gateway-responses"].items()
    }
    (deployment,) = (r for r in resources.values() if r["Type"] == "AWS::ApiGateway::Deployment")
    deployment["DependsOn"] = list(errors)
    resources |= errors
    return template
