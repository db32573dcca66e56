"""A browser of somebody who signs in: keeps cookies, fills forms in and sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from chalicelib.access.letter import Letter
from tests.unit.web.door import ADDRESS, BASE, Answer, Site

FORM = "application/x-www-form-urlencoded"
OURS = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Postbox:
    """A mailer that keeps what it is given; `full` makes it fail."""

    letters: list[tuple[str, Letter]] = field(default_factory=list)
    full: bool = False

    def send(self, to: str, letter: Letter) -> None:
        if self.full:
            raise OSError(f"no room for {to}")
        self.letters.append((to, letter))

    def link(self) -> str:
        """The path and query of the link in the last letter."""
        found = re.search(rf"{re.escape(BASE)}(/space/enter/\S+)", self.letters[-1][1].text)
        assert found
        return found[1]


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what its fields hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert values["method"] == "post"
            self.found.append((values["action"], {}))
        elif tag == "input":
            self.found[-1][1][values["name"]] = values["value"]


@dataclass
class Browser:
    """Somebody at a browser; `says` is what it tells of where a form comes from."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=lambda: dict(OURS))
    address: str = ADDRESS
    at: str = "/"
    page: Answer | None = None

    def open(self, target: str) -> Answer:
        """The page at an address, on from where it sends."""
        return self._follow(self._ask(target, "GET"), target)

    def submit(self, which: str = "", **fields: str) -> Answer:
        """Fills the form that goes to `which` (or the only one) in, and sends it."""
        assert self.page
        forms = [one for one in Forms(self.page.text).found if which in one[0]]
        (action, held), *_ = forms
        assert len(forms) == 1 or which
        unknown = set(fields) - set(held)
        assert not unknown
        return self.send(urljoin(self.at, unescape(action)), held | fields)

    def send(self, target: str, fields: dict[str, str]) -> Answer:
        """Sends a form, whatever page there is, and goes on from where it sends."""
        return self._follow(self.post(target, fields), target)

    def post(self, target: str, fields: dict[str, str]) -> Answer:
        """Sends a form; the bare answer."""
        return self._ask(target, "POST", urlencode(fields).encode())

    def _ask(self, target: str, method: str, body: bytes = b"") -> Answer:
        headers = {"Accept": "text/html"} | (self.says if method == "POST" else {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={v}" for name, v in self.cookies.items())
        if body:
            headers["Content-Type"] = FORM
        answer = self.site.ask(target, method, headers=headers, body=body, address=self.address)
        self._keep(answer.headers.get("Set-Cookie", ""))
        return answer

    def _keep(self, cookie: str) -> None:
        if not cookie:
            return
        pair, *attributes = cookie.split("; ")
        name, _, value = pair.partition("=")
        # What browsers ask of the name's prefix; they throw every other such cookie away.
        assert {"Path=/", "Secure"} <= set(attributes)
        assert not [one for one in attributes if one.startswith("Domain")]
        if "Max-Age=0" in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def _follow(self, answer: Answer, target: str) -> Answer:
        while answer.status == 303:
            target = answer.headers["Location"]
            answer = self._ask(target, "GET")
        self.at, self.page = urlsplit(target).path, answer
        return answer


def with_post(site: Site) -> Postbox:
    """From now on the site's letters are kept in the postbox."""
    box = Postbox()
    site.give(outbox=box)
    return box


def sign_in(site: Site, box: Postbox, email: str) -> Browser:
    """A browser in which somebody has signed in."""
    someone = Browser(site)
    someone.open("/space/sign-in")
    someone.submit(email=email)
    site.work()
    someone.open(box.link())
    someone.submit()
    return someone
