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
    """The forms of a page: where each goes, and what its fields hold. A box that is not ticked
    holds nothing, and is a field all the same (`boxes`).
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.boxes: set[str] = set()
        self.files: set[str] = set()
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            assert values["method"] in ("post", "get")
            self.found.append((values["action"], {}))
            self.files |= {values["action"]} if "multipart" in values.get("enctype", "") else set()
        elif tag == "input" and values["type"] == "checkbox":
            self.boxes.add(name)
            if "checked" in values:
                self.found[-1][1][name] = values["value"]
        elif tag == "input":
            self.found[-1][1][name] = values.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in values or self._select not in self.found[-1][1]):
            self.found[-1][1][self._select] = values["value"]
        elif tag == "textarea":
            self._area = name
            self.found[-1][1][name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            # The line end after the tag is none of the text (HTML, 13.2.6.4.7).
            self.found[-1][1][self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


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
        page = Forms(self.page.text)
        forms = [one for one in page.found if which in one[0]]
        (action, held), *_ = forms
        assert len(forms) == 1 or which
        unknown = set(fields) - set(held) - page.boxes
        assert not unknown
        target = urljoin(self.at, unescape(action))
        if action in page.files:
            return self.send_files(target, held | fields)
        return self.send(target, held | fields)

    def send_files(
        self, target: str, fields: dict[str, str], files: dict[str, bytes] | None = None
    ) -> Answer:
        """Sends a form that files are put in, as browsers write one, and goes on."""
        sent = {name: value.encode() for name, value in fields.items()}
        return self._follow(self._ask(target, "POST", *multipart(sent, files or {})), target)

    def send(self, target: str, fields: dict[str, str]) -> Answer:
        """Sends a form, whatever page there is, and goes on from where it sends."""
        return self._follow(self.post(target, fields), target)

    def get(self, target: str) -> Answer:
        """The bare answer at an address."""
        return self._ask(target, "GET")

    def post(self, target: str, fields: dict[str, str]) -> Answer:
        """Sends a form; the bare answer."""
        return self._ask(target, "POST", urlencode(fields).encode())

    def _ask(self, target: str, method: str, body: bytes = b"", kind: str = FORM) -> Answer:
        headers = {"Accept": "text/html"} | (self.says if method == "POST" else {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={v}" for name, v in self.cookies.items())
        if body:
            headers["Content-Type"] = kind
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


def multipart(fields: dict[str, bytes], files: dict[str, bytes]) -> tuple[bytes, str]:
    """The body of a form with files, and its media type."""
    parts = [(f'name="{name}"', value) for name, value in fields.items() if name not in files]
    parts += [(f'name="{name}"; filename="{name}.csv"', value) for name, value in files.items()]
    body = b"".join(
        f"--limit\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"
        for head, value in parts
    )
    return body + b"--limit--\r\n", "multipart/form-data; boundary=limit"


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
