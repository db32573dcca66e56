"""The way into the space: who is signed in, what they sent, and then the page that they ask for.

What people do here, tools do through the API: both are planned, carried out and kept by the same
code (`work.changes`), and both ask `access.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from chalice.app import Request, Response

from chalicelib.access.model import Actor
from chalicelib.web import forms, session
from chalicelib.web.answers import html, late
from chalicelib.web.api import query
from chalicelib.web.pages import asked_locale, root
from chalicelib.web.render import render
from chalicelib.web.session import Caller
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import Wrong
from chalicelib.web.words import WORDS
from chalicelib.web.work.call import Call

HOME = "/space"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is signed in and asks for a page, or sent a form from one.

    `fields` are what the form held, {} with GET, and `files` the files that were put in it.
    """

    request: Request
    who: Caller
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who they are, and what is theirs."""
        return self.who.actor

    @property
    def call(self) -> Call:
        """They as the API knows who asks: what may be done, and who did it, is one thing there
        and here.
        """
        return Call(self.request, self.who.actor)

    @property
    def locale(self) -> str:
        """The language of what they are shown: of the address, or of their browser."""
        return asked_locale(self.request)

    def page(
        self,
        template: str,
        where: Where | None = None,
        tab: str = "",
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page of theirs, for nobody else: of the place `where`, under the heading `tab`."""
        said = f"said.{query(self.request, 'said') or ''}"
        shown = render(
            template,
            self.locale,
            root=root(),
            token=forms.token(self.who),
            email=self.who.session.email if self.who.session else "",
            where=where,
            menu=where.menu(self.actor) if where else [],
            trail=where.trail(self.actor) if where else [],
            tab=tab,
            said=said if said in WORDS else "",
            **values,
        )
        return session.sent_to(self.who, html(shown, status))

    def form(
        self, template: str, where: Where, tab: str, wrong: Wrong | None, **values: Any
    ) -> Response:
        """A page with a form, and what is `wrong` with it as it was sent: with 422 if anything."""
        status = 422 if wrong else 200
        return self.page(template, where, tab, status, wrong=wrong or Wrong(), **values)

    def given(self, *names: str) -> dict[str, str]:
        """These fields of the form as they were typed, "" for those that it did not hold: what a
        page shows again.
        """
        return {name: self.fields.get(name, "") for name in names}

    def go(self, path: str, said: str = "", **more: str) -> Response:
        """On to a page of this site with GET, which says `said.{said}` at its top."""
        given = {**more, **({"said": said} if said else {}), "lang": self.locale}
        location = f"{root()}{path}?{urlencode(given)}"
        return session.sent_to(self.who, Response("", {"Location": location}, 303))


def answer(request: Request, view: str, *arguments: str) -> Response:
    """What the view `module.function` of this folder answers to who is signed in.

    Who is not is sent to sign in; a form that was not sent from a page of ours is refused.
    """
    who = session.caller(request)
    guest = Guest(request, who)
    if who.session is None:
        return guest.go("/space/sign-in")
    if not who.actor.places and request.path != HOME:
        # Its page says that nothing is theirs any more, and what to do.
        return guest.go(HOME)
    if request.method == "POST":
        sent = forms.read_with_files(request, who)
        guest = Guest(request, who, sent.fields, sent.files)
    return late(f"space.{view}")(guest, *arguments)
