"""What is there without a network: the worker that keeps public pages, and the page for the rest.

The worker is at the root of the site, for it may answer nothing above its own address.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from chalice.app import Request, Response

from chalicelib.language import language
from chalicelib.web import assets
from chalicelib.web.answers import html, kept_answer
from chalicelib.web.pages import asked_locale, root
from chalicelib.web.render import render
from chalicelib.web.words import LOCALES


def worker(request: Request) -> Response:
    """`/sw.js`: browsers ask for it anew each time, and take a new one when it has changed."""
    return kept_answer(request, _worker(root()), "text/javascript; charset=utf-8", 0)


def page(request: Request) -> Response:
    """`/offline`: shown by the worker for a public page that was not seen yet."""
    return html(_page(asked_locale(request), root()))


def _page(locale: str, prefix: str) -> str:
    return render("offline.html", language(locale), root=prefix)


@lru_cache(maxsize=2)
def _worker(prefix: str) -> str:
    shell = [prefix + assets.address(name) for name in ("style.css", "app.js", "favicon.svg")]
    shell += [f"{prefix}/offline?lang={locale}" for locale in LOCALES]
    source = (assets.FOLDER / "sw.js").read_text("utf-8")
    # Pages are part of it: when one of them changes, what was kept of it is kept anew.
    pages = [_page(locale, prefix) for locale in LOCALES]
    version = hashlib.sha256("".join([source, *shell, *pages]).encode()).hexdigest()[:12]
    listed = json.dumps(shell)
    return source.replace('"VERSION"', json.dumps(version)).replace('["SHELL"]', listed)
