"""The barest handler that counts: one view, one `update_item` of boto3, one redirect.

`bench.cold` packs it as Chalice would, and starts it beside ours.
"""

from __future__ import annotations

import boto3
from chalice import Chalice, Response

app = Chalice("bare")
client = boto3.client("dynamodb")


@app.route("/{code}")
def follow(code: str) -> Response:
    """Adds one, and redirects."""
    client.update_item(
        TableName="counters",
        Key={"pk": {"S": code}},
        UpdateExpression="ADD visits :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    return Response("", {"Location": "https://petitions.assemblee-nationale.fr/"}, 302)
