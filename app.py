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
from chalicelib.web.addresses import API, FORMS, PAGES, SPACE
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


for address, view in PAGES.items():
    app.route(address, methods=READ, name=view.replace(".", "_"))(late(view))

for address, view in FORMS.items():
    app.route(address, methods=["POST"], name=view.replace(".", "_"))(late(view))

for address, views in SPACE.items():
    for method, view in views.items():
        methods = READ if method == "GET" else [method]
        name = f"space_{view}_{address.count('{')}".replace(".", "_")
        app.route(address, methods=methods, name=name)(late("space.door.answer", view))

for address, views in API.items():
    for method, view in views.items():
        methods = READ if method == "GET" else [method]
        app.route(address, methods=methods, name=f"v1_{view}".replace(".", "_"))(
            late("v1.door.answer", view)
        )


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


@app.lambda_function(name="mail")
def mail(event: dict[str, str], context: object) -> None:
    """A wish for a one-time link, as the API handed it on."""
    from chalicelib.web import triggers

    triggers.mail(event)


app.ready()
gc.freeze()
gc.enable()
