"""Associations and groups: who carries a campaign."""

from __future__ import annotations

from typing import Any

from chalicelib.web.openapi.campaigns import CAMPAIGN, NEXT
from chalicelib.web.openapi.figures import LINK_DAYS, SCANS, VISITS
from chalicelib.web.openapi.parts import Access, Answer, Json, Operation, ref
from chalicelib.web.openapi.types import line, many, record, slug, text, url, words, yes

TAG = "Associations and groups"

_SELF = f"https://qr.exemple.fr{CAMPAIGN}".format(campaign="defense-des-enfants")
_OWN = f"{_SELF}/associations/les-hirondelles"
_FIGURES = {"visits": VISITS, "scans": SCANS}


def _name(example: str) -> Json:
    return words("How people call it.", example, maxLength=120)


def _slug(example: str) -> Json:
    return slug("How addresses call it.", example)


def _contact(example: str = "contact@hirondelles.exemple.fr") -> Json:
    return line("How to reach it; not shown to the public.", example, maxLength=200)


def _website(example: str = "https://hirondelles.exemple.fr") -> Json:
    pattern = r"^(https?://[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]+)?([/?#][!-~]*)?)?$"
    return text('Its address on the web, or "".', example, maxLength=2000, pattern=pattern)


def _department(example: str = "69") -> Json:
    return line("Where it is.", example, maxLength=120)


_CHANNELS = many(
    "Where it will use links: each gets one.",
    slug("A channel.", "poster"),
    uniqueItems=True,
    default=["poster"],
)
_RETIRED = yes("Whether it left: its links are closed, its history stays.")

_ASSOCIATION = {
    "slug": _slug("les-hirondelles"),
    "name": _name("Les Hirondelles"),
    "contact": _contact(),
    "website": _website(),
    "retired": _RETIRED,
    **_FIGURES,
    "self": url("Itself.", _OWN),
}
_GROUP = {
    "slug": _slug("lyon"),
    "association": slug("Whose it is.", "les-hirondelles"),
    "name": _name("Lyon"),
    "department": _department(),
    "retired": _RETIRED,
    **_FIGURES,
    "self": url("Itself.", f"{_OWN}/groups/lyon"),
}


def _rows(of: str, more: Json | None = None) -> Json:
    return record(
        "A page of a list.",
        {
            "campaign": slug("The campaign.", "defense-des-enfants"),
            **(more or {}),
            "rows": many("By slug.", ref(of)),
            "next": NEXT,
        },
    )


SCHEMAS: Json = {
    "AssociationRow": record("An association and what it sums up to.", _ASSOCIATION),
    "Association": record("The same, day by day.", _ASSOCIATION | {"days": LINK_DAYS}),
    "Associations": _rows("AssociationRow"),
    "NewAssociation": record(
        "An association that joins, or returns.",
        {"slug": _slug("les-cigales"), "name": _name("Les Cigales")},
        {
            "contact": _contact("contact@cigales.exemple.fr"),
            "website": _website("https://cigales.exemple.fr"),
            "channels": _CHANNELS,
        },
    ),
    "AssociationChange": record(
        "What is to change.",
        {},
        {"name": _name("Les Hirondelles de France"), "contact": _contact(), "website": _website()},
    ),
    "GroupRow": record("A group and what it sums up to.", _GROUP),
    "Group": record("The same, day by day.", _GROUP | {"days": LINK_DAYS}),
    "Groups": _rows("GroupRow", {"association": slug("The association.", "les-hirondelles")}),
    "NewGroup": record(
        "A group that joins, or returns.",
        {"slug": _slug("valence"), "name": _name("Valence")},
        {"department": _department("26"), "channels": _CHANNELS},
    ),
    "GroupChange": record(
        "What is to change. Another `association` takes the group over, with its links and"
        " figures; organisers alone may do that.",
        {},
        {
            "name": _name("Lyon et environs"),
            "department": _department(),
            "association": slug("Whose it is from now on.", "les-hirondelles"),
        },
    ),
}

_ONE = f"{CAMPAIGN}/associations/{{association}}"
_GROUPS = f"{_ONE}/groups"
_HERE = ("campaign", "association")


def _of(one: str, at: str, parameters: tuple[str, ...], **says: str) -> tuple[Operation, ...]:
    """The five ways to deal with associations, or with groups."""
    every, name = f"{one}s", one.lower()
    article = "an" if name[0] == "a" else "a"
    single = f"{at}/{{{name}}}"
    answer = {200: Answer(f"The {name}.", one)}
    common: dict[str, Any] = {"tag": TAG, "access": Access.TOKEN}
    on = tuple(dict.fromkeys((*parameters, name)))
    return (
        Operation(
            "get", at, f"list{every}", summary=f"The {name}s", says=says["every"],
            answers={200: Answer("A page of them.", every)},
            parameters=(*parameters, "limit", "cursor"), **common,
        ),
        Operation(
            "post", at, f"create{one}", summary=f"Adds {article} {name}", says=says["create"],
            answers={201: Answer(f"The new {name}.", one, headers=("Location",))},
            parameters=(*parameters, "Idempotency-Key"), body=f"New{one}", **common,
        ),
        Operation(
            "get", single, f"show{one}", summary=f"{article.title()} {name}, day by day",
            answers=answer, parameters=on, **common,
        ),
        Operation(
            "patch", single, f"change{one}", summary=f"Changes {article} {name}",
            answers=answer, parameters=on, body=f"{one}Change", **common,
        ),
        Operation(
            "delete", single, f"retire{one}", summary=f"Retires {article} {name}",
            says=says["retire"], answers=answer, parameters=on, **common,
        ),
    )  # fmt: skip


OPERATIONS = (
    *_of(
        "Association",
        f"{CAMPAIGN}/associations",
        ("campaign",),
        every="All of them for organisers; an association sees itself.",
        create="With a link for each of its channels. One that was retired returns.",
        retire="It leaves with its groups: their links close, their history stays.",
    ),
    *_of(
        "Group",
        _GROUPS,
        _HERE,
        every="All of them for organisers and for the association; a group sees itself.",
        create="With a link for each of its channels. One that was retired returns.",
        retire="It leaves: its links close, its history stays.",
    ),
)
