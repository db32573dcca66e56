"""Registers routes and triggers: each line is an address and what answers it. No logic here.

A redirect's modules are imported at once, everybody else's on their first call: a cold start
does not make the person who scanned a poster wait for templates and pictures.
"""

from __future__ import annotations

import gc

# What is loaded here stays: looking through it for rubbish costs an eighth of a cold start.
gc.disable()

from chalice.app import DynamoDBEvent, Request, Response

from chalicelib.web import redirect
from chalicelib.web.answers import READ, PorteVoix, late, scheduled

app = PorteVoix("porte-voix")


@app.route("/{code}", methods=READ)
def follow(request: Request, code: str) -> Response:
    """A click on a link in a message."""
    return redirect.follow(request, code, scan=False)


@app.route("/Q/{code}", methods=READ)
def scan(request: Request, code: str) -> Response:
    """A scan of a QR code."""
    return redirect.follow(request, code, scan=True)


@app.route("/q/{code}", methods=READ, name="scan_lower")
def scan_lower(request: Request, code: str) -> Response:
    """A scan, by a reader that writes addresses in lower case."""
    return redirect.follow(request, code, scan=True)


ADDRESSES = {
    "/": "pages.home",
    "/c/{campaign}": "pages.campaign_page",
    "/c/{campaign}/leaderboard": "pages.board_page",
    "/c/{campaign}/signatures": "counts.signatures_page",
    "/c/{campaign}/card.png": "downloads.card",
    "/c/{campaign}/count.json": "counts.count_json",
    "/c/{campaign}/count.svg": "counts.count_svg",
    "/c/{campaign}/embed": "counts.embed",
    "/{code}/qr.svg": "downloads.svg",
    "/{code}/qr.png": "downloads.png",
    "/{code}/kit/{file}": "kits.piece",
    "/{code}/qr.pdf": "downloads.pdf",
    "/v1/campaigns/{campaign}/leaderboard": "api.show_leaderboard",
    "/v1/campaigns/{campaign}/days": "counts.days",
    "/v1/campaigns/{campaign}/fairness": "api.show_fairness",
    "/v1/campaigns/{campaign}/signatures": "counts.signatures",
    "/v1/campaigns/{campaign}/kit": "kits.everything",
    "/v1/campaigns/{campaign}/kit/{association}": "kits.association",
    "/v1/links/{code}": "api.show_link",
    "/openapi.json": "docs.openapi",
    "/docs": "docs.page",
    "/static/{name}": "pages.static",
    "/favicon.ico": "pages.favicon",
    "/robots.txt": "pages.robots",
    "/health": "pages.health",
}

for address, view in ADDRESSES.items():
    app.route(address, methods=READ, name=view.replace(".", "_"))(late(view))


# The template that deploys this replaces the name by the stream of the visits' table.
@app.on_dynamodb_record(stream_arn="visits-stream", batch_size=500, name="tally")
def tally(event: DynamoDBEvent) -> dict[str, object]:
    """New visits, on their way to the tallies."""
    from chalicelib.web import triggers

    return triggers.tally(event.to_dict())


# Boards ranked again; official counts that are due; salts of today and tomorrow and no others;
# visits that were never tallied. Lambda finds each by its name here.
rank = app.schedule("rate(1 minute)", name="rank")(scheduled("rank"))
poll = app.schedule("rate(1 minute)", name="poll")(scheduled("poll"))
salts = app.schedule("rate(1 hour)", name="salts")(scheduled("salts"))
reconcile = app.schedule("cron(20 3 * * ? *)", name="reconcile")(scheduled("reconcile"))


@app.lambda_function(name="kit")
def kit(event: dict[str, str], context: object) -> dict[str, str]:
    """A whole kit, as the API ordered it."""
    from chalicelib.web import triggers

    return triggers.kit(event)


app.ready()
gc.freeze()
gc.enable()
