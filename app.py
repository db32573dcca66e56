"""Registers routes. Each line is an address and the view that answers it; no logic lives here."""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib.web import redirect
from chalicelib.web.answers import PorteVoix

app = PorteVoix("porte-voix")

READ = ["GET", "HEAD"]


@app.route("/{code}", methods=READ)
def follow(request: Request, code: str) -> Response:
    """A click: the way of a link in a message."""
    return redirect.follow(request, code, scan=False)


@app.route("/Q/{code}", methods=READ)
def scan(request: Request, code: str) -> Response:
    """A scan: the way of a QR code."""
    return redirect.follow(request, code, scan=True)


@app.route("/q/{code}", methods=READ, name="scan_lower")
def scan_lower(request: Request, code: str) -> Response:
    """A scan that somebody typed, or a reader put in lower case."""
    return redirect.follow(request, code, scan=True)


# The views below import their rooms when they are called: a redirect's cold start does not
# pay for templates and pictures.


@app.route("/", methods=READ)
def home(request: Request) -> Response:
    """The campaign, or the list of campaigns."""
    from chalicelib.web import pages

    return pages.home(request)


@app.route("/c/{campaign}", methods=READ)
def campaign(request: Request, campaign: str) -> Response:
    """A campaign's public page."""
    from chalicelib.web import pages

    return pages.campaign_page(request, campaign)


@app.route("/c/{campaign}/leaderboard", methods=READ)
def leaderboard(request: Request, campaign: str) -> Response:
    """A campaign's leaderboard."""
    from chalicelib.web import pages

    return pages.board_page(request, campaign)


@app.route("/v1/campaigns/{campaign}/leaderboard", methods=READ)
def api_leaderboard(request: Request, campaign: str) -> Response:
    """The leaderboard as JSON."""
    from chalicelib.web import api

    return api.show_leaderboard(request, campaign)


@app.route("/v1/links/{code}", methods=READ)
def api_link(request: Request, code: str) -> Response:
    """A link's figures as JSON."""
    from chalicelib.web import api

    return api.show_link(request, code)


@app.route("/{code}/qr.svg", methods=READ)
def qr_svg(request: Request, code: str) -> Response:
    """A link's QR code, as lines."""
    from chalicelib.web import downloads

    return downloads.svg(request, code)


@app.route("/{code}/qr.png", methods=READ)
def qr_png(request: Request, code: str) -> Response:
    """A link's QR code, as points."""
    from chalicelib.web import downloads

    return downloads.png(request, code)


@app.route("/static/{name}", methods=READ)
def static(request: Request, name: str) -> Response:
    """The style sheet and the icon."""
    from chalicelib.web import pages

    return pages.static(request, name)


@app.route("/favicon.ico", methods=READ)
def favicon(request: Request) -> Response:
    """The icon, where browsers look for it unasked."""
    from chalicelib.web import pages

    return pages.static(request, "favicon.svg")


@app.route("/robots.txt", methods=READ)
def robots(request: Request) -> Response:
    """What crawlers may read."""
    from chalicelib.web import pages

    return pages.robots(request)


@app.route("/health", methods=READ)
def health(request: Request) -> Response:
    """Whether the service and its store answer."""
    from chalicelib.web import pages

    return pages.health(request)
