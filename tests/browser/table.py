"""Every page and state that the promises are held on: a new page is a new line here.

`tests/architecture/test_pages_in_a_browser.py` finds the address that has no line.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """A page in one state.

    name    how tests and pictures call it
    path    its address; `{code}`, `{own}` (the group's), `{closed}`, `{token}`, `{day}` (today),
            `{campaign}`, `{association}` and `{group}` are the stand's
    who     who looks at it: "nobody", "organiser", "association" or "group"
    status  what the server answers
    fill    what is typed into which field before its form is sent: the page is what comes then
    picture whether `make screenshots` takes it
    """

    name: str
    path: str
    who: str = "nobody"
    status: int = 200
    fill: dict[str, str] = field(default_factory=dict)
    picture: bool = True

    def __str__(self) -> str:
        return self.name


SC = "/space/c/{campaign}"
SA = SC + "/a/{association}"
SG = SA + "/g/{group}"

PAGES = (
    Page("home", "/"),
    Page("campaign", "/c/{campaign}"),
    Page("campaign-empty", "/c/toute-neuve"),
    Page("campaign-closed", "/c/close", picture=False),
    Page("leaderboard", "/c/{campaign}/leaderboard"),
    Page("leaderboard-groups", "/c/{campaign}/leaderboard?level=group", picture=False),
    Page("leaderboard-empty", "/c/toute-neuve/leaderboard", picture=False),
    Page("signatures", "/c/{campaign}/signatures"),
    Page("signatures-empty", "/c/toute-neuve/signatures", picture=False),
    Page("embed", "/c/{campaign}/embed"),
    Page("embed-empty", "/c/toute-neuve/embed", picture=False),
    Page("look", "/{code}+"),
    Page("look-closed", "/{closed}+", picture=False),
    Page("closed", "/{closed}", status=410),
    Page("unknown-link", "/ZZZZZZZ", status=404),
    Page("unknown-page", "/c/nowhere", status=404, picture=False),
    Page("wrong-address", "/c/{campaign}/leaderboard?level=moon", status=400),
    Page("legal", "/legal"),
    Page("offline", "/offline"),
    Page("docs", "/docs"),
    Page("sign-in", "/space/sign-in"),
    Page("sign-in-wrong", "/space/sign-in", status=422, fill={"email": "ada"}, picture=False),
    Page("sign-in-sent", "/space/sign-in", fill={"email": "zoe@exemple.fr"}),
    Page("enter", "/space/enter/abc", picture=False),
    Page("invitation", "/space/invitation"),
    Page("invitation-wrong", "/space/invitation", status=422,
         fill={"code": "?", "email": "zoe@exemple.fr"}, picture=False),
    Page("outbox", "/space/outbox", picture=False),
    Page("space", "/space", who="association"),
    Page("space-campaign", SC, who="organiser"),
    Page("space-association", SA, who="association"),
    Page("space-group", SG, who="group"),
    Page("leaderboard-growth", "/c/{campaign}/leaderboard?view=growth"),
    Page("leaderboard-projected", "/c/{campaign}/leaderboard?view=projected"),
    Page("campaign-via", "/c/{campaign}?via={code}", picture=False),
    Page("associations", SC + "/associations", who="organiser"),
    Page("associations-wrong", SC + "/associations", who="organiser", status=422,
         fill={"name": ""}, picture=False),
    Page("association-change", SA + "/change", who="organiser", picture=False),
    Page("association-leave", SA + "/leave", who="organiser", picture=False),
    Page("fairness", SC + "/fairness", who="organiser"),
    Page("fairness-rule", SC + "/fairness/rule?code={code}&day={day}", who="organiser"),
    Page("count", SC + "/count", who="organiser"),
    Page("switch", SC + "/switch", who="organiser"),
    Page("people", SC + "/people", who="organiser"),
    Page("people-of-association", SA + "/people", who="association", picture=False),
    Page("invite", SC + "/people/invite", who="organiser", picture=False),
    Page("invite-to-association", SA + "/people/invite", who="association", picture=False),
    Page("invitations", SC + "/people/sheet", who="organiser", picture=False),
    Page("invitations-of-association", SA + "/people/sheet", who="association", picture=False),
    Page("audit", SC + "/audit", who="organiser"),
    Page("audit-of-association", SA + "/audit", who="association", picture=False),
    Page("links", SA + "/links", who="association"),
    Page("links-of-group", SG + "/links", who="group", picture=False),
    Page("link-new", SA + "/links/new", who="association"),
    Page("link", SC + "/l/{own}", who="association"),
    Page("link-close", SC + "/l/{own}/close", who="association", picture=False),
    Page("group-new", SA + "/groups/new", who="association"),
    Page("group-new-wrong", SA + "/groups/new", who="association", status=422,
         fill={"name": ""}, picture=False),
    Page("group-name", SG + "/name", who="association", picture=False),
    Page("group-retire", SG + "/retire", who="association", picture=False),
    Page("kit", SA + "/kit", who="association"),
    Page("kit-of-group", SG + "/kit", who="group", picture=False),
    Page("sheet", SC + "/sheet", who="organiser", picture=False),
    Page("sheet-of-association", SA + "/sheet", who="association"),
    Page("tokens", SC + "/tokens", who="organiser", picture=False),
    Page("tokens-of-association", SA + "/tokens", who="association"),
    Page("token-revoke", SC + "/tokens/{token}/revoke", who="organiser", picture=False),
    Page("token-revoke-of-association", SA + "/tokens/{token}/revoke", who="association",
         picture=False),
    Page("space-forbidden", SC, who="association", status=404, picture=False),
)  # fmt: skip

NO_PAGES = frozenset(
    "/c/{campaign}/card.png /c/{campaign}/count.json /c/{campaign}/count.svg /{code}/qr.svg"
    " /{code}/qr.png /{code}/qr.pdf /{code}/kit/{file} /openapi.json /static/{name} /favicon.ico"
    # While a kit is made, its page loads itself again and again.
    " /space/c/{campaign}/a/{association}/kit/whole"
    " /space/c/{campaign}/a/{association}/g/{group}/kit/whole"
    " /robots.txt /health /sw.js".split()
)
"""Addresses that answer with something else: files, pictures, figures for tools."""
